"""Whoever changes a ledger is found out: by verifying it, and where they hold the key, by a checkpoint that others hold."""

import json
import random
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from editing import Edit, bit, byte, cut, drop, insert, zeros
from forging import entries_of, forged
from keeping import ORIGIN, SIGNER, Files, content, draft, lay, read, torn, whats

from muniment.errors import Broken
from muniment.ledger.key import fingerprint
from muniment.ledger.log import Log
from muniment.ledger.verify import verify

FINGERPRINT = fingerprint(SIGNER.vkey)
SEED = 20_261_127
EDITS = 1000

Said = tuple[dict[str, Any], tuple[Any, ...]]
pytestmark = pytest.mark.usefixtures("no_waiting")


def lines(data: bytes, chance: random.Random) -> bytes:
    """Two lines change places, or one is dropped or doubled: entries and sealed values, not heads (see below)."""
    found = data.splitlines(keepends=True)
    chosen = [number for number, line in enumerate(found) if line[:1] == b"{"]
    one, other = chance.sample(chosen, 2)
    how = chance.randrange(3)
    if how == 0:
        found[one], found[other] = found[other], found[one]
    elif how == 1:
        del found[one]
    else:
        found.insert(other, found[one])
    return b"".join(found)


@pytest.mark.parametrize("edit", [bit, byte, drop, insert, lines, cut, zeros])
def test_no_edit_is_silent(tmp_path: Path, files: Files, edit: Edit) -> None:
    """Each is named; opening refuses it, or goes back one commit that a crash could have torn so, or is not misled."""
    made = Log.open(tmp_path / "made", ORIGIN)
    expected = content(made)
    made.close()
    against = json.loads(files["ledger.jsonl"].splitlines()[-1])
    chance = random.Random(f"{SEED} {edit.__name__}")
    for number in range(EDITS // 7 + 1):
        name = chance.choice(["ledger.jsonl", "sealed.jsonl"])
        changed = edit(files[name], chance)
        folder = lay(tmp_path / "edited", files | {name: changed})
        found = verify(folder, key=FINGERPRINT, against=against)
        what = f"seed {SEED}, {edit.__name__} {number} of {name}"
        assert found.problems or says_the_same(name, changed, files[name]), what
        assert all(problem.what and problem.where and problem.next for problem in found.problems), what
        log = opened(folder)
        assert log is not None or not torn(found.problems), what
        if log is not None:
            stays(log, expected, folder, changed, what)


def says_the_same(name: str, changed: bytes, data: bytes) -> bool:
    """Whether only that changed which says nothing: the signature behind the last entry."""
    if name == "ledger.jsonl":
        return changed in {data, b"".join(data.splitlines(keepends=True)[:-1])}
    return changed == data


def opened(folder: Path) -> Log | None:
    try:
        return Log.open(folder, ORIGIN)
    except Broken:
        return None


def stays(log: Log, expected: list[Said], folder: Path, changed: bytes, what: str) -> None:
    """Every entry is what it was; where one is in the file and not shown, it is kept aside."""
    try:
        found = content(log)
    except Broken:
        return
    finally:
        log.close()
    assert found == expected[: len(found)], what
    lines_there = sum(line.startswith(b'{"at":') for line in changed.split(b"\n"))
    assert list(folder.glob("ledger.torn-*")) or len(found) >= lines_there, what


def test_a_head_in_the_midst_says_nothing_that_a_later_one_does_not(tmp_path: Path, files: Files) -> None:
    """A limit: without it two commits are one. Every entry, root and value is as it was, so no edit of it is told."""
    found = files["ledger.jsonl"].splitlines(keepends=True)
    heads = [number for number, line in enumerate(found) if line[:1] == b'"'][:-1]
    whole = verify(tmp_path / "made")
    for number in heads:
        folder = lay(tmp_path / "edited", files | {"ledger.jsonl": b"".join(found[:number] + found[number + 1 :])})
        less = verify(folder, key=FINGERPRINT)
        assert (less.problems, less.size, less.root) == ([], whole.size, whole.root)


# -- verifying


def test_a_thousand_problems_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    log = Log.create(tmp_path, ORIGIN)
    log.append([draft(number, "a", "b", "c") for number in range(700)])
    log.close()
    (tmp_path / "sealed.jsonl").unlink()
    found = whats(verify(tmp_path))
    assert len(found) == 1001
    assert found[-1] == "1101 more problems like these"


def test_verifying_changes_nothing_and_makes_nothing(tmp_path: Path, files: Files) -> None:
    """A package that somebody sent may lack what we would make; it is looked at as it lies."""
    for names in (["ledger.jsonl"], ["sealed.jsonl"], ["ledger.jsonl", "sealed.jsonl"], []):
        folder = tmp_path / f"sent {len(names)} {names[:1]}"
        lay(folder, {name: files[name] for name in names})
        found = verify(folder)
        assert bool(found.problems) == (len(names) < 2)
        assert sorted(path.name for path in folder.iterdir()) == sorted(names)


def test_a_disk_that_does_not_give_the_ledger_back(tmp_path: Path, files: Files) -> None:
    with mock.patch("os.pread", side_effect=OSError(5, "Input/output error")):
        assert whats(verify(tmp_path / "made"))[0] == "the disk does not give the ledger back (Input/output error)"


def test_an_entry_that_no_head_closes_is_told_to_nobody(tmp_path: Path, files: Files) -> None:
    found = files["ledger.jsonl"].splitlines(keepends=True)
    seen: list[int] = []
    folder = lay(tmp_path / "torn", files | {"ledger.jsonl": b"".join(found[:-2])})
    assert torn(verify(folder, each=lambda entry: seen.append(entry.seq)).problems)
    assert seen == list(range(11))


def test_an_erasure_while_it_is_verified_is_no_fault(tmp_path: Path) -> None:
    """The value is blank by the time it is read, and the entry that says why lies behind what is verified."""
    log = Log.create(tmp_path, ORIGIN)
    log.append([draft(number, "a name " * 40) for number in range(1500)])
    erasing = [draft(9, erases=[(1499, 0)])]

    def each(_: object) -> None:
        if erasing:
            log.append([erasing.pop()])

    found = verify(tmp_path, each=each)
    assert (found.problems, found.size, erasing) == ([], 1500, [])
    assert log.entry(1499).sealed == (None,)
    log.close()


def test_a_value_blanked_without_an_entry_is_named(tmp_path: Path, files: Files) -> None:
    found = files["sealed.jsonl"].splitlines(keepends=True)
    start = found[0].index(b'"open":') + 7
    found[0] = found[0][:start] + b"null".ljust(len(found[0]) - start - 2) + b"}\n"
    folder = lay(tmp_path / "blank", files | {"sealed.jsonl": b"".join(found)})
    assert whats(verify(folder)) == ["sealed value 0.0 is blank, and no entry says why"]


@pytest.mark.parametrize("blocks", [-1, 1, 2, 16])
def test_room_added_to_or_taken_from_an_erased_value_is_named(tmp_path: Path, files: Files, blocks: int) -> None:
    before, blank, after = files["sealed.jsonl"].partition(b'{"seq":1,"k":0,"open":null')
    rest, brace, after = after.partition(b"}")
    room = len(rest) + 64 * blocks
    folder = lay(tmp_path / "room", files | {"sealed.jsonl": before + blank + b" " * room + brace + after})
    found = verify(folder)
    assert whats(found) == ["sealed value 1.0 is blank, and its line is not as long as it was"]
    assert found.problems[0].where == "1"


def test_an_entry_of_before_does_not_say_how_long_an_erased_value_was(tmp_path: Path, files: Files) -> None:
    """A limit of old cases, which the page on verifying says: their ledger commits to no length."""
    entries = entries_of(files)
    del entries[5].fields["blocks"]
    made = forged(entries)
    for room in (0, 64, 128):
        blank = b'{"seq":1,"k":0,"open":null'
        sealed = made["sealed.jsonl"].replace(blank, blank + b" " * room)
        assert verify(lay(tmp_path / "old", made | {"sealed.jsonl": sealed})).problems == []


def test_a_value_put_back_after_its_erasure_is_named_and_goes_again(tmp_path: Path, files: Files) -> None:
    found = files["sealed.jsonl"].splitlines(keepends=True)
    number = next(n for n, line in enumerate(found) if b'"open":null' in line)
    room = len(found[number]) - found[number].index(b'"open":') - 9
    text = b'["","name","Ann Example"]'.ljust(room)
    found[number] = found[number][: -room - 2] + text + b"}\n"
    folder = lay(tmp_path / "back", files | {"sealed.jsonl": b"".join(found)})
    assert whats(verify(folder)) == ["sealed value 1.0 was to be erased and is still there"]
    Log.open(folder, ORIGIN).close()
    assert read(folder) == files
