"""What says that a folder is a backup, or is being restored: a small file that names the case."""

import os
import re
from pathlib import Path

from muniment.errors import Refused
from muniment.ledger.disk import sync_file, sync_folder

MARK, RESTORING = "backup.txt", "restoring.txt"
READY = "ready"  # a folder
_TEXT = {
    MARK: "A backup of the Muniment case {}.\nDo not work in it: muniment restore makes a case of it in another folder.\n",
    RESTORING: "The Muniment case {} is being restored here.\nThe same muniment restore again goes on with it.\n",
}
_ID = re.compile(r"case ([0-9A-Za-z-]+)")


def write(folder: Path, case: str, name: str = MARK) -> None:
    """Say so, durably, before anything else is written there."""
    if case_of(folder, name) == case:
        return
    temporary = folder / f"{name}.new"
    with temporary.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_TEXT[name].format(case))
        file.flush()
        sync_file(file.fileno())
    temporary.replace(folder / name)
    sync_folder(folder)


def untouched(folder: Path, name: str = MARK) -> bool:
    """Whether a folder holds nothing, or what a crash left of saying so."""
    return folder.is_dir() and {each.name for each in folder.iterdir()} <= {f"{name}.new"}


def case_of(folder: Path, name: str = MARK) -> str | None:
    """Which case it is of; None where it says nothing."""
    try:
        found = _ID.search((folder / name).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return None
    return found[1] if found else None


def unsettled(folder: Path) -> bool:
    """Whether a crash kept the logs of a backup, which are ready, from taking their places."""
    return (folder / READY).exists() and (folder / MARK).exists()


def refuse(folder: Path) -> None:
    """A backup is not worked in: what is written there would part from its case. One that takes no writes may be read.

    Raises: Refused.
    """
    for name, what in ((MARK, "this is a backup"), (RESTORING, "this case is not wholly restored")):
        if case_of(folder, name) is not None and os.access(folder, os.W_OK):
            raise Refused(what, str(folder), "muniment restore makes a case of a backup, in a new folder")
