"""Why there is no picture, or nothing to be played: an answer like any other, with what to do instead."""

from dataclasses import dataclass

from muniment.model.reason import REASONS

_TEXT = "read its text"
_TAKE = "take its original out and open it on a machine kept for that: muniment copy {item} --to DIR"
_OWN: dict[str, tuple[str, str]] = {
    "no-page-form": ("this kind of item has no pages to be drawn", _TEXT),
    "no-drawer": ("nothing here draws this kind of picture", _TAKE),
    "no-bytes": ("its bytes are not in the case", "muniment show {item} says why"),
    "no-such-page": ("it has no page of that number", "look at its first page"),
    "no-jail": ("this machine has no jail to draw it in", "look at it on Linux 5.13 or later"),
    "timed-out": ("drawing it took too long", _TAKE),
    "out-of-memory": ("drawing it took too much memory", _TAKE),
    "crashed": ("what draws it broke on it", _TAKE),
    "not-taken-out": ("it could not be taken out of what it lies in", "try again; the original is untouched"),
    "not-played": ("this is neither sound nor film", _TEXT),
    "no-codec": ("what plays it is not installed, or does not know its form", _TAKE),
    "no-ffmpeg": (
        "no codec is installed here: ffmpeg makes a copy that a browser plays, and stills",
        "apt-get install ffmpeg (Debian), then look again",
    ),
    "no-encoder": (
        "the ffmpeg that is installed cannot write what browsers play (H.264 by libx264, AAC)",
        "install one that can, as Debian's does, then try again",
    ),
    "nothing-seen": ("no still and no sound could be had of it", _TAKE),
    "too-much": ("a copy of it would be larger than any that is made here", _TAKE),
    "not-made": ("a copy that a browser plays was not made yet", "ask for it; a film takes minutes"),
}


@dataclass(frozen=True, slots=True)
class NoPicture:
    """`reason` is a code, `says` a sentence for a person, `next` what to do instead."""

    reason: str
    says: str
    next: str

    @classmethod
    def of(cls, reason: str, item: str) -> "NoPicture":
        """Of one of the codes above, or of those that a reading has."""
        if reason in _OWN:
            says, next_ = _OWN[reason]
            return cls(reason, says, next_.format(item=item))
        known = REASONS.get(reason)
        return cls(reason, known.says if known else "it cannot be drawn", _TAKE.format(item=item))
