"""PDF: every layer of text, and what is attached."""

import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfs import INFO, Paper, attached, object_stream, objects, one, said, stream, told, words

from muniment.demo.pdf import of_text
from muniment.intake.limits import Limits
from muniment.model.state import State

PRINTED = "".join(chr(letter) for letter in range(0x21, 0x7F)) + "£éÜß§"


# text


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.text(PRINTED, min_size=1, max_size=12), min_size=1, max_size=6), min_size=1, max_size=4))
def test_text_comes_back_page_by_page(pages: list[list[str]]) -> None:
    found = told(of_text([[" ".join(line)] for line in pages], INFO))
    assert said(found) == (State.TEXT_COMPLETE, "")
    assert found.draft.facts["pages"] == len(pages)
    for number, (page, line) in enumerate(zip(found.draft.pages, pages, strict=False), start=1):
        assert page.number == number
        assert "".join(line) in "".join(page.text.split())


@pytest.mark.parametrize(
    "content",
    [
        words("a hidden bribe", before="3 Tr"),
        b"1 1 1 rg " + words("a hidden bribe"),
        words("a hidden bribe", x=5_000_000, y=-90_000_000),
        b"q 0 0 1 1 re W n " + words("a hidden bribe") + b" Q",
        b"/OC /Off BDC " + words("a hidden bribe") + b" EMC",
        b"/Artifact BMC " + words("a hidden bribe") + b" EMC",
    ],
)
def test_text_that_nobody_sees_is_text(content: bytes) -> None:
    paper = Paper()
    paper.page(words("plain words", y=800) + content)
    assert "a hidden bribe" in told(paper.finish()).text


def test_text_that_has_no_size_is_not_passed_over_in_silence() -> None:
    paper = Paper()
    paper.page(b"BT /F1 0 Tf 60 700 Td (too small) Tj ET")
    assert said(told(paper.finish())) == (State.UNREAD_CORRUPT, "damaged")
    paper.page(words("plain words"))
    assert said(told(paper.finish())) == (State.TEXT_PARTIAL, "pages-failed")


def test_lines_and_hyphens_at_their_ends() -> None:
    paper = Paper()
    paper.page(words("collected at the es-", y=700) + words("tate, at night", y=685))
    assert told(paper.finish()).draft.pages[0].text == "collected at the es-\ntate, at night"


def test_page_labels() -> None:
    paper = Paper()
    for text in ("one", "two", "three"):
        paper.page(words(text))
    found = told(paper.finish("/PageLabels << /Nums [0 << /S /r >> 2 << /S /D /St 3 >>] >>"))
    assert [(page.number, page.label) for page in found.draft.pages] == [(1, "i"), (2, "ii"), (3, "")]


# what stands on a page


def test_notes_with_their_author_and_date() -> None:
    found = told(
        one(
            "<< /Type /Annot /Subtype /Text /Rect [9 9 20 20] /T (Ada Example) /Subj (receipts) /Contents (ask B.)"
            " /M (D:20140522101500Z) >>",
            "<< /Type /Annot /Subtype /FreeText /Rect [9 9 90 20] /Contents <FEFF09AD09CB099F> >>",
        )
    )
    assert found.parts("annotation") == ["note by Ada Example, 2014-05-22: receipts: ask B.", "text box: ভোট"]


def test_links_are_text_and_facts() -> None:
    found = told(
        one(
            "<< /Type /Annot /Subtype /Link /Rect [9 9 20 20] /A << /S /URI /URI (https://a.example/x) >> >>",
            "<< /Type /Annot /Subtype /Link /Rect [9 9 20 20] /A << /S /Launch /F (start.exe) >> >>",
        )
    )
    assert found.parts("link") == ["https://a.example/x", "start.exe"]
    assert found.draft.facts["links"] == ["https://a.example/x", "start.exe"]
    assert "active-content" in found.draft.flags


def test_the_words_of_a_stamp() -> None:
    paper = Paper()
    shown = paper.form(words("RECEIVED 3 March", x=5, y=5))
    note = paper.out.add(f"<< /Type /Annot /Subtype /Stamp /Rect [60 60 360 160] /AP << /N {shown} 0 R >> >>")
    paper.page(words("a letter"), f"/Annots [{note} 0 R]")
    found = told(paper.finish())
    assert found.parts("annotation") == ["RECEIVED 3 March"]
    assert said(found) == (State.TEXT_COMPLETE, "")


def test_values_names_and_labels_of_a_form() -> None:
    paper = Paper()
    out, mark = paper.out, paper.form(b"")
    fields = [
        out.add(
            "<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /TU (Full name) /V (Ada Example) /Rect [0 0 9 9] >>"
        ),
        out.add(
            "<< /Type /Annot /Subtype /Widget /FT /Btn /T (agree) /V /Yes /AS /Yes /Rect [0 0 9 9]"
            f" /AP << /N << /Yes {mark} 0 R /Off {mark} 0 R >> >> >>"
        ),
        out.add(
            "<< /Type /Annot /Subtype /Widget /FT /Ch /T (ward) /Opt [[(w1) (North)] [(w2) (South)]] /V (w2)"
            " /Rect [0 0 9 9] /AA << /C << /S /JavaScript /JS (sum\\(1\\)) >> >> >>"
        ),
    ]
    group = out.reserve()
    child = out.add(f"<< /Type /Annot /Subtype /Widget /Parent {group} 0 R /Rect [0 0 9 9] >>")
    out.put(group, f"<< /FT /Tx /T (sum) /V (1,200) /Kids [{child} 0 R] >>")
    paper.page(words("a form"), f"/Annots [{' '.join(f'{number} 0 R' for number in [*fields, child])}]")
    listed = " ".join(f"{number} 0 R" for number in [*fields, group])
    found = told(paper.finish(f"/AcroForm << /Fields [{listed}] >>"))
    assert found.parts("form") == ["Full name [name]: Ada Example", "agree: Yes", "ward: South; w2", "sum: 1,200"]
    assert found.parts("script") == ["sum(1)"]


def test_a_form_in_xml() -> None:
    data = b"<xfa:data xmlns:xfa='x'><payee>Ada Example</payee></xfa:data>"
    template = b"<template><field><caption>Paid <b>to</b> whom</caption><script>app.go()</script></field></template>"
    packets = (
        b"<xdp:xdp xmlns:xdp='y'>%b<xfa:datasets xmlns:xfa='x'>%b</xfa:datasets><config>no text</config></xdp:xdp>"
    )
    paper = Paper()
    paper.page(words("Please wait"))
    whole = paper.out.stream("/Type /EmbeddedFile", packets % (template, data))
    found = told(paper.finish(f"/AcroForm << /XFA {whole} 0 R /Fields [] >>"))
    assert found.parts("form") == ["Paid\nto\nwhom\npayee: Ada Example"]
    assert found.parts("script") == ["app.go()"]
    assert found.draft.children == []
    parts = [paper.out.stream("", piece) for piece in (template, b"<datasets>%b</datasets>" % data)]
    named = paper.finish(f"/AcroForm << /XFA [(template) {parts[0]} 0 R (datasets) {parts[1]} 0 R] /Fields [] >>")
    assert "payee: Ada Example" in told(named).text


# what belongs to the whole document


def test_the_outline_and_its_loops() -> None:
    paper = Paper()
    paper.page(words("text"))
    top, first, second = (paper.out.reserve() for _ in range(3))
    paper.out.put(top, f"<< /Type /Outlines /First {first} 0 R >>")
    paper.out.put(first, f"<< /Title (Payments) /Parent {top} 0 R /Next {second} 0 R /First {second} 0 R >>")
    paper.out.put(second, f"<< /Title (to whom) /Parent {first} 0 R /Next {first} 0 R /First {top} 0 R >>")
    assert told(paper.finish(f"/Outlines {top} 0 R")).parts("outline") == ["Payments\n  to whom"]


XMP = (
    '<?xpacket?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
    ' xmlns:pdfx="http://ns.adobe.com/pdfx/1.3/" xmp:CreateDate="2014-05-01T08:00+01:00" pdfx:Client="B. Sample">'
    "<dc:title><rdf:Alt><rdf:li>Another title</rdf:li></rdf:Alt></dc:title>"
    "<dc:creator><rdf:Seq><rdf:li>Cy Nobody</rdf:li></rdf:Seq></dc:creator>"
    "</rdf:Description></rdf:RDF></x:xmpmeta>"
)


@pytest.mark.parametrize("packed", [False, True])
def test_properties_of_the_dictionary_come_first_and_xmp_adds(packed: bool) -> None:
    paper = Paper()
    paper.page(words("text"))
    about = paper.out.add("<< /Title (Accounts) /ModDate (D:20140522101500+01'00') /Case#20Number (E/7) >>")
    packet = paper.out.stream("/Type /Metadata /Subtype /XML", XMP.encode(), packed=packed)
    found = told(paper.finish(f"/Metadata {packet} 0 R /Lang (en-GB)", f"/Info {about} 0 R"))
    facts = found.draft.facts
    assert (facts["title"], facts["author"], facts["language"]) == ("Accounts", "Cy Nobody", "en-GB")
    assert facts["modified"] == "2014-05-22T10:15:00+01:00"
    assert facts["created"] == facts["date"] == "2014-05-01T08:00:00+01:00"
    assert facts["custom"] == {"Case Number": "E/7", "Client": "B. Sample"}
    assert found.parts("property")[0].splitlines() == [
        "title: Accounts",
        "author: Cy Nobody",
        "Case Number: E/7",
        "Client: B. Sample",
        "Another title",
    ]


@pytest.mark.parametrize(
    ("written", "date"),
    [("D:20141350", None), ("yesterday", None), ("D:2014", "2014"), ("D:0001010101", "0001-01-01T01:00:00")],
)
def test_bad_dates(written: str, date: str | None) -> None:
    paper = Paper()
    paper.page(words("text"))
    found = told(paper.finish(trailer=f"/Info {paper.out.add(f'<< /CreationDate ({written}) >>')} 0 R"))
    assert found.draft.facts.get("date") == date
    assert ("date-implausible" in found.draft.flags) == (date is not None and date < "1990")


SCRIPTS = {
    "document": ("/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (go\\(\\)) >>] >> >>", ""),
    "opening": ("/OpenAction << /S /JavaScript /JS (go\\(\\)) >>", ""),
    "page": ("", "/AA << /O << /S /JavaScript /JS <676F2829> >> >>"),
    "elsewhere": ("/OpenAction << /S /JavaScript /JS 6 0 R >>", ""),
}


@pytest.mark.parametrize("place", SCRIPTS)
def test_scripts_are_text_and_a_flag_wherever_they_hang(place: str) -> None:
    catalog, entries = SCRIPTS[place]
    found = told(
        objects(
            f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> {entries} >>",
            stream(words("text")),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            stream(zlib.compress(b"go()"), "/Filter /FlateDecode"),
        )
    )
    assert found.parts("script") == ["go()"]
    assert found.draft.flags == ["active-content"]


def test_a_script_that_is_packed_away() -> None:
    paper = Paper()
    paper.page(words("text"))
    data = paper.finish()
    hidden = b"99 0 obj\n" + object_stream([(98, "<< /S /JavaScript /JS (steal\\(\\)) >>")]) + b"\nendobj\n"
    at = data.rindex(b"xref\n0")
    found = told(data[:at] + hidden + data[at:])
    assert found.parts("script") == ["steal()"]


def test_signatures_are_flagged() -> None:
    paper = Paper()
    signed = paper.out.add(
        "<< /Type /Annot /Subtype /Widget /FT /Sig /T (agent) /Rect [0 0 9 9] /V << /Type /Sig /SubFilter"
        " /adbe.pkcs7.detached /Contents <3000> /ByteRange [0 9 19 9] /Reason (I agree) /M (D:20140522101500Z) >> >>"
    )
    empty = paper.out.add("<< /Type /Annot /Subtype /Widget /FT /Sig /T (mayor) /Rect [0 0 9 9] >>")
    paper.page(words("text"), f"/Annots [{signed} 0 R {empty} 0 R]")
    found = told(paper.finish(f"/AcroForm << /Fields [{signed} 0 R {empty} 0 R] >>"))
    told_ = {"reason": "I agree", "date": "2014-05-22T10:15:00Z", "form": "adbe.pkcs7.detached"}
    assert found.draft.facts["signatures"] == [told_]
    assert "signature-present" in found.draft.flags
    assert found.parts("signature") == ["I agree"]


def test_states_that_were_saved_over() -> None:
    data = one(text="the first version")
    changed = data.replace(b"xref\n0", b"xref \n0")  # the places do not matter: this is only counted
    again = data + b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\nxref\n1 1\n%010d 00000 n \n" % len(data)
    again += b"trailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        data.rindex(b"xref\n0"),
        again.rindex(b"xref"),
    )
    assert "revisions" not in told(changed).draft.facts
    found = told(again)
    assert found.draft.facts["revisions"] == 2
    assert said(found) == (State.TEXT_COMPLETE, "")


# attached files


@pytest.mark.parametrize("packed", [True, False])
def test_attached_files_are_members(packed: bool) -> None:
    found = told(attached(packed=packed))
    children = found.draft.children
    assert [(child.locator.partition("@")[0], child.name) for child in children[:2]] == [
        ("page:1/annotation:1", "pin.txt"),
        ("attachment:1", "list.txt"),
    ]
    assert sorted(found.members) == [
        b"a receipt",
        b"of an older state",
        b"payments to agents",
        b"the same for another system",
    ]
    assert all(child.locator.startswith("object:") for child in children[2:])
    assert children[0].facts == {"created": "2014-05-22T10:15:00Z"}
    assert found.parts("annotation") == ["attachment: see the receipt"]
    assert found.parts("attachment") == ["pin.txt\nlist.txt"]
    assert said(found) == (State.TEXT_COMPLETE, "")


def test_the_same_places_every_time() -> None:
    first, second = told(attached()), told(attached())
    assert [child.locator for child in first.draft.children] == [child.locator for child in second.draft.children]
    assert len({child.locator for child in first.draft.children}) == 4


def test_a_bad_attachment_costs_itself_alone() -> None:
    data = attached(packed=False).replace(b"/F 5 0 R", b"/F 77 0 R", 1)
    found = told(data)
    assert [child.state for child in found.draft.children[:2]] == [None, State.UNREAD_CORRUPT]
    assert b"a receipt" in found.members


def test_a_spent_budget_leaves_rows_for_the_rest() -> None:
    found = told(attached(), Limits(children=1))
    assert found.members == [b"a receipt"]
    assert found.draft.children[1].state is State.UNREAD_LIMIT
    assert (found.draft.complete, found.draft.incomplete) == (False, "limit-children")
    assert found.draft.pages[0].text.startswith("text")


def test_a_large_member_is_a_row() -> None:
    found = told(attached(), Limits(member_bytes=10))
    assert [child.reason for child in found.draft.children[:2]] == ["", "limit-member"]


def test_pictures_on_a_page_are_no_members() -> None:
    paper = Paper()
    image = paper.image(40, 40, b"\0" * 1600)
    paper.page(words("words " * 30) + b"q 200 0 0 200 60 60 cm /Im0 Do Q", resources=f"/XObject << /Im0 {image} 0 R >>")
    found = told(paper.finish())
    assert found.draft.children == []
    assert said(found) == (State.TEXT_COMPLETE, "")


def test_a_cover_without_text_around_files_is_their_container() -> None:
    paper = Paper()
    listed = paper.file("list.txt", b"payments")
    paper.page(b"")
    found = told(paper.finish(f"/Names << /EmbeddedFiles << /Names [(list) {listed} 0 R] >> >>"))
    assert said(found) == (State.NONE_CONTAINER, "")
