"""A disk that is full or fails: nothing that was told is lost, the handle is dead, and opening again carries on."""

import errno
import fcntl
import io
import os
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from keeping import ORIGIN, SIGNER, content, draft, lay, make, read, sound

from muniment.errors import Trouble
from muniment.ledger.key import Signer
from muniment.ledger.log import Draft, Log
from muniment.ledger.verify import verify

# -- a limit on the size of files: real short writes, as a full disk gives them


@contextmanager
def room(size: int) -> Iterator[None]:
    """No file may grow beyond this."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


@pytest.mark.parametrize("name", ["ledger.jsonl", "sealed.jsonl"])
def test_short_writes_take_nothing_away(tmp_path: Path, name: str) -> None:
    log = make(tmp_path / "made")
    bulk = [draft(60 + number, pad="x" * 400 if name == "ledger.jsonl" else "") for number in range(4)]
    sealed = [draft(70, *(["y" * 2000] if name == "sealed.jsonl" else ["y"]))]
    log.append(bulk)
    log.append(sealed)  # so that the file in question is the longer one
    expected, files = content(log), read(tmp_path / "made")
    log.append([draft(80, "Dan Example", "Eve Example"), draft(81, "Cara Example")])
    log.close()
    end, after = len(files[name]), (tmp_path / "made" / name).stat().st_size
    assert end == max(map(len, files.values()))
    for size in range(end, after, 11):
        folder = lay(tmp_path / "full", files)
        log = Log.open(folder, ORIGIN)
        with room(size), pytest.raises(Trouble, match="disk"):
            log.append([draft(80, "Dan Example", "Eve Example"), draft(81, "Cara Example")])
        with pytest.raises(Trouble, match="earlier write failed"):
            log.append([draft(82)])
        assert content(log) == expected  # what was there can still be read
        log.close()
        assert read(folder) == files
        log = Log.open(folder, ORIGIN)
        assert log.append([draft(83, "Fay Example")]) == len(expected)
        log.close()
        sound(folder)


def test_no_room_for_the_frontier_costs_nothing(tmp_path: Path) -> None:
    """The commit is durable by then: it is told, and not told as lost."""
    cache = tmp_path / "frontier"
    (tmp_path / "case").mkdir()
    Log.create(tmp_path / "case", ORIGIN).close()
    log = Log.open(tmp_path / "case", ORIGIN, cache=cache)
    real = Path.write_text

    def full(path: Path, *args: Any, **more: Any) -> int:
        real(path, "[1,")
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "write_text", full)
        assert log.append([draft(number) for number in range(4100)]) == 0
        assert log.append([draft(1)]) == 4100
        log.close()
    assert [path.name for path in tmp_path.iterdir()] == ["case"]
    assert sound(tmp_path / "case").size == 4101


def test_a_key_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.key"
    for size in range(0, 80, 16):
        with room(size), pytest.raises(Trouble):
            SIGNER.save(path)
        assert list(tmp_path.iterdir()) == []
    SIGNER.save(path)
    assert Signer.load(path).vkey == SIGNER.vkey
    assert path.stat().st_mode & 0o777 == 0o600


# -- every call made to fail in turn


@dataclass(slots=True)
class Faults:
    """Counts the calls that reach the disk, and makes some of them fail."""

    at: int
    code: int
    lasting: bool = False
    short: bool = False
    count: int = 0
    names: list[str] = field(default_factory=list)

    def wrap(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            self.count += 1
            self.names.append(name)
            hit = self.count == self.at or (self.lasting and self.count > self.at > 0)
            if hit and self.short and name == "pwrite":
                return real(args[0], args[1][: len(args[1]) // 2], args[2])
            if hit:
                raise OSError(self.code, os.strerror(self.code))
            return real(*args, **more)

        return call


CALLS = ("pread", "pwrite", "fdatasync", "fsync", "truncate", "open", "replace", "stat")


@contextmanager
def failing(faults: Faults) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            patch.setattr(os, name, faults.wrap(name, getattr(os, name)))
        patch.setattr(io, "open", faults.wrap("io.open", io.open))
        patch.setattr(fcntl, "flock", faults.wrap("flock", fcntl.flock))
        yield


@dataclass(slots=True)
class Work:
    """What a program does with a ledger, and what it was told."""

    folder: Path
    told: list[tuple[int, str]] = field(default_factory=list)
    erased: list[int] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    log: Log | None = None

    def step(self, do: Callable[[Log], object]) -> None:
        """One act; a handle that is dead is opened again."""
        try:
            if self.log is None:
                self.log = Log.open(self.folder, ORIGIN, cache=self.folder / "frontier")
            do(self.log)
        except Trouble as error:
            self.errors.append(error.what)
            if self.log is not None:
                self.log.close()
                self.log = None

    def append(self, *tags: str) -> Callable[[Log], None]:
        def act(log: Log) -> None:
            first = log.append([Draft({"tag": tag}, [("tag", f"sealed {tag}"), ("more", "m" * 300)]) for tag in tags])
            self.told += [(first + place, tag) for place, tag in enumerate(tags)]

        return act

    def erase(self) -> Callable[[Log], None]:
        def act(log: Log) -> None:
            seq = next((seq for seq, tag in self.told if tag == "b1"), None)
            if seq is not None:
                log.append([Draft({"tag": "erasing"}, [], [(seq, 0)])])
                self.erased.append(seq)

        return act

    def run(self) -> None:
        for do in (
            self.append("a1"),
            self.append("b1", "b2", "b3"),
            self.erase(),
            lambda log: log.checkpoint(SIGNER),
            lambda log: log.entry(0),
            self.append("c1"),
            lambda log: log.refresh(),
        ):
            self.step(do)
        if self.log is not None:
            self.log.close()
            self.log = None

    def check(self) -> None:
        """Without faults: what was told is there, what was not is there as a whole or not at all, and it goes on."""
        verify(self.folder, key="0000")  # names what it finds, and never fails itself
        log = Log.open(self.folder, ORIGIN, cache=self.folder / "frontier")
        found = content(log)
        for seq, tag in self.told:
            assert found[seq][0]["tag"] == tag
            assert found[seq][1][0] == (None if seq in self.erased else ("tag", f"sealed {tag}")) or tag == "b1"
        tags = [fields["tag"] for fields, _ in found]
        assert [tag for tag in tags if tag[:1] == "b"] in (["b1", "b2", "b3"], [])
        assert sorted(set(tags)) == sorted(tags)
        assert log.append([draft(9, "z")]) == len(found)
        log.close()
        assert not [seq for seq in self.erased if b'"sealed b1"' in (self.folder / "sealed.jsonl").read_bytes()]
        sound(self.folder)


def begun(folder: Path) -> Work:
    """A ledger with a torn tail, so that recovery is among the calls."""
    folder.mkdir()
    log = Log.create(folder, ORIGIN)
    log.append([Draft({"tag": "first"}, [("name", "Ann Example")])])
    log.close()
    with (folder / "ledger.jsonl").open("ab") as file:
        file.write(b'{"at":1,"do":')
    with (folder / "sealed.jsonl").open("ab") as file:
        file.write(b'{"seq":1,"k":0,"open":["')
    return Work(folder)


@pytest.mark.parametrize(
    ("code", "lasting", "short"),
    [(errno.EIO, False, False), (errno.ENOSPC, False, True), (errno.EIO, True, False), (errno.ENOSPC, True, True)],
    ids=["one fails", "one is short", "dies", "dies short"],
)
def test_every_call_fails_in_turn(tmp_path: Path, code: int, lasting: bool, short: bool) -> None:
    whole = begun(tmp_path / "whole")
    counting = Faults(0, 0)
    with failing(counting):
        whole.run()
    assert (len(whole.told), whole.errors) == (5, [])
    assert set(counting.names) == {*CALLS, "io.open", "flock"}
    whole.check()
    failed = 0
    for at in range(1, counting.count + 1):
        work, faults = begun(tmp_path / f"{at}"), Faults(at, code, lasting, short)
        with failing(faults):
            work.run()
        failed += bool(work.errors)
        work.check()
    assert failed > counting.count // 2


def test_the_first_commit_of_all_fails(tmp_path: Path) -> None:
    """A ledger that was only begun: its folder is not durable either."""
    for at in range(1, 60):
        folder = tmp_path / f"{at}"
        folder.mkdir()
        with failing(Faults(at, errno.EIO)), suppress(Trouble), closing(Log.create(folder, ORIGIN)) as log:
            log.append([Draft({"tag": "first"}, [("name", "Ann Example")])])
        if not (folder / "ledger.jsonl").exists():
            Log.create(folder, ORIGIN).close()
        log = Log.open(folder, ORIGIN)
        assert log.size in {0, 1}
        log.append([draft(1)])
        log.close()
        sound(folder)


def test_a_disk_that_failed_is_not_asked_twice(tmp_path: Path) -> None:
    """After a failed sync the same call may succeed over pages that were thrown away: the handle is dead, and says so."""
    log = make(tmp_path)
    expected = content(log)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fdatasync", Faults(1, errno.EIO).wrap("fdatasync", os.fdatasync))
        with pytest.raises(Trouble):
            log.append([draft(50, "somebody")])
    calls = Faults(0, 0)
    with failing(calls):
        for do in (lambda: log.append([draft(51)]), lambda: log.checkpoint(SIGNER)):
            with pytest.raises(Trouble, match="earlier write failed"):
                do()
    assert not {"pwrite", "fdatasync", "fsync"} & set(calls.names)
    log.close()
    again = Log.open(tmp_path, ORIGIN)
    assert content(again) == expected
    again.close()


def test_ctrl_c_is_no_fault_of_the_disk(tmp_path: Path) -> None:
    """What was begun is taken back, and whoever stops in good order can still say so in the ledger."""
    log = make(tmp_path)
    before, expected = read(tmp_path), content(log)
    for name, at in (("pwrite", 1), ("pwrite", 2), ("pwrite", 3), ("fdatasync", 1), ("fdatasync", 2)):
        real, left = getattr(os, name), [at]

        def stop(*args: Any, real: Callable[..., Any] = real, left: list[int] = left) -> Any:
            left[0] -= 1
            done = real(*args)
            if left[0] == 0:
                raise KeyboardInterrupt
            return done

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, name, stop)
            with pytest.raises(KeyboardInterrupt):
                log.append([draft(50, "somebody")])
        assert read(tmp_path) == before
    assert log.append([draft(51, "somebody")]) == len(expected)
    log.close()
    sound(tmp_path)
