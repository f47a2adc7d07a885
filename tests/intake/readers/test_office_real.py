"""Real files of many programs: each ends in a state, and no word of a document's own parts is lost."""

import re
import zipfile
from pathlib import Path

import pytest
from packing import Read, read

from muniment.intake.limits import Unreadable
from muniment.intake.readers.odf import flatodf, odf
from muniment.intake.readers.sheets import xlsb, xlsx
from muniment.intake.readers.slides import pptx
from muniment.intake.readers.word import docx
from muniment.model.state import State

READERS = {
    "docx": docx,
    "docm": docx,
    "dotx": docx,
    "xlsx": xlsx,
    "xlsm": xlsx,
    "xlsb": xlsb,
    "pptx": pptx,
    "pptm": pptx,
}
READERS |= {"odt": odf, "ods": odf, "odp": odf, "fodt": flatodf}
TEXTS = re.compile(rb"<(?:\w+:)?(?:t|delText)(?: [^>]*)?>([^<&]+)</")


def _office(shared: Path) -> list[Path]:
    return sorted(path for path in (shared / "data/files").rglob("*") if path.suffix[1:] in READERS)


def test_each_real_file_ends_in_a_state(shared: Path) -> None:
    states: dict[str, State] = {}
    for path in _office(shared):
        try:
            states[path.name] = read(READERS[path.suffix[1:]], path.read_bytes()).draft.state
        except Unreadable as error:
            states[path.name] = State(error.state)
    assert len(states) > 100
    assert states["testODTEncrypted.odt"] is State.UNREAD_ENCRYPTED
    assert states["testWORD_truncated.docx"] is State.UNREAD_CORRUPT
    assert sum(state is State.TEXT_COMPLETE for state in states.values()) > 100


@pytest.mark.parametrize("suffix", ["docx", "pptx"])
def test_no_word_of_a_part_is_lost(shared: Path, suffix: str) -> None:
    compared = 0
    for path in _office(shared):
        if path.suffix[1:] == suffix and zipfile.is_zipfile(path):
            found = read(READERS[suffix], path.read_bytes())
            lost = [word for word in _words(path) if word not in found.text]
            compared += 1
            assert not lost, (path.name, lost[:5])
    assert compared > 20


def _words(path: Path) -> set[str]:
    with zipfile.ZipFile(path) as package:
        parts = [package.read(name) for name in package.namelist() if name.endswith(".xml") and "theme" not in name]
    texts = (text.decode("utf-8", "replace") for part in parts for text in TEXTS.findall(part))
    return {word for text in texts for word in text.split()}


def test_a_sheet_shows_what_its_program_shows(shared: Path) -> None:
    found: Read = read(xlsx, (shared / "data/files/tika/testEXCEL-formats.xlsx").read_bytes())
    for shown in (
        "$1,599.99 [1599.99]",
        "1.98E+08",
        "2 1/2",
        "6:15 AM",
        "17-May-07",
        "At 4:20 AM on Thursday May 17, 2007",
    ):
        assert shown in found.text
