"""Recognises the words of one picture, and says what there is to doubt: a function of the pixels and the packs alone.

The thresholds were measured over pages made for it: clean, scanned at 100 to 300 dpi, faxed, photographed in a shadow,
turned, in six languages and with the wrong pack; photographs, logos, and nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from statistics import median
from typing import Any

from PIL import Image

from muniment.intake.ocr import flatten, ink, level, script, words
from muniment.intake.ocr.ink import Rectangle
from muniment.intake.ocr.packs import Engine, Packs
from muniment.intake.ocr.words import Found, Frame, Word
from muniment.model.reading import Box

try:
    ENGINE = f"tesserocr {version('tesserocr')}"
except PackageNotFoundError:
    ENGINE = ""

CONFIDENT = 80  # mean confidence: 89-97 with the right pack, 19-39 with that of another script, 60 for Nastaliq
# a page upside down, or in a script whose pack is not there, has never come near
PLAIN, PLAIN_LETTERS = 85, 50
SURE, UNSURE_SHARE = 60, 0.15  # a word is sure from here on; a page with more letters in unsure words is doubtful
COVERED = 0.9  # share of ink within words: 0.95-1.0 where all lines were found, 0.61 where a third was lost
STRAY = 3000  # dark pixels at 300 dpi outside of words, about three words: less is no reason for doubt
NASTALIQ = 85  # Urdu below it is set in Nastaliq: 60 against 91 for Naskh
ALONE_SURE, ALONE_LETTERS = 85, 3  # a word found alone in a photograph counts from here on; noise had at most 81
_GIVE_UP = 50  # a page whose best reading has less, in a few letters, shows none
_FEW = 12  # letters
_LINE = 42  # pixels of a line of 11-point text at 300 dpi
_SMALL = 2600  # pixels of the longer side: an A4 page below 220 dpi
_MOST_SCALE = 4.0
_LEAST_SCALE = 1.25
_LARGE = 12_000_000  # pixels: a page is not made larger than that
_PHOTOGRAPH, _PHOTOGRAPH_SIDE = 6_000_000, 2800  # pixels of a photograph that are looked at
_BANDS, _BAND = 6, 400  # a band to try languages on: the sixth of a page, or so many pixels
_SPARSE, _AUTO = 11, 3  # PSM
_BREAKS = 1 << 20  # paragraphs found apart follow those of the page


@dataclass(frozen=True, slots=True)
class Recognised:
    """The words of a picture, and what there is to doubt about them.

    `words` are (from, to, left, top, right, bottom, confidence), the places in ten-thousandths of the picture as a viewer
    shows it, turned as its EXIF says and no further. `orientation` is by how many degrees anticlockwise it must be turned
    to be read. A picture that is not blank and has no text shows none. `doubtful` says why text may be missing or wrong:
    "script", "nastaliq", "confidence", "coverage".
    """

    text: str
    words: tuple[Word, ...] = ()
    script: str = ""
    orientation: int = 0
    confidence: int = 0
    coverage: float = 1.0
    languages: tuple[str, ...] = ()
    blank: bool = False
    doubtful: tuple[str, ...] = ()

    @property
    def boxes(self) -> tuple[Box, ...]:
        """The words without their confidence, as a page keeps them."""
        return tuple(word[:6] for word in self.words)


@dataclass(frozen=True, slots=True)
class _Place:
    """The size of the picture at the scale of the page, and how it was turned: to level its lines, and the right way up."""

    size: tuple[int, int]
    skew: float
    turn: int


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one engine made of a page."""

    engine: Engine
    image: Image.Image
    found: list[Found]
    layout: list[tuple[int, Rectangle]]
    others: tuple[str, ...] = ()  # languages of other scripts in which some of its lines were read

    @property
    def score(self) -> float:
        """Which of two readings is the better: sure letters count."""
        return sum(word.letters * word.confidence for word in self.found if word.confidence >= SURE)


def recognise(image: Image.Image, languages: Sequence[str], packs: Packs) -> Recognised:
    """Recognise the words of a picture, with the packs of those languages that were loaded.

    Cost: 2 to 3 s of a processor for an A4 page at 300 dpi.
    """
    flat = flatten.flatten(flatten.grey(flatten.upright(image)))
    if flat.dark < ink.NO_INK:
        return Recognised("", blank=True)
    engines = [engine for engine in packs.engines if set(engine.languages) & set(languages)]
    if flat.photograph:
        return _photograph(flat, engines, packs.osd)
    scaled = _scaled(flat.image, engines[0].api)
    skew = level.skew(scaled)
    levelled = _turned(scaled, skew)
    page = flatten.clip(levelled)

    def told(reading: _Reading, seen: str, turn: int) -> Recognised:
        known = not seen or any(each.script == seen for each in engines)
        return _told(reading, _turned(flat.unrest, skew + turn, 0), _Place(scaled.size, skew, turn), seen, known=known)

    first = _read(engines[0], page) if len(engines) == 1 and not level.sideways(levelled) else None
    whole = _with_rest(first) if first is not None and _plain(first) else None
    if whole is not None and not (as_it_lies := told(whole, "", 0)).doubtful:
        return as_it_lies
    seen = script.look(packs.osd, levelled)
    engine, turn = _choose(page, seen, engines)
    if turn or whole is None:
        reading = first if first is not None and not turn else _read(engine, _turned(page, turn))
        whole = _with_rest(_in_others(reading, engines))
    return told(whole, seen.script, turn)


def _plain(reading: _Reading) -> bool:
    """Whether a page reads so well that a look at it could only say that it is upright and in this script."""
    letters = sum(word.letters for word in reading.found)
    return letters >= PLAIN_LETTERS and words.confidence(reading.found) >= PLAIN


def _photograph(flat: flatten.Flat, engines: Sequence[Engine], osd: Any) -> Recognised:
    """A picture that is no page: words of which the engine is sure; others may be there too."""
    image = flat.image
    if image.width * image.height > _PHOTOGRAPH:
        image = image.copy()
        image.thumbnail((_PHOTOGRAPH_SIDE, _PHOTOGRAPH_SIDE))
    seen = script.look(osd, image)
    turn = seen.turn if seen.sure else 0
    page = _turned(flatten.clip(image), turn)
    best: _Reading | None = None
    for engine in _of(seen.script, engines) or engines:
        reading = _read(engine, page)
        reading = _with_rest(replace(reading, found=_alone(reading.found)))
        if best is None or reading.score > best.score:
            best = reading
    assert best is not None
    told = _told(best, _turned(flat.unrest, turn, 0), _Place(image.size, 0.0, turn), "", known=True)
    return replace(told, doubtful=tuple(dict.fromkeys((*told.doubtful, "coverage")))) if told.text else told


def _turned(image: Image.Image, angle: float, paper: int = 255) -> Image.Image:
    if not angle:
        return image
    return image.rotate(
        angle, Image.Resampling.BICUBIC if angle % 90 else Image.Resampling.NEAREST, expand=True, fillcolor=paper
    )


def _scaled(flat: Image.Image, api: Any) -> Image.Image:
    """The page made larger where its lines are lower than those of a page at 300 dpi."""
    if max(flat.size) >= _SMALL:
        return flat
    script.show(api, flat)
    lines = [min(place["w"], place["h"]) for _, place, *_ in api.GetTextlines()]
    api.Clear()
    scale = min(_LINE / median(lines), _MOST_SCALE) if lines else 1.0
    scale = min(scale, (_LARGE / (flat.width * flat.height)) ** 0.5)
    if scale < _LEAST_SCALE:
        return flat
    size = round(flat.width * scale), round(flat.height * scale)
    return flat.resize(size, Image.Resampling.BICUBIC)


def _of(name: str, engines: Sequence[Engine]) -> list[Engine]:
    """The engines for a script."""
    return [engine for engine in engines if engine.script == name]


def _choose(page: Image.Image, seen: script.Seen, engines: Sequence[Engine]) -> tuple[Engine, int]:
    """The engine to use and how to turn the page; where a look does not tell, those that may be right are tried on a band."""
    turns = [seen.turn] if seen.sure or not seen.turn else [0, seen.turn]
    named = _of(seen.script, engines) or engines
    if len(turns) == 1 and len(named) == 1:
        return named[0], turns[0]
    upright = turns[-1] % 180 == 0
    turned = page if upright else _turned(page, 90)
    band = turned.crop(ink.densest(turned, max(turned.height // _BANDS, min(_BAND, turned.height))))
    best, score = (named[0], turns[0]), -1.0
    for turn in turns:
        shown = _turned(band, turn if upright else (turn - 90) % 360)
        for engine in named:
            tried = _read(engine, shown).score
            if tried > score:
                best, score = (engine, turn), tried
    return best


def _read(engine: Engine, page: Image.Image, mode: int = _AUTO) -> _Reading:
    engine.api.SetPageSegMode(mode)
    script.show(engine.api, page)
    engine.api.Recognize()
    found = words.found(engine.api)
    layout = ink.layout(engine.api) if mode == _AUTO else []
    engine.api.Clear()
    return _Reading(engine, page, found, layout)


def _in_others(reading: _Reading, engines: Sequence[Engine]) -> _Reading:
    """The same with those lines that another script's engine reads well and this one does not: leaflets in two scripts."""
    for engine in engines:
        sure = {word for line in _lines(reading.found) if words.confidence(line) >= SURE for word in line}
        unsure = sum(word.letters for word in reading.found if word not in sure)
        if engine.script == reading.engine.script or unsure < _FEW:
            continue
        other = _read(engine, ink.without(reading.image, _bands(sure)))
        better = [
            replace(word, line=(_BREAKS, *word.line), paragraph=(_BREAKS, *word.paragraph))
            for line in _lines(other.found)
            if words.confidence(line) >= SURE and sum(word.letters for word in line) >= ALONE_LETTERS
            for word in line
        ]
        if better:
            places = _bands(better)
            kept = [word for word in reading.found if word in sure or not ink.within(word.box, places)]
            reading = replace(reading, found=kept + better, others=(*reading.others, *engine.languages))
    return reading


def _lines(found: Iterable[Found]) -> list[list[Found]]:
    """The words of each line."""
    lines: dict[tuple[int, ...], list[Found]] = {}
    for word in found:
        lines.setdefault(word.line, []).append(word)
    return list(lines.values())


def _with_rest(reading: _Reading) -> _Reading:
    """The same with words that stand alone where nothing was recognised: stamps, captions, signs in pictures."""
    rest = ink.without(reading.image, _bands(reading.found))
    if flatten.dark(rest) < STRAY and reading.found:
        return reading
    apart = [
        replace(word, line=(_BREAKS, *word.line), paragraph=(_BREAKS, *word.paragraph))
        for word in _alone(_read(reading.engine, rest, _SPARSE).found)
    ]
    return replace(reading, found=reading.found + apart)


def _alone(found: Iterable[Found]) -> list[Found]:
    """Those words that can be believed without neighbours; nothing around them was read."""
    sure = [word for word in found if word.confidence >= ALONE_SURE and word.letters >= ALONE_LETTERS]
    return [replace(word, band=word.box) for word in sure]


def _bands(found: Iterable[Found]) -> list[Rectangle]:
    """The lines in which words were found, each once."""
    return list(dict.fromkeys(word.band for word in found))


def _told(reading: _Reading, unrest: Image.Image, place: _Place, seen: str, *, known: bool) -> Recognised:
    found = reading.found
    mean = words.confidence(found)
    if sum(word.letters for word in found) < _FEW and mean < _GIVE_UP:
        found = []
    aside = ink.pictures(reading.layout, unrest, unrest.width / reading.image.width)
    covered, stray = ink.coverage(reading.image, _bands(found), aside)
    text, placed = words.written(found, Frame(place.size, reading.image.size, place.skew + place.turn))
    doubtful = [] if known else ["script"]
    own = reading.engine.script
    if found and own == "Arabic" and seen in {"", own} and mean < NASTALIQ and script.urdu(text):
        doubtful.append("nastaliq")
    if found and (mean < CONFIDENT or 1 - words.share(found, SURE) > UNSURE_SHARE):
        doubtful.append("confidence")
    if found and covered < COVERED and stray > STRAY:
        doubtful.append("coverage")
    return Recognised(
        text,
        placed,
        seen or (own if found else ""),
        place.turn if found else 0,
        mean if found else 0,
        round(covered, 3),
        (*reading.engine.languages, *reading.others),
        doubtful=tuple(doubtful),
    )
