"""Tables that are damaged: they are thrown away and made again, for nothing in them is truth."""

from pathlib import Path

import apsw

DAMAGED = (apsw.CorruptError, apsw.NotADBError)


def met(error: BaseException) -> bool:
    """Whether it was damage of the tables that was met, and not of the case."""
    return isinstance(error, DAMAGED) or isinstance(error.__cause__, DAMAGED)


def clear(path: Path) -> None:
    """Remove the file of the tables with what stands beside it; a crash on the way leaves less to remove."""
    for name in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        name.unlink(missing_ok=True)
