"""What is kept of a case's texts follows the case, is the same however it came to be, and can be thrown away."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from memory import Case

from muniment.model.item import Item
from muniment.model.reading import Reading
from muniment.review.rank import base as bases
from muniment.review.rank.base import Base, brought
from muniment.store.ids import number_of


def text(number: int) -> str:
    return f"ballot paper {number % 7} envelope {number % 3} street {number % 11} roll {number % 2}"


def filled(case: Case, size: int = 40) -> list[str]:
    return [case.put(text(number)) for number in range(size)]


def bytes_of(base: Base) -> list[bytes]:
    return [
        base.numbers.tobytes(),
        *(each.tobytes() for each in (base.rows.starts, base.rows.columns, base.rows.values)),
    ]


def same(one: Base, other: Base) -> bool:
    return bytes_of(one) == bytes_of(other)


def anew(case: Case) -> Base:
    bases.remove(case)
    return brought(case)


def test_every_item_has_a_row_and_one_without_text_an_empty_one(case: Case) -> None:
    filled(case)
    case.put()
    found = brought(case)
    assert found.numbers.tolist() == list(range(1, 42))
    assert found.as_of == case.as_of
    lengths = np.diff(found.rows.starts)
    assert lengths[-1] == 0
    assert (lengths[:-1] > 5).all()


def test_a_base_that_grew_is_the_same_as_one_made_at_once(case: Case) -> None:
    for size in (1, 5, 3, 12, 1, 1, 20):
        filled(case, size)
        grown = brought(case)
    case.put("other words altogether envelope", key="ITM-000003")
    case.put("ballot street", key="ITM-000009")
    grown = brought(case)
    assert same(grown, brought(case))
    assert same(grown, anew(case))


def test_the_readings_of_what_did_not_change_are_not_opened_again(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(case)
    brought(case)
    case.put("one more ballot")
    opened, before = [], case.reading

    def open_(item: Item) -> Reading | None:
        opened.append(item.id)
        return before(item)

    monkeypatch.setattr(case, "reading", open_)
    brought(case)
    brought(case)
    assert opened == ["ITM-000041"]


def test_a_held_item_is_left_out_and_comes_back(case: Case) -> None:
    ids = filled(case)
    whole = brought(case)
    for aside in ("held", ""):
        case.as_of += 1
        case.rows[ids[4]] = replace(case.rows[ids[4]], aside=aside, changed=case.as_of)
        found = brought(case)
        assert (number_of(ids[4]) in found.numbers) == (not aside)
        assert same(found, anew(case))
    assert same(found, whole)


def test_parts_are_joined_and_nothing_else_is_left_behind(case: Case) -> None:
    for _ in range(30):
        filled(case, 2)
        found = brought(case)
    folder = bases.folder(case.derived)
    parts = json.loads((folder / "manifest.json").read_text())["parts"]
    assert len(parts) <= 6
    assert {path.name.rpartition("-")[0] for path in folder.iterdir()} - {""} == set(parts)
    assert len(found.numbers) == 60


@pytest.mark.parametrize("how", ["cut", "turned", "gone", "manifest", "foreign", "pickled"])
def test_what_is_damaged_or_of_another_is_made_again(case: Case, how: str) -> None:
    filled(case)
    whole = brought(case)
    folder = bases.folder(case.derived)
    columns = next(folder.glob("*-columns.npy"))
    if how == "cut":
        columns.write_bytes(columns.read_bytes()[:-9])
    elif how == "turned":
        columns.write_bytes(columns.read_bytes()[:-4] + b"\xff\xff\xff\x7f")
    elif how == "gone":
        columns.unlink()
    elif how == "manifest":
        (folder / "manifest.json").write_text("{")
    elif how == "foreign":
        said = json.loads((folder / "manifest.json").read_text())
        (folder / "manifest.json").write_text(json.dumps(said | {"maker": "another"}))
    else:
        with columns.open("wb") as file:
            np.save(file, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    assert same(brought(case), whole)
    assert same(brought(case), whole)


def test_a_crash_between_parts_and_manifest_costs_nothing(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(case)
    brought(case)
    filled(case, 10)

    class PowerCut(BaseException):
        pass

    def cut(*_: object) -> None:
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr(bases, "_write", cut)
        with pytest.raises(PowerCut):
            brought(case)
    found = brought(case)
    assert len(found.numbers) == 50
    assert same(found, anew(case))


def test_it_goes_on_where_it_was_stopped(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bases, "_BATCH_ITEMS", 8)
    filled(case)
    before, asked = case.reading, []

    def stop(item: Item) -> Reading | None:
        asked.append(item.id)
        if len(asked) == 30:
            raise KeyboardInterrupt
        return before(item)

    monkeypatch.setattr(case, "reading", stop)
    with pytest.raises(KeyboardInterrupt):
        brought(case)
    found = brought(case)
    assert len(asked) < 30 + 20
    assert len(found.numbers) == 40
    assert same(found, anew(case))


def test_what_is_entered_meanwhile_is_had_the_next_time(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(case)
    before = case.reading

    def another_enters(item: Item) -> Reading | None:
        if len(case.rows) == 40:
            case.put("ballot envelope street")
        return before(item)

    monkeypatch.setattr(case, "reading", another_enters)
    brought(case)
    assert brought(case).numbers.tolist() == [*range(1, 42)]


def test_a_row_stays_while_its_text_does(case: Case) -> None:
    first, second, *_ = map(case.item, filled(case))
    found = brought(case)
    assert found.still(first)
    assert found.still(replace(first, changed=99, opened=True)), "a note changes the item and not its text"
    assert not found.still(replace(first, reading=second.reading))
    assert not found.still(replace(first, aside="withdrawn"))
    fresh = replace(first, id="ITM-000041")
    assert not found.still(fresh)
    assert found.still(replace(fresh, aside="held")), "nobody is to find it, as before"


def test_after_removal_nothing_is_left(case: Case) -> None:
    filled(case)
    brought(case)
    bases.remove(case)
    assert not bases.folder(case.derived).exists()
    assert brought(Case(case.derived.parent / "empty")).numbers.tolist() == []


def test_where_nothing_can_be_written_it_is_made_in_memory(
    case: Case, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    filled(case)
    whole = brought(case)
    bases.remove(case)
    monkeypatch.setattr(bases, "writable", lambda _: False)
    assert same(brought(case), whole)
    assert not bases.folder(case.derived).exists()
