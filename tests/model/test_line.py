"""A reading and its line are one: what is written is read back, and a line that no reader of ours wrote is refused."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.errors import Broken
from muniment.model.line import decode, digest, encode
from muniment.model.reading import Child, Page, Reading
from muniment.model.state import State

texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]))
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
counts = st.integers(0, 2**53 - 1)
facts = st.dictionaries(
    texts,
    st.recursive(st.none() | st.booleans() | counts | texts, lambda inner: st.lists(inner, max_size=3)),
    max_size=3,
)
pages = st.builds(Page, texts, st.none() | counts, texts)
children = st.builds(
    Child,
    locator=texts,
    name=texts,
    raw_name=st.none() | st.binary(),
    kind=st.sampled_from(["file", "link"]),
    sha256=hashes,
    size=counts,
    hints=st.dictionaries(texts, texts, max_size=2),
    state=st.none() | st.sampled_from(State),
    reason=texts,
    flags=st.sets(texts, max_size=3).map(lambda found: tuple(sorted(found))),
    facts=facts,
)
readings = st.builds(
    Reading,
    sha256=hashes,
    size=counts,
    type=texts,
    state=st.sampled_from(State),
    reason=texts,
    reader=texts,
    hints=st.dictionaries(texts, texts, max_size=2),
    settings=facts,
    flags=st.sets(texts, max_size=3).map(lambda found: tuple(sorted(found))),
    facts=facts,
    pages=st.lists(pages, max_size=3).map(tuple),
    children=st.lists(children, max_size=3).map(tuple),
    declared=st.none() | counts,
    complete=st.booleans(),
    incomplete=texts,
)


@given(readings)
def test_what_is_written_is_read_back(reading: Reading) -> None:
    line = encode(reading)
    assert decode(line) == reading
    assert encode(decode(line)) == line
    assert b"\n" not in line
    assert len(digest(line)) == 64


def test_half_a_character_becomes_a_mark() -> None:
    line = encode(Reading("0" * 64, 1, "text/plain", State.TEXT_COMPLETE, "", "", pages=(Page("a\ud800b"),)))
    assert decode(line).pages[0].text == "a\ufffdb"


GOOD: dict[str, Any] = json.loads(
    encode(Reading("0" * 64, 1, "text/plain", State.TEXT_COMPLETE, "", "text 1", pages=(Page("a"),)))
)
CHILD = {"locator": "1", "name": "x", "sha256": "1" * 64, "bytes": 1}


@pytest.mark.parametrize(
    "change",
    [
        {"sha256": "0" * 63},
        {"sha256": "Z" * 64},
        {"bytes": -1},
        {"bytes": True},
        {"bytes": 2**53},
        {"bytes": 1.5},
        {"state": "text.excellent"},
        {"reason": None},
        {"flags": [1]},
        {"hints": {"charset": 1}},
        {"facts": []},
        {"pages": [{"n": 1}]},
        {"pages": [{"n": 1, "text": "a", "parts": [["comment", 0, 2]]}]},
        {"pages": [{"n": 1, "text": "a", "parts": [["comment", 1, 0]]}]},
        {"children": [CHILD | {"sha256": None}]},
        {"children": [CHILD | {"name": 1}]},
        {"children": [CHILD | {"name_bytes": "zz"}]},
        {"declared": "many"},
        {"complete": 1},
    ],
    ids=repr,
)
def test_what_is_no_reading_is_refused(change: dict[str, Any]) -> None:
    decode(json.dumps(GOOD).encode())
    with pytest.raises(Broken):
        decode(json.dumps(GOOD | change).encode())


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b"\xff",
        b"[" * 100_000,
        json.dumps(GOOD | {"type": "\ud800"}).encode(),  # as an escape: no line of ours has one
        json.dumps(GOOD).replace('"facts": {}', '"facts": {"x": NaN}').encode(),
    ],
    ids=lambda line: repr(line[:20]),
)
def test_what_is_no_line_is_refused(line: bytes) -> None:
    with pytest.raises(Broken):
        decode(line)


def test_a_backslash_in_a_text_is_no_escape() -> None:
    reading = Reading("0" * 64, 1, "text/plain", State.TEXT_COMPLETE, "", "", pages=(Page("C:\\users\\ude00 \x01"),))
    assert decode(encode(reading)) == reading
