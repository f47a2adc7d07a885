"""What a crash leaves behind the last commit is kept aside byte for byte, and the ledger goes on."""

import random
from pathlib import Path
from unittest import mock

import pytest
from keeping import ORIGIN, SIGNER, content, draft, lay, make, read, sound, torn
from tearing import Case

from muniment.ledger import recovery
from muniment.ledger.log import Log
from muniment.ledger.verify import verify

HOLE = 64
pytestmark = pytest.mark.usefixtures("no_waiting")


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path, signed=False)


@pytest.mark.parametrize("signed", [False, True])
def test_every_length_of_the_last_commit(tmp_path: Path, signed: bool) -> None:
    """The sealed values are there in full, and the entries only up to some byte."""
    case = Case(tmp_path, signed=signed)
    log, sealed = case.after["ledger.jsonl"], case.after["sealed.jsonl"]
    for length in range(case.end, len(log)):
        case.recovers({"ledger.jsonl": log[:length], "sealed.jsonl": sealed}, go_on=not length % 8)


def test_every_length_of_the_last_sealed_values(case: Case) -> None:
    """The entries are there in full, and their sealed values only up to some byte."""
    log, sealed = case.after["ledger.jsonl"], case.after["sealed.jsonl"]
    for length in range(case.sealed_end, len(sealed)):
        case.recovers({"ledger.jsonl": log, "sealed.jsonl": sealed[:length]}, go_on=not length % 8)


def test_both_cut_off_anywhere(case: Case) -> None:
    log, sealed = case.after["ledger.jsonl"], case.after["sealed.jsonl"]
    chance = random.Random(7)
    for _ in range(150):
        end, sealed_end = chance.randrange(case.end, len(log)), chance.randrange(case.sealed_end, len(sealed))
        if (end, sealed_end) != (case.end, case.sealed_end):
            case.recovers({"ledger.jsonl": log[:end], "sealed.jsonl": sealed[:sealed_end]})


@pytest.mark.parametrize("signed", [False, True])
def test_every_hole_in_the_last_commit(tmp_path: Path, signed: bool) -> None:
    """A block was given to the file and not written: it reads as zeros."""
    case = Case(tmp_path, signed=signed)
    for name, end in (("ledger.jsonl", case.end), ("sealed.jsonl", case.sealed_end)):
        data = case.after[name]
        for start in range(end, len(data), HOLE):
            stop = min(start + HOLE, len(data))
            holed = data[:start] + bytes(stop - start) + data[stop:]
            case.recovers(case.after | {name: holed})
        case.recovers(case.after | {name: data[:end] + bytes(len(data) - end)})


def test_holes_in_both_files(case: Case) -> None:
    chance = random.Random(8)
    for _ in range(100):
        files = dict(case.after)
        for name, end in (("ledger.jsonl", case.end), ("sealed.jsonl", case.sealed_end)):
            data = bytearray(files[name])
            for start in range(end - end % HOLE, len(data), HOLE):
                if chance.random() < 0.5:
                    first, last = max(start, end), min(start + HOLE, len(data))
                    data[first:last] = bytes(last - first)
            files[name] = bytes(data)
        if files != case.after:
            case.recovers(files)


def test_a_hole_over_sealed_values_that_nobody_was_told_of(case: Case) -> None:
    """More of them than one look backwards reaches."""
    files = case.before | {"sealed.jsonl": case.before["sealed.jsonl"] + bytes(300_000)}
    case.recovers(files)
    lines = b"".join(
        b'{"seq":%d,"k":0,"open":["%s"]%s}\n' % (number, b"s" * 44, b" " * 50) for number in range(90, 4000)
    )
    case.recovers(case.before | {"sealed.jsonl": case.before["sealed.jsonl"] + lines})


def test_a_torn_first_commit(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    log = Log.create(tmp_path / "made", ORIGIN)
    log.append([draft(1, "Ann Example")])
    log.close()
    files = read(tmp_path / "made")
    for length in range(1, len(files["ledger.jsonl"]), 2):
        folder = lay(tmp_path / "torn", files | {"ledger.jsonl": files["ledger.jsonl"][:length]})
        assert verify(folder).problems
        log = Log.open(folder, ORIGIN)
        assert log.size == 0
        assert (folder / "sealed.jsonl").read_bytes() == b""
        assert (folder / "ledger.torn-0").read_bytes() == files["ledger.jsonl"][:length]
        log.append([draft(2)])
        log.close()
        sound(folder)


def test_a_torn_checkpoint(tmp_path: Path) -> None:
    """A commit of a signature alone."""
    log = make(tmp_path / "made")
    before, expected = read(tmp_path / "made")["ledger.jsonl"], content(log)
    log.checkpoint(SIGNER)
    log.close()
    files = read(tmp_path / "made")
    for length in range(len(before) + 1, len(files["ledger.jsonl"])):
        folder = lay(tmp_path / "torn", files | {"ledger.jsonl": files["ledger.jsonl"][:length]})
        assert torn(verify(folder).problems)
        log = Log.open(folder, ORIGIN)
        assert content(log) == expected
        log.close()
        assert (folder / "ledger.jsonl").read_bytes() == before


def test_torn_tails_are_numbered_and_kept(case: Case) -> None:
    lay(case.folder, case.after | {"ledger.jsonl": case.after["ledger.jsonl"][:-9]})
    Log.open(case.folder, ORIGIN).close()
    with (case.folder / "ledger.jsonl").open("ab") as file:
        file.write(b'{"at":1,"by"')
    Log.open(case.folder, ORIGIN).close()
    assert (case.folder / "ledger.torn-0").read_bytes() == case.after["ledger.jsonl"][case.end : -9]
    assert (case.folder / "ledger.torn-1").read_bytes() == b'{"at":1,"by"'
    assert verify(case.folder).notes[-2:] == [
        f"a commit that a crash tore is kept aside in ledger.torn-{n}" for n in (0, 1)
    ]


@pytest.mark.parametrize("behind", [False, True])
def test_what_a_reader_without_rights_sees(case: Case, behind: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that takes no writes cannot be mended: its torn tail is not shown, at opening or later."""
    files = dict(case.after)
    name = "sealed.jsonl" if behind else "ledger.jsonl"
    files[name] = files[name][:-40]
    lay(case.folder, files)
    monkeypatch.setattr("os.access", lambda *_: False)
    log = Log.open(case.folder, ORIGIN)
    for _ in range(2):
        assert (content(log), log.refresh()) == (case.expected, len(case.expected))
    log.close()
    assert {name: data for name, data in read(case.folder).items() if name in files} == files


def test_no_room_to_keep_a_torn_tail(case: Case) -> None:
    """Nothing is cut off before it is kept, and no half of it is left."""
    files = case.after | {"ledger.jsonl": case.after["ledger.jsonl"][:-9]}
    lay(case.folder, files)
    with (
        mock.patch("os.fsync", side_effect=OSError(28, "No space left on device")),
        pytest.raises(Exception, match="space"),
    ):
        Log.open(case.folder, ORIGIN)
    assert read(case.folder) == files
    case.recovers(files)


# -- erasures


def test_a_value_that_is_half_erased(tmp_path: Path) -> None:
    """The blank goes over several blocks, and a power cut keeps some of them: what was to go, goes when it is opened."""
    value = "a name that must go " * 80
    (tmp_path / "made").mkdir()
    log = Log.create(tmp_path / "made", ORIGIN)
    log.append([draft(1, "somebody", value, "another")])
    full = (tmp_path / "made" / "sealed.jsonl").read_bytes()
    log.append([draft(2, erases=[(0, 1)])])
    log.close()
    files, blank = read(tmp_path / "made"), (tmp_path / "made" / "sealed.jsonl").read_bytes()
    start, stop = 128, full.index(b'{"seq":0,"k":2')
    for block in (64, 512):
        places = list(range(start - start % block, stop, block))
        for number in range(2 ** min(len(places), 7)):
            data = bytearray(full)
            for bit, place in enumerate(places):
                if number >> (bit % 7) & 1:
                    data[place : place + block] = blank[place : place + block]
            folder = lay(tmp_path / "half", files | {"sealed.jsonl": bytes(data)})
            found = verify(folder).problems
            assert [problem.next for problem in found] == ["open the case: it is erased then"] * (bytes(data) != blank)
            log = Log.open(folder, ORIGIN)
            assert [entry.sealed for entry in log.entries()] == [(("name", "somebody"), None, ("name", "another")), ()]
            log.close()
            assert read(folder) == files


def test_a_reader_without_rights_is_not_shown_what_was_to_be_erased(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = make(tmp_path)
    monkeypatch.setattr(recovery, "blank", lambda *_: None)
    log.append([draft(50, erases=[(0, 0)])])
    log.close()
    assert b"Eastmere" in (tmp_path / "sealed.jsonl").read_bytes()
    monkeypatch.setattr("os.access", lambda *_: False)
    log = Log.open(tmp_path, ORIGIN)
    assert log.entry(0).sealed == (None,)
    log.close()


def test_an_erasure_in_a_torn_commit_is_not_carried_out(tmp_path: Path) -> None:
    log = make(tmp_path / "made")
    before = read(tmp_path / "made")
    log.append([draft(50, erases=[(0, 0)]), draft(51)])
    log.close()
    after = read(tmp_path / "made")["ledger.jsonl"]
    for length in range(len(before["ledger.jsonl"]), len(after)):
        folder = lay(tmp_path / "torn", before | {"ledger.jsonl": after[:length]})
        log = Log.open(folder, ORIGIN)
        assert log.entry(0).sealed == (("title", "Eastmere"),)
        log.close()
