"""Laws of how recognised pages join a reading: the order and the batches they come in change nothing."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.intake.ocr import merge
from muniment.intake.ocr.lacking import NAME
from muniment.intake.ocr.merge import wanted
from muniment.model.line import decode, encode
from muniment.model.reading import Page, Reading
from muniment.model.state import State

ENG = ("eng",)
FAILED = [State.UNREAD_TIMED_OUT, State.UNREAD_CORRUPT, State.UNREAD_CRASHED]
REASONS = {State.UNREAD_TIMED_OUT: "timed-out", State.UNREAD_CORRUPT: "damaged", State.UNREAD_CRASHED: "crashed"}


def one(number: int, state: State, words: str = "") -> Reading:
    """What was recognised on a page."""
    reason = {State.TEXT_OCR: "", State.TEXT_OCR_DOUBTFUL: "ocr-confidence", State.NONE_BLANK: "no-text"}.get(
        state, REASONS.get(state, "image")
    )
    pages = (Page(words, number, boxes=((0, len(words), 10, 10, 90, 20),)),) if words else ()
    reader = "ocr 1" if state in FAILED else NAME
    return Reading("a" * 64, 9, "application/pdf", state, reason, reader, facts={"confidence": 90}, pages=pages)


def scan(state: State, reason: str, pages: Sequence[int], texts: Mapping[int, str] | Mapping[None, str]) -> Reading:
    """A document of which these pages are pictures; others, or the same, have texts."""
    return Reading(
        "a" * 64,
        9,
        "application/pdf",
        state,
        reason,
        "pdf 1 (engine 2)",
        facts={"ocr_pages": list(pages), "title": "Tally"},
        pages=tuple(Page(text, number) for number, text in texts.items()),
    )


OUTCOMES = st.sampled_from(
    [State.TEXT_OCR, State.TEXT_OCR, State.TEXT_OCR_DOUBTFUL, State.NONE_BLANK, State.NONE_BY_NATURE, *FAILED]
)
CASES = st.tuples(
    st.dictionaries(st.integers(1, 6), OUTCOMES, min_size=1),
    st.dictionaries(st.integers(1, 6), st.sampled_from(["Typed words.\n", "More  ", "\n"])),
    st.sampled_from(["page-ocr", "pages-failed", "limit-pages", "part-failed"]),
)


def made(outcomes: dict[int, State], texts: dict[int, str], reason: str) -> tuple[Reading, dict[int, Reading]]:
    text = any(text.strip() for text in texts.values())
    found = {
        number: one(number, state, f"words of page {number}" if state.value.startswith("text.") else "")
        for number, state in outcomes.items()
    }
    state, why = (State.TEXT_PARTIAL, reason) if text else (State.UNREAD_PENDING, "ocr")
    return scan(state, why, sorted(outcomes), texts), found


@given(CASES, st.data())
def test_any_order_and_any_batches_give_one_reading(
    case: tuple[dict[int, State], dict[int, str], str], data: st.DataObject
) -> None:
    base, found = made(*case)
    wanted = encode(merge.merge(base, found, ENG))
    order = data.draw(st.permutations(sorted(found)))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(order)))) | {len(order)})
    now, at = base, 0
    for stop in cuts:
        now = merge.merge(now, {number: found[number] for number in order[at:stop]}, ENG)
        now = decode(encode(now))  # as it is between two runs
        if data.draw(st.booleans()):
            lacks = merge.missing(now, "missing-language", ["eng", "ben"])
            assert merge.done(lacks) == merge.done(now)
            now = lacks if stop < len(order) else now
        at = stop
    assert encode(now) == wanted


@given(CASES)
def test_pages_are_recognised_once(case: tuple[dict[int, State], dict[int, str], str]) -> None:
    base, found = made(*case)
    whole = merge.merge(base, found, ENG)
    assert merge.done(whole) == set(found) == set(wanted(whole))
    assert encode(merge.merge(whole, found, ENG)) == encode(whole)


@given(CASES)
def test_what_was_recognised_is_had_again_from_the_reading(case: tuple[dict[int, State], dict[int, str], str]) -> None:
    base, found = made(*case)
    whole = merge.merge(base, found, ENG)
    again = merge.recognised(decode(encode(whole)), base)
    assert set(again) == {number for number, page in found.items() if page.state not in FAILED}
    for number, page in again.items():
        assert (page.state, page.reason, page.reader) == (found[number].state, found[number].reason, NAME)
        assert [each.text for each in page.pages] == [each.text for each in found[number].pages]
    failed = {number: page for number, page in found.items() if number not in again}
    assert encode(merge.merge(merge.merge(base, failed, ENG), again, ENG)) == encode(whole)


@given(CASES)
def test_no_word_and_no_failure_is_lost(case: tuple[dict[int, State], dict[int, str], str]) -> None:
    base, found = made(*case)
    whole = merge.merge(base, found, ENG)
    text = "\n".join(page.text for page in whole.pages)
    for page in (*base.pages, *(each for one in found.values() for each in one.pages)):
        assert page.text.strip() in text
    for page in whole.pages:
        assert all(page.text[start:end] == f"words of page {page.number}" for start, end, *_ in page.boxes)
    states = {page.state for page in found.values()}
    if states & set(FAILED):
        assert whole.state is State.TEXT_PARTIAL or whole.state in FAILED
    if whole.state is State.TEXT_OCR:
        assert base.reason not in {"pages-failed", "limit-pages", "part-failed"}
        assert State.TEXT_OCR_DOUBTFUL not in states


def test_some_of_it_still_waits() -> None:
    base = scan(State.TEXT_PARTIAL, "pages-failed", [1, 2], {3: "typed"})
    some = merge.merge(base, {1: one(1, State.TEXT_OCR, "words")}, ENG)
    assert (some.state, some.reason) == (State.TEXT_PARTIAL, "page-ocr")
    whole = merge.merge(some, {2: one(2, State.TEXT_OCR, "words")}, ENG)
    assert (whole.state, whole.reason) == (State.TEXT_PARTIAL, "pages-failed"), "what the reader said is not forgotten"


def test_pages_beyond_the_most_are_said() -> None:
    base = Reading(
        "a" * 64, 9, "image/tiff", State.UNREAD_PENDING, "ocr", "picture 1", facts={"frames": merge.FRAMES + 1}
    )
    found = {number: one(number, State.TEXT_OCR, "x") for number in range(1, merge.FRAMES + 1)}
    whole = merge.merge(base, found, ENG)
    assert (whole.state, whole.reason) == (State.TEXT_PARTIAL, "limit-pages")


def test_a_page_without_any_word_among_others_is_in_doubt() -> None:
    """What was written by hand is not passed over because the page before it was typed."""
    base = scan(State.TEXT_PARTIAL, "page-ocr", [2, 3], {1: "typed"})
    found = {2: one(2, State.TEXT_OCR, "words"), 3: one(3, State.NONE_BY_NATURE)}
    whole = merge.merge(base, found, ENG)
    assert (whole.state, whole.reason) == (State.TEXT_OCR_DOUBTFUL, "ocr-coverage")
    assert merge.in_doubt(whole) == [3]
    blank = merge.merge(base, found | {3: one(3, State.NONE_BLANK)}, ENG)
    assert (blank.state, blank.reason, merge.in_doubt(blank)) == (State.TEXT_OCR, "", [])


def test_a_title_beside_a_page_without_words_is_no_text_of_it() -> None:
    base = scan(State.UNREAD_PENDING, "ocr", [1], {None: "title: Volume"})
    whole = merge.merge(base, {1: one(1, State.NONE_BY_NATURE)}, ENG)
    assert (whole.state, whole.reason) == (State.NONE_BY_NATURE, "image")


def test_a_photograph_beside_typed_words_leaves_their_page_as_it_was() -> None:
    base = scan(State.TEXT_PARTIAL, "page-ocr", [1], {1: "typed"})
    whole = merge.merge(base, {1: one(1, State.NONE_BY_NATURE)}, ENG)
    assert (whole.state, whole.reason) == (State.TEXT_COMPLETE, "")


@pytest.mark.parametrize(
    ("rest", "without"),
    [
        ("moving", (State.NONE_BY_NATURE, "image")),
        ("truncated", (State.UNREAD_CORRUPT, "truncated")),
        ("limit-pages", (State.UNREAD_LIMIT, "limit-pages")),
    ],
)
def test_what_was_not_looked_at_is_said(rest: str, without: tuple[State, str]) -> None:
    facts = {"frames": 40, "ocr_pages": [1], "ocr_rest": rest}
    base = Reading("a" * 64, 9, "image/gif", State.UNREAD_PENDING, "ocr", "picture 1", facts=facts)
    whole = merge.merge(base, {1: one(1, State.TEXT_OCR, "words")}, ENG)
    assert (whole.state, whole.reason) == (State.TEXT_PARTIAL, rest)
    assert wanted(whole) == [1]
    for state in (State.NONE_BLANK, State.NONE_BY_NATURE):
        none = merge.merge(base, {1: one(1, state, "")}, ENG)
        assert (none.state, none.reason) == without


def test_languages_of_all_its_pages() -> None:
    base = scan(State.UNREAD_PENDING, "ocr", [1, 2], {})
    some = merge.merge(base, {1: one(1, State.TEXT_OCR, "words")}, ("eng",))
    whole = merge.merge(some, {2: one(2, State.TEXT_OCR, "words")}, ("eng", "ben"))
    assert merge.asked(whole) == ("eng",), "the first page was never looked at for the other"


def test_what_lacks_a_language_waits_for_it() -> None:
    base = scan(State.UNREAD_PENDING, "ocr", [1], {})
    lacks = merge.missing(base, "missing-language", ("eng", "ben"))
    assert (lacks.state, lacks.reason) == (State.UNREAD_DEPENDENCY_MISSING, "missing-language")
    assert merge.asked(lacks) == ("eng", "ben")
    assert wanted(lacks) == [1]
    found = {1: one(1, State.TEXT_OCR, "words")}
    assert encode(merge.merge(lacks, found, ENG)) == encode(merge.merge(base, found, ENG))


def test_an_archive_without_its_library_waits_for_no_words() -> None:
    archive = Reading(
        "a" * 64, 9, "application/x-7z-compressed", State.UNREAD_DEPENDENCY_MISSING, "missing-library", "x"
    )
    assert wanted(archive) == []
