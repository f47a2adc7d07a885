"""Presentations: slides in the order of the show, with all that stands beside them."""

from collections.abc import Mapping
from typing import Any

from packing import R, packed, read, relations, spans

from muniment.intake.readers.slides import pptx as reader
from muniment.model.state import State

P = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)


def shape(*lines: str, name: str = "") -> str:
    paragraphs = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in lines)
    return f'<p:sp><p:nvSpPr><p:cNvPr id="1" {name}/></p:nvSpPr><p:txBody>{paragraphs}</p:txBody></p:sp>'


def slide(inside: str, more: str = "", root: str = "sld") -> str:
    return f"<p:{root} {P} {R} {more}><p:cSld><p:spTree>{inside}</p:spTree></p:cSld></p:{root}>"


def pptx(slides: Mapping[str, str], order: str, *related: tuple[str, str], **parts: str | bytes) -> bytes:
    ids = "".join(f'<p:sldId r:id="{key}"/>' for key in order.split())
    more = {
        f"ppt/{name.replace('___', '/_rels/').replace('__', '/').replace('_', '.')}": data
        for name, data in parts.items()
    }
    return packed(
        {
            "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml")),
            "ppt/presentation.xml": f"<p:presentation {P} {R}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>",
            "ppt/_rels/presentation.xml.rels": relations(*related),
            **{f"ppt/slides/{name}.xml": text for name, text in slides.items()},
            **{name.replace("/rels/", "/_rels/"): data for name, data in more.items()},
        }
    )


def test_slides_stand_in_the_order_of_the_show() -> None:
    slides = {"slide1": slide(shape("written first")), "slide2": slide(shape("shown first"), 'show="0"')}
    related = (("slide", "slides/slide1.xml"), ("slide", "slides/slide2.xml"))
    found = read(reader, pptx(slides, "r2 r1", *related))
    assert [(page.number, page.text) for page in found.draft.pages] == [(1, "shown first\n"), (2, "written first\n")]
    assert spans(found.draft.pages[0], "hidden") == ["shown first\n"]
    assert found.draft.facts["hidden"] == ["slide 1"]
    assert "hidden-content" in found.draft.flags


def test_a_slide_that_the_show_leaves_out_is_read() -> None:
    slides = {"slide1": slide(shape("listed")), "slide9": slide(shape("struck out"))}
    found = read(reader, pptx(slides, "r1", ("slide", "slides/slide1.xml")))
    assert spans(found.draft.pages[1], "hidden") == ["struck out\n"]
    assert found.draft.pages[1].label == "slide9.xml"


def test_tables_alternative_texts_and_hidden_shapes() -> None:
    cells = "".join(
        f"<a:tc><a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:tc>" for text in ("Ward", "Votes")
    )
    inside = (
        f"<p:graphicFrame><a:tbl><a:tr>{cells}</a:tr></a:tbl></p:graphicFrame>"
        + shape("seen", name='descr="a crowd"')
        + shape("unseen", name='hidden="1"')
    )
    found = read(reader, pptx({"slide1": slide(inside)}, "r1", ("slide", "slides/slide1.xml")))
    assert found.text.startswith("Ward\tVotes\n")
    assert found.parts("alt") == ["a crowd"]
    assert found.parts("hidden") == ["unseen\n"]


def test_notes_comments_charts_masters_and_members() -> None:
    chart = (
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:v>4.3</c:v></c:chartSpace>'
    )
    comments = f'<p:cmLst {P}><p:cm authorId="7" dt="2014-05-01T10:00:00"><p:text>says who?</p:text></p:cm></p:cmLst>'
    parts: dict[str, Any] = {
        "slides__rels__slide1_xml_rels": relations(
            ("notesSlide", "../n.xml"), ("comments", "../c.xml"), ("chart", "../ch.xml")
        ),
        "n_xml": slide(shape("say this"), root="notes"),
        "c_xml": comments,
        "ch_xml": chart,
        "authors_xml": f'<p:cmAuthorLst {P}><p:cmAuthor id="7" name="Bela Example"/></p:cmAuthorLst>',
        "master_xml": slide(shape("Eastmere First"), root="sldMaster"),
        "media__film_mp4": b"film",
    }
    related = (("slide", "slides/slide1.xml"), ("commentAuthors", "authors.xml"), ("slideMaster", "master.xml"))
    found = read(reader, pptx({"slide1": slide(shape("title"))}, "r1", *related, **parts))
    first, document = found.draft.pages
    assert spans(first, "note") == ["say this\n"]
    assert spans(first, "comment") == ["Comment by Bela Example, 2014-05-01T10:00:00: says who?"]
    assert spans(first, "chart") == ["4.3"]
    assert (document.label, spans(document, "master")) == ("document", ["Eastmere First"])
    assert found.members == [b"film"]
    assert found.draft.state is State.TEXT_COMPLETE


def test_a_slide_that_is_lost_costs_only_itself() -> None:
    related = (("slide", "slides/slide1.xml"), ("slide", "slides/slide2.xml"))
    found = read(reader, pptx({"slide1": slide(shape("kept"))}, "r1 r2", *related))
    assert [page.text for page in found.draft.pages] == ["kept\n", ""]
    assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "part-failed")


def point(text: str, kind: str = "arabicPeriod", more: str = "", level: int = 0) -> str:
    sign = f'<a:buAutoNum type="{kind}" {more}/>' if kind else "<a:buNone/>"
    return f'<a:p><a:pPr lvl="{level}">{sign}</a:pPr><a:r><a:t>{text}</a:t></a:r></a:p>'


def body(*paragraphs: str, style: str = "") -> str:
    return f"<p:sp><p:txBody><a:lstStyle>{style}</a:lstStyle>{''.join(paragraphs)}</p:txBody></p:sp>"


def shown(inside: str) -> list[str]:
    return read(reader, pptx({"slide1": slide(inside)}, "r1", ("slide", "slides/slide1.xml"))).text.splitlines()


def test_numbers_of_points_are_counted() -> None:
    empty = '<a:p><a:pPr><a:buAutoNum type="arabicPeriod"/></a:pPr></a:p>'
    deep = [point("deep", "alphaLcParenBoth", level=1), point("deeper", "romanUcParenR", level=2)]
    inside = body(point("one"), empty, *deep, point("two"), point("bare", ""), point("anew"))
    assert shown(inside + body(point("other", more='startAt="4"'))) == [
        *("1. one", "", "(a) deep", "I) deeper", "2. two", "bare", "1. anew", "4. other"),
    ]


def test_a_text_may_number_all_of_its_points_and_one_of_them_may_say_no() -> None:
    style = '<a:lvl1pPr><a:buAutoNum type="arabicParenR"/></a:lvl1pPr>'
    plain = "<a:p><a:r><a:t>styled</a:t></a:r><a:r><a:t> twice</a:t></a:r></a:p>"
    assert shown(body(plain, plain, point("not", ""), style=style) + body(plain)) == [
        *("1) styled twice", "2) styled twice", "not", "styled twice"),
    ]


def test_kinds_of_numbers_that_are_not_known_are_digits() -> None:
    inside = body(
        point("x", "circleNumDbPlain"), point("y", "made.up"), point("z", "arabicPeriod", 'startAt="9999999999"')
    )
    assert shown(inside) == ["1 x", "1 y", "1. z"]
