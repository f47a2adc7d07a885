"""Which script a language is written in, and which script a page shows and how it is turned."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image

LATIN = "Latin"
_APART = "Arabic"
_WRITTEN = {
    "Arabic": "ara fas pus snd uig urd",
    "Armenian": "hye",
    "Bengali": "asm ben",
    "Cyrillic": "bel bul kaz kir mkd mon rus srp tgk ukr uzb_cyrl",
    "Devanagari": "hin mar nep san",
    "Ethiopic": "amh tir",
    "Georgian": "kat",
    "Greek": "ell grc",
    "Gujarati": "guj",
    "Gurmukhi": "pan",
    "Han": "chi_sim chi_tra",
    "Hangul": "kor",
    "Hebrew": "heb yid",
    "Japanese": "jpn",
    "Kannada": "kan",
    "Khmer": "khm",
    "Lao": "lao",
    "Malayalam": "mal",
    "Myanmar": "mya",
    "Oriya": "ori",
    "Sinhala": "sin",
    "Tamil": "tam",
    "Telugu": "tel",
    "Thai": "tha",
    "Tibetan": "bod dzo",
}
_OF = {language: script for script, languages in _WRITTEN.items() for language in languages.split()}
_NAMES = {"HanS": "Han", "HanT": "Han", "Korean": "Hangul", "Fraktur": LATIN}
# measured: wrong answers had up to 0.7 (script) and 8.2 (turn), right ones of a page from 2.9 and 10 on
SURE_SCRIPT, SURE_TURN = 2.0, 10.0
_URDU = frozenset("ٹڈڑںےہھ")  # letters that Arabic does not have


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at a page found: its script, "" where that is not sure, and how far it must be turned, anticlockwise."""

    script: str = ""
    turn: int = 0
    sure: bool = False  # of the turn


def of(language: str) -> str:
    """The script of a language by its pack's name; Latin where nothing else is known."""
    return _OF.get(language, LATIN)


def sets(languages: Iterable[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Which languages share an engine, with their script: all of one script, in the order in which they were asked for.

    Those of Arabic letters stay apart: together they were read worse than by the right one alone.
    """
    found: dict[str, tuple[str, ...]] = {}
    for language in dict.fromkeys(languages):
        key = language if of(language) == _APART else of(language)
        found[key] = (*found.get(key, ()), language)
    return [(of(members[0]), members) for members in found.values()]


def look(engine: Any, image: "Image.Image") -> Seen:
    """Look at a page of dark letters on white; `engine` has the pack for orientation and script."""
    show(engine, image)
    said = engine.DetectOrientationScript()
    engine.Clear()
    if not said:
        return Seen()  # too few letters
    name = said["script_name"] if said["script_conf"] >= SURE_SCRIPT else ""
    sure = said["orient_conf"] >= SURE_TURN
    return Seen(_NAMES.get(name, name), int(said["orient_deg"]) % 360, sure)


def show(engine: Any, image: "Image.Image") -> None:
    """Give a grey picture to an engine as bare bytes: no format is written and read again."""
    engine.SetImageBytes(image.tobytes(), image.width, image.height, 1, image.width)


def urdu(text: str) -> bool:
    """Whether Arabic letters spell Urdu."""
    return sum(letter in _URDU for letter in text) * 50 > len(text)
