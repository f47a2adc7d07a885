"""A sender's list against what came: taken as evidence, held against every file, and confirmed by a person."""

import json
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from asking import FROM, ask
from packing import docx, xlsx
from PIL import Image, ImageDraw, ImageFont

from muniment import Case
from muniment.errors import AskedWrong, NoSource, Refused, UnknownItem

DAY, WHO = date(2026, 3, 3), "Example Constabulary"
HEADER = ("No", "File", "Pages")
ROWS = (("1", "note.txt", "1"), ("2", "tally.txt", "2"), ("3", "never.txt", "30"))
KEYS = {"line", "text", "state", "items", "pages_listed", "pages_found", "confirmed_by"}


@pytest.fixture
def box(tmp_path: Path) -> Path:
    folder = tmp_path / "box"
    (folder / "ward").mkdir(parents=True)
    (folder / "note.txt").write_text("The canvasser called.\n")
    (folder / "ward" / "tally.txt").write_text("Counted twice.\n")
    (folder / "more.txt").write_text("Nobody listed this.\n")
    return folder


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.new("Eastmere", tmp_path / "case", by="Ann Example") as case:
        yield case


def take(case: Case, box: Path, listed: Path | None = None, **more: Any) -> Any:
    return case.intake(box, WHO, DAY, list_=listed, **more)


def csv(at: Path, rows: Sequence[Sequence[str]] = ROWS, header: Sequence[str] = HEADER) -> Path:
    lines = [header, *rows] if header else rows
    at.write_text("".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in lines))
    return at


def word(at: Path, rows: Sequence[Sequence[str]] = ROWS, header: Sequence[str] = HEADER) -> Path:
    """A letter with a table in it."""
    cells = [
        "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in row) for row in (header, *rows)
    ]
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"
    said = "<w:p><w:r><w:t>We enclose what follows.</w:t></w:r></w:p>"
    at.write_bytes(docx(said + table + "<w:p><w:r><w:t>Yours faithfully</w:t></w:r></w:p>"))
    return at


def sheet(at: Path, rows: Sequence[Sequence[str]] = ROWS, header: Sequence[str] = HEADER) -> Path:
    """A workbook."""
    lines = []
    for number, row in enumerate((header, *rows), start=1):
        cells = [
            f'<c r="{"ABC"[place]}{number}" t="inlineStr"><is><t>{cell}</t></is></c>' for place, cell in enumerate(row)
        ]
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    at.write_bytes(xlsx(f"<sheetData>{''.join(lines)}</sheetData>"))
    return at


def ids(case: Case) -> dict[str, str]:
    return {row["path"]: row["id"] for row in case.items()}


def shown(case: Case, bundle: str = "BUN-0001") -> list[dict[str, Any]]:
    return list(case.list_show(bundle)["lines"])


def whole(case: Case) -> None:
    before = case.account(), list(case.items()), [shown(case)]
    assert case.check() == []
    said = case.verify()
    assert said["ok"], said["problems"]
    case.rebuild()
    assert (case.account(), list(case.items()), [shown(case)]) == before


# -- taken


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx", "list.docx"])
@pytest.mark.parametrize("where", ["beside", "inside"])
def test_a_list_of_any_form_is_evidence_and_is_held_against_what_came(
    case: Case, box: Path, tmp_path: Path, name: str, where: str
) -> None:
    listed = (box if where == "inside" else tmp_path) / name
    {"csv": csv, "xlsx": sheet, "docx": word}[name.rpartition(".")[2]](listed)
    said = take(case, box, listed)
    found = ids(case)
    assert said["list_problem"] is None
    assert {key: said["list"][key] for key in ("lines", "matched", "missing", "unreadable", "extra", "confirmed")} == {
        "lines": 3,
        "matched": 2,
        "missing": 1,
        "unreadable": 0,
        "extra": 1,
        "confirmed": 0,
    }
    lines = shown(case)
    assert all(set(line) >= KEYS for line in lines)
    assert [(line["line"], line["state"], line["items"]) for line in lines] == [
        (1, "matched", [found["note.txt"]]),
        (2, "matched", [found["ward/tally.txt"]]),
        (3, "missing", []),
        (None, "extra", [found["more.txt"]]),
    ]
    assert [line["pages_listed"] for line in lines] == [1, 2, 30, None]
    assert [line["confirmed_by"] for line in lines] == [None] * 4
    bundles = case.account()["bundles"]
    assert len(bundles) == (1 if where == "inside" else 2)
    if where == "beside":
        assert (bundles[1]["list_of"], bundles[1]["files"], bundles[1]["from"]) == ("BUN-0001", 1, WHO)
    assert case.item(found[name])["state"] == "text.complete", "it is an item like any other"
    whole(case)


@pytest.mark.parametrize("where", ["beside", "inside"])
def test_the_same_again_is_nothing_to_do(case: Case, box: Path, tmp_path: Path, where: str) -> None:
    listed = csv((box if where == "inside" else tmp_path) / "list.csv")
    take(case, box, listed)
    size = case.as_of
    again = take(case, box, listed)
    assert (again["nothing_to_do"], again["list"]["lines"]) == (True, 3)
    assert take(case, box)["nothing_to_do"], "and without the list"
    assert case.account()["as_of"] == size


def test_a_list_that_comes_later_is_taken_then(case: Case, box: Path, tmp_path: Path) -> None:
    take(case, box)
    with pytest.raises(UnknownItem, match="no list"):
        shown(case)
    said = take(case, box, csv(tmp_path / "list.csv"))
    assert (said["nothing_to_do"], said["list"]["lines"]) == (False, 3)


def test_a_list_that_is_not_there_begins_nothing(case: Case, box: Path, tmp_path: Path) -> None:
    size = case.as_of
    for name in ("none.csv", "box"):
        with pytest.raises(NoSource, match="the list is not there"):
            take(case, box, tmp_path / name)
    assert case.account()["as_of"] == size


def test_a_single_file_can_be_its_own_list(case: Case, tmp_path: Path) -> None:
    listed = csv(tmp_path / "list.csv")
    said = take(case, listed, listed)
    assert (said["list"]["lines"], said["list"]["missing"], said["list"]["extra"]) == (3, 3, 0)


def test_an_item_that_is_there_can_be_taken_as_the_list(case: Case, box: Path) -> None:
    csv(box / "list.csv")
    take(case, box)
    said = ask("list", "take", "BUN-0001", ids(case)["list.csv"], "--json", case=case.path)
    assert said.json["lines"] == 3
    case.account()
    assert [line["state"] for line in shown(case)] == ["matched", "matched", "missing", "extra"]
    assert case.list_take("BUN-0001", ids(case)["list.csv"])["lines"] == 3, "nothing is entered twice"
    for bundle, item in (("BUN-0099", ids(case)["list.csv"]), ("BUN-0001", "ITM-000099")):
        with pytest.raises(UnknownItem):
            case.list_take(bundle, item)
    whole(case)


def test_another_list_takes_its_place_only_where_it_is_said(case: Case, box: Path, tmp_path: Path) -> None:
    take(case, box, csv(tmp_path / "first.csv"))
    case.list_match("BUN-0001", 1, why="looked")
    said = ask(
        "intake", box, *FROM, "--list", csv(tmp_path / "second.csv", ROWS[:2]), "--json", case=case.path
    )  # fmt: skip
    assert said.code == 1
    assert "BUN-0001 has a list already" in said.json["list_problem"]
    case.account()
    assert len([line for line in shown(case) if line["line"]]) == 3
    second = ids(case)["second.csv"]
    with pytest.raises(Refused):
        case.list_take("BUN-0001", second)
    assert case.list_take("BUN-0001", second, instead=True)["lines"] == 2
    assert [line["confirmed_by"] for line in shown(case)] == [None] * 3, "what was said was of the other's lines"
    whole(case)


def test_a_list_that_changed_is_another_list(case: Case, box: Path, tmp_path: Path) -> None:
    listed = csv(tmp_path / "list.csv")
    take(case, box, listed)
    csv(listed, (*ROWS, ("4", "more.txt", "1")))
    said = take(case, box, listed)
    assert "has a list already" in said["list_problem"]
    assert len(case.account()["bundles"]) == 3, "what came is evidence all the same"


def test_a_supplement_has_a_list_of_its_own(case: Case, box: Path, tmp_path: Path) -> None:
    take(case, box, csv(tmp_path / "list.csv"))
    (box / "late.txt").write_text("A late paper.\n")
    listed = csv(tmp_path / "late.csv", [("1", "late.txt", "1")])
    said = take(case, box, listed, supplement="BUN-0001")
    assert (said["bundle"]["id"], said["list"]["lines"], said["list"]["matched"]) == ("BUN-0003", 1, 1)
    assert [line["state"] for line in shown(case, "BUN-0003")] == ["matched"]
    assert take(case, box, listed, supplement="BUN-0001")["nothing_to_do"]
    states = [line["state"] for line in shown(case)]
    assert states == ["matched", "matched", "missing", "extra", "extra"], "what supplements it is held against its list"
    whole(case)


# -- read later


@pytest.mark.parametrize("where", ["beside", "inside"])
@pytest.mark.parametrize("how", ["retry", "again", "again without the list"])
def test_a_list_that_is_read_later_is_taken_then(case: Case, box: Path, tmp_path: Path, where: str, how: str) -> None:
    listed = csv((box if where == "inside" else tmp_path) / "list.csv")
    said = take(case, box, listed, read="later")
    assert said["list"] is None
    assert "has no text yet" in said["list_problem"]
    with pytest.raises(AskedWrong, match="no lines are taken"):
        shown(case)
    size = case.as_of
    assert take(case, box, listed, read="later")["nothing_to_do"]
    assert case.account()["as_of"] == size
    if how == "retry":
        done = ask("retry", "--only", "unread.pending", "--json", case=case.path)
        assert done.json["lists"] == [{"bundle": "BUN-0001", "item": ids(case)["list.csv"], "lines": 3}]
    elif how == "again":
        assert take(case, box, listed)["list"]["lines"] == 3
    elif where == "beside":
        take(case, box)
        case.retry(["unread.pending"])
    else:
        assert take(case, box)["list"]["lines"] == 3
    case.account()
    assert [line["state"] for line in shown(case)] == ["matched", "matched", "missing", "extra"]
    whole(case)


def test_a_scanned_list_is_taken_once_its_words_are_recognised(case: Case, box: Path, tmp_path: Path) -> None:
    image = Image.new("L", (1400, 700), 255)
    for number, line in enumerate(("Schedule of documents", "1  note.txt", "2  tally.txt")):
        ImageDraw.Draw(image).text((100, 120 + 140 * number), line, font=ImageFont.load_default(60), fill=0)
    image.save(tmp_path / "list.png")
    said = take(case, box, tmp_path / "list.png", ocr="later")
    assert "has no text yet" in said["list_problem"]
    done = case.retry(["unread.pending"])
    assert done["lists"][0]["lines"] >= 2
    assert {line["state"] for line in shown(case)} >= {"matched"}


# -- odd lists


def test_merged_cells_and_repeated_numbers(case: Case, box: Path, tmp_path: Path) -> None:
    rows = (("1", "note.txt", "1"), ("", "tally.txt"), ("1", "more.txt", "x"), ("4",))
    said = take(case, box, csv(tmp_path / "list.csv", rows))
    assert said["list_problem"] is None
    lines = [line for line in shown(case) if line["line"]]
    assert [line["line"] for line in lines] == [1, 2, 3, 4], "every row is a line"
    assert "number-repeated" in lines[0]["doubts"]
    assert "no-number" in lines[1]["doubts"]
    assert {"number-repeated", "pages-unclear"} <= set(lines[2]["doubts"])
    assert "fewer-cells" in lines[3]["doubts"]
    assert [line["state"] for line in lines] == ["matched", "matched", "matched", "missing"]
    told = ask("list", "show", "BUN-0001", case=case.path)
    assert told.code == 1
    assert "in doubt: another line has the same number" in told.out
    whole(case)


def test_a_list_without_a_header(case: Case, box: Path, tmp_path: Path) -> None:
    take(case, box, csv(tmp_path / "list.csv", header=()))
    lines = [line for line in shown(case) if line["line"]]
    assert all("no-header" in line["doubts"] for line in lines)
    assert [line["state"] for line in lines] == ["matched", "matched", "missing"]


@pytest.mark.parametrize("text", ["No;File\n1;note.txt\n", "1|note.txt\n", '"No","File"\n"1","note.txt"\n'])
def test_a_list_of_one_line_is_a_list(case: Case, box: Path, tmp_path: Path, text: str) -> None:
    """It is too short for its bytes to be taken for a table."""
    (tmp_path / "list.csv").write_text(text)
    take(case, box, tmp_path / "list.csv")
    lines = [line for line in shown(case) if line["line"]]
    assert [(line["state"], line["items"]) for line in lines] == [("matched", [ids(case)["note.txt"]])]


def test_a_letter_is_a_list_of_its_lines(case: Case, box: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Sirs,\nwe enclose the papers, as agreed.\nnote.txt\n")
    take(case, box, tmp_path / "letter.txt")
    lines = [line for line in shown(case) if line["line"]]
    assert [line["state"] for line in lines] == ["missing", "missing", "matched"]
    assert all("no-table" in line["doubts"] for line in lines)


def test_merged_cells_of_a_workbook(case: Case, box: Path, tmp_path: Path) -> None:
    cells = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Schedule of what we send</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>No</t></is></c><c r="B2" t="inlineStr"><is><t>File</t></is></c>'
        '<c r="C2" t="inlineStr"><is><t>Pages</t></is></c></row>'
        '<row r="3"><c r="A3"><v>1</v></c><c r="B3" t="inlineStr"><is><t>note.txt</t></is></c><c r="C3"><v>1</v></c></row>'
        '<row r="4"><c r="A4"/><c r="B4" t="inlineStr"><is><t>tally.txt</t></is></c></row>'
    )
    merged = '<mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="A3:A4"/></mergeCells>'
    (tmp_path / "list.xlsx").write_bytes(xlsx(f"<sheetData>{cells}</sheetData>{merged}"))
    take(case, box, tmp_path / "list.xlsx")
    lines = [line for line in shown(case) if line["line"]]
    assert [line["state"] for line in lines] == ["matched", "matched"]


@pytest.mark.parametrize("name", ["picture.png", "empty.csv", "odd.bin"])
def test_what_is_no_list_is_said_and_the_intake_is_complete(case: Case, box: Path, tmp_path: Path, name: str) -> None:
    listed = tmp_path / name
    if name == "picture.png":
        Image.new("L", (300, 300), 255).save(listed)
    else:
        listed.write_bytes(b"" if name == "empty.csv" else bytes(range(256)) * 4)
    said = ask("intake", box, *FROM, "--list", listed, "--json", case=case.path)
    assert said.code == 1, said.err
    assert said.json["states"] == {"text.complete": 3}, "the intake is complete, and said"
    assert said.json["list"] is None
    assert ids(case)[name] in said.json["list_problem"]
    told = ask("intake", box, *FROM, "--list", listed, case=case.path)
    assert told.code == 1
    assert "the sender's list: " in told.out
    size = case.account()["as_of"]
    take(case, box, listed)
    assert case.account()["as_of"] == size, "said again, and not entered again"
    assert case.account()["balanced"]
    assert case.check() == []
    assert case.verify()["ok"]


def test_a_member_of_an_archive_can_be_the_list(case: Case, box: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "list.zip", "w") as package:
        package.writestr("list.csv", "No,File\n1,note.txt\n")
    said = take(case, box, tmp_path / "list.zip")
    assert "no lines of a list" in said["list_problem"]
    assert case.list_take("BUN-0001", ids(case)["list.zip/list.csv"])["lines"] == 1


# -- a person confirms


def test_a_machine_proposes_and_a_person_confirms(case: Case, box: Path, tmp_path: Path) -> None:
    take(case, box, csv(tmp_path / "list.csv"))
    assert ask("list", "show", "BUN-0001", case=case.path).code == 1, "nobody has spoken for its lines"
    args = ("list", "match", "BUN-0001", "1", "--why", "I looked at it", "--json")
    done = ask("--by", "Ben Example", *args, case=case.path)
    assert set(done.json) >= {"entry", "line"}
    case.account()
    first = shown(case)[0]
    assert (first["confirmed_by"], first["why"], first["evidence"]) == ("Ben Example", "I looked at it", [])
    assert case.account()["bundles"][0]["list"]["confirmed"] == 1
    said = ask("list", "match", "BUN-0001", "--proposed", "--why", "as proposed", "--json", case=case.path)
    assert said.json["count"] == 1
    case.list_missing("BUN-0001", 3, "the sender says that it was left out")
    assert [line["confirmed_by"] is not None for line in shown(case)] == [True, True, True, False]
    assert ask("list", "show", "BUN-0001", case=case.path).code == 0
    assert [line["state"] for line in shown(case)] == ["matched", "matched", "missing", "extra"]
    whole(case)


def test_no_line_is_finally_missing_until_somebody_has_said_so(case: Case, box: Path, tmp_path: Path) -> None:
    take(case, box, csv(tmp_path / "list.csv"))
    assert (shown(case)[2]["state"], shown(case)[2]["confirmed_by"]) == ("missing", None)
    for why in ("", "  "):
        with pytest.raises(AskedWrong, match="a reason"):
            case.list_missing("BUN-0001", 3, why)
    case.list_missing("BUN-0001", 3, "asked the sender")
    assert shown(case)[2]["confirmed_by"] == "Ann Example"
    (box / "never.txt").write_text("It came after all.\n")
    take(case, box, supplement="BUN-0001")
    assert shown(case)[2]["state"] == "missing", "what a person said stands until a person says otherwise"
    case.list_match("BUN-0001", 3, [ids(case)["never.txt"]], why="it came after all", instead=True)
    assert shown(case)[2]["state"] == "matched"
    whole(case)


def test_a_line_matched_twice_and_an_item_in_two_lines(case: Case, box: Path, tmp_path: Path) -> None:
    take(case, box, csv(tmp_path / "list.csv"))
    found = ids(case)
    case.list_match("BUN-0001", 1, why="looked")
    size = case.as_of
    said = ask("list", "match", "BUN-0001", "1", "--items", found["more.txt"], "--json", case=case.path)
    assert said.code == 5
    assert f"said of line 1: {found['note.txt']}" in said.error["error"]
    with pytest.raises(Refused, match="said of line 1"):
        case.list_missing("BUN-0001", 1, "it is not there")
    with pytest.raises(Refused, match="it stands for line 1 already"):
        case.list_match("BUN-0001", 3, [found["note.txt"]])
    assert case.account()["as_of"] == size
    case.list_match("BUN-0001", 1, [found["more.txt"]], why="it was the other", instead=True)
    assert shown(case)[0]["items"] == [found["more.txt"]]
    case.list_match("BUN-0001", 3, [found["note.txt"]], why="now it is free")
    whole(case)


def test_one_scan_can_stand_for_two_lines(case: Case, box: Path, tmp_path: Path) -> None:
    (box / "both.png").write_bytes(b"")
    Image.new("RGB", (60, 80), "white").save(box / "both.png")
    take(case, box, csv(tmp_path / "list.csv"))
    both = ids(case)["both.png"]
    case.list_match("BUN-0001", 1, [both], why="the first half")
    args = ("list", "match", "BUN-0001", "3", "--items", both, "--why", "the second half")
    for more in ((), ("--instead",)):
        refused = ask(*args, *more, case=case.path)
        assert refused.code == 5
        assert "--also says that it stands for both" in refused.err
    assert ask(*args, "--also", "--json", case=case.path).json["line"] == 3
    case.account()
    lines = shown(case)
    assert [(lines[at]["items"], lines[at]["also"], lines[at]["pages_found"]) for at in (0, 2)] == [
        ([both], [3], 1),
        ([both], [1], 1),
    ]
    assert case.account()["bundles"][0]["list"]["pages_found"] == 1, "a page is counted once"
    assert "stands for line 3 as well" in ask("list", "show", "BUN-0001", case=case.path).out
    whole(case)


def test_what_lies_in_an_archive_is_proposed_and_the_rest_of_it_is_extra(case: Case, tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.mkdir()
    with zipfile.ZipFile(box / "volumes.zip", "w") as made:
        for name in ("Vol 1/Petition.txt", "Vol 2 Minutes.txt", "Vol 3 Unlisted.txt"):
            made.writestr(name, f"{name}\n")
    rows = (("1", "Petition", ""), ("2", "Minutes", ""), ("9", "Unheard of", ""))
    take(case, box, csv(tmp_path / "list.csv", rows, ("Vol", "Title", "Pages")))
    found = {row["path"]: row["id"] for row in case.items()}
    assert [(line["line"], line["state"], line["items"]) for line in shown(case)] == [
        (1, "matched", [found["volumes.zip/Vol 1/Petition.txt"]]),
        (2, "matched", [found["volumes.zip/Vol 2 Minutes.txt"]]),
        (3, "missing", []),
        (None, "extra", [found["volumes.zip/Vol 3 Unlisted.txt"]]),
    ]
    case.list_confirm("BUN-0001", "looked at each")
    assert [line["confirmed_by"] for line in shown(case)] == ["Ann Example"] * 2 + [None] * 2
    whole(case)


def test_a_later_bundle_that_brings_what_was_missing_is_named_and_changes_no_state(
    case: Case, box: Path, tmp_path: Path
) -> None:
    rows = (*ROWS, ("4", "lost.txt", "1"))
    take(case, box, csv(tmp_path / "list.csv", rows))
    case.list_missing("BUN-0001", 4, "the sender says so")
    later = tmp_path / "later"
    later.mkdir()
    for name in ("never.txt", "lost.txt"):
        (later / name).write_text(f"{name} after all.\n")
    case.intake(later, "Somebody else", date(2026, 4, 1))
    found = ids(case)
    lines = shown(case)
    assert [(line["state"], line["items"], line["fits"]) for line in lines[2:4]] == [
        ("missing", [], [found["never.txt"]]),
        ("missing", [], [found["lost.txt"]]),
    ]
    assert f"it may be what came otherwise: {found['never.txt']}" in ask("list", "show", "BUN-0001", case=case.path).out
    assert case.account()["bundles"][0]["list"]["missing"] == 2
    case.list_match("BUN-0001", 3, [found["never.txt"]], why="it is this")
    assert (shown(case)[2]["state"], shown(case)[2]["fits"]) == ("matched", [])
    case.withdraw(case.item(found["lost.txt"])["bundle"], "wrong stick")
    assert shown(case)[3]["fits"] == []


def test_what_came_under_another_hash_stays_in_doubt_though_it_is_confirmed(
    case: Case, box: Path, tmp_path: Path
) -> None:
    sums = ("0" * 64, "d" * 32, "")
    rows = [(number, name, one) for (number, name, _), one in zip(ROWS, sums, strict=True)]
    take(case, box, csv(tmp_path / "list.csv", rows, ("No", "File", "SHA-256")))
    case.list_confirm("BUN-0001", "by name")
    first, second, third = shown(case)[:3]
    assert "hash-differs" in first["doubts"]
    assert "hash-not-held" in second["doubts"]
    assert not third["doubts"]
    assert "in doubt: its hash is not that of what came" in ask("list", "show", "BUN-0001", case=case.path).out


def test_a_day_speaks_for_one_of_two(case: Case, tmp_path: Path) -> None:
    box = tmp_path / "box"
    for day in ("2014-05-22", "2014-06-01"):
        (box / day).mkdir(parents=True)
        (box / day / f"{day} Minutes.txt").write_text(f"Of {day}.\n")
    rows = (("1", "Minutes", "22 May 2014"),)
    take(case, box, csv(tmp_path / "list.csv", rows, ("No", "Title", "Date")))
    line = shown(case)[0]
    assert line["items"] == [ids(case)["2014-05-22/2014-05-22 Minutes.txt"]]
    assert "date" in line["evidence"]


def test_a_line_can_stand_for_several_items(case: Case, box: Path, tmp_path: Path) -> None:
    take(case, box, csv(tmp_path / "list.csv"))
    found = ids(case)
    pair = [found["more.txt"], found["note.txt"]]
    said = ask("list", "match", "BUN-0001", "3", "--items", ",".join(pair), "--why", "two scans", case=case.path)
    assert said.code == 0, said.err
    case.account()
    line = shown(case)[2]
    assert sorted(line["items"]) == sorted(pair)
    assert not [each for each in shown(case) if each["line"] is None], "nothing is left that no line names"
    assert shown(case)[0]["items"] == [], "it is not proposed for another line"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["show", "BUN-0099"], 2),
        (["show", "BUN-0002"], 2),
        (["match", "BUN-0001", "99", "--items", "ITM-000001"], 2),
        (["match", "BUN-0001", "1", "--items", "ITM-009999"], 2),
        (["match", "BUN-0001", "3"], 2),
        (["match", "BUN-0001"], 2),
        (["match", "BUN-0001", "1", "--proposed"], 2),
        (["match", "BUN-0001", "0"], 2),
        (["missing", "BUN-0001", "1"], 2),
        (["missing", "BUN-0001", "99", "--why", "x"], 2),
    ],
)
def test_what_is_asked_wrong_changes_nothing(case: Case, box: Path, tmp_path: Path, args: list[str], code: int) -> None:
    take(case, box, csv(tmp_path / "list.csv"))
    size = case.as_of
    said = ask("list", *args, case=case.path)
    assert said.code == code
    assert len(said.err.splitlines()) == 1
    assert case.account()["as_of"] == size


def test_what_came_and_may_lack_text_says_so(case: Case, box: Path, tmp_path: Path) -> None:
    (box / "odd.bin").write_bytes(bytes(range(256)) * 4)
    take(case, box, csv(tmp_path / "list.csv", [*ROWS, ("4", "odd.bin", "9")]))
    assert shown(case)[3]["state"] == "unreadable"
    case.list_match("BUN-0001", 4)
    assert shown(case)[3]["state"] == "unreadable", "a match says nothing of its text"
    listed = case.account()["bundles"][0]["list"]
    assert listed["lines"] == listed["matched"] + listed["missing"] + listed["unreadable"]
    case.settle(ids(case)["odd.bin"], says="read-elsewhere", why="by its program")
    assert shown(case)[3]["state"] == "matched"


def test_a_list_of_many_lines(case: Case, tmp_path: Path) -> None:
    box = tmp_path / "many"
    box.mkdir()
    rows = []
    for number in range(1, 901):
        if number % 9:
            (box / f"paper {number:04d}.txt").write_text(f"{number}\n")
        rows.append((str(number), f"paper {number:04d}.txt", "1"))
    said = take(case, box, csv(tmp_path / "list.csv", rows))
    assert {key: said["list"][key] for key in ("lines", "matched", "missing", "extra")} == {
        "lines": 900,
        "matched": 800,
        "missing": 100,
        "extra": 0,
    }
    assert case.list_confirm("BUN-0001", "by name")["count"] == 800
    assert case.account()["bundles"][0]["list"]["confirmed"] == 800
    with pytest.raises(AskedWrong, match="no match waits"):
        case.list_confirm("BUN-0001", "again")
    whole(case)


def test_an_erased_line_is_still_a_line(case: Case, box: Path, tmp_path: Path) -> None:
    from muniment.model.act import Erased  # noqa: PLC0415

    take(case, box, csv(tmp_path / "list.csv"))
    entry = case._store.tables.one("SELECT entry FROM line WHERE number=1")
    case._store.record(Erased([(entry, 0)], "an order of the court"))
    lines = shown(case)
    assert (lines[0]["text"], lines[0]["state"]) == ("[erased]", "missing")
    assert "note.txt" not in json.dumps([line for line in lines if line["line"]])
    whole(case)
