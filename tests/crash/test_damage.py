"""Whatever no crash does to a ledger is refused when it is opened or read, never cut off, never passed over."""

import random
from pathlib import Path

import pytest
from keeping import ORIGIN, commits, content, lay, make
from tearing import Case, flipped

from muniment.errors import Broken
from muniment.ledger.log import Log
from muniment.ledger.verify import verify

pytestmark = pytest.mark.usefixtures("no_waiting")


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path, signed=False)


@pytest.mark.parametrize("signed", [False, True])
def test_a_changed_byte_of_the_last_commit_is_refused(tmp_path: Path, signed: bool) -> None:
    """Any byte of its entries, head and sealed values: it was acknowledged, and is not to be cut off as torn.

    But for the end of a head or of a line: without it there is none, as after a crash.
    """
    case = Case(tmp_path, signed=signed)
    log, sealed = case.after["ledger.jsonl"], case.after["sealed.jsonl"]
    for place in range(case.end, len(log) - 4, 3):
        case.refused_or_signature(case.after | {"ledger.jsonl": flipped(log, place)}, place)
    for place in range(len(log) - 4, len(log)):
        case.recovers(case.after | {"ledger.jsonl": flipped(log, place)})
    for place in [*range(case.sealed_end, len(sealed) - 1, 3), case.sealed_end + 127, len(sealed) - 2]:
        case.refused(case.after | {"sealed.jsonl": flipped(sealed, place)})
    case.recovers(case.after | {"sealed.jsonl": flipped(sealed, len(sealed) - 1)})


def test_a_changed_byte_before_the_last_commit_is_refused(case: Case) -> None:
    """Without a frontier that is kept, opening reads every entry and head."""
    log = case.after["ledger.jsonl"]
    chance = random.Random(9)
    for place in chance.sample(range(case.end), 120):
        case.refused_or_signature(case.after | {"ledger.jsonl": flipped(log, place)}, place)
        case.refused_or_signature(case.after | {"ledger.jsonl": log[:place] + log[place + 1 :]}, place)
    lines = log.splitlines(keepends=True)
    for number, line in enumerate(lines[:-3]):
        if line[:1] == b"{":
            case.refused(case.after | {"ledger.jsonl": b"".join(lines[:number] + lines[number + 1 :])})


def test_sealed_values_missing_from_an_earlier_commit_are_refused(case: Case) -> None:
    """A crash takes those of the last commit, and no others: an older copy of the file must not cost a commit."""
    sealed = case.after["sealed.jsonl"]
    lines = sealed.splitlines(keepends=True)
    for keep in range(len(lines) - 3):
        case.refused(case.after | {"sealed.jsonl": b"".join(lines[:keep])})
    for length in range(1, 128):
        case.refused(case.before | {"sealed.jsonl": case.before["sealed.jsonl"][:-length]})
    case.refused(case.before | {"sealed.jsonl": b""})


def test_a_sealed_line_missing_from_the_midst_is_refused_or_lies_where_opening_does_not_look(case: Case) -> None:
    lines = case.after["sealed.jsonl"].splitlines(keepends=True)
    for number in range(len(lines)):
        files = case.after | {"sealed.jsonl": b"".join(lines[:number] + lines[number + 1 :])}
        lay(case.folder, files)
        assert verify(case.folder).problems
        if number == len(lines) - 1:  # cut off at the end of a line: this a crash does
            case.recovers(files)
        elif number >= len(lines) - 3:
            case.refused(files)
        else:
            with pytest.raises(Broken):  # in silence never: it is refused when it is opened, or when it is read
                content(Log.open(case.folder, ORIGIN))


def test_a_whole_commit_behind_a_torn_one_is_refused(case: Case) -> None:
    """Nobody appends before the tail is mended: two heads are no crash."""
    log = case.after["ledger.jsonl"]
    case.refused(case.after | {"ledger.jsonl": log[: case.end] + log[case.end + 1 :] + log[case.end :]})
    case.refused(case.after | {"ledger.jsonl": log + log[case.end :]})


def test_a_torn_commit_behind_one_without_its_sealed_values_is_refused(case: Case) -> None:
    """The later one shows that the earlier was durable, so its values were lost otherwise."""
    files = {"ledger.jsonl": case.after["ledger.jsonl"] + b'{"at":', "sealed.jsonl": case.before["sealed.jsonl"]}
    case.refused(files)


def test_text_behind_the_last_commit_is_refused_where_it_has_a_head(case: Case) -> None:
    ends = commits(case.after["ledger.jsonl"])
    first = case.after["ledger.jsonl"][: ends[0]]
    case.refused(case.after | {"ledger.jsonl": case.after["ledger.jsonl"] + first})


def test_garbage_behind_the_last_sealed_value_is_refused(case: Case) -> None:
    case.refused(case.after | {"sealed.jsonl": case.after["sealed.jsonl"] + b"somebody's notes\n"})


# -- damage met while reading


@pytest.mark.parametrize("how", ["flip", "drop", "brace", "swap"])
def test_damage_that_a_frontier_hides_is_met_when_it_is_read(tmp_path: Path, how: str) -> None:
    """Never fewer entries in silence, and never another one in its place."""
    cache = tmp_path / "frontier"
    log = make(tmp_path / "case")
    expected = content(log)
    log.close()
    Log.open(tmp_path / "case", ORIGIN, cache=cache).close()
    path = tmp_path / "case" / "ledger.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    number = next(at for at, line in enumerate(lines) if b'"seq":3,' in line)
    if how == "swap":
        lines[number], lines[number - 1] = lines[number - 1], lines[number]
    else:
        lines[number] = {
            "flip": lines[number].replace(b'"seq"', b'"seq!'),
            "drop": b"",
            "brace": b"x" + lines[number][1:],
        }[how]
    if how == "drop":
        lines.insert(0, b" " * (path.stat().st_size - sum(map(len, lines)) - 1) + b"\n")
    path.write_bytes(b"".join(lines))
    log = Log.open(tmp_path / "case", ORIGIN, cache=cache)
    for start in range(len(expected)):
        try:
            found = [(entry.fields, entry.sealed) for entry in log.entries(start)]
        except Broken:
            continue
        assert found == expected[start:]
        assert start > 2
    with pytest.raises(Broken):
        list(log.entries())
    log.close()
