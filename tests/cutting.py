"""Power cuts: what a program asks of the disk is recorded, and every state is built that a cut could have left.

The model: bytes are durable when their file was synced, names when their folder was (`strict`), or, as ext4 has it, in
order and with any file's sync (`ordered`). What is not durable yet is there, or not, or in part: by blocks of 512 bytes,
those left out reading as zeros. Not in it: old bytes in new blocks, and a disk that says it has what it has not.
"""

import io
import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Literal

import pytest

BLOCK = 512

Model = Literal["strict", "ordered"]
State = dict[str, bytes | None]  # by path from the root; None for a folder


class Died(BaseException):
    """The process was killed; nothing after this reaches the disk."""


@dataclass(slots=True, eq=False)
class Node:
    """A file or folder: what the disk has, and what is on its way to it."""

    folder: bool = False
    durable: bytes = b""
    waiting: list[tuple[int, bytes] | int] = field(default_factory=list)  # written where, or cut to this size


@dataclass(frozen=True, slots=True)
class Event:
    """One call; `told` is what somebody was told at that moment."""

    kind: str
    path: str = ""
    other: str = ""
    node: Node | None = None
    what: tuple[int, bytes] | int = 0
    told: Any = None


class Recorder:
    """Stands between a program and the calls of `os` and `io` that change what lies under a root."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.events: list[Event] = []
        self._nodes: dict[int, Node] = {root.stat().st_ino: Node(folder=True)}
        self._paths: dict[int, str] = {root.stat().st_ino: ""}
        self._real: dict[str, Callable[..., Any]] = {}
        self.dies_at: tuple[str, int] | None = None  # this call, counted from 1, is carried out in part and is the last
        self.dead = False
        self.unsynced: Callable[[str, str], bool] = lambda call, path: False  # a mistake: these are not carried out

    def tell(self, what: Any) -> None:
        """Somebody is told something."""
        self._add(Event("told", told=what))

    @contextmanager
    def at_work(self) -> Iterator["Recorder"]:
        """Record."""
        with pytest.MonkeyPatch.context() as patch:
            for name in ("open", "pwrite", "truncate", "fsync", "fdatasync", "rename", "replace", "unlink", "mkdir"):
                self._real[name] = getattr(os, name)
                call = partial(self._sync, name) if "sync" in name else getattr(self, f"_{name}")
                patch.setattr(os, name, self._alive(name, call))
            self._real["io.open"] = io.open
            patch.setattr(io, "open", self._alive("io.open", self._io_open))
            patch.setattr("muniment.store.sync._syncfs", self._alive("syncfs", self._syncfs))
            yield self

    @contextmanager
    def killed(self, call: str, count: int) -> Iterator[None]:
        """Whatever is done in here dies at that call."""
        self.dies_at = call, count
        try:
            yield
        except Died:
            pass
        finally:
            self.dies_at, self.dead = None, False

    def _alive(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **more: Any) -> Any:
            if self.dead:
                raise Died
            if self.dies_at is not None and self.dies_at[0] == name:
                self.dies_at = name, self.dies_at[1] - 1
                if self.dies_at[1] == 0:
                    self.dead = True
                    if name == "pwrite":
                        call(args[0], args[1][: len(args[1]) * 2 // 3], args[2])
                    raise Died
            return call(*args, **more)

        return wrapped

    # -- calls

    def _add(self, event: Event) -> None:
        self.events.append(event)

    def _inside(self, path: Any) -> str | None:
        full, root = Path(path), self.root.resolve()
        full = full.parent.resolve() / full.name
        return str(full.relative_to(root)).removeprefix(".") if full.is_relative_to(root) else None

    def _of(self, descriptor: int) -> Node | None:
        return self._nodes.get(os.fstat(descriptor).st_ino)

    def _made(self, path: str, number: int, *, folder: bool = False) -> None:
        self._nodes[number] = Node(folder)
        self._paths[number] = path
        self._add(Event("make", path, node=self._nodes[number]))

    def _open(self, path: Any, flags: int, mode: int = 0o777, **more: Any) -> int:
        inside, there = self._inside(path), os.path.lexists(path)
        descriptor: int = self._real["open"](path, flags, mode, **more)
        if inside is not None and not there:
            self._made(inside, os.fstat(descriptor).st_ino)
        return descriptor

    def _io_open(self, file: Any, mode: str = "r", buffering: int = -1, *args: Any, **more: Any) -> Any:
        inside = None if isinstance(file, int) or mode[0] == "r" else self._inside(file)
        if inside is None:
            return self._real["io.open"](file, mode, buffering, *args, **more)
        there = os.path.lexists(file)
        raw = _Raw(file, mode.replace("b", "").replace("t", ""), self)
        if not there:
            self._made(inside, os.fstat(raw.fileno()).st_ino)
        else:
            self.cut(raw.fileno(), 0)
        if buffering == 0:
            return raw
        whole = io.BufferedWriter(raw)
        return whole if "b" in mode else io.TextIOWrapper(whole, "utf-8")

    def wrote(self, descriptor: int, data: bytes, start: int) -> None:
        node = self._of(descriptor)
        if node is not None:
            self._add(Event("change", node=node, what=(start, bytes(data))))

    def cut(self, descriptor: int, size: int) -> None:
        node = self._of(descriptor)
        if node is not None:
            self._add(Event("change", node=node, what=size))

    def _pwrite(self, descriptor: int, data: bytes, start: int) -> int:
        count: int = self._real["pwrite"](descriptor, data, start)
        self.wrote(descriptor, data[:count], start)
        return count

    def _truncate(self, descriptor: int, size: int) -> None:
        self._real["truncate"](descriptor, size)
        self.cut(descriptor, size)

    def _sync(self, call: str, descriptor: int) -> None:
        node = self._of(descriptor)
        if node is not None:
            path = self._paths[os.fstat(descriptor).st_ino]
            if not self.unsynced(call, path):
                self._add(Event("sync", path, node=node))

    def _syncfs(self, _: Path) -> bool:
        self._add(Event("all"))
        return True

    def _rename(self, path: Any, other: Any) -> None:
        inside, there = self._inside(path), self._inside(other)
        self._real["rename"](path, other)
        if inside is not None and there is not None:
            number = Path(other).stat().st_ino
            self._paths[number] = there
            self._add(Event("move", inside, there, self._nodes[number]))

    _replace = _rename

    def _unlink(self, path: Any, **more: Any) -> None:
        inside = self._inside(path)
        self._real["unlink"](path, **more)
        if inside is not None:
            self._add(Event("gone", inside))

    def _mkdir(self, path: Any, mode: int = 0o777, **more: Any) -> None:
        self._real["mkdir"](path, mode, **more)
        inside = self._inside(path)
        if inside is not None:
            self._made(inside, Path(path).stat().st_ino, folder=True)


class _Raw(io.FileIO):
    """A file opened by `io`, whose writes are recorded too."""

    def __init__(self, file: Any, mode: str, recorder: Recorder) -> None:
        super().__init__(file, mode)
        self._recorder = recorder

    def write(self, data: Any) -> int:
        start = self.tell()
        count = super().write(data)
        assert count is not None
        self._recorder.wrote(self.fileno(), bytes(data)[:count], start)
        return count


# -- the disk


class Disk:
    """What a disk has of a recorded run, up to some call."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._names: dict[str, Node] = {"": Node(folder=True)}
        self._waiting: list[Event] = []
        self.told: list[Any] = []

    def take(self, event: Event) -> None:
        """One call more."""
        if event.kind == "told":
            self.told.append(event.told)
        elif event.kind == "change":
            assert event.node is not None
            event.node.waiting.append(event.what)
        elif event.kind == "all":
            for node in {*self._names.values(), *(each.node for each in self._waiting if each.node is not None)}:
                _flush(node)
            self._settle(lambda _: True)
        elif event.kind == "sync":
            assert event.node is not None
            _flush(event.node)
            if self._model == "ordered":
                self._settle(lambda _: True)
            elif event.node.folder:
                self._settle(lambda each: event.path in {_parent(each.path), _parent(each.other or each.path)})
        else:
            self._waiting.append(event)

    def _settle(self, which: Callable[[Event], bool]) -> None:
        """Make these names durable, and with each what had happened to its name before."""
        settled: list[Event] = []
        for event in reversed(self._waiting):
            if which(event) or any(event.path == later.path for later in settled if later.kind != "make"):
                settled.insert(0, event)
        for event in settled:
            _rename(self._names, event)
        self._waiting = [event for event in self._waiting if event not in settled]

    def state(self, how: str, chance: random.Random) -> State:
        """What could be found: only what was synced, all, or some of what was not."""
        names, waiting = dict(self._names), self._waiting
        if how == "some" and self._model == "ordered":
            waiting = waiting[: chance.randint(0, len(waiting))]
        elif how == "some":
            waiting = [event for event in waiting if chance.random() < 0.5]
        for event in waiting if how != "synced" else []:
            _rename(names, event)
        return {path: None if node.folder else _bytes(node, how, chance) for path, node in names.items()}


def _rename(names: dict[str, Node], event: Event) -> None:
    if event.kind == "make":
        assert event.node is not None
        names[event.path] = event.node
    elif event.kind == "gone":
        names.pop(event.path, None)
    else:
        assert event.node is not None
        names.pop(event.path, None)
        names[event.other] = event.node
        for path in [path for path in names if path.startswith(f"{event.path}/")]:  # what lies in a folder goes with it
            names[event.other + path[len(event.path) :]] = names.pop(path)


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _flush(node: Node) -> None:
    node.durable = _bytes(node, "all", random.Random(0))
    node.waiting = []


def _bytes(node: Node, how: str, chance: random.Random) -> bytes:
    data = bytearray(node.durable)
    for change in node.waiting if how != "synced" else []:
        kind = chance.randrange(4) if how == "some" else 3
        if kind == 0:
            continue
        if isinstance(change, int):
            del data[change:]
            data.extend(bytes(max(change - len(data), 0)))
        else:
            _write(data, *change, chance if kind < 3 else None)
    return bytes(data)


def _write(data: bytearray, start: int, what: bytes, chance: random.Random | None) -> None:
    """Put bytes in their place: all, or some blocks of them, the file being as long as the last of these, or in full."""
    stop = start + len(what)
    kept = list(range(start // BLOCK, -(-stop // BLOCK)))
    if chance is not None:
        kept = [block for block in kept if chance.random() < 0.6]
        if chance.random() < 0.5:
            data.extend(bytes(max(stop - len(data), 0)))
    for block in kept:
        first, last = max(block * BLOCK, start), min((block + 1) * BLOCK, stop)
        data.extend(bytes(max(last - len(data), 0)))
        data[first:last] = what[first - start : last - start]


# -- exploring


def lay(state: State, at: Path) -> None:
    """Build a state as a folder; what lies in a folder whose name was lost, is lost."""
    while at.exists():  # a thread of the engine may put its lock there once more
        shutil.rmtree(at, ignore_errors=True)
    at.mkdir()
    for path, data in sorted(state.items(), key=lambda each: (each[0].count("/"), each[0])):
        if path and data is None:
            if (at / path).parent.is_dir():
                (at / path).mkdir()
        elif data is not None and (at / path).parent.is_dir():
            (at / path).write_bytes(data)


@dataclass(slots=True)
class Explored:
    """How many states were built, and what was wrong with some of them."""

    states: int = 0
    bad: list[str] = field(default_factory=list)


def explore(
    events: list[Event],
    check: Callable[[Path, list[Any]], None],
    at: Path,
    model: Model,
    *,
    seed: int,
    some: int = 2,
    first_bad: bool = False,
    step: int = 1,
) -> Explored:
    """Cut the power after every call, or every few of them, and hold what is found against what was told by then."""
    chance, disk, found, seen = random.Random(seed), Disk(model), Explored(), set()
    for node in {event.node for event in events if event.node is not None}:
        node.durable, node.waiting = b"", []
    for number, event in enumerate(events):
        disk.take(event)
        if not disk.told or number % step:
            continue
        for how in ("synced", "all", *["some"] * some):
            state = disk.state(how, chance)
            known = hash((frozenset(each for each in state.items() if ".lock" not in each[0]), len(disk.told)))
            if known in seen:
                continue
            seen.add(known)
            lay(state, at)
            found.states += 1
            try:
                check(at, disk.told)
            except Exception as error:  # noqa: BLE001  # whatever it is, it is what the user would have met
                found.bad.append(f"after call {number} ({event.kind} {event.path}), {how}: {error!r}"[:300])
                if first_bad:
                    return found
    return found
