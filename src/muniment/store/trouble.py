"""What the disk or the tables refused, said as one of our own errors: no door raises anything else."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

import apsw

from muniment.errors import Broken, MunimentError, Trouble

_FULL = "the disk is full; what was acknowledged is kept"
_ROOM = "make room, then give the same command again"


@contextmanager
def translated(case: str = "") -> Iterator[None]:
    """Whatever the system or the tables refuse within is raised as what it means; `case` is told where no file is named.

    A broken pipe is passed on: it is no trouble with the case, but of whoever no longer listens.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except (OSError, apsw.Error) as error:
        raise said(error, case) from error


def said(error: OSError | apsw.Error, case: str = "") -> MunimentError:
    """What happened, to what, and what to do next."""
    return _system(error, case) if isinstance(error, OSError) else _tables(error, case)


def _system(error: OSError, case: str) -> MunimentError:
    where = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes | os.PathLike) else case
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return Trouble(_FULL, where, _ROOM)
    return Trouble(
        f"the system refused ({error.strerror or error})", where, "put that right, then give the same command again"
    )


def _tables(error: apsw.Error, case: str) -> MunimentError:
    # What the tables share with other processes is a file too; where it cannot grow they say only that something failed.
    if isinstance(error, apsw.FullError) or getattr(error, "extendedresult", 0) == apsw.SQLITE_IOERR_SHMSIZE:
        return Trouble(_FULL, case, _ROOM)
    if isinstance(error, apsw.CorruptError | apsw.NotADBError):
        return Broken(f"the tables are damaged ({error})", case or "derived", "muniment rebuild makes them again")
    if isinstance(error, apsw.ReadOnlyError):
        return Trouble("the disk takes no writes", case, "make it writable, or work on a copy; then again")
    return Trouble(f"the tables cannot be used ({error})", case or "derived", "look at the disk, or muniment rebuild")
