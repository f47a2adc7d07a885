"""Visio drawings: a page for each page drawn, data of shapes, comments, links, masters."""

from pathlib import Path

import pytest
from packing import RELS, packed, read, relations

from muniment.intake import identify
from muniment.intake.readers.ole import visio as reader
from muniment.intake.source import Source
from muniment.model.state import State

V = 'xmlns="http://schemas.microsoft.com/office/visio/2012/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
PAGE = "http://schemas.microsoft.com/visio/2010/relationships"


def drawing(*pages: tuple[str, str], masters: str = "") -> bytes:
    listed = "".join(
        f'<Page ID="{at}" Name="{name}"><Rel r:id="r{at}"/></Page>' for at, (name, _) in enumerate(pages, start=1)
    )
    related = "".join(
        f'<Relationship Id="r{at}" Type="{PAGE}/page" Target="page{at}.xml"/>' for at in range(1, len(pages) + 1)
    )
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relations(("document", "visio/document.xml")),
        "visio/document.xml": f"<VisioDocument {V}><Text>not shown</Text></VisioDocument>",
        "visio/pages/pages.xml": f"<Pages {V} {R}>{listed}</Pages>",
        "visio/pages/_rels/pages.xml.rels": f'<Relationships xmlns="{RELS}">{related}</Relationships>',
        "visio/media/image1.png": b"\x89PNG\r\n\x1a\n",
    }
    for at, (_, inside) in enumerate(pages, start=1):
        parts[f"visio/pages/page{at}.xml"] = f"<PageContents {V} {R}><Shapes>{inside}</Shapes></PageContents>"
    if masters:
        parts["visio/masters/master1.xml"] = f"<MasterContents {V}><Shapes>{masters}</Shapes></MasterContents>"
    return packed(parts)


def test_pages_come_in_the_order_of_their_list() -> None:
    shape = (
        "<Shape><Section N='Property'><Row><Cell N='Label' V='Ward'/><Cell N='Value' V='East'/></Row></Section>"
        "<Section N='Hyperlink'><Row><Cell N='Address' V='http://example.org/'/></Row></Section>"
        "<Cell N='Comment' V='who pays?'/><Text>Ana<cp IX='0'/> Example</Text></Shape>"
    )
    data = drawing(
        ("Money", shape), ("People", "<Shape><Text>Bo</Text></Shape>"), masters="<Shape><Text>Box</Text></Shape>"
    )
    assert identify.identify(Source(data)).type == "application/vnd.ms-visio.drawing"
    made = read(reader, data)
    assert [(page.number, page.label) for page in made.draft.pages] == [
        (1, "Money"),
        (2, "People"),
        (None, "layout"),
        (None, "document"),
    ]
    assert made.draft.pages[0].text == "Ward\nEast\nhttp://example.org/\nwho pays?\nAna Example\n"
    assert made.parts("comment") == ["who pays?"]
    assert made.draft.facts["links"] == ["http://example.org/"]
    assert made.members == [b"\x89PNG\r\n\x1a\n"]
    assert "not shown" not in made.text
    assert made.draft.state is State.TEXT_COMPLETE


def test_a_page_that_is_broken_is_said() -> None:
    made = read(
        reader,
        drawing(("One", "<Shape><Text>kept</Text></Shape></Nothing>"), ("Two", "<Shape><Text>Bo</Text></Shape>")),
    )
    assert (made.draft.state, made.draft.reason) == (State.TEXT_PARTIAL, "part-failed")
    assert "kept" in made.text
    assert "Bo" in made.text


TEXTS = {
    "testVISIO.vsdx": "Nothing fancy.",
    "testVISIO_60489.vsdx": "HousingConnections.ca",
    "testVISIO_text.vsdx": "Router here",
}


@pytest.mark.parametrize("name", TEXTS)
def test_real_drawings_are_read(shared: Path, name: str) -> None:
    made = read(reader, (shared / "data/files/tika" / name).read_bytes())
    assert made.draft.state is State.TEXT_COMPLETE
    assert TEXTS[name] in made.draft.pages[0].text
