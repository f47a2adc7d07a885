"""Our own text of each file that standard input names, and of everything in it; answers as `peer.py` does.

The readers run without a jail, in a process for each file. One that takes too long has the text of what was read by then.
What lies twice in a file is read once and is an item each time, so its words count each time, as with a peer that reads it
again; not within itself, so that an archive that holds itself comes to an end.
"""

import json
import multiprocessing
import sys
import time
from collections.abc import Iterator, Mapping
from multiprocessing.connection import Connection
from pathlib import Path

from muniment.intake.dispatch import Dispatch
from muniment.intake.limits import Limits
from muniment.intake.scope import Budget, Scope
from muniment.intake.source import Source
from muniment.model.line import decode
from muniment.model.reading import Child, Json, Reading

Key = tuple[str, tuple[tuple[str, str], ...]]
_MOST = 64 << 20  # characters, as with the peers
_FORK = multiprocessing.get_context("fork")


def text(path: Path, seconds: float) -> str:
    """All that is had of a file."""
    here, there = _FORK.Pipe(duplex=False)
    child = _FORK.Process(target=_read, args=(path, there))
    child.start()
    there.close()
    found: dict[Key, Reading] = {}
    until = time.monotonic() + seconds
    try:
        while here.poll(max(until - time.monotonic(), 0)):
            reading = decode(here.recv())
            found[reading.key] = reading
    except EOFError:
        pass
    child.kill()
    child.join()
    return "\n".join([path.name, *_pieces(found)])


def _read(path: Path, out: Connection) -> None:
    """Read one file with all its members; each reading goes out when it is had."""
    dispatch = Dispatch(lambda _: None, out.send)
    source = Source(path.read_bytes())
    dispatch.read(source, Scope(Budget(Limits(), source.size), dispatch.read))


def _pieces(found: "dict[Key, Reading]") -> Iterator[str]:
    """The words of the last reading, the file's own, and of every item in it; then of those that nothing names."""
    size = 0
    named: set[Key] = set()
    for top in reversed(found):
        waiting: list[tuple[Key, frozenset[Key]]] = [] if top in named else [(top, frozenset())]
        while waiting:
            key, within = waiting.pop()
            if key not in found or key in within or size > _MOST:
                continue
            named.add(key)
            piece = words(found[key])
            size += len(piece)
            yield piece
            waiting += [(name, within | {key}) for child in found[key].children if (name := _key(child))]


def _key(child: Child) -> Key | None:
    return (child.sha256, tuple(sorted(child.hints.items()))) if child.sha256 and child.state is None else None


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


def main() -> None:
    """Answer for each path, within so many seconds."""
    for line in sys.stdin:
        path = Path(line.rstrip("\n"))
        print(json.dumps({"path": str(path), "state": "ok", "text": text(path, float(sys.argv[1]))}), flush=True)


if __name__ == "__main__":
    main()
