"""Every form opens in LibreOffice, as Word file and as PDF, and there it says what it must: nothing is taken from our own readers."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from lxml import etree
from prove.deciding import named
from prove.exported import fill
from prove.proofing import ANN

from muniment.case import Case
from muniment.errors import ToolMissing
from muniment.prove.forms.made import FORMS

LIMIT = 600  # seconds, for a busy machine: it starts in a few
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
BENGALI, ARABIC, WELSH = "আব্দুল রহিম", "فاطمة علي", "Siân Llŷr ap Gŵyn"
BOTH = ("Supports", "Undermines", "a man called and took our ballot papers", "Letter 2")
WAYS = ("towards the person", "away from the person", "either way", "Whether Bo Example was abroad.")
SAYS: Mapping[str, Sequence[str]] = {  # what each form must say; a form that is not named here fails
    "mg3": (
        "MG3",
        *BOTH,
        *WAYS,
        "That he voted for others.",
        "I was abroad.",
        "Nothing here finds anybody guilty",
    ),
    "mg9": ("MG9", "Cy Example", "the call at the door", "Named, and not asked yet", "Di Example", WELSH),
    "mg12": ("MG12", "CY/1", "Letter about the call", "SL/1", "Letter of Siân", WELSH),
    "mg6c": ("MG6C", "A letter about a man at the door", "Withdrawn.", "Seized and not examined", "Seized last week."),
    "mg6d": ("MG6D", "File 27", "It names who gave the police word."),
    "mg6e": ("MG6E", "may meet the disclosure test", "He was abroad.", *WAYS, "[MISSING: the disclosure officer's"),
    "sdc": ("Streamlined disclosure certificate", "[MISSING: unused material"),
    "dmd": ("Disclosure management document", "Searches", "What was not examined, and why", *WAYS),
    "petition": (
        "Election petition",
        "A man voted in the names of others.",
        "Bo Example was returned.",
        "Costs.",
        WELSH,
    ),
    "reassessment": (
        "Joint reassessment of DEC-0001",
        *BOTH,
        "It finds neither guilt nor innocence",
        "What nobody has opened yet",
        "Not enough evidence.",
    ),
    "statement": ("Witness statement (civil)", WELSH, "I produce SL/1.", "I believe that the facts stated"),
}
ABROAD = dict.fromkeys(("mg3", "petition", "dmd", "mg9"), (BENGALI, ARABIC))  # and in these are names of other scripts


@pytest.fixture(scope="module")
def written(files_taken_in: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A folder with each form as Word file and as PDF, and their plain texts."""
    at = tmp_path_factory.mktemp("office")
    shutil.copytree(files_taken_in, at / "case")
    (at / "forms").mkdir()
    texts = {}
    with Case.open(at / "case", by=ANN) as case:
        told = _told(case)
        decided = told.pop("decided")
        for kind in ("docx", "pdf", "txt"):
            try:
                made = {form: case.prove.form_file(form, kind, **told)[1] for form in FORMS}
            except ToolMissing as wrong:
                pytest.skip(f"no font for {wrong.subject}: apt-get install fonts-noto-core")
            made["reassessment"] = case.prove.reassessment_file(decided, kind)[1]
            for form, data in made.items():
                if kind == "txt":
                    texts[form] = data.decode()
                else:
                    (at / "forms" / f"{form}.{kind}").write_bytes(data)
    return at / "forms", texts


def _told(case: Case) -> dict[str, Any]:
    """All that stands in an export, and people whose names are written in other letters."""
    told, prove = fill(case), case.prove
    again = str(prove.allege("A vote in the name of another.", "s.60", "2014-05-22", subjects=[BENGALI, ARABIC])["id"])
    prove.put(again, BENGALI, "letter", day="2014-07-01", what=f"That he voted as {ARABIC}.")
    witness = str(prove.add_witness(WELSH, f"what {ARABIC} said to {BENGALI}", speaks=[again])["id"])
    prove.contact(witness, "in-person", "gave-statement", day="2014-06-21", person=ANN, asked="what they heard")
    prove.exhibit(witness, "SL/1", named(case)["letter-3.txt"], "Letter of Siân")
    return told | {"petitioners": [*told["petitioners"], (WELSH, "elector")], "witness": witness}


def opened(files: Sequence[Path], kind: str, into: Path, *, by: str = "") -> dict[str, Any]:
    """These files as LibreOffice has them, one start for all: flat XML of OpenDocument, by the file's name."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("no soffice: apt-get install libreoffice-writer-nogui libreoffice-draw-nogui")
    profile = f"-env:UserInstallation={(into / 'profile').as_uri()}"  # its own: two at once would wait for each other
    how = ["--headless", "--norestore", *([f"--infilter={by}"] if by else []), "--convert-to", kind]
    done = subprocess.run(
        ["/usr/bin/timeout", "--kill-after=10", str(LIMIT), program, profile, *how, "--outdir", into, *files],
        env={**os.environ, "HOME": str(into), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    made = {each.stem: each for each in into.glob(f"*.{kind}")}
    assert sorted(made) == sorted(each.stem for each in files), done.stdout + done.stderr
    return {name: etree.parse(file, etree.XMLParser(huge_tree=True)).getroot() for name, file in made.items()}


def letters(text: str) -> str:
    """Text without spaces, and without the lines that are written on."""
    return "".join(text.replace("_", "").split())


def pieces(text: str) -> Iterator[str]:
    """What stands in a form one by one: titles, paragraphs and cells, as its plain text has them."""
    for line in text.splitlines():
        if not set(line) <= {"="}:
            yield from (letters(each) for each in line.lstrip("# ").split(" | "))


def test_every_form_opens_as_a_word_file(written: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    folder, texts = written
    found = opened(sorted(folder.glob("*.docx")), "fodt", tmp_path)
    for form, text in texts.items():
        root = found[form]
        (body,) = root.iter(f"{OFFICE}body")
        every = [*body.iter(f"{TEXT}p", f"{TEXT}h")]
        paragraphs = ["".join(each.itertext()) for each in every]
        said = letters("\n".join(paragraphs))
        title, _, about, *_ = text.splitlines()
        assert paragraphs[:2] == [title, about], form
        assert every[0].get(f"{TEXT}style-name") == "Title", form
        assert "Draft, as of entry" in about
        for each in (*SAYS[form], *ABROAD.get(form, ()), *pieces(text)):
            assert letters(each) in said, (form, each)
        headings = [
            (int(each.get(f"{TEXT}outline-level", "0")), "".join(each.itertext())) for each in root.iter(f"{TEXT}h")
        ]
        lines = [line.partition(" ") for line in text.splitlines() if line.startswith("#")]
        assert headings == [(len(marks), words) for marks, _, words in lines], (
            form
        )  # by which a reader aloud goes through it
        tables = [*root.iter(f"{TABLE}table")]
        assert all(len([*each.iter(f"{TABLE}table-header-rows")]) == 1 for each in tables), (
            form
        )  # said again on each page
        foot = [*root.iter(f"{STYLE}footer")]
        assert [len([*each.iter(f"{TEXT}page-number", f"{TEXT}page-count")]) for each in foot] == [2], form
        spoken = [each for each in root.iter() if each.get(f"{FO}country") not in {None, "none"}]
        assert {(each.get(f"{FO}language"), each.get(f"{FO}country")) for each in spoken} == {("en", "GB")}, form


def test_every_form_opens_as_a_pdf(written: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    folder, texts = written
    found = opened(sorted(folder.glob("*.pdf")), "fodg", tmp_path, by="draw_pdf_import")
    for form, text in texts.items():
        pages = [*found[form].iter(f"{DRAW}page")]
        assert len(pages) == page_count(folder / f"{form}.pdf"), form
        foot = [f"{n} / {len(pages)}" for n in range(1, len(pages) + 1)]
        words = ["\n".join("".join(each.itertext()) for each in page.iter(f"{TEXT}p")) for page in pages]
        assert all(number in page for number, page in zip(foot, words, strict=True)), form
        said = letters("".join(page.replace(number, "") for number, page in zip(foot, words, strict=True)))
        assert said.startswith(letters(text.splitlines()[0])), form
        assert "Draft,asofentry" in said, form
        for each in (*SAYS[form], *(each for each in pieces(text) if latin(each))):
            assert letters(each) in said, (form, each)
        for word in " ".join(ABROAD.get(form, ())).split():
            assert set(word) <= set(said), (
                form,
                word,
            )  # in which order, a PDF does not say: it has shapes, and not letters
        for word in ARABIC.split() if form in ABROAD else ():
            assert word in said, (form, word)


def latin(text: str) -> bool:
    """Whether its letters stand in a PDF in the order in which they are read."""
    return all(ord(each) < 0x0590 or 0x1E00 <= ord(each) < 0x2100 for each in text)


def page_count(path: Path) -> int:
    file = pypdfium2.PdfDocument(path)
    try:
        return len(file)
    finally:
        file.close()
