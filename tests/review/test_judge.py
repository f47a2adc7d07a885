"""Judgements: one entry each, kept whoever differs, taken back by who made them, and there after a kill."""

import shutil
from pathlib import Path

import killing
import pytest
from reviewing import ANN, BEN, CAT, DAY, ids, whole

from muniment.case import Case
from muniment.errors import AskedWrong, BadQuery, Refused, UnknownItem

POINTS = 8  # of all calls of some judgements that change something on the disk

JUDGES = """
from muniment.case import Case

with Case.open(sys.argv[1], by="Ann Example") as case:
    begin()
    for number, id in enumerate(sys.argv[2].split(",")):
        said = case.judge(id, judgement=("relevant", "not-relevant")[number % 2], note=f"number {number}")
        print("told", said["entry"], said["item"], said["judgement"], flush=True)
"""


def test_a_judgement_is_an_entry_of_its_own(case: Case) -> None:
    item = ids(case)["canvass.txt"]
    said = case.judge(item, judgement="relevant", note="he called at nine")
    assert {name: said[name] for name in ("item", "judgement", "by", "count")} == {
        "item": item, "judgement": "relevant", "by": ANN, "count": 1,
    }  # fmt: skip
    assert said["at"].endswith("Z")
    assert said["as_of"] >= said["entry"], "after its own act a door waits until that act shows"
    again = case.judge(item, judgement="relevant")
    assert again["entry"] > said["entry"], "who names an item judges it, also the same way"
    stands = case.reviewed(item)
    assert (stands["judgement"], stands["differ"], len(stands["says"])) == ("relevant", False, 1)
    assert [(each["do"], each["judgement"], each["note"]) for each in stands["history"]] == [
        ("judged", "relevant", "he called at nine"), ("judged", "relevant", ""),
    ]  # fmt: skip
    assert case.account()["opened"] == 0, "who judges has not said that they opened it"
    whole(case)


def test_what_cannot_be_judged(case: Case, tmp_path: Path) -> None:
    item = ids(case)["menu.txt"]
    with pytest.raises(AskedWrong, match="judged so"):
        case.judge(item, judgement="guilty")
    with pytest.raises(AskedWrong, match="come before a person"):
        case.judge(item, judgement="relevant", way="luck")
    with pytest.raises(UnknownItem):
        case.judge(item, "ITM-000999", judgement="relevant")
    with pytest.raises(AskedWrong, match="items, or a query"):
        case.judge(judgement="relevant")
    with pytest.raises(AskedWrong, match="items, or a query"):
        case.judge(item, judgement="relevant", query="menu")
    with pytest.raises(BadQuery):
        case.judge(judgement="relevant", query='"menu')
    with pytest.raises(AskedWrong, match="more than"):
        case.judge(item, judgement="relevant", note="x" * 100_001)
    held = tmp_path / "held"
    held.mkdir()
    (held / "advice.txt").write_text("Advice about the estate.\n")
    bundle = case.intake(held, "Example Chambers", DAY, hold=True)["bundle"]["id"]
    kept = next(row["id"] for row in case.items() if row["bundle"] == bundle)
    size = case.as_of
    with pytest.raises(Refused, match="held"):
        case.judge(kept, judgement="relevant")
    assert case.judge(judgement="relevant", query="estate")["count"] == 3, "nobody finds what is held"
    assert case.as_of == size + 1
    with pytest.raises(Refused, match="held"):
        case.reviewed(kept)


def test_over_a_query_the_count_is_held_against_what_is_found_now(case: Case, ben: Case) -> None:
    assert case.to_judge("estate", "not-relevant") == 3
    with pytest.raises(Refused, match="4 items were shown, and now there are 3"):
        case.judge(judgement="not-relevant", query="estate", count=4)
    first = case.judge(judgement="not-relevant", query="estate", count=3)
    assert (first["count"], first["item"]) == (3, None)
    assert case.to_judge("estate", "not-relevant") == 0
    with pytest.raises(AskedWrong, match="nothing to say it of"):
        case.judge(judgement="not-relevant", query="estate", count=0)
    assert case.to_judge("estate", "relevant") == 3, "the same person may say something else"
    assert ben.to_judge("estate", "not-relevant") == 3, "another person has not said it"
    assert case.to_judge("estate", "not-relevant", decides=True) == 3, "to decide is more than to say"
    assert case._store.ledger.entry(first["entry"]).fields["count"] == 3, "one entry for all of them"
    back = case.take_back(first["entry"], "the wrong search")
    assert back["count"] == 3
    assert case.progress()["judged"] == 0, "in bulk, and taken back in bulk"
    whole(case)


def test_only_who_judged_takes_back_and_once(case: Case, ben: Case) -> None:
    item = ids(case)["ballots.txt"]
    first = case.judge(item, judgement="unsure")["entry"]
    second = case.judge(item, judgement="relevant")["entry"]
    with pytest.raises(Refused, match="judge it yourself: both are kept"):
        ben.take_back(second)
    case.take_back(second, "I had another item in mind")
    assert case.reviewed(item)["judgement"] == "unsure", "what was said before stands again"
    with pytest.raises(Refused, match="taken back already"):
        case.take_back(second)
    case.take_back(first)
    assert case.reviewed(item)["judgement"] is None
    assert case.progress()["judged_by_nobody"] == case.progress()["items"]
    for nothing in (0, 10_000):
        with pytest.raises(UnknownItem, match="judged nothing"):
            case.take_back(nothing)
    acts = [
        (each["do"], each.get("of"), each.get("why"), each.get("taken_back")) for each in case.reviewed(item)["history"]
    ]
    assert acts == [
        ("judged", None, None, first + 3),
        ("judged", None, None, first + 2),
        ("taken-back", second, "I had another item in mind", None),
        ("taken-back", first, "", None),
    ]
    whole(case)


def test_where_two_differ_both_are_kept_until_somebody_decides(case: Case, ben: Case, path: Path) -> None:
    names = ids(case)
    for name in ("rota.txt", "menu.txt"):
        case.judge(names[name], judgement="relevant", note="the drivers")
        ben.judge(names[name], judgement="not-relevant")
    found = case.disagreements()
    assert [each["item"] for each in found["items"]] == sorted([names["rota.txt"], names["menu.txt"]])
    assert [(each["by"], each["judgement"], each["note"]) for each in found["items"][0]["says"]] == [
        (ANN, "relevant", "the drivers"), (BEN, "not-relevant", ""),
    ]  # fmt: skip
    first = case.disagreements(limit=1)
    assert case.disagreements(after=first["next"], limit=1)["items"] == found["items"][1:]
    progress = case.progress()
    assert (progress["judged"], progress["unsure"], progress["differ"]) == (2, 2, 2)
    with Case.open(path, by=CAT) as cat:
        cat.judge(names["rota.txt"], judgement="relevant", decides=True)
    assert [each["item"] for each in case.disagreements()["items"]] == [names["menu.txt"]]
    assert case.reviewed(names["rota.txt"])["judgement"] == "relevant"
    assert len(case.reviewed(names["rota.txt"])["says"]) == 3
    ben.judge(names["rota.txt"], judgement="unsure")
    assert len(case.disagreements()["items"]) == 2
    whole(case)


def told(out: str) -> list[tuple[int, str, str]]:
    said = [line.split()[1:] for line in out.splitlines() if line.startswith("told ")]
    return [(int(entry), item, judgement) for entry, item, judgement in said]


def test_every_judgement_that_was_acknowledged_is_there_after_a_kill(made: Path, tmp_path: Path) -> None:
    with Case.open(shutil.copytree(made, tmp_path / "names")) as case:
        wanted = ",".join(list(ids(case).values())[:4])
    done = killing.run(JUDGES, 0, shutil.copytree(made, tmp_path / "whole"), wanted)
    assert done.returncode == 0, done.stderr
    assert len(told(done.stdout)) == 4
    for at in killing.points(int(done.stdout.split()[-1]), POINTS):
        here = shutil.copytree(made, tmp_path / str(at))
        killed = killing.run(JUDGES, at, here, wanted)
        assert killed.returncode == -9, killed.stderr
        with Case.open(here, by=ANN) as case:
            for entry, item, judgement in told(killed.stdout):
                assert [(each["entry"], each["judgement"]) for each in case.reviewed(item)["says"]] == [
                    (entry, judgement)
                ]
            assert case.check() == []
        assert Case.verify_at(here)["ok"]
