"""A file for people, outside the case: written under a temporary name, and given its own when it is whole."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from muniment.errors import AskedWrong
from muniment.ledger.disk import sync_file, sync_folder
from muniment.store import place


@contextmanager
def begun(out: Path, what: str) -> Iterator[tuple[BinaryIO, Callable[[], None]]]:
    """A file under a temporary name beside `out`, and what gives it that name, durably; nothing is ever replaced.

    `what` is the word for it. A crash leaves a hidden file that nobody names, and never half of `out`.
    Raises: AskedWrong.
    """
    if not out.name:  # nothing at all, or the folder that somebody is in
        raise AskedWrong("this is no name of a file", str(out), f"name the new file of the {what}")
    place.outside(out)
    part = out.with_name(f".muniment-{what}-{os.getpid()}-{secrets.token_hex(4)}")
    try:
        if os.path.lexists(out):
            raise FileExistsError
        file = part.open("xb")
    except OSError as error:
        raise _cannot(out, what, error) from None

    def name() -> None:
        file.flush()
        sync_file(file.fileno())
        try:
            _named(part, out)
        except OSError as error:
            raise _cannot(out, what, error) from None
        sync_folder(out.parent)

    try:
        with file:
            yield file, name
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _named(part: Path, out: Path) -> None:
    try:
        os.link(part, out)
    except FileExistsError:
        raise
    except OSError:  # a file system without links, such as a stick's
        if os.path.lexists(out):
            raise FileExistsError from None
        part.rename(out)


def _cannot(out: Path, what: str, error: OSError) -> AskedWrong:
    if isinstance(error, FileExistsError):
        return AskedWrong("there is a file of that name", str(out), f"name another: a {what} is never written over")
    return AskedWrong(f"the {what} cannot be written ({error.strerror})", str(out), "name another place")
