"""The single file and the page say the same, line for line, and are as strict as Muniment itself."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from keeping import ORIGIN, SIGNER
from verifier.asked import Said, html, muniment, open_case, python
from verifier.cases import Files, Made, lay, truth
from verifier.edits import edits
from verifier.rewriting import rewrite

from muniment.case import Case
from muniment.ledger.log import Draft, Log

SEED = 20_261_127
EDITS = int(os.environ.get("MUNIMENT_EDITS", "120"))  # `./go faults` asks for 900 and more
Edited = tuple[str, Files, Said, Said]
GOLDEN = sorted(path.parent for path in (Path(__file__).parents[1] / "golden" / "cases").glob("*/expected.json"))


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: path.name)
def test_frozen_cases_hold(golden: Path, page: Any) -> None:
    expected, case = json.loads((golden / "expected.json").read_text()), golden / "case"
    lines, good = python(case, expected["fingerprint"], expected["checkpoint"])
    assert good, lines
    assert lines[-1].endswith("signer confirmed")
    open_case(page, case)
    assert html(page, {}, [{}], expected["fingerprint"], expected["checkpoint"]) == [(lines, good)]


def test_a_new_case_holds(made: Made, page: Any) -> None:
    open_case(page, made.path)
    for key in ("", made.fingerprint, made.fingerprint.upper().replace("-", " ")):
        for against in ("", made.checkpoint, f"Kept for us:\n\n{made.checkpoint}\nby the clerk\n"):
            said = python(made.path, key, against)
            assert said[1], said
            assert html(page, {}, [{}], key, against) == [said]
            assert any("nobody rewrote" in line for line in said[0]) != bool(against)
    assert muniment(made.path) == ([], True)


@pytest.fixture(scope="module")
def edited(made: Made, tmp_path_factory: pytest.TempPathFactory) -> list[Edited]:
    """Every edit, and what the single file and Muniment say of it."""
    folder = tmp_path_factory.mktemp("edited") / "case"
    shutil.copytree(made.path, folder, ignore=shutil.ignore_patterns("derived", "*.lock"))
    before, found = truth(folder), list[Edited]()
    for what, after in edits(before, SEED, EDITS):
        lay(folder, before, after)
        found.append((what, after, python(folder, made.fingerprint), muniment(folder, made.fingerprint)))
        lay(folder, after, before)
    assert python(folder, made.fingerprint)[1]
    return found


def test_each_edit_is_named(edited: list[Edited]) -> None:
    """With the fingerprint, for whoever has not the key: as `muniment verify` does it."""
    assert len(edited) == EDITS
    for what, _, (lines, good), (problems, fine) in edited:
        assert lines[0].startswith("problem: "), what
        assert problems, what
        assert (good, fine) == (False, False), what


def test_the_page_names_each_edit_in_the_same_words(made: Made, edited: list[Edited], page: Any) -> None:
    before = truth(made.path)
    open_case(page, made.path)
    for start in range(0, EDITS, 30):
        some = edited[start : start + 30]
        answers = html(page, before, [after for _, after, _, _ in some], made.fingerprint)
        for (what, _, said, _), answer in zip(some, answers, strict=True):
            assert answer == said, what


def test_what_says_nothing_changes_no_verdict(made: Made, case: Path, page: Any) -> None:
    held = python(case, made.fingerprint, made.checkpoint)
    for path in case.rglob("*"):
        os.utime(path, (0, 0))
    for name in ("ledger.lock", "access.lock"):
        (case / name).write_bytes(b"1 and more")
    (case / "ledger.torn-0").write_bytes(b"something else")
    assert python(case, made.fingerprint, made.checkpoint) == held
    assert muniment(case, made.fingerprint)[1]
    open_case(page, case)
    assert html(page, {}, [{}], made.fingerprint, made.checkpoint) == [held]


@pytest.mark.parametrize("name", ["sealed.jsonl", "access-sealed.jsonl"])
def test_the_room_of_an_erased_value_is_named_in_the_same_words(
    made: Made, page: Any, tmp_path: Path, name: str
) -> None:
    case = tmp_path / "case"
    shutil.copytree(made.path, case)
    if name.startswith("access"):
        with Case.open(case) as opened:
            opened._store.consulted("searched", {}, [("query", "ballot")])
            entry = opened._store.access.head()[0] - 1
            opened._store.access.append([Draft({"do": "erased", "v": 1, "by": "p0", "uid": 0}, [], [(entry, 0)])])
    assert python(case)[1]
    before = truth(case)
    blank = before[name].index(b'"open":null') + len(b'"open":null')
    for data, gone in ((b"", 64), (b"x", 1), (b" " * 64, 0), (b" " * 6400, 0)):
        after = before | {name: before[name][:blank] + data + before[name][blank + gone :]}
        lay(case, before, after)
        said = python(case)
        told = [line for line in said[0] if line.startswith("problem: ")]
        assert told, data
        if data != b"x":
            assert told[0].endswith(f"is blank, and its line is not as long as it was ({name})")
            assert any("is blank, and its line is not as long as it was" in line for line in muniment(case)[0])
        assert not muniment(case)[1]
        open_case(page, case)
        assert html(page, {}, [{}]) == [said]
        lay(case, after, before)


def test_an_insider_with_the_key_is_refused_by_a_checkpoint_alone(made: Made, case: Path, page: Any) -> None:
    def change(fields: dict[str, Any]) -> None:
        fields["as"] = "nothing-there"

    rewrite(case / "ledger.jsonl", made.signer, change)
    open_case(page, case)
    inside = python(case, made.fingerprint)
    assert inside[1]
    assert any("that nobody rewrote everything or cut off the end" in line for line in inside[0])
    outside = python(case, made.fingerprint, made.checkpoint)
    assert not outside[1]
    assert "the outside checkpoint counts 27 entries, which are not the first of the 27 here" in outside[0][0]
    (case.parent / "note").write_text(made.checkpoint)
    assert not muniment(case, made.fingerprint, case.parent / "note")[1]
    assert html(page, {}, [{}], made.fingerprint) == [inside]
    assert html(page, {}, [{}], made.fingerprint, made.checkpoint) == [outside]


def test_a_roll_back_to_an_older_signed_head_is_refused_by_a_checkpoint(made: Made, case: Path, page: Any) -> None:
    log = (case / "ledger.jsonl").read_bytes().splitlines(keepends=True)
    signed = [number for number, line in enumerate(log) if line[:1] == b'"' and "\u2014".encode() in line]
    (case / "ledger.jsonl").write_bytes(b"".join(log[: signed[-4] + 1]))
    open_case(page, case)
    said = python(case, made.fingerprint, made.checkpoint)
    assert not said[1]
    assert any("the outside checkpoint counts 27 entries" in line for line in said[0])
    assert html(page, {}, [{}], made.fingerprint, made.checkpoint) == [said]


def test_what_follows_the_last_signature_is_counted(made: Made, case: Path, page: Any) -> None:
    log = (case / "ledger.jsonl").read_bytes().splitlines(keepends=True)
    (case / "ledger.jsonl").write_bytes(b"".join(log[:-2]))  # the settling stays, its signatures go
    open_case(page, case)
    said = python(case, made.fingerprint)
    assert "not shown: who wrote the last 1 entries: they are not signed" in said[0]
    assert html(page, {}, [{}], made.fingerprint) == [said]


@pytest.mark.parametrize(
    ("name", "cut"), [("ledger.jsonl", 40), ("ledger.jsonl", 460), ("sealed.jsonl", 64), ("sealed.jsonl", 3)]
)
def test_a_torn_end_is_named_apart(made: Made, case: Path, page: Any, name: str, cut: int) -> None:
    log = (case / "ledger.jsonl").read_bytes().splitlines(keepends=True)
    (case / "ledger.jsonl").write_bytes(b"".join(log[:-2]))
    (case / name).write_bytes((case / name).read_bytes()[:-cut])
    said = python(case)
    assert not said[1]
    assert [line.startswith("problem: torn: ") for line in said[0][:2]] == [True, False]
    assert not muniment(case)[1]
    open_case(page, case)
    assert html(page, {}, [{}]) == [said]


def test_who_signed(made: Made, case: Path, page: Any) -> None:
    open_case(page, case)
    for key, what in (
        (made.old_fingerprint, "the fingerprint is of a key that was replaced by another"),
        ("0" * 32, "the fingerprint is of no key of this ledger"),
        (" - ", "the fingerprint is of no key of this ledger"),
        ("nonsense", "the fingerprint is of no key of this ledger"),
    ):
        said = python(case, key)
        assert said[0][0] == f"problem: {what} (what was given)"
        assert not muniment(case, key)[1]
        assert html(page, {}, [{}], key) == [said]


def test_a_checkpoint_that_is_none(made: Made, case: Path, page: Any) -> None:
    open_case(page, case)
    origin, size, root, *_ = made.checkpoint.split("\n")
    for against in ("nothing", f"other\n{size}\n{root}\n", f"{origin}\n0\n{root}\n", f"{origin}\n99\n{root}\n"):
        said = python(case, "", against)
        assert not said[1]
        assert said[0][0].startswith("problem: the outside checkpoint ")
        (case.parent / "note").write_text(against)
        assert not muniment(case, "", case.parent / "note")[1]
        assert html(page, {}, [{}], "", against) == [said]


def test_files_that_are_whole_and_nobodys(made: Made, case: Path, page: Any) -> None:
    other = "6b/" + "6b23c0d5f35d1b11f9b683f0b0a617355deb11277d91ae091d399c655b87940d"  # of one letter "C"
    (case / "originals" / "6b").mkdir(exist_ok=True)
    (case / "originals" / other).write_bytes(b"C")
    said = python(case)
    assert said[1]
    assert said[0][0] == f"unclaimed: originals/{other}, a whole file that no entry names yet"
    open_case(page, case)
    assert html(page, {}, [{}]) == [said]


def test_an_old_copy_of_one_log_beside_a_new_one(made: Made, case: Path, page: Any) -> None:
    """Each log says what it has seen of the other."""
    log = (case / "access.jsonl").read_bytes().splitlines(keepends=True)
    later = json.loads(log[-2])["case"]
    heads = (case / "ledger.jsonl").read_bytes().splitlines(keepends=True)
    kept = next(number for number, line in enumerate(heads) if line[:1] == b'"' and f"\\n{later}\\n".encode() in line)
    (case / "ledger.jsonl").write_bytes(b"".join(heads[:kept]))  # the head that was seen is not there, all else is
    said = python(case)
    assert not said[1]
    assert not muniment(case)[1]
    shutil.copy(made.path / "ledger.jsonl", case)
    (case / "access.jsonl").write_bytes(b"")
    gone = python(case)
    assert "problem: access log: the ledger has no commit (0)" in gone[0]
    assert not muniment(case)[1]


ODD: list[tuple[dict[str, Any], Any]] = [
    ({"list": 5}, []),
    ({"list": None}, []),
    ({"list": {}}, []),
    ({"list": "abc"}, []),
    ({"list": ["a" * 64]}, []),
    ({"list": ["../../../etc/passwd", 1, "a"]}, []),
    ({"list": ["a" * 64 + "\n", 1, "a"]}, []),
    ({"list": ["a" * 64, 1, "a"]}, []),
    ({"access": "abc"}, []),
    ({"access": [1]}, []),
    ({"access": [True, "a"]}, []),
    ({"access": [5, None]}, []),
    ({"key": "x"}, []),
    ({"key": 5}, []),
    ({"case": 7, "root": "abc"}, []),
    ({"__proto__": {"list": 5}, "constructor": 1}, []),
    ({}, [("original", None), ("original", 5), ("original", "text"), ("original", {}), ("original", [])]),
    ({}, [("original", ["../../../etc/passwd", 5])]),
    ({}, [("original", ["b" * 64, 5])]),
    ({"on": "ITM-000001"}, [("original", [["in", 1], "c" * 64, 5])]),
    ({}, [("reading", ["d" * 64]), ("reading", [["d" * 64], "e"]), ("reading", True)]),
    ({}, [("reading", ["d" * 64, "e" * 64]), ("reading", ["d" * 64, "f" * 64])]),
    ({}, [("", [[[]]]), ("row", ["\ufeff\u2028\x7f", None])]),
]


@pytest.mark.usefixtures("no_waiting")
def test_odd_entries_of_whoever_holds_the_key(tmp_path: Path, page: Any) -> None:
    """Each says its problem, and neither stumbles."""
    for number in range(len(ODD) + 1):
        folder = tmp_path / str(number)
        folder.mkdir()
        log = Log.create(folder, ORIGIN)
        log.append([Draft({"do": "case-began", "v": 1, "by": "p0", "key": SIGNER.vkey}, [("title", "Eastmere")])])
        for fields, sealed in ODD[number : number + 1] or ODD:
            log.append([Draft({"do": "odd", "v": 1, "by": "p1", **fields}, sealed)])
        log.checkpoint(SIGNER)
        log.close()
        said = python(folder)
        assert said[0][0].startswith("problem: access log: access.jsonl cannot be read")
        open_case(page, folder)
        assert html(page, {}, [{}]) == [said], number
