"""Drafts of forms: their Word and PDF files, and what never stands in one that is served. What each says: test_golden.py."""

import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import typst
from asking import ask
from lxml import etree
from prove.deciding import named
from prove.exported import pages, word
from prove.proofing import ANN
from prove.unusing import PETITION, both_sides, unused

from muniment.case import Case
from muniment.errors import AskedWrong, ToolMissing, UnknownItem
from muniment.prove.forms.document import Document, Heading, Paragraph
from muniment.prove.forms.docx import docx
from muniment.prove.forms.made import FORMS
from muniment.prove.forms.pdf import pdf

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def full(files_taken_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """A case with both sides and its unused material, made once: a draft changes nothing in it."""
    at = tmp_path_factory.mktemp("forms") / "case"
    shutil.copytree(files_taken_in, at)
    with Case.open(at, by=ANN) as made:
        both_sides(made)
        unused(made)
        yield made


@pytest.fixture
def told() -> dict[str, Any]:
    """What only people know."""
    return {**PETITION, "witness": "WIT-0001", "party": "the petitioners"}


@pytest.mark.parametrize("form", FORMS)
def test_what_was_not_verified_stands_beside_the_form_and_never_in_it(
    full: Case, told: dict[str, Any], form: str
) -> None:
    found = full.prove.form(form, **told)
    assert "not verified" not in found["text"]
    assert "verified" in found["cover"]
    assert all(f"[MISSING: {each}]" in found["cover"] for each in found["missing"])


@pytest.mark.parametrize("form", FORMS)
def test_word_and_pdf_say_the_same_and_are_the_same_bytes_each_time(
    full: Case, told: dict[str, Any], tmp_path: Path, form: str
) -> None:
    for name in ("one", "two"):
        for kind in ("docx", "pdf"):
            full.prove.form(form, tmp_path / f"{name}.{kind}", **told)
    for kind in ("docx", "pdf"):
        assert (tmp_path / f"one.{kind}").read_bytes() == (tmp_path / f"two.{kind}").read_bytes()
    words = "".join(full.prove.form(form, **told)["text"].split())
    paragraphs, cells = _docx(tmp_path / "one.docx")
    printed = _pdf(tmp_path / "one.pdf")
    for each in (*paragraphs, *cells):
        wanted = "".join(each.split())
        assert wanted.strip("_") in words
        assert wanted.strip("_") in printed
    assert paragraphs


def _docx(path: Path) -> tuple[list[str], list[str]]:
    """The paragraphs of a Word file outside tables, and those in their cells."""
    with zipfile.ZipFile(path) as packed:
        assert packed.testzip() is None
        parts = {name: etree.fromstring(packed.read(name)) for name in packed.namelist()}
    kinds = {each.get("PartName", "").lstrip("/") for each in parts["[Content_Types].xml"]} - {""}
    assert kinds <= set(parts)
    every = [*parts["word/document.xml"].iter(f"{W}p")]
    inside = {id(each) for cell in parts["word/document.xml"].iter(f"{W}tc") for each in cell.iter(f"{W}p")}
    said = [(id(each) in inside, "".join(map(str, each.itertext(f"{W}t")))) for each in every]
    return [text for cell, text in said if not cell], [text for cell, text in said if cell]


def _pdf(path: Path) -> str:
    """The letters of a PDF, one after the other, without spaces and without numbers of pages."""
    file = pypdfium2.PdfDocument(path)
    try:
        pages = [page.get_textpage().get_text_range() for page in file]
    finally:
        file.close()
    count = len(pages)
    kept = [text.replace(f"{n} / {count}", "") for n, text in enumerate(pages, 1)]
    return "".join("".join(kept).replace("￾", "").replace("\u0002", "").split())


def test_what_people_wrote_is_never_markup(ann: Case, tmp_path: Path) -> None:
    wild = 'He said: "#panic() *x* $y$ <w:p/> & ]]>" \\ `raw`'
    ann.prove.allege(wild, "s.60", "2014-05-22")
    for kind in ("docx", "pdf"):
        ann.prove.form("mg3", tmp_path / f"wild.{kind}")
    assert any(wild == each for each in _docx(tmp_path / "wild.docx")[0])
    assert "#panic()*x*$y$<w:p/>" in _pdf(tmp_path / "wild.pdf")


def test_a_pdf_is_made_to_be_read_aloud_and_says_so() -> None:
    assert b"pdfuaid:part" in pdf(Document("Title", "about", (Heading("One"), Paragraph("words"))))


def test_a_name_that_no_font_shows_is_refused_and_never_printed_as_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    document = Document("Title", "about", (Paragraph("আব্দুল রহিম", "Of whom:"),))
    monkeypatch.setattr(typst, "compile", partial(typst.compile, ignore_system_fonts=True))
    with pytest.raises(ToolMissing, match=r"no font.*আ.*\.docx"):
        pdf(document)
    assert "Normal: *Of whom: *আব্দুল রহিম" in word(docx(document)).splitlines()


@pytest.mark.parametrize(
    ("sign", "in_word"), [("\x07", "\ufffd"), ("\ud800", "\ufffd"), ("\uf0b7", "\uf0b7"), ("\ufeff", "\ufeff")]
)
def test_what_is_no_letter_is_marked_and_the_rest_is_said(sign: str, in_word: str) -> None:
    document = Document("Title", "about", (Paragraph(f"before{sign}after"),))
    assert f"Normal: before{in_word}after" in word(docx(document)).splitlines()
    assert "before\ufffdafter" in pages(pdf(document))


def test_undermining_has_the_same_place_as_supporting(full: Case, told: dict[str, Any]) -> None:
    text = full.prove.form("mg3", **told)["text"]
    assert text.count("Supports | Undermines") == text.count("Undermines")
    assert "(direct) | ITM-000002" in text
    for way in ("towards the person", "away from the person", "either way"):
        assert f"Lines pointing {way}" in text


def test_a_recall_certificate_is_not_offered_as_the_officers(full: Case, told: dict[str, Any]) -> None:
    report = full.prove.form("mg6e", **told)
    assert "the disclosure officer's certificate, in their own words and under their own hand" in report["missing"]
    assert "recall" not in report["text"]
    assert "is no certificate of disclosure" in report["cover"]


def test_the_schedule_for_the_defence_does_not_say_what_is_sensitive(full: Case, told: dict[str, Any]) -> None:
    item = named(full)["file-27.txt"]
    assert item in full.prove.form("mg6d", **told)["text"]
    for form in ("mg6c", "dmd"):
        assert item not in full.prove.form(form, **told)["text"]


def test_a_search_of_which_a_record_was_written_stands_in_the_management_document(ann: Case, tmp_path: Path) -> None:
    ann.record_search("ballot", tmp_path / "record.txt")
    text = ann.prove.form("dmd")["text"]
    assert "| ballot | 3 |" in text


def test_a_petition_has_facts_and_no_evidence_and_marks_what_is_missing(full: Case, told: dict[str, Any]) -> None:
    assert "ITM-" not in full.prove.form("petition", **told)["text"]
    missing = " ".join(full.prove.form("petition")["missing"])
    for each in ("each petitioner", "the result", "the relief", "a signature"):
        assert each in missing
    limit = "whether a later limit is relied on, and the date from which time then runs"
    assert full.prove.form("petition", **told)["missing"] == [limit], "nobody said so either way"


def test_the_management_document_says_what_is_held_or_was_withdrawn(ann: Case, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "one.txt").write_text("One more.\n")
    ann.intake(tmp_path / "more", "Example Society", date(2015, 6, 1), hold=True)
    ann.withdraw("BUN-0001", "the wrong box")
    text = ann.prove.form("dmd")["text"]
    assert "BUN-0001 | Example Society | 2014-06-02 | 3, withdrawn" in text
    assert "BUN-0003 | Example Society | 2015-06-01 | 1, held" in text


def test_nothing_is_written_into_a_case_or_over_a_file(full: Case, tmp_path: Path) -> None:
    with pytest.raises(AskedWrong, match="nothing but the case itself"):
        full.prove.form("mg9", full.path / "mg9.pdf")
    (tmp_path / "mg9.pdf").write_text("mine")
    with pytest.raises(AskedWrong, match="there is a file of that name"):
        full.prove.form("mg9", tmp_path / "mg9.pdf")
    assert (tmp_path / "mg9.pdf").read_text() == "mine"
    for field, form, more in (
        ("form", "mg99", {}),
        ("out", "mg9", {"out": tmp_path / "mg9.odt"}),
        ("witness", "statement", {}),
        ("of", "mg3", {"of": ["ALG-0009"]}),
        ("of", "mg6c", {"of": ["SUM-0009"]}),
    ):
        with pytest.raises((AskedWrong, UnknownItem), match=f"^{field}"):
            full.prove.form(form, **more)


def test_the_command_writes_the_form_and_its_note(full: Case, told: dict[str, Any], tmp_path: Path) -> None:
    path = full.path
    out, note = tmp_path / "mg12.docx", tmp_path / "note.pdf"
    said = ask("prove", "form", "mg12", "--out", out, "--cover", note, "--json", case=path)
    assert said.code == 0, said.err
    assert said.json["files"] == [str(out), str(note)]
    assert "CY/1" in _docx(out)[1]
    assert "Covernote:MG12" in _pdf(note)
    shown = ask("prove", "form", "petition", "--petitioner", "Ann Example:elector", case=path)
    assert shown.code == 1
    assert "Ann Example | elector" in shown.out
    assert "missing: the result" in shown.out
    assert ask("prove", "form", "petition", "--petitioner", "Ann Example", case=path).code == 2
