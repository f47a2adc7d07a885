"""What was recognised on pages joins the reading of the item: one function of both, whatever the order the pages came in."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from muniment.model.media import picture
from muniment.model.reading import Json, Page, Reading
from muniment.model.state import State

FRAMES = 10_000  # pictures in one file that are recognised; where there are more, its text is had in part
_ASIDE = ("pages-failed", "part-failed", "limit-pages", "limit-output", "timed-out", "salvaged")
# why more of a picture may have words than what is looked at, and its state where nothing was found
_REST = {
    "moving": (State.NONE_BY_NATURE, "image"),
    "truncated": (State.UNREAD_CORRUPT, "truncated"),
    "limit-pages": (State.UNREAD_LIMIT, "limit-pages"),
}
_BASE = "ocr_base"  # the setting that keeps what the reader said of the rest of the item
_ASKED = "ocr_asked"  # the languages that it waits for, where one was not there


def wanted(reading: Reading) -> list[int]:
    """The pages of an item whose words are to be recognised, by number from 1; none where there are none."""
    pages = reading.facts.get("ocr_pages")
    if isinstance(pages, list):
        return sorted({page for page in pages if isinstance(page, int) and page > 0})
    if reading.reason not in {"ocr", "page-ocr"} or not picture(reading.type):
        return []
    return list(range(1, min(_frames(reading), FRAMES) + 1))


def _frames(reading: Reading) -> int:
    """How many pictures lie one after another in it."""
    frames = reading.facts.get("frames")
    return frames if isinstance(frames, int) and frames > 1 else 1


def done(reading: Reading) -> set[int]:
    """The pages of it whose words were recognised."""
    return {said["page"] for said in _said(reading)}


def in_doubt(reading: Reading) -> list[int]:
    """The pages of it whose words are in doubt, or could not be had."""
    said = _said(reading)
    doubtful = [each for each in said if each["state"] == State.TEXT_OCR_DOUBTFUL.value]
    failed = [each for each in said if each["state"].startswith("unread.")]
    return sorted([*map(_number, doubtful), *map(_number, failed), *_wordless(reading, said)])


def merge(reading: Reading, found: Mapping[int, Reading], languages: Sequence[str]) -> Reading:
    """The reading with what was recognised on these pages; the state says what is left, and how sure the machine is."""
    asked = wanted(reading)
    before = _said(reading)
    fresh = {number: page for number, page in found.items() if number in asked and number not in done(reading)}
    said = sorted([*before, *(_about(number, page) for number, page in fresh.items())], key=_number)
    base = _base(reading)
    state, reason = _state(reading, said, len(asked), base)
    return replace(
        reading,
        state=state,
        reason=reason,
        reader=" + ".join([_reader(reading), *sorted({str(each["reader"]) for each in said})]),
        settings=_settings(reading, base) | {"ocr": _languages(reading, languages) if before else list(languages)},
        facts={**reading.facts, "ocr_pages": asked, "ocr": said},
        pages=_pages(reading, fresh),
    )


def missing(reading: Reading, reason: str, languages: Sequence[str]) -> Reading:
    """The reading of an item whose words cannot be recognised here, because something is not installed."""
    base = _base(reading)
    waits = reading.state in {State.UNREAD_PENDING, State.UNREAD_DEPENDENCY_MISSING}
    return replace(
        reading,
        state=State.UNREAD_DEPENDENCY_MISSING if waits else reading.state,
        reason=reason,
        settings=_settings(reading, base) | {_ASKED: list(languages)},
        facts={**reading.facts, "ocr_pages": wanted(reading)},
    )


def asked(reading: Reading) -> tuple[str, ...]:
    """The languages that it waits for, or was looked at for."""
    return tuple(reading.settings.get(_ASKED) or reading.settings.get("ocr") or ())


def recognised(before: Reading, now: Reading) -> dict[int, Reading]:
    """What was recognised in the same bytes before, page by page, for a merge; a page that failed is tried again."""
    if (before.sha256, before.type) != (now.sha256, now.type):
        return {}
    old = {page.number: page for page in before.pages if page.number is not None}
    new = {page.number: page for page in now.pages if page.number is not None}
    found = {}
    for said in _said(before):
        number, state = _number(said), State(said["state"])
        words = _words(old.get(number), new.get(number), number)
        if state.value.startswith("unread.") or (words is None and state.value.startswith("text.")):
            continue
        facts = {name: value for name, value in said.items() if name not in {"page", "state", "reason", "reader"}}
        about = (now.sha256, now.size, now.type, state, str(said["reason"]), str(said["reader"]))
        found[number] = Reading(*about, facts=facts, pages=() if words is None else (words,))
    return found


def _words(before: Page | None, now: Page | None, number: int) -> Page | None:
    """The words of a page alone; None where it has none, or stood beside other text than it does now."""
    above = "" if now is None else _above(now)
    if before is None or not before.boxes or not before.text.startswith(above):
        return None
    boxes = tuple((start - len(above), end - len(above), *rest) for start, end, *rest in before.boxes)
    return Page(before.text[len(above) :], number, boxes=boxes)  # type: ignore[arg-type] # six numbers, as they were


def _base(reading: Reading) -> tuple[State, str]:
    """The state and reason that the reader gave the rest of an item, before any word was recognised."""
    kept = reading.settings.get(_BASE)
    if isinstance(kept, list):
        return State(kept[0]), str(kept[1])
    ours = "ocr" in reading.settings or _ASKED in reading.settings  # its state speaks of words that were recognised
    return (reading.state, "" if ours else reading.reason)


def _settings(reading: Reading, base: tuple[State, str]) -> dict[str, Json]:
    kept = {name: value for name, value in reading.settings.items() if name not in {_BASE, _ASKED}}
    return kept | ({_BASE: [base[0].value, base[1]]} if base[1] in _ASIDE else {})


def _languages(reading: Reading, languages: Sequence[str]) -> list[str]:
    """The languages that all its pages were looked at for."""
    return [code for code in reading.settings.get("ocr") or () if code in languages]


def _reader(reading: Reading) -> str:
    """What read the rest of it."""
    own = {str(each["reader"]) for each in _said(reading)}
    return " + ".join(part for part in reading.reader.split(" + ") if part not in own)


def _said(reading: Reading) -> list[dict[str, Json]]:
    return list(reading.facts.get("ocr") or ())


def _number(said: Mapping[str, Json]) -> int:
    return int(said["page"])


def _about(number: int, page: Reading) -> dict[str, Json]:
    return {**page.facts, "page": number, "state": page.state.value, "reason": page.reason, "reader": page.reader}


def _above(page: Page) -> str:
    """The text of a page as it stands above the words of its pictures."""
    return page.text.rstrip() + "\n" if page.text.strip() else ""


def _pages(reading: Reading, found: Mapping[int, Reading]) -> tuple[Page, ...]:
    """Its pages in their order; the words of a picture stand below what text its page has."""
    pages = {page.number: page for page in reading.pages if page.number is not None}
    rest = [page for page in reading.pages if page.number is None]
    for number, one in found.items():
        if not one.pages:
            continue
        words, there = one.pages[0], pages.get(number, Page("", number))
        before = _above(there)
        parts = tuple(part for part in there.parts if part[2] <= len(before))
        shift = len(before)
        moved = tuple((start + shift, end + shift, x0, y0, x1, y1) for start, end, x0, y0, x1, y1 in words.boxes)
        pages[number] = replace(there, text=before + words.text, parts=parts, boxes=(*there.boxes, *moved))
    return (*(pages[number] for number in sorted(pages)), *rest)


def _wordless(reading: Reading, said: Sequence[Mapping[str, Json]]) -> list[int]:
    """The pages of it that show something and have no text at all: written by hand, or a photograph."""
    worded = {page.number for page in reading.pages if page.text.strip()}
    ink = [_number(each) for each in said if each["state"] == State.NONE_BY_NATURE.value]
    return [number for number in ink if number not in worded]


def _state(
    reading: Reading, said: Sequence[Mapping[str, Json]], asked: int, base: tuple[State, str]
) -> tuple[State, str]:
    states = [State(each["state"]) for each in said]
    recognised = any(state.value.startswith("text.") for state in states)
    # a title that the file has beside its pages is no word on one of them
    text = recognised or any(page.text.strip() for page in reading.pages if page.number is not None)
    if len(said) < asked:
        return (State.TEXT_PARTIAL, "page-ocr") if text else (State.UNREAD_PENDING, "ocr")
    failed = [each for each in said if str(each["state"]).startswith("unread.")]
    if failed:
        return (State.TEXT_PARTIAL, "pages-failed") if text else (State(failed[0]["state"]), str(failed[0]["reason"]))
    if base[1] in _ASIDE:
        return (State.TEXT_PARTIAL, base[1]) if text else base
    rest = reading.facts.get("ocr_rest") or ("limit-pages" if _frames(reading) > FRAMES else "")
    if rest in _REST:
        return (State.TEXT_PARTIAL, rest) if text else _REST[rest]
    if text and not any(state.value.startswith("text.") for state in states):
        return State.TEXT_COMPLETE, ""
    doubts = [str(each["reason"]) for each in said if each["state"] == State.TEXT_OCR_DOUBTFUL.value]
    if text and not doubts and _wordless(reading, said):
        doubts = ["ocr-coverage"]
    if doubts:
        return State.TEXT_OCR_DOUBTFUL, doubts[0]
    if text:
        return (State.TEXT_OCR if recognised else State.TEXT_COMPLETE), ""
    if all(state is State.NONE_BLANK for state in states):
        return State.NONE_BLANK, "no-text"
    return State.NONE_BY_NATURE, "image"
