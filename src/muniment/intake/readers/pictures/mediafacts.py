"""What the header of a recording says, as facts: how long, when, where, with what, by whom, and in which words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from muniment.intake.readers.pdf import pdfdate
from muniment.model.reading import Json

Tracks = Sequence[Mapping[str, Any]]

_TEXTS = {
    "title": ("title", "movie_name", "track_name", "comapplequicktimetitle"),
    "author": ("performer", "album_performer", "author", "comapplequicktimeartist", "comapplequicktimeauthor"),
    "album": ("album",),
    "composer": ("composer",),
    "director": ("director", "comapplequicktimedirector"),
    "producer": ("producer",),
    "publisher": ("publisher",),
    "description": ("description", "synopsis", "longdescription", "comapplequicktimedescription"),
    "comment": ("comment", "comment_desc", "comapplequicktimecomment"),
    "keywords": ("keywords", "comapplequicktimekeywords"),
    "lyrics": ("lyrics",),
    "copyright": ("copyright", "comapplequicktimecopyright"),
    "genre": ("genre",),
    "owner": ("owner", "encoded_by"),
    "software": ("writing_application", "encoded_application", "comapplequicktimesoftware", "writing_library"),
    "place": ("recorded_location", "location"),
}
_MAKES = ("comapplequicktimemake", "comandroidmanufacturer", "make", "hardware_companyname")
_MODELS = ("comapplequicktimemodel", "comandroidmodel", "model", "hardware_name")
_DATES = (
    "comapplequicktimecreationdate",
    "original_released_date",
    "recorded_date",
    "encoded_date",
    "mastered_date",
    "tagged_date",
)
_PLACES = ("comapplequicktimelocationiso6709", "xyz", "recorded_location", "location")
_ISO_6709 = re.compile(r"([+-]\d{2}(?:\d{2}){0,2}(?:\.\d+)?)([+-]\d{3}(?:\d{2}){0,2}(?:\.\d+)?)", re.ASCII)
_CHAPTER = re.compile(r"(\d\d)_(\d\d)_(\d\d)\d{3}")
_FIRST = 1971  # clocks that were never set begin in 1904 or 1970


def facts(tracks: Tracks) -> dict[str, Json]:
    """What is said of the whole, and of each track what tells it from others."""
    whole = next((track for track in tracks if track.get("track_type") == "General"), {})
    found: dict[str, Json] = {}
    for fact, keys in _TEXTS.items():
        if text := _first(whole, keys):
            found[fact] = text
    make, model = _first(whole, _MAKES), _first(whole, _MODELS)
    if camera := model if make and model.lower().startswith(make.lower()) else f"{make} {model}".strip():
        found["camera"] = camera
    if date := _date(whole):
        found["date"] = date
    if at := next((place for key in _PLACES if (place := _place(str(whole.get(key, ""))))), ""):
        found["gps"] = at
    duration = whole.get("duration")
    if isinstance(duration, int | float) and duration > 0:
        found["duration"] = round(duration / 1000, 3)
    for key in ("width", "height"):
        value = next((track.get(key) for track in tracks if track.get("track_type") == "Video"), None)
        if isinstance(value, int):
            found[key] = value
    if listed := list(_listed(tracks)):
        found["tracks"] = listed
    if chapters := list(_chapters(tracks)):
        found["chapters"] = chapters
    if unread := _text_tracks(tracks):
        found["failed"] = [{"part": part, "why": "words shown with the film are not read"} for part in unread]
    return found


def broken(tracks: Tracks) -> bool:
    """Whether the end is missing, or nothing was understood."""
    whole = next((track for track in tracks if track.get("track_type") == "General"), {})
    return whole.get("istruncated") == "Yes" or len(tracks) < 2


def sound_alone(tracks: Tracks) -> bool:
    """Whether it is sound, whatever kind of file holds it."""
    kinds = {track.get("track_type") for track in tracks}
    return "Audio" in kinds and "Video" not in kinds


def _first(track: Mapping[str, Any], keys: Sequence[str]) -> str:
    for key in keys:
        value = track.get(key)
        if isinstance(value, str | int) and (text := str(value).strip()) and text != "(Binary)":
            return text
    return ""


def _date(track: Mapping[str, Any]) -> str:
    """The first date that a clock can have shown; those in UTC say so."""
    for key in _DATES:
        text = str(track.get(key, "")).split(" / ")[0].strip()
        zulu = text.startswith("UTC") or text.endswith("UTC")
        date = pdfdate.iso(text.removeprefix("UTC").removesuffix("UTC").strip())
        if date and int(date[:4]) >= _FIRST:
            return date + ("Z" if zulu and len(date) == 19 else "")
    return ""


def _place(text: str) -> str:
    """A place by ISO 6709 as degrees of latitude and longitude; "" where it is none."""
    found = _ISO_6709.match(text.strip())
    if found is None:
        return ""
    north, east = _degrees(found[1], 2), _degrees(found[2], 3)
    if abs(north) > 90 or abs(east) > 180 or (north == 0 and east == 0):
        return ""
    return f"{north:.6f}, {east:.6f}"


def _degrees(text: str, digits: int) -> float:
    """Degrees that may be followed by minutes and seconds, two digits each."""
    whole, point, rest = text[1:].partition(".")
    parts = [whole[:digits], *(whole[at : at + 2] for at in range(digits, len(whole), 2))]
    parts[-1] += point + rest
    value: float = sum(float(part) / 60.0**power for power, part in enumerate(parts))
    return -value if text.startswith("-") else value


def _listed(tracks: Tracks) -> Iterator[Json]:
    for track in tracks:
        kind = str(track.get("track_type", ""))
        if kind not in {"Video", "Audio", "Text", "Image", "Other"}:
            continue
        said: dict[str, Json] = {"kind": kind.lower()}
        for key, name in (
            ("format", "codec"),
            ("language", "language"),
            ("title", "title"),
            ("encryption", "encryption"),
        ):
            if text := _first(track, (key,)):
                said[name] = text
        yield said


def _chapters(tracks: Tracks) -> Iterator[str]:
    for track in tracks:
        if track.get("track_type") == "Menu":
            for key, value in track.items():
                if found := _CHAPTER.fullmatch(key):
                    yield f"{':'.join(found.groups())} {value}"


def _text_tracks(tracks: Tracks) -> list[str]:
    texts = [track for track in tracks if track.get("track_type") == "Text"]
    return [
        f"text track {number} {_first(track, ('language',))}".strip() for number, track in enumerate(texts, start=1)
    ]
