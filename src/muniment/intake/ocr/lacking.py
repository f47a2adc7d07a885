"""What is not installed of what recognises words, and the line to type for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from muniment.intake.ocr import packs

VERSION = "2"
LIBRARY = "pip install 'muniment[ocr]'"


def _engine() -> str:
    try:
        return f"tesserocr {version('tesserocr')}"
    except PackageNotFoundError:
        return "none"


NAME = f"ocr {VERSION} ({_engine()})"  # said now: the jail opens no file


@dataclass(frozen=True, slots=True)
class Lacking:
    """Why nothing can be recognised here: the reason, the languages, the line to type."""

    reason: str
    languages: tuple[str, ...]
    type: str


def lacking(languages: Sequence[str]) -> Lacking | None:
    """What is lacking for these languages; None where all is there. Nothing is loaded to find out."""
    there = packs.available()
    codes = tuple(code for code in dict.fromkeys((*languages, packs.OSD)) if code not in there)
    lines = ([] if packs.installed() else [LIBRARY]) + ([line_to_type(codes)] if codes else [])
    if not lines:
        return None
    reason = "missing-language" if packs.installed() else "missing-library"
    return Lacking(reason, tuple(code for code in codes if code != packs.OSD), " && ".join(lines))


def line_to_type(codes: Sequence[str]) -> str:
    """The line that installs the packs of these languages."""
    return "sudo apt-get install " + " ".join(f"tesseract-ocr-{code.replace('_', '-').lower()}" for code in codes)
