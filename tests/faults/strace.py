"""What a program, its threads and its children ask of the disk, heard and made to fail from outside by strace."""

import functools
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cutting import Event, Node

STRACE = shutil.which("strace") or ""
NO_TRACE = "no ptrace"
HEARD = (
    "openat,open,creat,write,pwrite64,writev,pwritev,fsync,fdatasync,syncfs,rename,renameat,renameat2,unlink,unlinkat,"
    "mkdir,mkdirat,rmdir,link,linkat,ftruncate,truncate,lseek,copy_file_range,sendfile,fallocate"
)
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_LINE = re.compile(r"(\d+) +(?:<\.\.\. )?(\w+)")
_OPEN = re.compile(r"(\d+)<((?:\\x[0-9a-f]{2})*)>")
_ANSWER = re.compile(r"= (-?\d+)(?:<((?:\\x[0-9a-f]{2})*)>)?(?: \(INJECTED\))?(?: E\w+ .*)?$")


@functools.cache
def possible() -> bool:
    """Whether a program can be traced here at all."""
    if not STRACE:
        return False
    done = subprocess.run([STRACE, "-f", "-o", os.devnull, "true"], capture_output=True, check=False)
    return done.returncode == 0


def record(command: Sequence[str], root: Path, more: Mapping[str, str]) -> list[Event]:
    """Run a program to its end; what it changed under a root, and each line `told TEXT` that it wrote, in order."""
    trace = root.with_suffix(".trace")
    words = [
        STRACE,
        "-f",
        "-y",
        "-xx",
        "-s",
        str(64 << 20),
        "-e",
        f"trace={HEARD}",
        "-e",
        "signal=none",
        "-o",
        os.fspath(trace),
    ]
    done = subprocess.run(
        [*words, *command], env=os.environ | more, capture_output=True, stdin=subprocess.DEVNULL, check=False
    )
    if done.returncode:
        raise RuntimeError(f"what was to be recorded failed: {done.stderr.decode()[-2000:]}")
    try:
        with trace.open() as lines:
            return Heard(root).events_of(lines)
    finally:
        trace.unlink()


@dataclass(frozen=True, slots=True)
class Call:
    """A call that came back without an error: its words, and the file that it answered with."""

    name: str
    words: str
    answer: int
    file: str

    @property
    def texts(self) -> list[bytes]:
        """Every text among its words."""
        return [_bytes(found) for found in _TEXT.findall(self.words)]

    @property
    def paths(self) -> list[str]:
        """The paths among its words."""
        return [os.path.normpath(os.fsdecode(text)) for text in self.texts]

    @property
    def on(self) -> tuple[int, str]:
        """The open file that it is about: its number, and where it lies."""
        found = _OPEN.match(self.words)
        return (int(found[1]), os.fsdecode(_bytes(found[2]))) if found else (-1, "")

    def last(self) -> int:
        """The last of its words as a number."""
        return int(self.words.rsplit(",", 1)[1])


def calls(lines: Iterator[str]) -> Iterator[Call]:
    """The calls of a trace, in the order in which they came back."""
    begun: dict[str, str] = {}
    for line in lines:
        head = _LINE.match(line)
        if head is None:
            continue
        text = line.rstrip()
        if text.endswith("<unfinished ...>"):
            begun[head[1]] = text.removesuffix("<unfinished ...>")
            continue
        if "resumed>" in text[: head.end() + 12]:
            text = begun.pop(head[1]) + text.split("resumed>", 1)[1]
        answer = _ANSWER.search(text)
        if answer is not None and int(answer[1]) >= 0:
            words = text[: answer.start()].split("(", 1)[1].rstrip().removesuffix(")")
            yield Call(head[2], words, int(answer[1]), os.fsdecode(_bytes(answer[2] or "")))


def _bytes(shown: str) -> bytes:
    return bytes.fromhex(shown.replace("\\x", ""))


_UNNAMED = re.compile(r"/#[0-9]+$")  # as the kernel calls it


class Heard:
    """Turns calls into what the power-cut explorer knows."""

    def __init__(self, root: Path) -> None:
        self._root = str(root.resolve())
        self._nodes: dict[str, Node] = {"": Node(folder=True)}
        self._sizes: dict[Node, int] = {}
        self._at: dict[tuple[int, str], int] = {}  # where the next write to an open file goes
        self._events: list[Event] = []

    def events_of(self, lines: Iterator[str]) -> list[Event]:
        """All of a trace.

        Raises: RuntimeError, where a call is met that is not understood: the disk would be another.
        """
        for call in calls(lines):
            self._hear(call)
        return self._events

    def _inside(self, path: str) -> str | None:
        """A path from the root, None where it lies elsewhere.

        Locks between processes, shared memory and files that never had a name are no state.
        """
        if path != self._root and not path.startswith(self._root + "/"):
            return None
        inside = path[len(self._root) + 1 :]
        return None if inside.endswith(("-shm", " (deleted)")) or _UNNAMED.search(inside) else inside

    def _hear(self, call: Call) -> None:
        match call.name:
            case "openat" | "open" | "creat":
                self._opened(call)
            case "mkdir" | "mkdirat":
                self._made(call.paths[0], folder=True)
            case "rename" | "renameat" | "renameat2":
                self._moved(*call.paths[:2])
            case "unlink" | "unlinkat" | "rmdir":
                inside = self._inside(call.paths[0])
                if inside is not None:
                    self._nodes.pop(inside, None)
                    self._events.append(Event("gone", inside))
            case "link" | "linkat":
                old, new = (self._inside(path) for path in call.paths[:2])
                if old is not None and new is not None:
                    self._nodes[new] = self._nodes[old]
                    self._events.append(Event("make", new, node=self._nodes[old]))
            case "syncfs":
                self._events.append(Event("all"))
            case "truncate":
                self._cut(self._inside(call.paths[0]), call.last())
            case _:
                self._on_open_file(call)

    def _on_open_file(self, call: Call) -> None:
        number, path = call.on
        if call.name == "write" and call.texts and call.texts[0].startswith(b"told "):
            for line in call.texts[0].splitlines():
                self._events.append(Event("told", told=line[5:].decode()))
            return
        inside = self._inside(path)
        if inside is None:
            return
        match call.name:
            case "write":
                self._wrote(inside, self._at.get((number, inside), 0), call)
                self._at[number, inside] = self._at.get((number, inside), 0) + call.answer
            case "pwrite64":
                self._wrote(inside, call.last(), call)
            case "lseek":
                self._at[number, inside] = call.answer
            case "ftruncate":
                self._cut(inside, call.last())
            case "fsync" | "fdatasync":
                self._events.append(Event("sync", inside, node=self._nodes[inside]))
            case _:
                raise RuntimeError(f"{call.name} of {inside} is not understood")

    def _opened(self, call: Call) -> None:
        inside = self._inside(call.file)
        if inside is None:
            return
        if inside not in self._nodes:
            self._made(call.file)
        node = self._nodes[inside]
        if "O_TRUNC" in call.words and self._sizes.get(node):
            self._cut(inside, 0)
        self._at[call.answer, inside] = self._sizes.get(node, 0) if "O_APPEND" in call.words else 0

    def _made(self, path: str, *, folder: bool = False) -> None:
        inside = self._inside(path)
        if inside is not None:
            self._nodes[inside] = Node(folder=folder)
            self._events.append(Event("make", inside, node=self._nodes[inside]))

    def _moved(self, path: str, other: str) -> None:
        old, new = self._inside(path), self._inside(other)
        if old is not None and new is not None:
            node = self._nodes[new] = self._nodes.pop(old)
            for name in [name for name in self._nodes if name.startswith(f"{old}/")]:
                self._nodes[new + name[len(old) :]] = self._nodes.pop(name)
            for number, name in [each for each in self._at if each[1].startswith(f"{old}/")]:
                self._at[number, new + name[len(old) :]] = self._at.pop((number, name))
            self._events.append(Event("move", old, new, node))

    def _wrote(self, inside: str, start: int, call: Call) -> None:
        node = self._nodes[inside]
        self._sizes[node] = max(self._sizes.get(node, 0), start + call.answer)
        self._events.append(Event("change", inside, node=node, what=(start, call.texts[0][: call.answer])))

    def _cut(self, inside: str | None, size: int) -> None:
        if inside is not None:
            node = self._nodes[inside]
            self._sizes[node] = size
            self._events.append(Event("change", inside, node=node, what=size))


def python(script: Path, *words: str | Path) -> list[str]:
    """This Python with a script of the tests."""
    return [sys.executable, os.fspath(script), *(os.fspath(word) for word in words)]
