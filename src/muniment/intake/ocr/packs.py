"""The packs of languages that words in pictures can be recognised in: which are installed, and loaded before the jail closes."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from muniment.intake.ocr import script

PLACES = ("/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tessdata", "/usr/share/tesseract/tessdata")
SUFFIX = ".traineddata"
OSD = "osd"  # the pack that tells scripts and the way up


def installed() -> bool:
    """Whether the library that recognises words is here; found without loading it."""
    return find_spec("tesserocr") is not None


def folder() -> Path | None:
    """Where the packs lie, None where there are none."""
    asked = os.environ.get("TESSDATA_PREFIX")
    places = [Path(place) for place in ([asked] if asked else PLACES)]
    return next((place for place in places if any(place.glob(f"*{SUFFIX}"))), None)


def available() -> Mapping[str, Path]:
    """The packs that are installed, by code."""
    there = folder()
    return {} if there is None else {path.name.removesuffix(SUFFIX): path for path in sorted(there.glob(f"*{SUFFIX}"))}


@dataclass(frozen=True, slots=True)
class Engine:
    """One engine, and the languages of one script that it knows."""

    script: str
    languages: tuple[str, ...]
    api: Any  # tesserocr.PyTessBaseAPI


@dataclass(frozen=True, slots=True)
class Packs:
    """Engines that have their models in memory: one for each set of languages, and one that tells scripts."""

    engines: tuple[Engine, ...]  # in the order in which their languages were asked for
    osd: Any

    @classmethod
    def load(cls, languages: Sequence[str]) -> "Packs":
        """Load these and what tells scripts. Done before anything is read: what forks from here opens no file any more.

        Raises: OSError, RuntimeError, where one cannot be loaded. Cost: about 0.1 s and 20 MB for each.
        """
        os.environ["OMP_THREAD_LIMIT"] = "1"  # the jail starts no thread; read when the library is loaded
        import tesserocr  # noqa: PLC0415

        def started(codes: Sequence[str], mode: int) -> Any:
            api = tesserocr.PyTessBaseAPI(path=place, lang="+".join(codes), psm=mode, oem=tesserocr.OEM.LSTM_ONLY)
            api.SetVariable("user_defined_dpi", "300")  # every page is brought to it
            api.SetVariable("textord_noise_rejrows", "0")  # else short lines with many dots are passed over
            return api

        place = str(folder())
        engines = [Engine(name, codes, started(codes, tesserocr.PSM.AUTO)) for name, codes in script.sets(languages)]
        packs = cls(tuple(engines), started([OSD], tesserocr.PSM.OSD_ONLY))
        packs._try()
        return packs

    @property
    def languages(self) -> tuple[str, ...]:
        """All languages that are loaded."""
        return tuple(code for engine in self.engines for code in engine.languages)

    def _try(self) -> None:
        """Use each once, so that none has anything left to load."""
        from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 # as the engine: only where words are recognised

        sample = Image.new("L", (400, 80), 255)
        ImageDraw.Draw(sample).text((10, 10), "warm", font=ImageFont.load_default(40), fill=0)
        script.look(self.osd, sample)
        for engine in self.engines:
            script.show(engine.api, sample)
            engine.api.Recognize()
            engine.api.GetTSVText(0)
            engine.api.Clear()
