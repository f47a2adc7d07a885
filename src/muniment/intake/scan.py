"""List a source: every directory entry that is there, before any of it is opened. No name is skipped for how it looks."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from muniment.errors import NoSource, Trouble
from muniment.model.act import Row


def scan(source: Path) -> list[Row]:
    """The rows of a folder, or of one computer file, in order of their names as bytes.

    An empty folder is a row; a folder that cannot be listed is a row of kind "closed".
    Raises: NoSource, where it is not there; Trouble, where the folder itself cannot be opened.
    """
    path = os.fsencode(source)
    try:
        found = source.stat()
    except PermissionError:
        raise _closed(source) from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise NoSource(
            f"there is nothing to take in ({why})", str(source), "name a folder or a computer file"
        ) from None
    if not stat.S_ISDIR(found.st_mode):
        return [_row(os.path.basename(os.path.realpath(path)), found)]  # noqa: PTH119 # names are bytes here
    try:
        entries = _entries(path)
    except OSError:
        raise _closed(source) from None
    return list(_walk(path, b"", entries))


def _closed(source: Path) -> Trouble:
    return Trouble("the source folder cannot be opened", str(source), "take it in as a user who may read it")


def _walk(folder: bytes, prefix: bytes, entries: list[bytes]) -> Iterator[Row]:
    stack = [(folder, prefix, iter(entries))]
    while stack:
        folder, prefix, names = stack[-1]
        name = next(names, None)
        if name is None:
            stack.pop()
            continue
        path, shown = folder + b"/" + name, prefix + name
        try:
            found = os.lstat(path)
        except OSError:  # listed, and gone or closed before it could be looked at: counted all the same
            yield Row(shown, "file", 0, 0)
            continue
        if not stat.S_ISDIR(found.st_mode):
            yield _row(shown, found)
            continue
        try:
            inside = _entries(path)
        except OSError:
            yield Row(shown, "closed", 0, found.st_mtime_ns)
            continue
        if inside:
            stack.append((path, shown + b"/", iter(inside)))
        else:
            yield Row(shown, "folder", 0, found.st_mtime_ns)


def _entries(folder: bytes) -> list[bytes]:
    return sorted(os.listdir(folder))  # noqa: PTH208 # names are bytes here


def _row(name: bytes, found: os.stat_result) -> Row:
    mode = found.st_mode
    if stat.S_ISREG(mode):
        kind = "file"
    elif stat.S_ISLNK(mode):
        kind = "link"
    elif stat.S_ISFIFO(mode):
        kind = "fifo"
    elif stat.S_ISSOCK(mode):
        kind = "socket"
    else:
        kind = "device"
    return Row(name, kind, found.st_size if kind == "file" else 0, found.st_mtime_ns)
