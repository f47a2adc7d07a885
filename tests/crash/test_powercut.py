"""The power fails at any moment: what was told is there, what was erased is gone, and nobody has to mend anything."""

import hashlib
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

import pytest
from cutting import Disk, Event, Explored, Model, Recorder, explore, lay
from keeping import ORIGIN, SIGNER, sound

from muniment.errors import Broken
from muniment.ledger import disk, recovery
from muniment.ledger.log import Draft, Log
from muniment.ledger.verify import verify
from muniment.store import sync
from muniment.store.blobs import Batch, Blobs

SEED = 20_261_127


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody was told: entries from a number on, an erasure, or a torn tail that is kept."""

    first: int = 0
    tags: tuple[str, ...] = ()
    erased: tuple[int, int] | None = None
    torn: bytes = b""


def value(tag: str) -> str:
    """A sealed value that takes some hundred bytes, or two thousand, so that it lies in several blocks."""
    return f"the name of {tag} " * (150 if tag.startswith("long") else 10)


class Work:
    """A program as it uses a case: files, then entries, then it tells."""

    def __init__(self, root: Path, recorder: Recorder) -> None:
        self.case = root / "case"
        self.recorder = recorder
        self.early = self.entry_first = False

    def begin(self) -> None:
        self.case.mkdir()
        for name in ("originals", "derived"):
            (self.case / name).mkdir()
        disk.sync_folder(self.case)
        self.blobs = Blobs(self.case / "originals", self.case / "derived" / "tmp")
        self.log = Log.create(self.case, ORIGIN)
        self.append("began")

    def run(self) -> None:
        self.begin()
        self.reopen()
        self.take("one", 1)
        self.append("plain", sealed=False)
        self.append("long1", "two", "long2")
        self.erase(3)
        self.take("many", 6)
        with self.recorder.killed("pwrite", 3):  # the lock's byte, the sealed values, and in the midst of the entries
            self.append("torn1", "torn2")
        self.recover()
        self.append("three", "four")
        with self.recorder.killed("fdatasync", 2):
            self.append("left1", "left2")
        self.reopen()
        with self.recorder.killed("pwrite", 4):  # the lock's byte, when all is written
            self.append("long3", "long4")
        self.lose(self.case / "sealed.jsonl", len(value("long4")))
        self.recover()
        self.append("short")
        self.erase(4)
        self.reopen()
        self.log.checkpoint(SIGNER)
        self.append("last")
        self.log.close()

    def lose(self, path: Path, size: int) -> None:
        """An earlier power cut, after which the end of this file was not on the disk, and all else was."""
        for each in self.case.glob("*.jsonl"):
            descriptor = os.open(each, os.O_RDWR)
            if each == path:
                os.truncate(descriptor, each.stat().st_size - size)
            os.fsync(descriptor)
            os.close(descriptor)

    def recover(self) -> None:
        """Open it and say what was kept aside."""
        before = set(self.case.glob("*.torn-*"))
        self.reopen()
        (kept,) = set(self.case.glob("*.torn-*")) - before
        self.recorder.tell(Told(torn=kept.read_bytes()))

    def reopen(self) -> None:
        """Another process, after this one ended or died."""
        self.log.close()
        self.log = Log.open(self.case, ORIGIN, cache=self.case / "derived" / "frontier")

    def append(self, *tags: str, sealed: bool = True, **more: Any) -> None:
        """One commit, and only then somebody is told."""
        said = [{"tag": tag, "commit": tags[0], "of": len(tags), **more} for tag in tags]
        told = Told(self.log.size, tags)
        if self.early:
            self.recorder.tell(told)
        self.log.append([Draft(each, [("name", value(each["tag"]))] if sealed else []) for each in said])
        self.recorder.tell(told)

    def erase(self, seq: int) -> None:
        self.log.append([Draft({"tag": f"erase {seq}", "commit": f"erase {seq}", "of": 1}, [], [(seq, 0)])])
        self.recorder.tell(Told(erased=(seq, 0)))

    def take(self, name: str, count: int) -> None:
        """Files, durable before the entry that names them."""
        batch = Batch(self.blobs)
        hashes = [batch.add_bytes(f"{name} {number} ".encode() * 300) for number in range(count)]
        assert batch.add_bytes(f"{name} 0 ".encode() * 300) == hashes[0]
        if self.entry_first:
            self.append(name, files=hashes)
            batch.commit()
        else:
            batch.commit()
            self.append(name, files=hashes)


TAGS = [
    *("began", "one", "plain", "long1", "two", "long2", "erase 3", "many", "torn1", "torn2"),
    *("three", "four", "left1", "left2", "long3", "long4", "short", "erase 4", "last"),
]


def check(root: Path, told: list[Told]) -> None:
    """Open what is found with the real program, and hold it against what was told."""
    case = root / "case"
    for problem in verify(case).problems:
        assert problem.next.startswith("open the case"), problem
    log = Log.open(case, ORIGIN, cache=case / "derived" / "frontier")
    try:
        found = list(log.entries())
        tags = [entry.fields["tag"] for entry in found]
        assert tags == [tag for tag in TAGS if tag in tags], tags
        for each in told:
            assert tags[each.first : each.first + len(each.tags)] == list(each.tags), f"{each} was told, and is lost"
        whole = Counter((entry.fields["commit"], entry.fields["of"]) for entry in found)
        assert all(count == of for (_, of), count in whole.items()), "a commit is there in part"
        erased = {each.erased for each in told} | {(int(tag[6:]), 0) for tag in tags if tag.startswith("erase")}
        hidden = (case / "sealed.jsonl").read_text()
        for entry in found:
            tag = entry.fields["tag"]
            if (entry.seq, 0) in erased:
                assert entry.sealed == (None,)
                assert value(tag)[:20] not in hidden
            elif entry.sealed:
                assert entry.sealed == (("name", value(tag)),)
            for sha256 in entry.fields.get("files", ()):
                data = Blobs(case / "originals", case / "derived").read(sha256)
                assert hashlib.sha256(data).hexdigest() == sha256
        aside = [path.read_bytes() for path in case.glob("ledger.torn-*")]
        assert all(each.torn in aside for each in told if each.torn), "a torn tail was not kept"
        log.append([Draft({"tag": "after", "of": 1}, [("name", "after")])])
    finally:
        log.close()
    assert sound(case).size == len(found) + 1


# -- the disk in between


class _First:
    """The sealed values are synced before the entries."""

    def __init__(self, call: Callable[[int], None], descriptor: int) -> None:
        call(descriptor)

    def result(self) -> None: ...

    def exception(self) -> None: ...


class _Last:
    """The sealed values are synced after the entries."""

    def __init__(self, call: Callable[[int], None], descriptor: int) -> None:
        self._call, self._descriptor = call, descriptor

    def result(self) -> None:
        self._call(self._descriptor)

    def exception(self) -> None: ...


def record(root: Path, beside: type, mistake: "Mistake | None" = None, kind: type[Work] = Work) -> list[Event]:
    """Run the work; the two syncs of a commit run at once, so both orders are tried."""
    root.mkdir()
    recorder = Recorder(root)
    with recorder.at_work(), mock.patch.object(Log, "_beside", lambda _, *args: beside(*args)):
        work = kind(root, recorder)
        with mistake(work) if mistake else nullcontext():
            work.run()
    return recorder.events


@pytest.fixture
def at() -> Iterator[Path]:
    """Where states are built: in memory, where there is such a place."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder) / "cut"


def explored(events: list[Event], at: Path, model: Model, **how: Any) -> Explored:
    """Explore; what the checks themselves write need not reach the disk."""
    with mock.patch("os.fsync"), mock.patch("os.fdatasync"):
        return explore(events, check, at, model, seed=SEED, **how)


@pytest.mark.parametrize("beside", [_First, _Last])
def test_every_state_that_a_power_cut_leaves(tmp_path: Path, at: Path, beside: type) -> None:
    events = record(tmp_path / "root", beside)
    models: list[Model] = ["strict", "ordered"]
    for model in models:
        found = explored(events, at, model, some=4)
        print(f"{found.states} states")
        assert found.bad == []
        assert found.states >= 120


class Again(Work):
    """An intake that is killed when its files have their names and their folders are not synced; then it goes on."""

    def run(self) -> None:
        self.begin()
        with self.recorder.killed("fsync", 2):
            self.take("one", 1)
        self.reopen()
        self.take("one", 1)
        self.log.close()


def test_a_file_that_is_met_again_is_durable_before_it_is_entered(tmp_path: Path, at: Path) -> None:
    assert explored(record(tmp_path / "root", _First, kind=Again), at, "strict").bad == []


def test_nothing_that_changes_the_folder_is_missed(tmp_path: Path) -> None:
    """With all that was recorded, the disk has what the folder has: else the states above would be made up."""
    events = record(tmp_path / "root", _First)
    whole = Disk("strict")
    for event in events:
        whole.take(event)
    lay(whole.state("all", random.Random(0)), tmp_path / "built")
    assert _tree(tmp_path / "built") == _tree(tmp_path / "root")
    assert {event.kind for event in events} == {"make", "change", "sync", "all", "move", "gone", "told"}


def _tree(root: Path) -> dict[str, bytes | None]:
    return {
        str(path.relative_to(root)): path.read_bytes() if path.is_file() else None for path in sorted(root.rglob("*"))
    }


# -- mistakes that must be found


Mistake = Callable[[Work], AbstractContextManager[object]]


def unsynced(call: str, name: str) -> Mistake:
    """No such sync of files or folders with this name."""

    @contextmanager
    def mistake(work: Work) -> Iterator[None]:
        work.recorder.unsynced = lambda asked, path: call in asked and fnmatch(path, name)
        yield

    return mistake


def instead(module: object, name: str, call: Callable[..., Any]) -> Mistake:
    return lambda _: mock.patch.object(module, name, call)


def told_early(work: Work) -> AbstractContextManager[object]:
    return mock.patch.object(work, "early", True)


def entered_early(work: Work) -> AbstractContextManager[object]:
    return mock.patch.object(work, "entry_first", True)


def blanked_early(_: Work) -> AbstractContextManager[object]:
    real = Log._commit

    def commit(log: Log, made: Any, sign: Any) -> None:
        recovery.blank(log._files, made.owed)
        real(log, made, sign)

    return mock.patch.object(Log, "_commit", commit)


def blanked_unsynced(_: Work) -> AbstractContextManager[object]:
    real = recovery.blank

    def blank(files: Any, owed: Any) -> None:
        with mock.patch("os.fdatasync"):
            real(files, owed)

    return mock.patch.object(recovery, "blank", blank)


@pytest.mark.parametrize(
    "mistake",
    [
        pytest.param(unsynced("fdatasync", "case/ledger.jsonl"), id="entries not synced"),
        pytest.param(unsynced("fdatasync", "case/sealed.jsonl"), id="sealed values not synced"),
        pytest.param(unsynced("fsync", "case"), id="folder not synced"),
        pytest.param(unsynced("fsync", ""), id="folder above not synced"),
        pytest.param(unsynced("fsync", "case/originals*"), id="folders of originals not synced"),
        pytest.param(instead(sync, "_syncfs", lambda _: True), id="many files not synced"),
        pytest.param(unsynced("fsync", "case/ledger.torn-0"), id="torn tail not synced"),
        pytest.param(unsynced("fsync", "case/ledger.jsonl"), id="cut of the torn tail not synced"),
        pytest.param(told_early, id="told before synced"),
        pytest.param(entered_early, id="entered before the file"),
        pytest.param(blanked_early, id="blanked before entered"),
        pytest.param(blanked_unsynced, id="blank not synced"),
        pytest.param(instead(recovery, "sealed_whole", lambda *_: True), id="sealed values not looked for"),
        pytest.param(instead(disk, "sync_data", lambda _: None), id="nothing synced"),
    ],
)
def test_mistakes_are_found(tmp_path: Path, at: Path, mistake: Mistake) -> None:
    """Each of these works until the power fails. What does not find them, finds nothing."""
    for number, beside in enumerate((_First, _Last)):
        try:
            events = record(tmp_path / f"root{number}", beside, mistake)
        except Broken:  # found without a power cut
            return
        with mistake(Work(tmp_path, Recorder(tmp_path))):
            if explored(events, at, "strict", some=4, first_bad=True).bad:
                return
    pytest.fail("the mistake was not found")
