"""The clocks of one poll on one sheet of A4: whatever the poll, whole, and readable."""

from pathlib import Path

import pypdfium2
import pytest
from asking import ask

from muniment.case.prove.days import of_poll, sheet_of_poll
from muniment.errors import AskedWrong
from muniment.prove.law.book import ours

POLLS = [
    ("2026-05-07", "local", "england"),
    ("2031-05-01", "parliamentary", "wales"),  # the longest: holidays of that year are not known
    ("2027-01-07", "london-mayor", "england"),
    ("2026-05-07", "by-election", "northern-ireland"),  # a short one
    ("2027-05-06", "local", "scotland"),  # of which little is in the tables
]


@pytest.mark.parametrize(("day", "election", "nation"), POLLS)
def test_whatever_the_poll_it_is_one_sheet_with_every_clock(
    tmp_path: Path, day: str, election: str, nation: str
) -> None:
    found = of_poll(day, election, nation)
    sheet_of_poll(found, tmp_path / "sheet.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "sheet.pdf")
    assert len(document) == 1
    assert [round(side) for side in document[0].get_size()] == [595, 842]
    said = " ".join(document[0].get_textpage().get_text_bounded().split())
    for each in found["clocks"]:
        assert " ".join(each["title"].split()[:2]) in said, each["title"]
    assert "not verified" in said
    assert "This is no legal advice." in said
    assert said.count("[1] Taken to be that day") == bool(found["notes"])
    assert ("These tables hold only part" in said) == (nation in {"scotland", "northern-ireland"})


def test_the_same_poll_makes_the_same_bytes(tmp_path: Path) -> None:
    found = of_poll("2026-05-07")
    for name in ("one.pdf", "two.pdf"):
        sheet_of_poll(found, tmp_path / name)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_no_file_is_replaced_and_it_is_a_pdf(tmp_path: Path) -> None:
    found = of_poll("2026-05-07")
    with pytest.raises(AskedWrong, match="page"):
        sheet_of_poll(found, tmp_path / "sheet.docx")
    (tmp_path / "sheet.pdf").write_text("mine")
    with pytest.raises(AskedWrong):
        sheet_of_poll(found, tmp_path / "sheet.pdf")
    assert (tmp_path / "sheet.pdf").read_text() == "mine"


def test_the_command_line_writes_it_without_any_case(tmp_path: Path) -> None:
    args = ("prove", "clocks", "--poll", "2026-05-07", "--election", "local", "--page")
    assert ask(*args, "sheet.pdf", at=tmp_path).code == 0
    assert len(pypdfium2.PdfDocument(tmp_path / "sheet.pdf")) == 1
    wrong = ask("prove", "clocks", "--page", "other.pdf", at=tmp_path)
    assert wrong.code == 2
    assert "name the poll too" in wrong.err
    assert not (tmp_path / "other.pdf").exists()


def test_the_short_working_leaves_out_only_what_is_said_elsewhere() -> None:
    titles = ours().clocks.table.elections
    for each in of_poll("2026-05-07")["clocks"]:
        assert each["working"].startswith(each["short"].partition("; ")[0])
        assert all(part in each["working"] for part in each["short"].split("; "))
        assert titles["local"].title not in each["short"]
        assert not each["assumed"] or f"taken to be that day: {each['assumed']}" in each["working"]
