"""A name keeps its bytes, whatever they are."""

from hypothesis import given
from hypothesis import strategies as st

from muniment.names.filename import last_part, text_of


@given(st.binary(max_size=40))
def test_the_bytes_are_had_again(name: bytes) -> None:
    text, raw = text_of(name)
    assert (text.encode() if raw is None else raw) == name
    text.encode()


def test_what_is_not_utf_8_is_shown_as_bytes() -> None:
    assert text_of(b"caf\xe9.txt") == ("caf\\xe9.txt", b"caf\xe9.txt")
    assert last_part(b"a/b/c.txt") == b"c.txt"
