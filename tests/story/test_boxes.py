"""Things on shelves: who holds them, what was found in them, and how much of them was scanned."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from asking import FROM, ask

from muniment import Case
from muniment.demo import pdf
from muniment.errors import AskedWrong, Refused, UnknownItem

DAY = date(2026, 3, 3)
HOLDER = "Example Constabulary"
INFO = pdf.Info("Box 14", "Ada Example", datetime(2014, 5, 22, tzinfo=UTC))


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case.new("Eastmere", tmp_path / "case", by="Ann Example")


def scans(case: Case, tmp_path: Path, pages: Sequence[int] = (2, 3)) -> list[str]:
    """Scans of so many pages each, taken in."""
    folder = tmp_path / "scans"
    folder.mkdir()
    for number, count in enumerate(pages):
        texts = [[f"Page {page} of scan {number}."] for page in range(count)]
        (folder / f"scan {number}.pdf").write_bytes(pdf.of_text(texts, INFO))
    case.intake(folder, "Example Constabulary", DAY)
    return [row["id"] for row in case.items() if row["path"].endswith(".pdf")]


def whole(case: Case) -> None:
    before = case.account(), list(case.items()), case.boxes()
    assert case.check() == []
    said = case.verify()
    assert said["ok"], said["problems"]
    case.rebuild()
    assert (case.account(), list(case.items()), case.boxes()) == before


def test_a_box_is_an_item_that_nobody_has_opened(case: Case) -> None:
    said = case.box_add("Box 14", HOLDER, place="store room 3", seal="A1187", ref="PR/14", pages=300)
    row = case.item(said["item"])
    assert (row["state"], row["reason"], row["bytes"], row["sha256"]) == ("unread.physical", "physical", None, None)
    assert row["box"] == {
        "holder": HOLDER,
        "place": "store room 3",
        "seal": "A1187",
        "ref": "PR/14",
        "pages": 300,
        "pages_scanned": 0,
    }
    account = case.account()
    assert [account[name] for name in ("items", "unread", "needs_person", "unseen", "opened")] == [1, 1, 1, 1, 0]
    assert account["balanced"]
    assert account["bundles"][0]["files"] == 0, "a box is no computer file"
    assert {each["sum"] for each in account["waiting"]} == {"needs_person", "unseen"}
    assert case.search('"Box 14"')["total"] == 1
    whole(case)


def test_boxes_of_one_holder_are_one_bundle(case: Case) -> None:
    bundles = {case.item(case.box_add(f"Box {number}", HOLDER)["item"])["bundle"] for number in range(3)}
    other = case.item(case.box_add("Box 9", "Example Council")["item"])["bundle"]
    assert len(bundles) == 1
    assert other not in bundles
    assert [each["name"] for each in case.boxes()] == ["Box 0", "Box 1", "Box 2", "Box 9"]
    whole(case)


def test_a_box_can_belong_to_a_bundle_of_files(case: Case, tmp_path: Path) -> None:
    scan, _ = scans(case, tmp_path)
    bundle = case.item(scan)["bundle"]
    box = case.box_add("Box 1", HOLDER, bundle=bundle)["item"]
    assert case.item(box)["bundle"] == bundle
    said = next(each for each in case.account()["bundles"] if each["id"] == bundle)
    assert (said["files"], said["items"], said["balanced"]) == (2, 3, True)
    again = case.intake(tmp_path / "scans", HOLDER, DAY)
    assert again["nothing_to_do"], "a box is no part of the listing"
    with pytest.raises(UnknownItem):
        case.box_add("Box 2", HOLDER, bundle="BUN-0099")
    whole(case)


def test_it_moves_from_hand_to_hand(case: Case) -> None:
    box = case.box_add("Box 14", HOLDER, place="store room 3", seal="A1187")["item"]
    case.box_move(box, HOLDER, "Example Chambers", place="strong room", why="to be scanned")
    assert case.item(box)["box"] | {"pages": None} == {
        "holder": "Example Chambers",
        "place": "strong room",
        "seal": "A1187",
        "ref": "",
        "pages": None,
        "pages_scanned": 0,
    }, "the seal stays on it"
    case.box_move(box, "Example Chambers", "Example Chambers", place="shelf 2", seal="B2")
    case.box_move(box, "Example Chambers", "Example Chambers", why="a new seal only", seal="B3")
    now = case.item(box)["box"]
    assert (now["place"], now["seal"]) == ("shelf 2", "B3")
    assert [act["do"] for act in case.item(box)["custody"]].count("box-moved") == 3
    whole(case)


def test_whoever_does_not_hold_it_hands_over_nothing(case: Case) -> None:
    box = case.box_add("Box 14", HOLDER)["item"]
    size = case.as_of
    said = ask("box", "move", box, "--from", "Example Chambers", "--holder", "Somebody", "--json", case=case.path)
    assert said.code == 5
    assert said.error["kind"] == "Refused"
    assert "is held by Example Constabulary, not by Example Chambers" in said.error["error"]
    assert case.account()["as_of"] == size
    with pytest.raises(AskedWrong):
        case.box_move(box, HOLDER, " ")
    assert case.item(box)["box"]["holder"] == HOLDER


def test_opening_a_box_is_a_look_and_settles_nothing(case: Case) -> None:
    box = case.box_add("Box 14", HOLDER, seal="A1187", pages=300)["item"]
    case.box_open(box, "every page, with the exhibits officer", found="A1187", seal="A1188", pages=312)
    account = case.account()
    assert (account["opened"], account["unseen"], account["needs_person"]) == (1, 0, 1)
    assert case.item(box)["opened"][0]["how"] == "every page, with the exhibits officer"
    assert (case.item(box)["box"]["seal"], case.item(box)["box"]["pages"]) == ("A1188", 312)
    case.box_open(box, "once more")
    assert (case.item(box)["box"]["seal"], case.item(box)["box"]["pages"]) == ("A1188", 312), "what is not said stays"
    with pytest.raises(AskedWrong):
        case.box_open(box, " ")
    case.settle(box, says="read-elsewhere", why="volumes 1 to 3 are the scans")
    assert case.account()["needs_person"] == 0
    whole(case)


def test_its_history_says_from_whom_to_whom_and_that_a_seal_was_another(case: Case) -> None:
    box = case.box_add("Box 14", HOLDER, place="store room 3", seal="A1187", pages=300)["item"]
    case.box_move(box, HOLDER, "Example Chambers", place="strong room", why="for inspection")
    told = ask("box", "open", box, "--how", "all of it", "--found", "X9", "--seal", "B2", case=case.path)
    assert told.code == 0
    assert "the seal found is X9, on record was A1187" in told.out
    assert case.box_open(box, "once more", found="B2")["seal_expected"] is None
    past = {act["entry"]: act for act in case.item(box)["custody"] if act["do"].startswith("box-")}
    added, moved, opened, again = past.values()
    assert (added["holder"], added["place"], added["seal"], added["pages"]) == (HOLDER, "store room 3", "A1187", 300)
    assert (moved["giver"], moved["holder"], moved["why"]) == (HOLDER, "Example Chambers", "for inspection")
    assert (opened["how"], opened["found"], opened["expected"], opened["seal"]) == ("all of it", "X9", "A1187", "B2")
    assert "expected" not in again
    shown = ask("show", box, case=case.path).out
    assert f"from {HOLDER}; to Example Chambers; place strong room; seal A1187; why for inspection" in shown
    assert "seal found X9; but on record A1187; seal B2" in shown


def test_more_pages_scanned_than_were_counted_is_said(case: Case, tmp_path: Path) -> None:
    box = case.box_add("Box 14", HOLDER, pages=3)["item"]
    case.box_scanned(box, scans(case, tmp_path))
    assert "pages scanned: 5 of 3, more than were counted in it" in ask("box", case=case.path).out
    assert "pages scanned: 5 of 3, more than were counted in it" in ask("show", box, case=case.path).out


def test_scans_become_children_and_their_pages_are_counted(case: Case, tmp_path: Path) -> None:
    box = case.box_add("Box 14", HOLDER, pages=8)["item"]
    one, other = scans(case, tmp_path)
    case.box_scanned(box, [one, other, one])
    assert case.item(box)["children"] == [one, other]
    assert case.item(one)["parent"] == box
    assert case.item(box)["box"]["pages_scanned"] == 5
    assert case.account()["unseen"] == 1, "a scan is no look into the box"
    told = ask("box", case=case.path)
    assert "pages scanned: 5 of 8" in told.out
    assert ask("box", "--json", case=case.path).json["boxes"][0]["pages_scanned"] == 5
    case.reread([one])
    assert case.item(one)["parent"] == box, "reading it again keeps it"
    whole(case)


def test_a_scan_is_a_file_of_its_own_and_of_one_box(case: Case, tmp_path: Path) -> None:
    box, other = (case.box_add(name, HOLDER)["item"] for name in ("Box 1", "Box 2"))
    scan, _ = scans(case, tmp_path)
    case.box_scanned(box, [scan], pages=1)
    size = case.as_of
    for of, items, kind in (
        (other, [scan], Refused),
        (other, [box], Refused),
        (other, [other], Refused),
        (scan, [scan], UnknownItem),
        (other, ["ITM-000999"], UnknownItem),
        (other, [], AskedWrong),
    ):
        with pytest.raises(kind):
            case.box_scanned(of, items)
    assert case.as_of == size
    assert case.item(box)["children"] == [scan]


def test_a_withdrawn_scan_is_none_any_more(case: Case, tmp_path: Path) -> None:
    box = case.box_add("Box 14", HOLDER, pages=8)["item"]
    one, other = scans(case, tmp_path)
    more = tmp_path / "more"
    more.mkdir()
    (more / "third.pdf").write_bytes(pdf.of_text([["A third."], ["And more."]], INFO))
    case.intake(more, HOLDER, DAY)
    third = next(row["id"] for row in case.items() if row["path"] == "third.pdf")
    case.box_scanned(box, [one, other])
    case.box_scanned(box, [third], pages=2)
    case.withdraw(case.item(one)["bundle"], "another box")
    assert case.item(box)["children"] == [third]
    assert case.item(box)["box"]["pages_scanned"] == 2
    with pytest.raises(Refused):
        case.box_add("Box 2", HOLDER, bundle=next(row["bundle"] for row in case.items() if row["id"] == one))
    whole(case)


def test_the_scans_of_a_thing_that_was_withdrawn_are_free(case: Case, tmp_path: Path) -> None:
    one, other = scans(case, tmp_path)
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "note.txt").write_text("A note.\n")
    bundle = case.intake(stick, HOLDER, date(2026, 3, 4))["bundle"]["id"]
    wrong = case.box_add("Box 41", HOLDER, bundle=bundle, pages=5)["item"]
    case.box_scanned(wrong, [one, other])
    assert case.item(one)["parent"] == wrong
    case.withdraw(bundle, "the wrong box")
    assert case.item(one)["parent"] is None, "nothing speaks of what was withdrawn"
    whole(case)
    right = case.box_add("Box 14", HOLDER, pages=5)["item"]
    case.box_scanned(right, [one, other])
    assert (case.item(right)["children"], case.item(right)["box"]["pages_scanned"]) == ([one, other], 5)
    whole(case)


def test_the_verbs_answer(case: Case) -> None:
    assert ask("box", "add", "Box 1", "--json", case=case.path).code == 2, "nobody holds it"
    assert ask("box", "add", " ", "--holder", HOLDER, case=case.path).code == 2
    assert ask("box", "add", "Box 1", "--holder", HOLDER, "--pages", "-1", case=case.path).code == 2
    added = ask("box", "add", "Box 1", "--holder", HOLDER, "--seal", "A1", "--json", case=case.path).json
    assert ask("box", "open", added["item"], "--how", "all of it", "--pages", "3", case=case.path).code == 0
    assert ask("box", "open", "ITM-000099", "--how", "all of it", case=case.path).code == 2
    told = ask("show", added["item"], case=case.path)
    assert "On a shelf: Example Constabulary; seal A1; pages scanned: 0 of 3" in told.out
    assert "1 on shelves" in ask("box", case=case.path).out
    said = ask("account", case=case.path)
    assert said.code == 1
    assert "a thing on a shelf" in said.out


def test_a_line_of_a_list_can_stand_for_a_box(case: Case, tmp_path: Path) -> None:
    box = case.box_add("Box 14", HOLDER, pages=300)["item"]
    folder = tmp_path / "box"
    folder.mkdir()
    (folder / "note.txt").write_text("A note.\n")
    listed = tmp_path / "schedule.csv"
    listed.write_text("Box,Content,Pages\n14,Nomination papers,300\n15,Tally sheets,20\n")
    said = ask("intake", folder, *FROM, "--list", listed, "--json", case=case.path)
    assert said.json["list"]["lines"] == 2
    lines = case.list_show("BUN-0002")["lines"]
    assert lines[0]["items"] == [box]
    assert (lines[0]["state"], lines[0]["pages_listed"], lines[0]["pages_found"]) == ("unreadable", 300, 300)
    assert lines[1]["state"] == "missing"
    case.settle(box, says="read-elsewhere", why="every page")
    assert case.list_show("BUN-0002")["lines"][0]["state"] == "matched"
