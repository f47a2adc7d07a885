"""OpenDocument: texts, sheets and slides, packed and flat."""

import base64

import pytest
from packing import odf, open_xml, packed, read, spans

from muniment.intake.limits import Unreadable
from muniment.intake.readers.odf import flatodf
from muniment.intake.readers.odf import odf as reader
from muniment.model.state import State

HIDDEN = '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'


def test_text_notes_comments_and_white_space() -> None:
    body = (
        "<text:p>One\n   line<text:s text:c='3'/>wide<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>the note</text:p></text:note-body></text:note>"
        "<office:annotation><dc:creator>Ada Example</dc:creator><dc:date>2014-05-22T10:00:00</dc:date><text:p>really?</text:p>"
        '</office:annotation> end</text:p><text:p><text:a xlink:href="https://a.example/">link</text:a></text:p>'
    )
    found = read(reader, odf(body))
    assert found.text.startswith(
        "One line   wide1 end\nthe note\nComment by Ada Example, 2014-05-22T10:00:00: really?\n"
    )
    assert found.parts("note") == ["the note\n"]
    assert found.draft.facts["links"] == ["https://a.example/"]
    assert found.draft.facts["comment_authors"] == ["Ada Example"]


def test_deletions_stand_where_they_were_made() -> None:
    who = "<office:change-info><dc:creator>Bela Example</dc:creator><dc:date>2014-06-01T00:00:00</dc:date></office:change-info>"
    body = (
        f'<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>{who}<text:p>no money</text:p></text:deletion>'
        f'</text:changed-region><text:changed-region text:id="c2"><text:insertion>{who}</text:insertion></text:changed-region>'
        '</text:tracked-changes><text:p>He took <text:change text:change-id="c1"/>'
        '<text:change-start text:change-id="c2"/>a gift<text:change-end text:change-id="c2"/>.</text:p>'
    )
    found = read(reader, odf(body))
    assert found.text.startswith("He took no money a gift.\n")
    assert found.parts("deleted") == ["no money "]
    assert found.parts("inserted") == ["a gift"]
    assert {(said["kind"], said["author"]) for said in found.draft.facts["changes"]} == {
        ("deleted", "Bela Example"), ("inserted", "Bela Example"),
    }  # fmt: skip


def test_hidden_text_by_style_section_and_field() -> None:
    body = (
        '<text:p>seen <text:span text:style-name="H">by style</text:span></text:p>'
        '<text:section text:display="none"><text:p>by section</text:p></text:section><text:p>seen</text:p>'
        '<text:p><text:hidden-text text:string-value="by field"/></text:p>'
    )
    found = read(reader, odf(body, automatic=HIDDEN))
    assert [text.strip() for text in found.parts("hidden")] == ["by style", "by section", "by field"]
    assert "hidden-content" in found.draft.flags


def test_sheets_with_shown_and_raw_values_and_repeats() -> None:
    automatic = '<style:style style:name="T"><style:table-properties table:display="false"/></style:style>'
    empty = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    body = (
        '<table:table table:name="Open"><table:table-row>'
        '<table:table-cell office:value-type="float" office:value="1234.5"><text:p>1,234.50</text:p></table:table-cell>'
        '<table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell table:formula="of:=SUM([.A1])" office:value="7"><text:p>7</text:p></table:table-cell></table:table-row>'
        '<table:table-row table:number-rows-repeated="900000"><table:table-cell><text:p>same</text:p></table:table-cell></table:table-row>'
        '<table:table-row table:visibility="collapse"><table:table-cell><text:p>tucked away</text:p></table:table-cell></table:table-row>'
        f'{empty}</table:table><table:table table:name="Shut" table:style-name="T"><table:table-row><table:table-cell><text:p>secret'
        "</text:p></table:table-cell></table:table-row></table:table>"
    )
    found = read(reader, odf(body, "spreadsheet", automatic))
    first, second = found.draft.pages
    assert first.text == "1,234.50 [1234.5]\t\t\t7 {=SUM([.A1])}\nsame [900000 times]\ntucked away\n"
    assert spans(first, "hidden") == ["tucked away\n"]
    assert (second.number, second.label, spans(second, "hidden")) == (2, "Shut", ["secret\n"])
    assert [sheet["hidden"] for sheet in found.draft.facts["sheets"]] == [False, True]


def test_slides_with_notes() -> None:
    automatic = (
        '<style:style style:name="D"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>'
    )
    body = "".join(
        f'<draw:page draw:name="{name}" draw:style-name="{style}"><draw:frame><draw:text-box><text:p>{name} text</text:p>'
        f"</draw:text-box></draw:frame><presentation:notes><text:p>{name} note</text:p></presentation:notes></draw:page>"
        for name, style in (("first", ""), ("second", "D"))
    )
    found = read(reader, odf(body, "presentation", automatic))
    assert [(page.number, page.label) for page in found.draft.pages] == [(1, "first"), (2, "second")]
    assert spans(found.draft.pages[0], "note") == ["first note\n"]
    assert found.draft.facts["hidden"] == ["second"]


def test_headers_properties_objects_and_members() -> None:
    styles = open_xml("document-styles", "").replace(
        "<office:body>",
        "<office:master-styles><style:master-page><style:header><text:p>Eastmere</text:p></style:header></style:master-page>"
        "</office:master-styles><office:body>",
    )
    meta = open_xml("document-meta", "").replace(
        "<office:body>",
        "<office:meta><meta:initial-creator>Ada Example</meta:initial-creator><meta:creation-date>2014-05-22T09:00:00"
        '</meta:creation-date><meta:user-defined meta:name="Ward">North</meta:user-defined></office:meta><office:body>',
    )
    data = packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": open_xml("document-content", '<text:p>body<draw:object xlink:href="./Object 1"/></text:p>'),
            "styles.xml": styles,
            "meta.xml": meta,
            "Object 1/content.xml": open_xml("document-content", "<text:p>inside the object</text:p>"),
            "Pictures/a.png": b"picture",
            "Configurations2/menu.xml": "<x/>",
        }
    )
    found = read(reader, data)
    assert "body" in found.text
    assert "Eastmere" in found.text
    assert found.parts("object") == ["inside the object\n"]
    assert found.draft.facts["author"] == "Ada Example"
    assert found.draft.facts["custom"] == {"Ward": "North"}
    assert found.draft.facts["date"] == "2014-05-22T09:00:00"
    assert found.members == [b"picture"]
    assert found.draft.type == "application/vnd.oasis.opendocument.text"


def test_an_encrypted_document_says_so() -> None:
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry m:full-path="content.xml">'
        "<m:encryption-data/></m:file-entry></m:manifest>"
    )
    data = packed(
        {"mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": manifest, "content.xml": b"\1"}
    )
    with pytest.raises(Unreadable) as locked:
        read(reader, data)
    assert (locked.value.state, locked.value.reason) == (State.UNREAD_ENCRYPTED, "password")


def test_a_flat_document_with_a_picture_in_it() -> None:
    picture = base64.b64encode(b"picture").decode()
    body = f"<text:p>flat <draw:image><office:binary-data>{picture}</office:binary-data></draw:image>text</text:p>"
    found = read(flatodf, open_xml("document", body).encode())
    assert found.text == "flat text\n"
    assert found.members == [b"picture"]
    assert found.draft.children[0].locator == "binary-data/1"


def test_an_empty_text_and_a_deep_one() -> None:
    found = read(reader, odf("<text:p/>"))
    assert (found.draft.state, found.draft.reason) == (State.NONE_BLANK, "no-text")
    depth = 20_000
    deep = "<text:section>" * depth + "<text:p>deep</text:p>" + "</text:section>" * depth
    assert "deep" in read(reader, odf(deep)).text


def _level(at: int, form: str, more: str = "") -> str:
    return f'<text:list-level-style-number text:level="{at}" style:num-format="{form}" {more}/>'


LISTED = (
    '<text:list-style style:name="L">'
    + _level(1, "1", 'style:num-suffix="."')
    + _level(2, "a", 'style:num-prefix="(" style:num-suffix=")"')
    + _level(3, "1", 'text:display-levels="3"')
    + '<text:list-level-style-bullet text:level="4" text:bullet-char="*"/></text:list-style>'
    '<style:style style:name="P" style:list-style-name="L"/><style:style style:name="Q" style:parent-style-name="P"/>'
)


def items(*texts: str) -> str:
    return "".join(f"<text:list-item>{text}</text:list-item>" for text in texts)


def lines(*texts: str) -> list[str]:
    return [f"<text:p>{text}</text:p>" for text in texts]


def test_numbers_of_lists_are_counted() -> None:
    inner = f"<text:list>{items(*lines('sub', 'sub2'))}</text:list>"
    deep = items(f"<text:list>{items(*lines('deep'))}</text:list>")
    three = (
        "<text:p>one</text:p><text:p>more of one</text:p>",
        f"<text:p>two</text:p>{inner}",
        f"<text:p>three</text:p><text:list>{deep}</text:list>",
    )
    body = (
        '<text:list text:style-name="L"><text:list-header><text:p>head</text:p></text:list-header>'
        f"{items(*three)}</text:list>"
        f'<text:list text:style-name="L" text:continue-numbering="true">{items(*lines("four"))}</text:list>'
        f'<text:list text:style-name="L"><text:list-item text:start-value="7"><text:p>anew</text:p></text:list-item>{items(*lines("next"))}</text:list>'
    )
    found = read(reader, odf(body, automatic=LISTED))
    assert found.text.splitlines() == [
        *("head", "1. one", "more of one", "2. two", "(a) sub", "(b) sub2", "3. three", "3.a.1 deep"),
        *("4. four", "7. anew", "8. next"),
    ]
    assert found.parts("number")[:2] == ["1.", "2."]


def test_a_list_may_go_on_from_one_that_it_names_and_a_style_of_paragraphs_may_name_its_style() -> None:
    body = (
        f'<text:list xml:id="x1" text:style-name="L">{items(*lines("one"))}</text:list>'
        "<text:list><text:list-item><text:p text:style-name='Q'>by style</text:p></text:list-item></text:list>"
        f'<text:list text:continue-list="x1" text:style-name="L">{items(*lines("two"))}</text:list>'
        f"<text:list>{items(*lines('no style'))}</text:list>"
    )
    assert read(reader, odf(body, automatic=LISTED)).text.splitlines() == [
        "1. one",
        "1. by style",
        "2. two",
        "no style",
    ]


def test_headings_show_the_numbers_of_the_outline_and_a_number_in_the_file_is_not_counted_again() -> None:
    outline = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>'
        '<style:style style:name="Plain" style:list-style-name=""/>'
    )
    body = (
        '<text:h text:outline-level="1">First</text:h><text:h text:outline-level="2">Below</text:h>'
        '<text:h text:outline-level="1" text:is-list-header="true">Aside</text:h>'
        '<text:h text:outline-level="1" text:style-name="Plain">Bare</text:h><text:h text:outline-level="1">Second</text:h>'
        '<text:list text:style-name="L"><text:list-item><text:number>9)</text:number><text:p>told</text:p></text:list-item></text:list>'
    )
    found = read(reader, odf(body, automatic=outline + LISTED))
    assert found.text.splitlines() == ["I. First", "I.1 Below", "Aside", "Bare", "II. Second", "9) told"]


def test_broken_lists_cost_no_text() -> None:
    body = (
        "<text:list-item/><text:number>x</text:number>"
        '<text:list text:style-name="L"><text:list-item text:start-value="99999999999"><text:p>huge</text:p></text:list-item></text:list>'
        + "<text:list>" * 30
        + f"{items(*lines('deep'))}"
        + "</text:list>" * 30
    )
    assert read(reader, odf(body, automatic=LISTED)).text.splitlines() == ["1. huge", "deep"]
