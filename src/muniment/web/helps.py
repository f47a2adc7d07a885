"""What helps where a machine did not get on, as a page says it: words, some of which lead to where it is done, and commands."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from muniment.intake.picture.none import NoPicture
from muniment.model.helps import HELPS, Helps
from muniment.model.reason import REASONS

_LINK = re.compile(r"\[([^\]]+)\]\((\w+)\)")
_PARTS = {"original": "#h-original", "settle": "#h-settle", "shelf": "#h-shelf", "content": "#content"}
_PICTURES = {  # where no picture can be had, and the command line says it with a command
    "no-bytes": Helps("its [custody](custody) says why"),
    "no-ffmpeg": Helps("have that installed, then look again", ("sudo apt-get install ffmpeg",)),
}
_ORIGINAL = Helps("[take its original out](original), and open it on a machine kept for that")


@dataclass(frozen=True, slots=True)
class Shown:
    """What helps.html shows: the pieces of a sentence, each with the address that it leads to or "", and lines to be typed."""

    pieces: Sequence[tuple[str, str]]
    commands: Sequence[str]


def of(said: Mapping[str, Any], *, here: str = "") -> Shown | None:
    """What helps with an item, or with each of a group, of which the case says `reason` and `next`; None where it says nothing.

    Words lead to the page of the `item` or `id`; those of a group lead nowhere. `here`: the part of that page where it stands.
    """
    reason, next_, item = said["reason"], said["next"], said.get("item") or said.get("id") or ""
    if not next_:
        return None
    helps, known = HELPS.get(reason), REASONS.get(reason)
    if helps is None or known is None:
        return Shown([(next_, "")], ())
    if not next_.startswith(known.next):  # the very lines to type are known
        helps = Helps(helps.says.partition("; the first line")[0], tuple(next_.split("; then ")))
    else:  # behind it may stand which pages it is about
        helps = Helps(helps.says + next_.removeprefix(known.next), helps.commands)
    return _shown(helps, item, here=here)


def instead(none: NoPicture, item: str, *, here: str = "") -> Shown:
    """What to do where a page is not drawn, or a film does not play."""
    other = _ORIGINAL if "muniment copy" in none.next else Helps(none.next)
    return _shown(_PICTURES.get(none.reason, other), item, here=here)


def _shown(helps: Helps, item: str, *, here: str) -> Shown:
    pieces = [(text, _address(part, item, here=here)) for text, part in _pieces(helps.says) if text]
    return Shown(pieces, [each.replace("ITEM", item or "ITEM") for each in helps.commands])


def _pieces(says: str) -> Iterator[tuple[str, str]]:
    """The words of a sentence, and the part that each piece of them names."""
    at = 0
    for found in _LINK.finditer(says):
        yield says[at : found.start()], ""
        yield found[1], found[2]
        at = found.end()
    yield says[at:], ""


def _address(part: str, item: str, *, here: str) -> str:
    if not part or not item:
        return ""
    if here and part in _PARTS:
        return "" if part in {"content", here} else _PARTS[part]  # what is before one's eyes needs no link
    return f"/item/{item}{_PARTS.get(part, f'/{part}')}"
