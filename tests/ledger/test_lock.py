"""The lock: held for one short act, by one at a time, and gone with whoever held it."""

import ctypes
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from keeping import ORIGIN, SIGNER, content, draft, make, sound

from muniment.errors import Broken, Trouble, UnsafePlace
from muniment.intake import bundle, custody
from muniment.ledger import disk, sealed
from muniment.ledger.log import Draft, Log
from muniment.model.act import Row, Took
from muniment.store import place
from muniment.store.store import Store

MOST = 400  # entries of one commit, and at most this many sealed values for each: about 50 ms under the lock
VALUES = 500


# -- how long it is held


@contextmanager
def commits() -> Iterator[list[Any]]:
    """Every commit as (entries, sealed values)."""
    real, found = Log.append, []

    def append(log: Log, drafts: Any, *rest: Any) -> int:
        found.append((len(drafts), max((len(each.sealed) for each in drafts), default=0)))
        return real(log, drafts, *rest)

    with mock.patch.object(Log, "append", append):
        yield found


def rows(count: int) -> list[Row]:
    return [Row(b"box/%d.txt" % number, "file", 5, 1_400_000_000_000_000_000) for number in range(count)]


def test_ten_thousand_entries_are_many_short_commits(tmp_path: Path) -> None:
    """The rows of a listing, and custody of the files: neither waits for the whole of the other."""
    store = Store.create(tmp_path / "case", "Eastmere", "Europe/London", "Ann Example")
    with commits() as found, mock.patch("os.fsync"), mock.patch("os.fdatasync"):
        begun = bundle.begin(store, tmp_path, bundle.Began("A sender", "2026-03-03"), rows(10_000))
        wanted = custody.wanted(store, begun)
        assert len(wanted) == 10_000
        for batch in custody._batches(wanted):
            store.record(*(Took(f"ITM-{each.number:06d}", "0" * 64, 5) for each in batch))
    store.close()
    assert sum(entries for entries, _ in found) > 10_000
    assert len(found) > 50
    assert max(entries for entries, _ in found) <= MOST
    assert max(values for _, values in found) <= VALUES
    assert bundle.ENTRIES * bundle.ROWS <= 20_000
    assert custody.FILES <= MOST


def test_what_takes_long_is_done_before_the_lock(tmp_path: Path) -> None:
    """Committing to twenty thousand sealed values takes longer than writing them."""
    log, held, within = Log.create(tmp_path, ORIGIN), [False], []
    lock, unlock, opening = disk.lock, disk.unlock, sealed.opening

    def locked(*args: Any, **more: Any) -> bool:
        held[0] = lock(*args, **more)
        return held[0]

    def unlocked(descriptor: int) -> None:
        held[0] = False
        unlock(descriptor)

    def opened(name: str, value: object) -> bytes:
        within.append(held[0])
        return opening(name, value)

    with (
        mock.patch.object(disk, "lock", locked),
        mock.patch.object(disk, "unlock", unlocked),
        mock.patch.object(sealed, "opening", opened),
    ):
        log.append([draft(number, *map(str, range(20))) for number in range(40)])
    log.close()
    assert within == [False] * 800


def test_a_cold_opening_keeps_nobody_waiting(tmp_path: Path) -> None:
    """What lies far before the end is read without the lock."""
    log = Log.create(tmp_path, ORIGIN)
    for start in range(0, 5000, 250):
        log.append([draft(number, pad="x" * 600) for number in range(start, start + 250)])
    log.close()
    read: list[int] = []
    lock, read_at = disk.lock, disk.read_at

    def locked(*args: Any, **more: Any) -> bool:
        read.clear()
        return lock(*args, **more)

    def reading(descriptor: int, count: int, start: int) -> bytes:
        data = read_at(descriptor, count, start)
        read.append(len(data))
        return data

    with mock.patch.object(disk, "lock", locked), mock.patch("muniment.ledger.lines.read_at", reading):
        log = Log.open(tmp_path, ORIGIN)
    assert log.size == 5000
    log.close()
    assert sum(read) < (tmp_path / "ledger.jsonl").stat().st_size / 3


# -- who sees what


def at_the_sync(act: Callable[[], None]) -> Any:
    """Do something in the midst of a commit: it is written, and not durable yet."""
    real = os.fdatasync

    def sync(descriptor: int) -> None:
        act()
        real(descriptor)

    return mock.patch("os.fdatasync", sync)


def test_a_reader_never_sees_half_a_commit(tmp_path: Path) -> None:
    writer = make(tmp_path)
    reader = Log.open(tmp_path, ORIGIN)
    before, size = content(reader), (tmp_path / "ledger.jsonl").stat().st_size
    sizes: list[int] = []
    asking, first = threading.Thread(target=lambda: sizes.append(reader.refresh())), threading.Lock()

    def look() -> None:
        grown = (tmp_path / "ledger.jsonl").stat().st_size > size  # sealed values are synced while entries are written
        if grown and first.acquire(blocking=False):
            assert content(reader) == before  # what is known can be read; nobody waits for that
            asking.start()
            asking.join(0.05)
            assert asking.is_alive()  # more is not shown before it is durable

    with at_the_sync(look):
        writer.append([draft(number, "somebody") for number in range(60, 67)])
    asking.join()
    assert sizes == [len(before) + 7]
    writer.close()
    reader.close()


def test_readers_beside_a_writer_see_whole_commits(tmp_path: Path) -> None:
    """Commits of seven entries, each read with its sealed values as soon as it is seen."""
    (tmp_path / "case").mkdir()
    writer, reader = Log.create(tmp_path / "case", ORIGIN), Log.open(tmp_path / "case", ORIGIN)
    done = threading.Event()

    def write() -> None:
        for number in range(40):
            writer.append([draft(number * 7 + each, f"person {number * 7 + each}") for each in range(7)])
        done.set()

    thread = threading.Thread(target=write)
    thread.start()
    seen = 0
    while not done.is_set() or seen < 280:
        size = reader.refresh()
        assert size % 7 == 0
        for entry in reader.entries(seen):
            assert entry.sealed == (("name", f"person {entry.seq}"),)
        seen = size
    thread.join()
    writer.close()
    reader.close()


def test_threads_share_one_handle(tmp_path: Path) -> None:
    log = Log.create(tmp_path, ORIGIN)
    numbers: list[int] = []

    def work(name: str) -> None:
        for number in range(25):
            numbers.append(log.append([Draft({"by": name, "n": number}, [("name", name)])]))

    threads = [threading.Thread(target=work, args=(f"t{each}",)) for each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == list(range(100))
    for name in ("t0", "t1", "t2", "t3"):
        assert [fields["n"] for fields, _ in content(log) if fields["by"] == name] == list(range(25))
    log.close()
    sound(tmp_path)


# -- whoever held it is gone


HOLDER = """
import os, sys, fcntl
descriptor = os.open(sys.argv[1], os.O_RDWR)
fcntl.flock(descriptor, fcntl.LOCK_EX)
os.write(1, b"held\\n")
sys.stdin.read()
"""


def test_the_lock_of_a_dead_process_is_taken_over(tmp_path: Path) -> None:
    log = make(tmp_path)
    size = log.size
    command = [sys.executable, "-I", "-c", HOLDER, os.fspath(tmp_path / "ledger.lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        numbers: list[int] = []
        waiting = threading.Thread(target=lambda: numbers.append(log.append([draft(50)])))
        waiting.start()
        waiting.join(0.1)
        assert waiting.is_alive()
        assert numbers == []
        holder.kill()
        waiting.join(30)
        assert numbers == [size]
    log.close()
    sound(tmp_path)


@pytest.mark.parametrize("name", ["ledger.jsonl", "sealed.jsonl", "ledger.lock"])
@pytest.mark.parametrize("how", ["replaced", "gone"])
def test_files_that_are_exchanged_under_an_open_ledger_are_noticed(tmp_path: Path, name: str, how: str) -> None:
    """Two that hold two locks, or write to two files, would each tell of what the other loses."""
    log = make(tmp_path)
    expected = content(log)
    data = (tmp_path / name).read_bytes()
    (tmp_path / name).rename(tmp_path / "away")
    if how == "replaced":
        (tmp_path / name).write_bytes(data)
    for act in (lambda: log.append([draft(50)]), lambda: log.checkpoint(SIGNER)):
        with pytest.raises(Trouble if name == "ledger.lock" else Broken, match="gone" if how == "gone" else "replaced"):
            act()
    log.close()
    (tmp_path / "away").rename(tmp_path / name)
    log = Log.open(tmp_path, ORIGIN)
    assert content(log) == expected
    log.append([draft(50)])
    log.close()
    sound(tmp_path)


def test_the_lock_itself_may_be_missing_from_a_copy(tmp_path: Path) -> None:
    make(tmp_path).close()
    (tmp_path / "ledger.lock").unlink()
    log = Log.open(tmp_path, ORIGIN)
    log.append([draft(50)])
    log.close()
    sound(tmp_path)


# -- where locks cannot be trusted


class _Kernel:
    """A statfs that says what it is told to say."""

    def __init__(self, magic: int, code: int = 0) -> None:
        self._magic, self._code = magic, code

    def statfs(self, _: bytes, buffer: Any) -> int:
        size = ctypes.sizeof(ctypes.c_long)
        ctypes.memmove(buffer, (self._magic & (1 << 8 * size) - 1).to_bytes(size, sys.byteorder), size)
        return self._code


@pytest.mark.parametrize(
    ("magic", "name"),
    [
        (0x6969, "NFS"),
        (0x517B, "SMB"),
        (0xFF534D42, "CIFS"),
        (0xFF534D42 - (1 << 32), "CIFS"),
        (0xFE534D42, "SMB2"),
        (0xFE534D42 - (1 << 32), "SMB2"),
        (0x65735546, "FUSE"),
        (0x01021997, "9P"),
    ],
)
def test_a_network_share_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, magic: int, name: str) -> None:
    """By what the kernel says of it; some kernels give the number as a negative one."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: _Kernel(magic))
    with pytest.raises(UnsafePlace, match=rf"\({name}\)"):
        place.allow(tmp_path / "not there yet" / "case")


def test_a_disk_of_this_machine_is_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place.allow(tmp_path / "case")
    for magic in (0xEF53, 0x58465342, 0x9123683E, 0x01021994):  # ext4, XFS, btrfs, tmpfs
        monkeypatch.setattr(ctypes, "CDLL", lambda *_, magic=magic, **__: _Kernel(magic))
        place.allow(tmp_path / "case")
