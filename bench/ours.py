"""Our own text of a file and of everything in it: the readers without a jail, a process for each file."""

import multiprocessing
from collections.abc import Iterator, Mapping
from multiprocessing.connection import Connection
from pathlib import Path

from muniment.intake.dispatch import Dispatch
from muniment.intake.limits import Limits
from muniment.intake.scope import Budget, Scope
from muniment.intake.source import Source
from muniment.model.line import decode
from muniment.model.reading import Json, Reading

_FORK = multiprocessing.get_context("fork")


def texts(files: list[Path], seconds: int) -> Iterator[tuple[str, str]]:
    """(path, text) of each file; a file that takes too long has the text of what was read by then."""
    for path in files:
        here, there = _FORK.Pipe(duplex=False)
        child = _FORK.Process(target=_read, args=(path, there))
        child.start()
        there.close()
        pieces = []
        try:
            while here.poll(seconds):
                pieces.append(here.recv())
        except EOFError:
            pass
        child.kill()
        child.join()
        yield str(path), "\n".join(pieces)


def _read(path: Path, out: Connection) -> None:
    """Read one file with all its members; each one's words go out when they are had."""
    out.send(path.name)
    dispatch = Dispatch(lambda _: None, lambda line: out.send(words(decode(line))))
    source = Source(path.read_bytes())
    dispatch.read(source, Scope(Budget(Limits(), source.size), dispatch.read))


def words(reading: Reading) -> str:
    """What a reading holds: pages and facts, and of each member its name and what its container says of it."""
    found = [text for page in reading.pages for text in (page.text, page.label)]
    found += _texts(reading.facts)
    for child in reading.children:
        found += [child.name, *_texts(child.facts)]
    return "\n".join(found)


def _texts(value: Json) -> Iterator[str]:
    """Every text and number within a fact."""
    if isinstance(value, str | int | float):
        yield str(value)
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
