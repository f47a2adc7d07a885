"""Sound and film: what their headers say of themselves. Nobody listens to them here; covers kept in them are members."""

import base64
import binascii
import io
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from muniment.intake.identify import identify
from muniment.intake.readers.pictures import id3, mediafacts
from muniment.intake.readers.rows import Rows
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.media import nature
from muniment.model.reading import Child, Draft
from muniment.model.state import State

library: Any
try:
    library = import_module("pymediainfo")
except ImportError:
    library = None

VERSION = "2"
_LIBRARY = "pymediainfo"
_STEP = 1 << 18
_SIGNS = (("JPEG", b"\xff\xd8"), ("PNG", b"\x89PNG"), ("GIF", b"GIF8"), ("BMP", b"BM"), ("WEBP", b"RIFF"))


def read(source: Source, scope: Scope) -> Draft:
    """Read what a recording says of itself: it holds no text for a machine, whatever the header says."""
    kind = identify(source).type
    draft = Draft(kind, State.NONE_BY_NATURE, nature(kind) or "data")
    if not ENGINE:
        draft.facts |= id3.facts(source, {})
        draft.facts["not_looked_at"] = f"{_LIBRARY}, which reads what it says of itself, is not installed"
        return draft
    tracks = _tracks(source.open())
    draft.facts |= mediafacts.facts(tracks)
    draft.facts |= id3.facts(source, draft.facts)
    if mediafacts.sound_alone(tracks):
        draft.reason = "audio"
    if mediafacts.broken(tracks):
        draft.flags.append("malformed")
    rows = Rows(draft, scope)
    for number, cover in enumerate(_covers(tracks), start=1):
        ending = next((f".{name.lower()}" for name, sign in _SIGNS if cover.startswith(sign)), "")
        rows.member(Child(f"cover:{number}", f"cover {number}{ending}", size=len(cover)), cover)
    return draft


def _tracks(stream: object) -> mediafacts.Tracks:
    found = library.MediaInfo.parse(stream, cover_data=True, encoding_errors="replace", buffer_size=_STEP)
    return [dict(track.to_data()) for track in found.tracks]


def _covers(tracks: mediafacts.Tracks) -> Iterator[bytes]:
    for track in tracks:
        for text in str(track.get("cover_data", "")).split(" / "):
            try:
                if cover := base64.b64decode(text, validate=True):
                    yield cover
            except (binascii.Error, ValueError):
                continue


def _engine() -> str:
    """The library and its version, "" where it, or what it stands on, is not installed. Its first use loads the rest."""
    if library is None:
        return ""
    try:
        _tracks(io.BytesIO(b"RIFF\x24\0\0\0WAVE"))
    except (OSError, RuntimeError):
        return ""
    return f"{_LIBRARY} {library.__version__}"


ENGINE = _engine()
