"""Bundles that are held until a named person releases them, and bundles that should not have come."""

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from asking import ask

from muniment import Case
from muniment.errors import AskedWrong, Refused, UnknownItem

DAY, WHO = date(2026, 3, 3), "Example Chambers"
SECRET = "Counsel advises that the nightingale file is privileged.\n"
OPEN = "The canvasser called at house 9.\n"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """A case with an open bundle, and a held one that shares a file with it; each with a list."""
    folder(tmp_path / "open", {"note.txt": OPEN, "shared.txt": "In both places.\n"})
    folder(
        tmp_path / "held",
        {"nightingale.txt": SECRET, "shared.txt": "In both places.\n", "odd.bin": bytes(range(256)) * 4},
    )
    listed(tmp_path / "open.csv", "note.txt", "shared.txt")
    listed(tmp_path / "held.csv", "nightingale.txt", "heron.txt")
    with Case.new("Eastmere", tmp_path / "case", by="Ann Example") as case:
        assert case.intake(tmp_path / "open", "Example Society", DAY, list_=tmp_path / "open.csv")
        yield case


def folder(at: Path, files: dict[str, str | bytes]) -> Path:
    at.mkdir()
    for name, data in files.items():
        (at / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return at


def listed(at: Path, *names: str) -> Path:
    at.write_text("No,File\n" + "".join(f"{number},{name}\n" for number, name in enumerate(names, start=1)))
    return at


def hold(case: Case, tmp_path: Path, **more: Any) -> str:
    said = case.intake(tmp_path / "held", WHO, DAY, hold=True, list_=tmp_path / "held.csv", **more)
    return str(said["bundle"]["id"])


def whole(case: Case) -> None:
    before = case.account(), list(case.items()), case.digest(), case.search("nightingale OR canvasser")["total"]
    assert case.check() == []
    said = case.verify()
    assert said["ok"], said["problems"]
    case.rebuild()
    now = case.account(), list(case.items()), case.digest(), case.search("nightingale OR canvasser")["total"]
    assert now == before


def everything_said(case: Case, out: Path) -> str:
    """All that the doors say of a case, but for what one must name a held item to ask."""
    said = [json.dumps([*case.items()]), json.dumps(case.account()), json.dumps(case.boxes())]
    said += [json.dumps(case.search(query, limit=None)) for query in ("nightingale", "type:text", "bundle:BUN-0003")]
    for row in case.items():
        if row["aside"] is None:
            said.append(json.dumps(case.item(row["id"])))
    for bundle in case.account()["bundles"]:
        receipt = case.receipt(bundle["id"], out)
        said.append(json.dumps(receipt))
        said += [Path(path).read_text() for path in receipt["written"] if path.endswith(".txt")]
    for args in (["account"], ["account", "--items"], ["account", "--items", "--jsonl"], ["search", "nightingale"]):
        told = ask(*args, case=case.path)
        said += [told.out, told.err]
    return "\n".join(said)


def test_nothing_of_what_is_held_is_found_or_shown(case: Case, tmp_path: Path) -> None:
    bundle = hold(case, tmp_path)
    said = everything_said(case, tmp_path / "receipts")
    for word in ("nightingale", "heron", "Counsel"):
        found = [line for line in said.splitlines() if word in line.replace('"query": "nightingale"', "")]
        assert not found, word
    mine = [row for row in case.items() if row["bundle"] == bundle]
    assert len(mine) == 3
    for row in mine:
        assert (row["name"], row["path"], row["sha256"], row["reading"]) == ("[held back]", "[held back]", None, None)
        for refuse in (
            lambda: case.item(row["id"]),  # noqa: B023
            lambda: case.save(row["id"], tmp_path / "out"),  # noqa: B023
            lambda: case.opened(row["id"], how="looked"),  # noqa: B023
            lambda: case.settle(row["id"], says="set-aside", why="x"),  # noqa: B023
            lambda: case.describe(row["id"], "x"),  # noqa: B023
            lambda: case.list_match("BUN-0001", 1, [row["id"]], why="x"),  # noqa: B023
        ):
            with pytest.raises(Refused, match="is held until a named person releases it"):
                refuse()
    assert not (tmp_path / "out").exists()
    for ask_for in (case.list_show, case.list_confirm, lambda of: case.list_match(of, 1)):
        with pytest.raises(Refused, match="is held"):
            ask_for(bundle)
    whole(case)


def test_how_many_are_held_is_always_said(case: Case, tmp_path: Path) -> None:
    before = case.account()
    bundle = hold(case, tmp_path)
    account = case.account()
    assert (before["held"], account["held"], account["originals"]["held"]) == (0, 4, 4), "with its list"
    assert account["items"] == before["items"] + 4
    mine = next(each for each in account["bundles"] if each["id"] == bundle)
    assert (mine["held"], mine["withdrawn"], mine["items"], mine["balanced"]) == (3, 0, 3, True)
    answer = case.search("canvasser")
    assert (answer["total"], answer["held"]) == (1, 4)
    assert answer["searched"] + answer["searched_in_part"] + answer["not_searchable"] == account["items"]
    assert "of which 4 are held" in ask("search", "canvasser", case=case.path).out
    told = ask("account", case=case.path).out
    assert "HELD" in told
    assert "held: nobody finds or sees them before somebody releases them (4 distinct)" in told
    shared = next(row["id"] for row in case.items() if row["path"] == "shared.txt")
    assert (case.item(shared)["duplicates"], case.item(shared)["duplicates_count"]) == ([], 0)


def test_a_named_person_releases_it(case: Case, tmp_path: Path) -> None:
    bundle = hold(case, tmp_path)
    with pytest.raises(AskedWrong, match="a reason"):
        case.release(bundle, " ")
    assert ask("release", bundle, case=case.path).code == 2
    said = ask("--by", "Ben Example", "release", bundle, "--why", "not privileged", "--json", case=case.path)
    assert said.code == 0, said.err
    case.account()
    assert case.account()["held"] == 0
    assert case.search("nightingale")["total"] == 2, "the file, and the list that names it"
    item = next(row["id"] for row in case.items() if row["path"] == "nightingale.txt")
    custody = case.item(item)["custody"]
    assert [(act["do"], act["by"]) for act in custody if act["do"] == "released"] == [("released", "Ben Example")]
    assert [line["state"] for line in case.list_show(bundle)["lines"]] == ["matched", "missing", "extra", "extra"]
    shared = next(row["id"] for row in case.items() if row["path"] == "shared.txt")
    assert case.item(shared)["duplicates_count"] == 1
    for wrong, kind in ((bundle, Refused), ("BUN-0001", Refused), ("BUN-0099", UnknownItem)):
        with pytest.raises(kind):
            case.release(wrong, "again")
    again = hold(case, tmp_path)
    assert again == bundle, "the same command again is nothing to do"
    whole(case)


def test_what_is_open_cannot_be_held_afterwards(case: Case, tmp_path: Path) -> None:
    size = case.as_of
    said = ask(
        "intake", tmp_path / "open", "--from", "Example Society", "--received", "2026-03-03", "--hold", "--json",
        case=case.path,
    )  # fmt: skip
    assert said.code == 5
    assert "is not held" in said.error["error"]
    assert case.account()["as_of"] == size


def test_what_supplements_a_held_bundle_is_held(case: Case, tmp_path: Path) -> None:
    bundle = hold(case, tmp_path)
    (tmp_path / "held" / "late.txt").write_text("The nightingale sang late.\n")
    case.intake(tmp_path / "held", WHO, DAY, supplement=bundle)
    assert case.search("nightingale")["total"] == 0
    assert case.account()["held"] == 5
    whole(case)


def test_the_names_of_a_held_supplement_are_not_said_of_the_open_bundle(case: Case, tmp_path: Path) -> None:
    """Its folder holds them no more, or in another form: what is said of that is said of the open bundle."""
    late = tmp_path / "open" / "heron.txt"
    late.write_text("Privileged.\n")
    case.intake(tmp_path / "open", "Example Society", DAY, supplement="BUN-0001", hold=True)
    late.unlink()
    (tmp_path / "open" / "new.txt").write_text("New.\n")
    args = ("intake", tmp_path / "open", "--from", "Example Society", "--received", "2026-03-03")
    said = ask(*args, case=case.path)
    assert (said.code, "1 new; 1 gone; 0 changed" in said.err) == (5, True)
    assert "heron" not in said.out + said.err
    case.intake(tmp_path / "open", "Example Society", DAY, continue_="BUN-0001")
    bundle = case.account()["bundles"][0]
    assert (bundle["appeared"], bundle["gone"]) == (["new.txt"], ["[held back]"])
    assert "heron" not in ask("account", case=case.path).out
    case.release("BUN-0003", "looked at")
    assert case.account()["bundles"][0]["gone"] == ["heron.txt"]
    whole(case)


def test_that_something_open_has_the_same_bytes_is_not_said(case: Case, tmp_path: Path) -> None:
    folder(tmp_path / "odd", {"strange.bin": bytes(range(256)) * 4})
    case.intake(tmp_path / "odd", "Example Society", DAY)
    case.opened(next(row["id"] for row in case.items() if row["path"] == "strange.bin"), how="looked")
    bundle = hold(case, tmp_path)
    account = case.account()
    assert (account["needs_person"], account["originals"]["needs_person"]) == (2, 2)
    waiting = [each for each in account["waiting"] if each["state"] == "unread.unknown-type"]
    assert [(each["items"], each["originals"]) for each in waiting] == [(2, 2)]
    case.release(bundle, "looked at")
    assert case.account()["originals"]["needs_person"] == 1
    whole(case)


def test_who_released_or_withdrew_a_bundle_and_why_is_said(case: Case, tmp_path: Path) -> None:
    bundle = hold(case, tmp_path)
    with Case.open(case.path, by="Ben Example") as other:
        released = other.release(bundle, "not privileged")["entry"]
        withdrawn = other.withdraw(bundle, "the wrong stick")["entry"]
    said = {each["id"]: each["said"] for each in case.account()["bundles"]}
    mine = [
        {"entry": released, "as": "released", "by": "Ben Example", "why": "not privileged"},
        {"entry": withdrawn, "as": "withdrawn", "by": "Ben Example", "why": "the wrong stick"},
    ]
    assert (said["BUN-0001"], said[bundle], said["BUN-0004"]) == ([], mine, mine), "with its list"
    told = ask("account", case=case.path).out
    assert f"  withdrawn by Ben Example (entry {withdrawn}): the wrong stick\n" in told
    whole(case)


def test_a_held_supplement_shows_nothing_in_the_list_of_the_open_bundle(case: Case, tmp_path: Path) -> None:
    (tmp_path / "open" / "heron.txt").write_text("Privileged.\n")
    case.intake(tmp_path / "open", "Example Society", DAY, supplement="BUN-0001", hold=True)
    shown = json.dumps(case.list_show("BUN-0001"))
    assert "heron" not in shown
    listed = case.account()["bundles"][0]["list"]
    assert (listed["lines"], listed["extra"]) == (2, 0)
    bundle = next(each["id"] for each in case.account()["bundles"] if each["held"])
    case.release(bundle, "looked at")
    assert "heron" in json.dumps(case.list_show("BUN-0001"))


def test_the_words_of_held_pictures_and_retries_stay_held(case: Case, tmp_path: Path) -> None:
    hold(case, tmp_path)
    said = case.retry([])
    assert said["balanced"]
    case.reread()
    assert case.search("nightingale OR Counsel")["total"] == 0
    whole(case)


def test_names_of_a_changed_held_folder_are_not_said(case: Case, tmp_path: Path) -> None:
    hold(case, tmp_path)
    (tmp_path / "held" / "nightingale.txt").rename(tmp_path / "held" / "other.txt")
    said = ask("intake", tmp_path / "held", "--from", WHO, "--received", "2026-03-03", "--json", case=case.path)
    assert said.code == 5
    assert "1 new; 1 gone; 0 changed" in said.err
    assert "nightingale" not in said.err


# -- withdrawn


def test_what_is_withdrawn_is_in_no_count_but_its_own(case: Case, tmp_path: Path) -> None:
    before = case.account()
    assert before["unseen"] == 0
    case.intake(tmp_path / "held", WHO, DAY, list_=tmp_path / "held.csv")
    item = next(row["id"] for row in case.items() if row["path"] == "nightingale.txt")
    assert case.search("nightingale")["total"] == 2
    with pytest.raises(AskedWrong):
        case.withdraw("BUN-0003", "")
    assert ask("withdraw", "BUN-0003", "--why", "the wrong stick", "--json", case=case.path).code == 0
    account = case.account()
    same = ("items", "read", "without_text", "unread", "states", "opened", "settled", "needs_person", "unseen", "held")
    assert {name: account[name] for name in same} == {name: before[name] for name in same}
    assert account["withdrawn"] == 4
    own = [each for each in account["bundles"] if each["withdrawn"]]
    assert [(each["id"], each["items"], each["withdrawn"], each["balanced"]) for each in own] == [
        ("BUN-0003", 3, 3, True),
        ("BUN-0004", 1, 1, True),
    ]
    answer = case.search("nightingale")
    assert (answer["total"], answer["held"]) == (0, 0)
    assert answer["searched"] + answer["searched_in_part"] + answer["not_searchable"] == account["items"]
    with pytest.raises(Refused, match="was withdrawn"):
        case.item(item)
    for refuse in (
        case.list_show,
        case.receipt,
        lambda of: case.withdraw(of, "again"),
        lambda of: case.release(of, "x"),
    ):
        with pytest.raises(Refused):
            refuse("BUN-0003")
    assert "WITHDRAWN" in ask("account", case=case.path).out
    assert "nightingale" not in json.dumps([*case.items()])
    whole(case)


def test_the_same_stick_can_come_again(case: Case, tmp_path: Path) -> None:
    case.intake(tmp_path / "held", WHO, DAY)
    case.withdraw("BUN-0003", "it was taken in without --hold")
    ways: tuple[dict[str, Any], ...] = ({"continue_": "BUN-0003"}, {"supplement": "BUN-0003"})
    for more in ways:
        with pytest.raises(Refused, match="was withdrawn"):
            case.intake(tmp_path / "held", WHO, DAY, **more)
    again = case.intake(tmp_path / "held", WHO, DAY, hold=True)
    assert again["bundle"] == {"id": "BUN-0004", "files": 3, "items": 3}
    assert not again["nothing_to_do"]
    assert case.search("nightingale")["total"] == 0
    case.release("BUN-0004", "not privileged")
    assert case.search("nightingale")["total"] == 1
    assert case.intake(tmp_path / "held", WHO, DAY)["nothing_to_do"]
    whole(case)


def test_a_withdrawn_bundle_leaves_its_supplement(case: Case, tmp_path: Path) -> None:
    case.intake(tmp_path / "held", WHO, DAY)
    (tmp_path / "held" / "late.txt").write_text("A late paper.\n")
    case.intake(tmp_path / "held", WHO, DAY, supplement="BUN-0003")
    case.withdraw("BUN-0003", "the wrong folder")
    assert case.search("late")["total"] == 1
    said = case.intake(tmp_path / "held", WHO, DAY, supplement="BUN-0004")
    assert said["bundle"] == {"id": "BUN-0005", "files": 3, "items": 3}, "what was withdrawn is new again"
    assert case.account()["items"] == 3 + 4
    whole(case)


def test_a_line_is_not_matched_by_what_was_withdrawn(case: Case, tmp_path: Path) -> None:
    folder(tmp_path / "late", {"a third.txt": "A third.\n"})
    late = case.intake(tmp_path / "late", "Example Society", date(2026, 3, 9))["bundle"]["id"]
    item = next(row["id"] for row in case.items() if row["bundle"] == late)
    own = case.list_show("BUN-0001")["lines"][0]["items"]
    case.list_match("BUN-0001", 1, [item], why="it came later", instead=True)
    case.list_match("BUN-0001", 2)
    assert case.account()["bundles"][0]["list"]["confirmed"] == 2
    case.withdraw(late, "the wrong stick")
    lines = case.list_show("BUN-0001")["lines"]
    assert (lines[0]["items"], lines[0]["confirmed_by"]) == (own, None), "somebody must speak for it anew"
    assert case.account()["bundles"][0]["list"]["confirmed"] == 1
    assert item not in json.dumps(lines)
    case.list_match("BUN-0001", 1)
    assert case.account()["bundles"][0]["list"]["confirmed"] == 2
    whole(case)


def test_a_withdrawn_list_is_no_list(case: Case, tmp_path: Path) -> None:
    assert case.list_show("BUN-0001")["lines"]
    case.withdraw("BUN-0002", "a draft")
    with pytest.raises(UnknownItem, match="no list"):
        case.list_show("BUN-0001")
    assert case.account()["bundles"][0]["list"] is None
    listed(tmp_path / "final.csv", "note.txt", "shared.txt", "third.txt")
    said = case.intake(tmp_path / "open", "Example Society", DAY, list_=tmp_path / "final.csv")
    assert (said["list"]["lines"], said["list_problem"]) == (3, None)
    whole(case)


def test_releasing_a_bundle_brings_no_withdrawn_list_back(case: Case, tmp_path: Path) -> None:
    bundle = hold(case, tmp_path)
    case.withdraw("BUN-0004", "the wrong list")
    case.release(bundle, "looked at")
    assert case.account()["withdrawn"] == 1
    assert case.search("heron")["total"] == 0
    whole(case)


def test_a_held_bundle_can_be_withdrawn(case: Case, tmp_path: Path) -> None:
    bundle = hold(case, tmp_path)
    case.withdraw(bundle, "the wrong stick")
    account = case.account()
    assert (account["held"], account["withdrawn"]) == (0, 4)
    with pytest.raises(Refused):
        case.release(bundle, "x")
    assert case.search("nightingale")["total"] == 0
    whole(case)


def test_what_was_withdrawn_is_not_read_again(case: Case, tmp_path: Path) -> None:
    case.intake(tmp_path / "held", WHO, DAY)
    count = case.reread()["read"]
    case.withdraw("BUN-0003", "the wrong stick")
    assert case.reread()["read"] == count - 3
    mine = next(row["id"] for row in case.items() if row["aside"])
    size = case.as_of
    with pytest.raises(Refused, match="BUN-0003 was withdrawn"):
        case.reread([mine])
    assert case.as_of == size
    assert case.retry(["unread.unknown-type"])["read"] == 0


def test_an_index_of_before_finds_nothing_that_was_withdrawn_since(case: Case, tmp_path: Path) -> None:
    """A copy of the index as it was: another process may be at it."""
    case.intake(tmp_path / "held", WHO, DAY)
    assert case.search("nightingale")["total"] == 1
    index = case.path / "derived" / "index"
    shutil.copytree(index, tmp_path / "index")
    case.withdraw("BUN-0003", "the wrong stick")
    shutil.rmtree(index)
    shutil.copytree(tmp_path / "index", index)
    assert case.search("nightingale")["total"] == 0
    assert ask("search", "nightingale", "--jsonl", case=case.path).lines == []
    assert case.verify()["ok"]


def test_the_verbs_of_a_bundle_that_is_not_there(case: Case) -> None:
    for verb in ("release", "withdraw"):
        for bundle in ("BUN-0099", "BUN-\udcff", ""):
            said = ask(verb, bundle, "--why", "x", "--json", case=case.path)
            assert (said.code, said.error["kind"]) == (2, "UnknownItem")
