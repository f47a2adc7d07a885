"""What was recognised on pages joins the reading of the item: one function of both, whatever the order the pages came in."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from muniment.model.reading import Json, Page, Reading
from muniment.model.state import State

FRAMES = 10_000  # pictures in one file that are recognised; those beyond stay counted as pages that wait
_ASIDE = ("pages-failed", "part-failed", "limit-pages", "limit-output", "timed-out", "salvaged")


def wanted(reading: Reading) -> list[int]:
    """The pages of an item whose words are to be recognised, by number from 1; none where there are none."""
    pages = reading.facts.get("ocr_pages")
    if isinstance(pages, list):
        return [page for page in pages if isinstance(page, int) and page > 0]
    if reading.reason not in {"ocr", "page-ocr", "missing-language", "missing-library"} or reading.children:
        return []
    frames = reading.facts.get("frames")
    return list(range(1, min(frames, FRAMES) + 1)) if isinstance(frames, int) and frames > 1 else [1]


def done(reading: Reading) -> set[int]:
    """The pages of it whose words were recognised."""
    return {said["page"] for said in _said(reading)}


def merge(reading: Reading, found: Mapping[int, Reading], languages: Sequence[str]) -> Reading:
    """The reading with what was recognised on these pages; the state says what is left, and how sure the machine is."""
    asked = wanted(reading)
    fresh = {number: page for number, page in found.items() if number in asked and number not in done(reading)}
    said = sorted([*_said(reading), *(_about(number, page) for number, page in fresh.items())], key=_number)
    state, reason = _state(reading, said, len(asked))
    pages = _pages(reading, fresh)
    readers = sorted({page.reader for page in fresh.values()})
    before = reading.reader.split(" + ")
    names = [before[0], *dict.fromkeys([*before[1:], *readers])]
    return replace(
        reading,
        state=state,
        reason=reason,
        reader=" + ".join(names),
        settings={**reading.settings, "ocr": list(languages)},
        facts={**reading.facts, "ocr_pages": asked, "ocr": said},
        pages=pages,
    )


def missing(reading: Reading, reason: str) -> Reading:
    """The reading of an item whose words cannot be recognised here, because something is not installed."""
    if reading.state is State.UNREAD_PENDING:
        return replace(reading, state=State.UNREAD_DEPENDENCY_MISSING, reason=reason, facts=_asked(reading))
    return replace(reading, reason=reason, facts=_asked(reading))


def _asked(reading: Reading) -> Mapping[str, Json]:
    return {**reading.facts, "ocr_pages": wanted(reading)}


def _said(reading: Reading) -> list[dict[str, Json]]:
    return list(reading.facts.get("ocr") or ())


def _number(said: Mapping[str, Json]) -> int:
    return int(said["page"])


def _about(number: int, page: Reading) -> dict[str, Json]:
    return {"page": number, "state": page.state.value, "reason": page.reason, **page.facts}


def _pages(reading: Reading, found: Mapping[int, Reading]) -> tuple[Page, ...]:
    """Its pages in their order; the words of a picture stand below what text its page has."""
    pages = {page.number: page for page in reading.pages if page.number is not None}
    rest = [page for page in reading.pages if page.number is None]
    for number, one in found.items():
        if not one.pages:
            continue
        words, there = one.pages[0], pages.get(number, Page("", number))
        before = there.text.rstrip() + "\n" if there.text.strip() else ""
        parts = tuple(part for part in there.parts if part[2] <= len(before))
        shift = len(before)
        moved = tuple((start + shift, end + shift, x0, y0, x1, y1) for start, end, x0, y0, x1, y1 in words.boxes)
        pages[number] = replace(there, text=before + words.text, parts=parts, boxes=(*there.boxes, *moved))
    return (*(pages[number] for number in sorted(pages)), *rest)


def _state(reading: Reading, said: Sequence[Mapping[str, Json]], asked: int) -> tuple[State, str]:
    states = [State(each["state"]) for each in said]
    text = any(page.text.strip() for page in reading.pages) or any(state.value.startswith("text.") for state in states)
    if len(said) < asked:
        return (State.TEXT_PARTIAL, "page-ocr") if text else (State.UNREAD_PENDING, "ocr")
    failed = [each for each in said if str(each["state"]).startswith("unread.")]
    if failed:
        return (State.TEXT_PARTIAL, "pages-failed") if text else (State(failed[0]["state"]), str(failed[0]["reason"]))
    if reading.reason in _ASIDE:
        return (State.TEXT_PARTIAL, reading.reason) if text else (reading.state, reading.reason)
    doubts = [str(each["reason"]) for each in said if each["state"] == State.TEXT_OCR_DOUBTFUL.value]
    if doubts:
        return State.TEXT_OCR_DOUBTFUL, doubts[0]
    if text:
        return State.TEXT_OCR, ""
    if all(state is State.NONE_BLANK for state in states):
        return State.NONE_BLANK, "no-text"
    return State.NONE_BY_NATURE, "image"
