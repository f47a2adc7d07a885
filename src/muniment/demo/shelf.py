"""Three boxes that stay on shelves: one goes elsewhere, one is scanned in part, one is opened."""

from collections.abc import Sequence

from muniment.demo.notices import NOTICES, path_of
from muniment.demo.truth import Box, Volume

HOLDER = "Example Constabulary"
_MOVED = ("Example Forensic Service", "drawing office", "F0062", "to be measured against the stairwells")
_OPENED = ("cut the seal with the exhibits officer, counted the envelopes, opened none of them", "A1189", "A1204")


def boxes(volumes: Sequence[Volume]) -> tuple[Box, ...]:
    """The boxes in which the volumes lie that came on paper."""
    found = []
    for at, volume in enumerate(volume for volume in volumes if volume.fate == "paper"):
        name = f"{volume.box.partition(',')[0]}, VOL {volume.number:02d} {volume.title}"
        found.append(
            Box(
                name,
                HOLDER,
                "exhibits store",
                f"A{1187 + at}",
                volume.pages_listed,
                volume.number,
                moved=_MOVED if at == 0 else None,
                opened=_OPENED if at == 2 else None,
                scans=tuple(path_of(number) for number in range(1, len(NOTICES) + 1)) if at == 1 else (),
            )
        )
    return tuple(found)
