"""How the files of a case's ledgers stand, to tell whether somebody wrote meanwhile."""

from pathlib import Path

from muniment.ledger.files import Names

Stand = tuple[tuple[int, int], ...]

TRIES = 3  # times that what looks wrong while others write is looked at


def stand(folder: Path) -> Stand:
    """The size and time of each file of both ledgers."""
    names = (Names.of(name) for name in ("ledger", "access"))
    return tuple(_of(folder / each) for name in names for each in (name.log, name.sealed))


def _of(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (-1, 0)
    return (found.st_size, found.st_mtime_ns)
