"""OpenOffice.org 1 and StarOffice: the same words as in OpenDocument under older names."""

import pytest
from packing import packed, read

from muniment.intake import identify
from muniment.intake.readers import REGISTRY
from muniment.intake.readers.odf import odf as reader
from muniment.intake.source import Source
from muniment.model.state import State

NAMES = " ".join(
    f'xmlns:{name}="http://openoffice.org/2000/{name}"'
    for name in ("office", "text", "table", "drawing", "presentation")
)


def document(kind: str, inside: str) -> bytes:
    content = f"<office:document-content {NAMES}><office:body>{inside}</office:body></office:document-content>"
    return packed({"mimetype": f"application/vnd.sun.xml.{kind}", "content.xml": content})


CELL = "<table:table-cell><text:p>{}</text:p></table:table-cell>"


@pytest.mark.parametrize(
    ("kind", "inside", "text"),
    [
        ("writer", "<text:h>Notice</text:h><text:p>Ana<text:tab-stop/>Example</text:p>", "Notice\nAna\tExample\n"),
        (
            "calc",
            f"<table:table table:name='Sums'><table:table-row>{CELL.format('ward')}{CELL.format('12')}</table:table-row></table:table>",
            "ward\t12\n",
        ),
        (
            "impress",
            "<drawing:page drawing:name='One'><drawing:text-box><text:p>Slide</text:p></drawing:text-box></drawing:page>",
            "Slide\n",
        ),
    ],
)
def test_words_are_read(kind: str, inside: str, text: str) -> None:
    data = document(kind, inside)
    found = identify.identify(Source(data)).type
    assert found == f"application/vnd.sun.xml.{kind}"
    assert REGISTRY[found] == "odf"
    made = read(reader, data)
    assert (made.draft.type, made.draft.state) == (found, State.TEXT_COMPLETE)
    assert text in made.text


def test_notes_are_marked() -> None:
    note = "<text:footnote><text:footnote-citation>1</text:footnote-citation><text:footnote-body><text:p>as Bo said</text:p></text:footnote-body></text:footnote>"
    made = read(reader, document("writer", f"<text:p>Text{note} goes on</text:p>"))
    assert [part.strip() for part in made.parts("note")] == ["as Bo said"]
