"""A text of many millions of characters gives the words of the whole, and no list of them all is made."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.search import huge
from muniment.search.normalise import analysed, cut

WORDS = st.sampled_from(
    ["ballot", "collec-\nted", "a", "Żółw", "票", "over-", "-\n", "\n", " ", "x" * 90, "1-\n2", "> "]
)


@given(st.lists(WORDS, max_size=60), st.integers(1, 30))
def test_pieces_hold_the_words_of_the_whole(parts: list[str], size: int) -> None:
    text = " ".join(parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(huge, "_PIECE", size)
        found = list(huge.pieces(text))
    assert "".join(found) == text
    words, wholes = analysed(text)
    assert [word for piece in found for word in cut(piece)[1]] == words
    assert [whole.text for piece in found for whole in cut(piece)[2]] == [whole.text for whole in wholes]


@given(st.lists(st.sampled_from(["ballot", "box", "agent", "clerk"]), max_size=40), st.integers(1, 4))
def test_words_that_occur_often_are_counted_exactly(words: list[str], least: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(huge, "_COUNTERS", 1 << 1)  # so few that words share them
        patch.setattr(huge, "_PIECE", 10)
        found = huge.often(" ".join(words), least)
    assert found == {word: count for word, count in Counter(words).items() if count >= least}
