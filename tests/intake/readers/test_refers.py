"""What a page that was saved as text refers to and does not hold."""

import pytest
from packing import read

from muniment.intake.readers.text import refers, text


def referred(said: str) -> list[tuple[int, str]]:
    draft = read(text, said.encode()).draft
    return [(each["line"], each["kind"]) for each in draft.facts.get("refers_to", ())]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("The following is one of the campaign videos:", "film"),
        ("Read more: How the ward was counted twice", "link"),
        ("Read Keeping The Ballot", "link"),
        ("Follow The Lantern on Twitter and Instagram @lanternnews", "link"),
        ("See https://example.org/a?b=1, and so on", "link"),
        ("[video: the count at the town hall]", "film"),
        ("Below is the map:", "picture"),
        ("Listen to the whole interview", "sound"),
    ],
)
def test_what_is_referred_to_is_a_fact(said: str, kind: str) -> None:
    assert referred(f"First line.\n{said}\nLast line.\n") == [(2, kind)]


@pytest.mark.parametrize(
    "said",
    [
        "He said that the videos were shown to the court.",
        "Read the rules before you vote, said the clerk.",
        "The committee noted the following:",
        "She watched the count.",
    ],
)
def test_a_sentence_is_none(said: str) -> None:
    assert referred(f"{said}\n") == []


def test_an_address_ends_before_the_full_stop() -> None:
    draft = read(text, b"It stands at (https://example.org/minutes). He read it.\n").draft
    assert [each["text"] for each in draft.facts["refers_to"]] == ["https://example.org/minutes"]


def test_a_very_long_text_is_not_looked_through() -> None:
    draft = read(text, b"see www.example.org now\n" * (refers.LONGEST // 20)).draft
    assert "refers_to" not in draft.facts
