"""A page for whoever brought a bundle: what it says, and that a ledger which was cut since is noticed by it."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from asking import FROM, ask, small_folder

from muniment import Case
from muniment.errors import AskedWrong, Refused, UnknownItem
from muniment.model.brought import Brought

DAY = date(2026, 3, 3)
BROUGHT = Brought("four petitioners", ("DPP", "the first body"), "a courier", "by hand", "EX/7741")


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.new("Eastmere mayoral election", tmp_path / "case", by="Ann Example") as case:
        case.intake(small_folder(tmp_path / "box"), "Petitioners' solicitors", DAY, brought=BROUGHT)
        yield case


def text_of(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1, "one page"
    page = document[0]
    found = page.get_textpage().get_text_bounded()
    page.close()
    document.close()
    return str(found).replace("\r\n", "\n")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_it_says_what_came_and_what_could_not_be_read(case: Case, tmp_path: Path) -> None:
    said = case.receipt("BUN-0001", tmp_path / "out")
    assert {"bundle", "files", "bytes", "listing", "checkpoint", "unread"} <= set(said)
    size = sum(path.stat().st_size for path in (tmp_path / "box").rglob("*") if path.is_file())
    assert (said["bundle"], said["files"], said["bytes"]) == ("BUN-0001", 6, size)
    assert said["listing"] == case._store.tables.one("SELECT root FROM bundle")
    assert {each["path"]: each["state"] for each in said["unread"]} == {
        "odd.bin": "unread.unknown-type",
        "way": "unread.refused",
    }
    text = said["text"]
    assert "unread." not in text, "whoever brought it is told in words"
    assert "odd.bin: its type is not known" in text
    for word in (
        "Petitioners' solicitors",
        "four petitioners",
        "DPP, the first body",
        "a courier",
        "by hand",
        "EX/7741",
    ):
        assert word in text
    for word in (said["listing"], said["checkpoint"], f"{size:,}", "odd.bin", "Files: 6", case.fingerprint):
        assert word in text
    assert case.item("ITM-000001")["custody"][-1]["do"] == "receipted", "that one was given is entered"
    assert case.check() == []
    assert case.verify()["ok"]


def test_whoever_has_the_files_makes_the_hash_of_their_contents_again(tmp_path: Path) -> None:
    """From the folder alone, by the command on the page: what is left out or changed later shows."""
    box = small_folder(tmp_path / "box")
    for name in (b"- first", b"a\nb", b"back\\slash", b"\xff odd", b"deep/er"):
        path = Path(os.fsdecode(os.fsencode(box) + b"/" + name))
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(name)
    with Case.new("Eastmere", tmp_path / "case") as case:
        case.intake(box, "Somebody", DAY)
        said = case.receipt("BUN-0001")
    command = next(line for line in said["text"].splitlines() if line.startswith("find "))
    made = subprocess.run(["bash", "-c", command], cwd=box, capture_output=True, check=True, text=True)
    assert said["contents"] == {"sha256": made.stdout.split()[0], "files": 10}
    assert said["contents"]["sha256"] in said["text"]
    (box / "deep" / "er").write_bytes(b"changed")
    made = subprocess.run(["bash", "-c", command], cwd=box, capture_output=True, check=True, text=True)
    assert made.stdout.split()[0] not in said["text"]


def test_the_page_has_the_same_words_as_the_text(case: Case, tmp_path: Path) -> None:
    said = case.receipt("BUN-0001", tmp_path / "out")
    texts = [Path(path) for path in said["written"] if path.endswith(".txt")]
    pages = [Path(path) for path in said["written"] if path.endswith(".pdf")]
    assert texts[0].read_text() == said["text"]
    page = squeezed(text_of(pages[0]))
    for line in said["text"].splitlines():
        assert all(squeezed(part) in page for part in line.split(": ", 1) if part != "RECEIPT"), line
    assert all(line in text_of(pages[0]) for line in said["checkpoint"].splitlines()), "no line of the head is broken"


@pytest.mark.parametrize("form", ["txt", "mailed"])
def test_verify_holds_the_case_against_the_receipt(case: Case, tmp_path: Path, form: str) -> None:
    said = case.receipt("BUN-0001", tmp_path / "out")
    note = next(Path(path) for path in said["written"] if path.endswith(".txt"))
    if form == "mailed":
        note.write_bytes(note.read_bytes().replace(b"\n", b"\r\n"))
    case.describe("ITM-000001", "Something that came later.")
    held = ask("verify", "--against", note, "--json", case=case.path)
    assert held.code == 0, held.out
    (tmp_path / "note").write_text(said["checkpoint"])
    assert ask("verify", "--against", tmp_path / "note", "--json", case=case.path).code == 0


def test_a_ledger_that_was_cut_since_is_noticed(case: Case, tmp_path: Path) -> None:
    """What is left after a cut is whole and signed: without the receipt nobody could tell."""
    case.checkpoint()
    other = shutil.copytree(case.path, tmp_path / "cut", symlinks=True)
    shutil.rmtree(other / "derived")
    case.settle("ITM-000005", says="set-aside", why="nobody must know")
    written = case.receipt("BUN-0001", tmp_path / "out")["written"]
    note = next(Path(path) for path in written if path.endswith(".txt"))
    assert ask("verify", "--json", case=other).json["ok"]
    against = ask("verify", "--against", note, "--json", case=other)
    assert against.code == 3
    assert any(each["where"] == "--against" for each in against.json["problems"])
    assert ask("verify", "--against", note, "--json", case=case.path).code == 0


def test_the_receipt_of_another_case_is_none_of_this_one(case: Case, tmp_path: Path) -> None:
    with Case.new("Other", tmp_path / "other") as other:
        other.intake(tmp_path / "box", "Somebody", DAY)
        written = other.receipt("BUN-0001", tmp_path / "out")["written"]
    note = next(path for path in written if path.endswith(".txt"))
    assert ask("verify", "--against", note, "--json", case=case.path).code == 3
    assert ask("verify", "--against", tmp_path / "box" / "ward" / "note.txt", "--json", case=case.path).code == 3


def test_long_names_and_many_files_stay_on_one_page(tmp_path: Path) -> None:
    box = tmp_path / "box"
    deep = box / ("folder " * 30).strip() / ("below " * 30).strip()
    deep.mkdir(parents=True)
    for number in range(40):
        (deep / f"{'a long name ' * 15}{number}.bin").write_bytes(bytes(range(256)) * (number + 4))
    with Case.new("T" * 3000, tmp_path / "case") as case:
        case.intake(box, "Sender " * 400, DAY, brought=Brought("o" * 5000, ("v" * 900,) * 30, "b" * 900, "h" * 900))
        said = case.receipt("BUN-0001", tmp_path / "out")
    assert len(said["unread"]) == 40
    assert "and 28 more" in said["text"]
    assert "characters)" in said["text"], "what is left out says so"
    page = next(Path(path) for path in said["written"] if path.endswith(".pdf"))
    assert squeezed(said["checkpoint"]) in squeezed(text_of(page))


def test_much_that_was_erased_stays_on_one_page_and_is_counted(tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.mkdir()
    for number in range(60):
        (box / f"{'a long name ' * 15}{number:02d}.bin").write_bytes(bytes(range(256)) * (number + 4))
    two = ["Ann Example", "Ben Example"]
    with Case.new("T" * 3000, tmp_path / "case", by="Ann Example") as case:
        case.intake(box, "Sender " * 400, DAY, brought=Brought("o" * 5000, ("v" * 900,) * 30, "b" * 900, "h" * 900))
        ids = [row["id"] for row in case.items()]
        for order, asked in enumerate((ids[:30], ids[30:32], ids[32:33], ids[33:37]), start=1):
            case.erase(*asked, authority=f"order {order} " * 40, agreed_by=two)
        said = case.receipt("BUN-0001", tmp_path / "out")
    assert [each["item"] for each in said["erased"]] == ids[:37]
    page = squeezed(text_of(next(Path(path) for path in said["written"] if path.endswith(".pdf"))))
    for line in (
        "    and 6 more, with what is in them",
        f"    {ids[30]}, {ids[31]}",
        "  and 5 items more, by other orders",
    ):
        assert line in said["text"].splitlines()
        assert squeezed(line) in page


@pytest.mark.parametrize("name", ["#panic()", '"]#read("/etc/passwd")', "$x$ *b* _i_ `r` <l> @c", "\\u{1f600} // c"])
def test_what_people_wrote_is_data_and_no_markup(tmp_path: Path, name: str) -> None:
    (tmp_path / "box").mkdir()
    (tmp_path / "box" / "a.txt").write_text("a")
    with Case.new(name, tmp_path / "case") as case:
        case.intake(tmp_path / "box", name, DAY)
        written = case.receipt("BUN-0001", tmp_path / "out")["written"]
    page = next(Path(path) for path in written if path.endswith(".pdf"))
    assert squeezed(text_of(page)).count(squeezed(name)) == 2


def test_a_sender_s_list_stands_on_it(case: Case, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("No,File\n1,note.txt\n2,never.txt\n")
    case.intake(tmp_path / "box", "Petitioners' solicitors", DAY, list_=tmp_path / "list.csv")
    said = case.receipt("BUN-0001")
    assert said["list"]["lines"] == 2
    assert (
        "Your list: 2 lines: 1 matched, 0 matched and text may be missing, 1 missing; 5 files not on it" in said["text"]
    )


def test_what_is_not_said_is_a_gap(tmp_path: Path) -> None:
    with Case.new("Eastmere", tmp_path / "case") as case:
        small_folder(tmp_path / "box")
        case.intake(tmp_path / "box", "Somebody", DAY, brought=Brought(origin="not known", how="post"))
        said = case.account()["bundles"][0]
        assert said["gaps"] == ["origin", "via", "by"]
        assert said["brought"] == {"origin": "not known", "via": [], "by": "", "how": "post", "ref": ""}
        text = case.receipt("BUN-0001")["text"]
    assert "Came first from: not known" in text
    assert "Brought by: not said" in text
    assert "Reference" not in text
    told = ask("account", case=tmp_path / "case").out
    assert "gap in custody: origin, via, by not known" in told


def test_it_is_made_again_and_replaces_nothing(case: Case, tmp_path: Path) -> None:
    first = case.receipt("BUN-0001", tmp_path / "out")
    second = case.receipt("BUN-0001", tmp_path / "out")
    assert set(first["written"]).isdisjoint(second["written"])
    assert second["entry"] > first["entry"]
    assert len(list((tmp_path / "out").iterdir())) == 4
    (tmp_path / "file").write_text("")
    with pytest.raises(AskedWrong, match="cannot be written"):
        case.receipt("BUN-0001", tmp_path / "file")
    with pytest.raises(UnknownItem):
        case.receipt("BUN-0099")


def test_without_the_signing_key_none_is_made(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "elsewhere"))
    with Case.open(case.path) as other, pytest.raises(Refused):
        other.receipt("BUN-0001", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_verb_answers(tmp_path: Path) -> None:
    small_folder(tmp_path / "box")
    assert ask("new", "Eastmere", "--at", tmp_path / "case").code == 0
    args = [
        "--origin",
        "four petitioners",
        "--via",
        "DPP",
        "--via",
        "not known",
        "--how",
        "courier",
        "--ref",
        "EX/7741",
    ]
    assert ask("intake", tmp_path / "box", *FROM, *args, case=tmp_path / "case").code == 1
    told = ask("receipt", "BUN-0001", "--out", tmp_path / "out", case=tmp_path / "case")
    assert told.code == 0, told.err
    assert told.out.startswith("RECEIPT\n")
    assert "Through: DPP, not known" in told.out
    said = ask("receipt", "BUN-0001", "--json", case=tmp_path / "case")
    assert {"bundle", "files", "bytes", "listing", "checkpoint", "unread"} <= set(said.json)
    assert ask("receipt", "BUN-0002", "--json", case=tmp_path / "case").code == 2
    bundle = ask("account", "--json", case=tmp_path / "case").json["bundles"][0]
    assert bundle["brought"]["via"] == ["DPP", "not known"]
    assert bundle["gaps"] == ["via", "by"], "one hand that is not known is a gap"
    told_of = ask("account", case=tmp_path / "case").out
    assert "via DPP, not known" in told_of
    assert "gap in custody: via, by not known" in told_of


def test_what_was_said_when_it_began_stays(case: Case, tmp_path: Path) -> None:
    args = ["--from", "Petitioners' solicitors", "--received", "2026-03-03", "--origin", "somebody else"]
    said = ask("intake", tmp_path / "box", *args, case=case.path)
    assert "who brought it was said when it began" in said.err
    case.account()
    assert case.account()["bundles"][0]["brought"]["origin"] == "four petitioners"
