"""Names are found on equal terms in ten traditions, and what is found wrongly is printed."""

from collections import Counter

import naming
import pytest

from muniment.search.normalise import tokens

TRADITIONS = (
    "Welsh",
    "Irish",
    "Polish",
    "Punjabi",
    "Bengali",
    "Somali",
    "Yoruba",
    "Arabic",
    "Chinese",
    "Double-barrelled English",
)
FLOOR = 0.9  # of the pairs of one person, the same for every tradition
KNOWN, UNSEEN = list(naming.pairs("traditions.txt")), list(naming.pairs("unseen.txt"))


def test_every_tradition_has_as_many_pairs() -> None:
    counts = Counter((pair.tradition, pair.same) for pair in KNOWN)
    assert {tradition for tradition, _ in counts} == set(TRADITIONS)
    for same in (True, False):
        assert len({counts[tradition, same] for tradition in TRADITIONS}) == 1
        assert counts["Welsh", same] >= 20
    assert set(Counter(pair.tradition for pair in UNSEEN).values()) == {10}


def test_no_pair_stands_twice() -> None:
    every = [(pair.asked, pair.written, pair.same) for pair in KNOWN + UNSEEN]
    assert len(set(every)) == len(every)


@pytest.mark.parametrize("tradition", TRADITIONS)
def test_the_floor_is_the_same_for_all(tradition: str) -> None:
    same = [pair for pair in KNOWN if pair.tradition == tradition and pair.same]
    missed = [pair for pair in same if not pair.found]
    assert len(missed) <= (1 - FLOOR) * len(same), missed


def test_without_expansion_few_are_found() -> None:
    """The pairs are not ones that an exact search finds."""
    plain = [p for p in KNOWN if p.same and naming.within(tokens(p.written), tokens(p.asked))]
    assert len(plain) < len(KNOWN) / 10


def test_the_page_prints_what_is_measured() -> None:
    """Written anew by running tests/naming.py."""
    page = naming.PAGE.read_text(encoding="utf-8")
    assert page.partition(naming.BEGIN)[2].partition(naming.END)[0] == naming.table()
