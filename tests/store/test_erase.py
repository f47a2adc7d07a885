"""What an erasure takes with it, which words it finds, and that tables of before are never used again."""

from datetime import date
from pathlib import Path
from typing import Any

import erased
import pytest
from erased import BOTH, small

from muniment.case import Case
from muniment.errors import AtWork, Broken, Refused
from muniment.model.act import Erased
from muniment.store import mentions
from muniment.store.mentions import Values
from muniment.store.store import Store
from muniment.store.tables import Tables


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("a letter of Zelda Example, read", "zelda example", True),
        ("see secret-note.txt", "secret-note.txt", True),
        ("see secret-note.txts", "secret-note.txt", False),
        ("my_secret-note.txt", "secret-note.txt", False),
        ("/media/stick/secret-note.txt", "secret-note.txt", True),
        ("Zeldas", "zelda", False),
        ("Caf\u00e9 Nero", "cafe\u0301 nero", True),
        ("STRASSE 4", "stra\u00dfe 4", True),
        ("", "zelda", False),
        ("a.b", "", False),
    ],
)
def test_words_are_found_whole_and_in_any_case(text: str, word: str, found: bool) -> None:
    assert mentions.names(text, [word]) is found


def test_words_are_found_in_the_right_value() -> None:
    values = Values()
    values.add((1, 0), "first")
    values.add((2, 0), {"no": 4, "cells": ["second", ["third one"]]})
    values.add((3, 1), None)
    values.add((4, 0), "one second")
    assert values.naming(["second"]) == {(2, 0), (4, 0)}
    assert values.naming(["third one"]) == {(2, 0)}
    assert values.naming(["first second"]) == set(), "not from one value into the next"


def test_empty_files_have_nothing_in_common(tmp_path: Path) -> None:
    with small(tmp_path, a_1="", b_1="", c_1="words") as case:
        assert [each["item"] for each in case.to_erase("ITM-000001")["families"]] == ["ITM-000001"]
        assert case.erase("ITM-000001", authority="x", agreed_by=BOTH)["removed"]["originals"] == 0, "the other has it"
        assert case.check() == []
    assert Case.verify_at(tmp_path / "case")["ok"]


def test_a_name_that_other_things_have_is_not_looked_for(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "statement.txt").write_text("another")
    with small(tmp_path, statement="one", other="two") as case:
        case.intake(tmp_path / "more", "Example Chambers", date(2026, 3, 4))
        rows = {(row["bundle"], row["path"]): row["id"] for row in case.items()}
        entry = case.describe(rows["BUN-0001", "other.txt"], "Beside statement.txt it lay.")["entry"]
        said = case.erase(rows["BUN-0001", "statement.txt"], authority="x", agreed_by=BOTH)
        assert said["common_names"] == ["statement.txt"]
        assert case._store.ledger.entry(entry).sealed[0] is not None
        assert case.item(rows["BUN-0002", "statement.txt"])["name"] == "statement.txt"
        assert case.check() == []


def test_tables_of_before_an_erasure_are_made_anew_after_a_crash_at_any_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small(tmp_path, note="The heron nests here.") as case:
        case.describe("ITM-000001", "A heron is meant.")
        entry = case.describe("ITM-000001", "Zelda Quagmire wrote it.")["entry"]
    path = tmp_path / "case"

    def crash(*_: Any) -> None:
        raise KeyboardInterrupt

    for step, (owner, name) in enumerate(((Store, "_forget"), (Tables, "make"), (Tables, "scrub"))):
        with monkeypatch.context() as patch:
            store = Store.open(path)
            patch.setattr(owner, name, crash)
            with pytest.raises(KeyboardInterrupt):
                store.record(Erased([(entry - step % 2, 0)], "x")) if step < 2 else store._make()
            store.tables.close()
            store.ledger.close()
        Store.open(path).close()
        assert erased.left(path, "Zelda Quagmire") == []
    with Case.open(path) as case:
        assert case.check() == []
        assert case.search("quagmire")["total"] == 0


def test_an_erasure_that_was_never_entered_erases_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with small(tmp_path, note="The heron nests here.") as case:
        with monkeypatch.context() as patch:
            patch.setattr(Store, "record_now", lambda *_: (_ for _ in ()).throw(Refused("no")))
            with pytest.raises(Refused):
                case.erase("ITM-000001", authority="x", agreed_by=BOTH)
        assert (tmp_path / "case" / "erasing.json").exists()
    said = Case.verify_at(tmp_path / "case")
    assert [each["where"] for each in said["problems"]] == ["erasing.json"]
    with Case.open(tmp_path / "case") as case:
        assert not (tmp_path / "case" / "erasing.json").exists()
        assert case.search("heron")["total"] == 1


def test_a_plan_that_was_damaged_is_kept_and_named(tmp_path: Path) -> None:
    with small(tmp_path, note="The heron nests here."):
        pass
    for data in (b"", b"{}", b"{}\n" + b"0" * 64 + b"\n", bytes(range(256))):
        (tmp_path / "case" / "erasing.json").write_bytes(data)
        with Case.open(tmp_path / "case") as case:
            assert case.search("heron")["total"] == 1
            with pytest.raises(Broken, match="cannot be read any more"):
                case.erase("ITM-000001", authority="x", agreed_by=BOTH)
        assert not Case.verify_at(tmp_path / "case")["ok"]


def test_what_is_written_down_of_an_erasure_tells_nothing_by_its_hash(tmp_path: Path) -> None:
    """The entries hold the hash of a file that names hashes: with a salt it is no guess away."""
    plans = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        with small(tmp_path / name, note="The same words.") as case:
            entry = case.erase("ITM-000001", authority="x", agreed_by=BOTH)["entry"]
            plans.append(case._store.ledger.entry(entry).fields["plan"])
    assert plans[0] != plans[1]


def test_a_thing_on_a_shelf_is_not_erased_here(tmp_path: Path) -> None:
    with small(tmp_path, note="x") as case:
        box = case.box_add("Box 14", "Example Constabulary")["item"]
        with pytest.raises(Refused, match="on a shelf"):
            case.to_erase(box)


def test_acts_of_others_while_it_is_worked_out_go_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from muniment.store import erasing  # noqa: PLC0415

    with small(tmp_path, note="The heron nests here.") as case:
        real = erasing._write_down

        def meanwhile(*args: Any) -> str:
            with Case.open(tmp_path / "case", by="Cem Example") as other:
                other.describe("ITM-000001", "An egret perhaps.")
            return real(*args)

        monkeypatch.setattr(erasing, "_write_down", meanwhile)
        case.erase("ITM-000001", authority="x", agreed_by=BOTH)
        assert case.check() == []
    assert erased.left(tmp_path / "case", "egret") == []


def test_two_at_once_are_one_after_the_other(tmp_path: Path) -> None:
    with small(tmp_path, a_1="one", b_1="two") as case, Case.open(tmp_path / "case") as other:
        with other._store.alone("erase"), pytest.raises(AtWork):
            case.erase("ITM-000001", authority="x", agreed_by=BOTH)
        case.erase("ITM-000001", authority="x", agreed_by=BOTH)
        other.erase("ITM-000002", authority="x", agreed_by=BOTH)
        assert case.account()["states"] == {"unread.erased": 2}
