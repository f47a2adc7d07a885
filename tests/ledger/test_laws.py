"""What holds for every ledger, whatever is appended, in whatever batches, by however many handles."""

import base64
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st
from keeping import ORIGIN, SIGNER, content, draft, make, read, root_of, sound

from muniment.errors import AskedWrong, Broken, Refused
from muniment.ledger.canonical import LARGEST, canonical, parse
from muniment.ledger.log import Draft, Log
from muniment.ledger.verify import verify

KEYS = st.text(st.characters(max_codepoint=127), max_size=8)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
INTS = st.integers(-LARGEST, LARGEST)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | INTS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.dictionaries(KEYS.filter(lambda key: key not in {"seq", "at", "seal", "erased", "key"}), VALUES, max_size=4)
DRAFTS = st.builds(Draft, FIELDS, st.lists(st.tuples(TEXTS, VALUES), max_size=3))
BATCHES = st.lists(st.lists(DRAFTS, max_size=5), min_size=1, max_size=5)
Said = tuple[dict[str, Any], tuple[Any, ...]]
few = settings(max_examples=40, deadline=None)


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for one example; nothing here is about power cuts, so nothing waits for the disk."""
    with tempfile.TemporaryDirectory() as name, mock.patch("os.fdatasync"), mock.patch("os.fsync"):
        yield Path(name)


def said(draft: Draft) -> Said:
    return dict(draft.fields), tuple((name, value) for name, value in draft.sealed)


def back(log: Log) -> list[Said]:
    """What was handed in, as the ledger gives it back: without what the ledger itself adds."""
    return [
        ({key: value for key, value in fields.items() if key not in {"seq", "at", "seal", "erased"}}, sealed)
        for fields, sealed in content(log)
    ]


@few
@given(BATCHES)
def test_what_is_appended_is_read_back(batches: list[list[Draft]]) -> None:
    with folder() as path:
        log = Log.create(path, ORIGIN)
        expected: list[Said] = []
        for batch in batches:
            assert log.append(batch) == len(expected)
            expected += [said(each) for each in batch]
            assert back(log) == expected
        log.close()
        again = Log.open(path, ORIGIN)
        assert back(again) == expected
        assert again.head() == log.head()
        if expected:
            assert back_at(again, len(expected) // 2) == expected[len(expected) // 2]
        again.close()
        assert sound(path).size == len(expected)


def back_at(log: Log, seq: int) -> Said:
    entry = log.entry(seq)
    assert entry.seq == seq
    fields = {key: value for key, value in entry.fields.items() if key not in {"seq", "at", "seal", "erased"}}
    return fields, entry.sealed


@few
@given(st.lists(st.integers(0, 6), min_size=1, max_size=12))
def test_every_head_has_the_root_of_all_before_it(sizes: list[int]) -> None:
    with folder() as path:
        log, number = Log.create(path, ORIGIN), 0
        for size in sizes:
            log.append([draft(number + each) for each in range(size)])
            number += size
        log.close()
        leaves: list[bytes] = []
        for line in (path / "ledger.jsonl").read_bytes().splitlines():
            if line[:1] == b"{":
                leaves.append(line)
            else:
                assert json.loads(line).split("\n")[1] == str(len(leaves))
                assert log_root(line) == root_of(leaves)
        assert log.head() == (number, root_of(leaves))


def log_root(line: bytes) -> bytes:
    return base64.b64decode(json.loads(line).split("\n")[2])


@few
@given(st.lists(st.tuples(st.integers(0, 2), DRAFTS, st.booleans()), min_size=1, max_size=12))
def test_handles_append_in_turn(turns: list[tuple[int, Draft, bool]]) -> None:
    """Three handles, one of them with a frontier that is kept; each sees what the others appended before it appends."""
    with folder() as path:
        Log.create(path, ORIGIN).close()
        logs = [Log.open(path, ORIGIN), Log.open(path, ORIGIN, cache=path / "frontier"), Log.open(path, ORIGIN)]
        expected: list[Said] = []
        for turn, each, sign in turns:
            assert logs[turn].append([each], SIGNER if sign else None) == len(expected)
            expected.append(said(each))
        for log in logs:
            assert log.refresh() == len(expected)
            assert back(log) == expected
            log.close()
        again = Log.open(path, ORIGIN, cache=path / "frontier")
        assert back(again) == expected
        again.close()
        assert sound(path).size == len(expected)


@few
@given(st.lists(st.lists(TEXTS, min_size=1, max_size=4), min_size=1, max_size=6), st.data())
def test_an_erased_value_is_gone_and_the_ledger_verifies(values: list[list[str]], data: st.DataObject) -> None:
    with folder() as path:
        log = Log.create(path, ORIGIN)
        for number, sealed in enumerate(values):
            log.append([draft(number, *sealed)])
        places = [(seq, place) for seq, sealed in enumerate(values) for place in range(len(sealed))]
        chosen = data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=4))
        salts = {place: opening(path, place) for place in places}
        before = (path / "ledger.jsonl").read_bytes()
        sizes = [len(line) for line in (path / "sealed.jsonl").read_bytes().splitlines()]
        log.append([draft(99, erases=chosen)])
        for seq, place in places:
            value = log.entry(seq).sealed[place]
            assert value == (None if (seq, place) in chosen else ("name", values[seq][place]))
        log.close()
        now = (path / "sealed.jsonl").read_bytes()
        assert [place for place in places if salts[place] not in now] == sorted(set(chosen))
        assert [len(line) for line in now.splitlines()] == sizes
        assert (path / "ledger.jsonl").read_bytes().startswith(before)
        again = Log.open(path, ORIGIN)
        assert content(again) == content_of(path)
        again.close()
        sound(path)


def opening(path: Path, place: tuple[int, int]) -> bytes:
    """The salt and value of a place, as they stand in the file."""
    start = b'{"seq":%d,"k":%d,"open":' % place
    line = next(line for line in (path / "sealed.jsonl").read_bytes().split(b"\n") if line.startswith(start))
    return line.removeprefix(start).rstrip(b" }")


def content_of(path: Path) -> list[Said]:
    """The same by the verifier, which reads both files side by side."""
    found: list[Said] = []
    verify(path, each=lambda entry: found.append((entry.fields, entry.sealed)))
    return found


@settings(max_examples=300, deadline=None)
@given(VALUES)
def test_canonical_json_is_that_of_rfc_8785(value: Any) -> None:
    written = canonical(value)
    assert written == rfc8785.dumps(value)
    assert parse(written) == value


@settings(max_examples=100, deadline=None)
@given(VALUES, st.sampled_from([1.5, 2**53, -(2**53), b"a", "\ud800", {"ä": 1}, {2: 1}, (0.0,)]), st.booleans())
def test_one_value_that_has_no_one_form_spoils_the_whole(value: Any, wrong: Any, within: bool) -> None:
    with pytest.raises(ValueError):
        canonical({"a": value, "b": [wrong]} if within else [value, wrong])


# -- what is refused changes nothing


@pytest.mark.parametrize(
    "wrong",
    [
        Draft({"a": 1.5}),
        Draft({"é": 1}),
        Draft({}, [("name", {"a": 0.1})]),
        Draft({}, [("name", "\ud800")]),
        Draft({"a": "x" * 65_535}),
        Draft({"seq": 7}),
        Draft({"seal": []}),
        Draft({"erased": [[0, 0]]}),
        Draft({}, erases=[(1, 9)]),
        Draft({}, erases=[(400, 0)]),
        Draft({}, erases=[(11, 0)]),
        Draft({}, [("name", "a")], erases=[(12, 0)]),
        Draft({}, erases=[(2, 0)]),
    ],
    ids=lambda wrong: str(wrong)[:60],
)
def test_a_wrong_draft_appends_nothing_of_its_commit(tmp_path: Path, wrong: Draft) -> None:
    """The last ones would be owed for ever: no ledger could be opened that records an erasure it cannot carry out."""
    log = make(tmp_path)
    before, entries = read(tmp_path), content(log)
    with pytest.raises(AskedWrong):
        log.append([draft(50, "somebody"), wrong])
    assert read(tmp_path) == before
    assert log.append([draft(51)]) == len(entries)
    log.close()
    again = Log.open(tmp_path, ORIGIN)
    assert content(again)[:-1] == entries
    again.close()
    sound(tmp_path)


def test_time_never_goes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = [5_000, 3_000, 4_000, 9_000]
    monkeypatch.setattr("time.time_ns", lambda: moments.pop(0) * 1000)
    log = Log.create(tmp_path, ORIGIN)
    log.append([draft(1), draft(2)])
    log.close()
    log = Log.open(tmp_path, ORIGIN)
    log.append([draft(3)])
    log.append([draft(4)])
    assert [entry.at for entry in log.entries()] == [5_000, 5_000, 5_000, 9_000]
    log.close()


def test_a_ledger_is_begun_once(tmp_path: Path) -> None:
    make(tmp_path).close()
    before = read(tmp_path)
    with pytest.raises(Refused):
        Log.create(tmp_path, ORIGIN)
    assert read(tmp_path) == before


def test_sealed_values_without_their_ledger_are_left_alone(tmp_path: Path) -> None:
    """A new ledger over them would take every one for an orphan, and cut it off."""
    make(tmp_path).close()
    (tmp_path / "ledger.jsonl").unlink()
    before = read(tmp_path)
    for _ in range(2):
        with pytest.raises(Refused):
            Log.create(tmp_path, ORIGIN)
        assert read(tmp_path) == before


def test_a_lost_file_of_sealed_values_is_not_made_anew(tmp_path: Path) -> None:
    make(tmp_path).close()
    (tmp_path / "sealed.jsonl").unlink()
    before = read(tmp_path)
    with pytest.raises(Broken, match="sealed"):
        Log.open(tmp_path, ORIGIN)
    assert verify(tmp_path).problems
    assert read(tmp_path) == before


def test_halving_finds_every_entry(tmp_path: Path) -> None:
    """Lines from a few bytes to 64 KiB, so that a step lands in the midst of one."""
    log = Log.create(tmp_path, ORIGIN)
    sizes = [(number * 7919) % 97 * 600 if number % 5 == 0 else number % 50 for number in range(120)]
    for start in range(0, 120, 8):
        log.append([draft(number, "y" * sizes[number], pad="x" * sizes[number]) for number in range(start, start + 8)])
    for number in range(120):
        entry = log.entry(number)
        assert (entry.fields["pad"], entry.sealed) == ("x" * sizes[number], (("name", "y" * sizes[number]),))
    assert [entry.seq for entry in log.entries(37, 41)] == [37, 38, 39, 40]
    assert list(log.entries(120)) == list(log.entries(-1)) == list(log.entries(5, 5)) == []
    with pytest.raises(AskedWrong):
        log.entry(120)
    log.close()


# -- the frontier that is kept


def test_a_kept_frontier_changes_nothing_but_the_time(tmp_path: Path) -> None:
    cache = tmp_path / "derived"
    cache.mkdir()
    log = make(tmp_path / "case")
    expected, head = content(log), log.head()
    log.close()
    for _ in range(2):
        log = Log.open(tmp_path / "case", ORIGIN, cache=cache / "frontier")
        assert (content(log), log.head()) == (expected, head)
        log.close()
        assert (cache / "frontier").exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        "[1,2,3]",
        '["a",0,0,[]]',
        "[1e999,1,1,[]]",
        "[-1,-5,0,[]]",
        "[1,true,0,[]]",
        "[3,200,0,[1]]",
        '[3,200,0,["zz"]]',
        "[" * 100_000,
        "\0\0\0",
        "\xff",
    ],
    ids=lambda text: text[:16],
)
def test_what_is_no_frontier_is_passed_over(tmp_path: Path, text: str) -> None:
    log = make(tmp_path / "case")
    expected = content(log)
    log.close()
    (tmp_path / "frontier").write_bytes(text.encode("latin-1"))
    log = Log.open(tmp_path / "case", ORIGIN, cache=tmp_path / "frontier")
    assert content(log) == expected
    log.append([draft(50)])
    log.close()
    sound(tmp_path / "case")


def test_a_frontier_with_the_right_root_in_the_wrong_pieces_is_passed_over(tmp_path: Path) -> None:
    """It would give that root, and wrong ones for all that is appended."""
    log = make(tmp_path / "case")
    size, root = log.head()
    at = log.entry(size - 1).at
    log.close()
    end = (tmp_path / "case" / "ledger.jsonl").stat().st_size
    (tmp_path / "frontier").write_text(json.dumps([size, end, at, [root.hex()]]))
    log = Log.open(tmp_path / "case", ORIGIN, cache=tmp_path / "frontier")
    log.append([draft(50), draft(51)])
    log.close()
    assert sound(tmp_path / "case").size == size + 2


def test_a_ledger_shorter_than_its_frontier_is_refused(tmp_path: Path) -> None:
    """Cut back to an older head it looks whole; what is remembered beside it says that something is lost."""
    cache = tmp_path / "frontier"
    log = make(tmp_path / "case")
    log.close()
    Log.open(tmp_path / "case", ORIGIN, cache=cache).close()
    path = tmp_path / "case" / "ledger.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-1]))
    with pytest.raises(Broken, match="was whole up to"):
        Log.open(tmp_path / "case", ORIGIN, cache=cache)


def test_an_open_ledger_that_shrinks_is_refused(tmp_path: Path) -> None:
    log = make(tmp_path)
    path = tmp_path / "ledger.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    with pytest.raises(Broken):
        log.refresh()
    with pytest.raises(Broken):
        log.append([draft(50)])
    log.close()


def test_without_a_place_for_the_frontier_the_ledger_works(tmp_path: Path) -> None:
    """`derived/` may be deleted at any time: what is durable was told, and is not told as lost."""
    log = Log.create(tmp_path, ORIGIN)
    log.close()
    log = Log.open(tmp_path, ORIGIN, cache=tmp_path / "derived" / "frontier")
    assert log.append([draft(number) for number in range(4200)]) == 0
    assert log.append([draft(1)]) == 4200
    log.close()
    assert sound(tmp_path).size == 4201


def test_no_frontier_is_kept_behind_an_erasure_that_is_not_carried_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crash between the entry and the blanking: whoever opens it next, with the frontier, still owes the blanking."""
    cache = tmp_path / "frontier"
    case = tmp_path / "case"
    case.mkdir()
    Log.create(case, ORIGIN).close()
    log = Log.open(case, ORIGIN, cache=cache)
    log.append([draft(0, "Ann Example")])

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("muniment.ledger.recovery.blank", dies)
    with pytest.raises(KeyboardInterrupt):
        log.append([draft(number) for number in range(1, 5000)] + [draft(5000, erases=[(0, 0)])])
    monkeypatch.undo()
    assert b"Ann Example" in (case / "sealed.jsonl").read_bytes()
    log.close()
    log = Log.open(case, ORIGIN, cache=cache)
    assert log.entry(0).sealed == (None,)
    log.close()
    assert b"Ann Example" not in (case / "sealed.jsonl").read_bytes()
    assert sound(case).size == 5001
