"""Texts are taken apart the same way alone and among others, in every script, and explained by their own words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.review.rank.terms import COLUMNS, WORDS, Taken, placed, take


def of(taken: Taken, number: int) -> dict[int, int]:
    some = slice(int(taken.starts[number]), int(taken.starts[number + 1]))
    return dict(zip(taken.columns[some].tolist(), taken.counts[some].tolist(), strict=True))


@given(st.lists(st.text(max_size=80), max_size=8))
def test_a_text_has_the_same_terms_alone_and_among_others(texts: list[str]) -> None:
    together = take(texts)
    assert len(together.starts) == len(texts) + 1
    for number, text in enumerate(texts):
        assert of(together, number) == of(take([text]), 0)
        some = together.columns[int(together.starts[number]) : int(together.starts[number + 1])]
        assert (np.diff(some) > 0).all()
        assert all(0 <= each < COLUMNS for each in some)


@given(st.text(max_size=200))
def test_the_places_of_terms_are_those_that_were_counted(text: str) -> None:
    names, columns, owners = placed(text)
    found, counts = np.unique(columns, return_counts=True)
    assert of(take([text]), 0) == dict(zip(found.tolist(), np.minimum(counts, 255).tolist(), strict=True))
    assert all(0 <= each < len(names) for each in owners.tolist())


def test_a_word_a_pair_and_the_runs_of_a_word_are_terms() -> None:
    names, columns, owners = placed("Postal VOTES, votes")
    assert names == ["postal", "votes", "votes", "postal votes", "votes votes"]
    words = [names[owner] for owner, column in zip(owners, columns, strict=True) if column < WORDS]
    assert words == ["postal", "votes", "votes", "postal votes", "votes votes"]
    runs = [names[owner] for owner, column in zip(owners, columns, strict=True) if column >= WORDS]
    assert runs.count("postal") == 4  # " post", "posta", "ostal", "stal "
    assert runs.count("votes") == 6
    assert of(take(["Postal VOTES, votes"]), 0)[int(columns[1])] == 2


def test_case_width_and_punctuation_make_no_difference() -> None:
    assert of(take(["ＰＯＳＴＡＬ votes"]), 0) == of(take(["postal-Votes!"]), 0)


def test_a_misspelled_word_shares_runs_and_no_word() -> None:
    one, other = set(of(take(["registration"]), 0)), set(of(take(["registratlon"]), 0))
    shared = one & other
    assert len(shared) > 5
    assert all(column >= WORDS for column in shared)


@pytest.mark.parametrize(
    ("text", "words"),
    [("ভোটার তালিকা", ["ভোটার", "তালিকা"]), ("选举人", ["选", "举", "人"]), ("فہرست رائے", ["فہرست", "رائے"])],
    ids=["bengali", "chinese", "urdu"],
)
def test_words_of_other_scripts(text: str, words: list[str]) -> None:
    names, columns, _ = placed(text)
    assert names[: len(words)] == words
    assert (columns < WORDS).sum() == 2 * len(words) - 1


def test_nothing_and_a_sign_that_ends_texts_are_no_trouble() -> None:
    assert take([]).starts.tolist() == [0]
    assert take(["", " ", "\0"]).starts.tolist() == [0, 0, 0, 0]
    assert of(take(["roll\0call"]), 0) == of(take(["roll call"]), 0)
    assert placed("")[0] == []
    assert take(["\ud800 x"]).starts.tolist()[0] == 0
