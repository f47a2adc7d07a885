"""Real PDFs of many programs: each ends in a state, in the jail as outside it, and what a person sees in ten of them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from packing import Read, read
from pdfs import objects, plain, stream, words

from muniment.intake import jail
from muniment.intake.limits import Limits, Unreadable
from muniment.intake.readers.pdf import pdf as reader
from muniment.intake.scope import Budget, Scope
from muniment.intake.source import Source
from muniment.intake.spawn import environment
from muniment.model.reading import Draft
from muniment.model.state import State

# in a process of its own: imports everything, gives up everything, and reads the files that it holds open
LOCKED = """
import os, sys
sys.path[:0] = sys.argv[1:3]
from muniment.intake import jail
from muniment.intake.limits import Limits, Unreadable
from muniment.intake.readers.pdf import pdf
from muniment.intake.scope import Budget, Scope
from muniment.intake.source import Source
from pdfs import plain
sources = [Source.of_descriptor(os.open(path, os.O_RDONLY)) for path in sys.argv[3:]]
jail.lock_down(1 << 30, 60, [1])
for source in sources:
    try:
        draft = pdf.read(source, Scope(Budget(Limits(), source.size), lambda *_: None))
        said = plain(draft)
    except Unreadable as fault:
        said = plain(fault)
    os.write(1, said.encode() + b"\\n")
os._exit(0)
"""


def in_jail(paths: list[Path]) -> list[Any]:
    root = Path(__file__).parents[3]
    run = subprocess.run(
        [sys.executable, "-s", "-P", "-c", LOCKED, str(root / "src"), str(root / "tests"), *map(str, paths)],
        env=environment(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr.decode()[-1000:]
    return [json.loads(line) for line in run.stdout.splitlines()]


def outside(path: Path) -> Any:
    try:
        return json.loads(plain(told_nobody(path.read_bytes())))
    except Unreadable as fault:
        return json.loads(plain(fault))


def told_nobody(data: bytes) -> Draft:
    """A draft whose members are read by nobody, as in the jail here."""
    return reader.read(Source(data), Scope(Budget(Limits(), len(data)), lambda *_: None))  # type: ignore[arg-type]


def locked() -> None:
    there, why = jail.available()
    if not there:
        pytest.skip(f"no jail: {why}")


def test_the_jail_changes_nothing_and_no_font_of_the_machine_is_asked(tmp_path: Path) -> None:
    locked()
    faces = ("/BaseFont /Arial", "/BaseFont /TimesNewRoman,Bold", "/BaseFont /SimSun", "/BaseFont /NoSuchFace")
    paths = []
    for at, face in enumerate(faces):
        data = objects(
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            stream(words("collected at the estate") + words("by two men", x=230)),
            f"<< /Type /Font /Subtype /TrueType {face} /Encoding /WinAnsiEncoding >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 7 0 R >>",
            stream(b"10 10 90 90 re f"),
        )
        paths.append(tmp_path / f"{at}.pdf")
        paths[-1].write_bytes(data)
    found = in_jail(paths)
    assert found == [outside(path) for path in paths]
    assert all(
        said["pages"][0][2].split() == ["collected", "at", "the", "estate", "by", "two", "men"] for said in found
    )
    assert all(said["reason"] == "page-ocr" for said in found)


@pytest.fixture(scope="module")
def files(shared: Path) -> dict[str, Path]:
    found = {path.name: path for path in (shared / "data/files").rglob("*.pdf")}
    assert len(found) > 50
    return found


def named(files: dict[str, Path], name: str) -> Read:
    return read(reader, files[name].read_bytes())


def body(draft: Draft) -> str:
    return "\n".join(page.text for page in draft.pages if page.number is not None)


def test_each_real_file_ends_in_a_state_and_in_the_jail_in_the_same(files: dict[str, Path]) -> None:
    locked()
    paths = sorted(files.values())
    said = in_jail(paths)
    assert said == [outside(path) for path in paths]
    states = {path.name: State(one["state"]) for path, one in zip(paths, said, strict=True)}
    assert sum(state is State.TEXT_COMPLETE for state in states.values()) > 30
    assert {name for name, state in states.items() if state is State.UNREAD_ENCRYPTED} == {
        "testPDF_no_extract_no_accessibility_owner_user.pdf",
        "testPDF_no_extract_yes_accessibility_owner_user.pdf",
        "testPassword4Spaces.pdf",
        "testUnicodePassword.pdf",
    }
    assert {name for name, state in states.items() if state is State.UNREAD_PENDING} == {
        "test.pdf",
        "testColorRendering.pdf",
        "testFlashInPDF.pdf",
        "testOCR.pdf",
        "testPDF_AdobeIllustrator.pdf",
        "testPDF_jpeg2000.pdf",
    }


def test_a_text_box_by_its_author(files: dict[str, Path]) -> None:
    found = named(files, "testAnnotations.pdf")
    assert found.parts("annotation")[0].startswith("text box by Michael McCandless")
    assert found.parts("annotation")[0].endswith("Here is a comment")


def test_values_of_a_form_and_its_fields(files: dict[str, Path]) -> None:
    found = named(files, "testPDF_acroform3.pdf")
    assert found.parts("form")[:4] == [
        "aTextField: TIKA-1226",
        "aCheckBox: Yes",
        "aComboBox: comboItemB; comboExportB",
        "aListBox: listItemC; exportListItemC",
    ]
    assert "http://www.cutepdf.com" in found.draft.facts["links"]


def test_a_form_in_xml(files: dict[str, Path]) -> None:
    found = named(files, "testPDF_XFA_govdocs1_258578.pdf")
    assert "School Name [topmostSubform[0].Page1[0].School_Name[0]]: my_school" in found.text
    assert "Times_available_for_programs: my_times" in found.text
    assert found.draft.children == []


def test_files_attached_to_the_document_and_to_a_page(files: dict[str, Path]) -> None:
    package = named(files, "testPDFPackage.pdf")
    assert [child.name for child in package.draft.children] == ["PDF1.pdf", "PDF2.pdf"]
    assert all(member.startswith(b"%PDF-") for member in package.members)
    pinned = named(files, "testPDFFileEmbInAnnotation.pdf")
    assert [child.locator for child in pinned.draft.children] == ["page:1/annotation:1"]
    assert pinned.members[0].startswith(b"PK")
    assert len(named(files, "testPDF_deeplyEmbeddedAttachments.pdf").draft.children) == 20


def test_other_forms_of_a_file_and_a_film_that_no_list_names(files: dict[str, Path]) -> None:
    forms = named(files, "testPDF_multiFormatEmbFiles.pdf")
    assert sorted(member.split()[-3] for member in forms.members) == [b"dos", b"mac", b"specific", b"unix"]
    film = named(files, "testFlashInPDF.pdf")
    assert [member[:4] for member in film.members] == [b"CWS\x0b"]
    assert "active-content" in film.draft.flags


def test_an_outline(files: dict[str, Path]) -> None:
    assert named(files, "testPDF_bookmarks.pdf").parts("outline") == ["Countries\n  France\n  Denmark bookmark is here"]


def test_properties_of_both_kinds(files: dict[str, Path]) -> None:
    facts = named(files, "testPDF-custommetadata.pdf").draft.facts
    assert facts["custom"] == {"Custom Property": "Custom Value"}
    differs = named(files, "testPDF_diffTitles.pdf")
    assert differs.draft.facts["title"] == "this is a new title"
    assert "Sample Title" in differs.parts("property")[0].splitlines()


def test_a_script_of_a_page(files: dict[str, Path]) -> None:
    found = named(files, "testPDF_jsActionOnPage.pdf")
    assert found.parts("script") == ["app.alert('TIKA test');"]
    assert (found.draft.state, found.draft.flags) == (State.NONE_BLANK, ["active-content"])


def test_states_that_were_saved_over(files: dict[str, Path]) -> None:
    assert named(files, "testPDF_incrementalUpdates.pdf").draft.facts["revisions"] == 3


def test_a_long_document_page_by_page(files: dict[str, Path]) -> None:
    found = named(files, "testPDF_protected.pdf")
    pages = [page for page in found.draft.pages if page.number is not None]
    assert (len(pages), found.draft.facts["encrypted"]) == (41, True)
    assert "RETHINKING THE FINANCIAL NETWORK" in pages[0].text.upper()


@pytest.mark.parametrize("share", [0.5, 0.9])
@pytest.mark.parametrize("name", ["testPDF_protected.pdf", "testPDF-TIKA-4444.pdf", "testPDFVarious.pdf"])
def test_half_a_document_keeps_the_text_of_its_half(files: dict[str, Path], name: str, share: float) -> None:
    data = files[name].read_bytes()
    whole, part = body(read(reader, data).draft), read(reader, data[: int(len(data) * share)]).draft
    assert (part.state, part.reason) == (State.TEXT_PARTIAL, "salvaged")
    assert len(body(part)) > len(whole) * share * 0.6
