"""Word documents: every layer is had, nothing twice, and hostile ones end in a state."""

import io
import time
import warnings
import zipfile
from typing import Any

import pytest
from packing import W, docx, packed, read, relations

from muniment.intake.limits import Limits, Unreadable
from muniment.intake.readers.word import docx as reader
from muniment.model.state import State


def para(text: str, properties: str = "") -> str:
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def test_body_tables_headers_and_properties() -> None:
    core = (
        '<c:coreProperties xmlns:c="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/"><dc:creator>Ada Example</dc:creator>'
        "<dc:title>Minutes</dc:title><t:created>2014-05-22T09:00:00Z</t:created></c:coreProperties>"
    )
    cells = f"<w:tc>{para('Ward')}</w:tc><w:tc>{para('Votes')}</w:tc>"
    header = f"<w:hdr {W}>{para('Borough of Eastmere')}</w:hdr>"
    data = docx(
        para("The first line") + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>",
        ("header", "h.xml"),
        **{"h_xml": header, "..__docProps__core_xml": core},
    )
    found = read(reader, data)
    assert "The first line\nWard\tVotes\n" in found.text
    assert found.parts("header") == ["Borough of Eastmere\n"]
    assert found.draft.facts["author"] == "Ada Example"
    assert found.draft.facts["date"] == "2014-05-22T09:00:00Z"
    assert "Title: Minutes" in found.parts("property")
    assert found.draft.state is State.TEXT_COMPLETE


def test_tracked_changes_say_what_and_who() -> None:
    change = 'w:author="Ada Example" w:date="2014-05-22T09:00:00Z"'
    body = (
        f"<w:p><w:r><w:t>Paid </w:t></w:r><w:del {change}><w:r><w:delText>nothing</w:delText></w:r></w:del>"
        f"<w:ins {change}><w:r><w:t>in cash</w:t></w:r></w:ins>"
        f"<w:moveFrom {change}><w:r><w:t>away</w:t></w:r></w:moveFrom></w:p>"
    )
    found = read(reader, docx(body))
    assert found.parts("deleted") == ["nothing"]
    assert found.parts("inserted") == ["in cash"]
    assert found.parts("moved-from") == ["away"]
    assert {(said["kind"], said["author"]) for said in found.draft.facts["changes"]} >= {("deleted", "Ada Example")}


def test_hidden_text_by_run_and_by_style() -> None:
    styles = (
        f'<w:styles {W}><w:style w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="Heir"><w:basedOn w:val="Secret"/></w:style></w:styles>'
    )
    body = (
        para("open")
        + para("by run", "<w:vanish/>")
        + '<w:p><w:pPr><w:pStyle w:val="Heir"/></w:pPr><w:r><w:t>by style</w:t></w:r>'
        + '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> shown again</w:t></w:r></w:p>'
    )
    found = read(reader, docx(body, ("styles", "styles.xml"), styles_xml=styles))
    assert found.parts("hidden") == ["by run", "by style"]
    assert "hidden-content" in found.draft.flags


def test_comments_notes_and_fields() -> None:
    comments = (
        f'<w:comments {W}><w:comment w:author="Bela Example" w:date="2014-06-01T10:00:00Z">{para("who saw this?")}'
        "</w:comment></w:comments>"
    )
    notes = f"<w:footnotes {W}><w:footnote>{para('see the annex')}</w:footnote></w:footnotes>"
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "https://a.example/"</w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>a link</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        '<w:p><w:fldSimple w:instr="INCLUDEPICTURE &quot;http://b.example/x.png&quot;"/></w:p>'
    )
    related = (("comments", "comments.xml"), ("footnotes", "footnotes.xml"), ("hyperlink", "https://c.example/"))
    found = read(reader, docx(body, *related, comments_xml=comments, footnotes_xml=notes))
    assert found.parts("comment") == ["Comment by Bela Example, 2014-06-01T10:00:00Z: who saw this?\n"]
    assert found.parts("note") == ["see the annex\n"]
    assert set(found.draft.facts["links"]) == {"https://a.example/", "https://c.example/"}
    assert "network-reference" in found.draft.flags
    assert "HYPERLINK" not in found.text


def test_a_text_box_for_old_and_new_programs_stands_once() -> None:
    spaces = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = f"<w:txbxContent>{para('in the box')}</w:txbxContent>"
    same = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    other = same.replace("in the box", "otherwise hidden").replace("otherwise hidden", "first", 1)
    body = f"<w:p><w:r><w:t>before </w:t></w:r><w:r>{same}</w:r><w:r><w:t>after</w:t></w:r></w:p><w:p><w:r>{other}</w:r></w:p>"
    found = read(reader, docx(body, namespaces=spaces))
    assert found.text.count("in the box") == 1
    assert "before after\nin the box" in found.text
    assert "otherwise hidden" in found.text


def test_members_are_what_is_embedded() -> None:
    parts: dict[str, Any] = {
        "media__image1_png": b"picture",
        "embeddings__letter_docx": b"letter",
        "afchunk_htm": b"<p>chunk</p>",
    }
    found = read(reader, docx(para("x"), ("aFChunk", "afchunk.htm"), vbaProject_bin=b"macros", **parts))
    assert {child.locator for child in found.draft.children} == {
        "word/media/image1.png", "word/embeddings/letter.docx", "word/afchunk.htm", "word/vbaProject.bin",
    }  # fmt: skip
    assert set(found.members) == {b"picture", b"letter", b"<p>chunk</p>", b"macros"}
    assert "macros" in found.draft.flags


def test_where_the_budget_ends_the_other_members_are_listed() -> None:
    found = read(reader, docx(para("x"), media__a_png=b"a", media__b_png=b"b", media__c_png=b"c"), Limits(children=1))
    assert [child.state for child in found.draft.children] == [None, State.UNREAD_LIMIT, State.UNREAD_LIMIT]
    assert (found.draft.complete, found.draft.incomplete) == (False, "limit-children")


def test_parts_that_nothing_refers_to_are_read() -> None:
    found = read(reader, docx(para("x"), left_xml=f"<w:document {W}>{para('left behind')}</w:document>"))
    assert "left behind" in found.parts("other-part")[0]


def test_a_document_in_the_strict_form_and_with_other_prefixes() -> None:
    space = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    main = f'<n:document xmlns:n="{space}"><n:body><n:p><n:r><n:t>strict</n:t></n:r></n:p></n:body></n:document>'
    data = packed({"_rels/.rels": relations(("officeDocument", "word/document.xml")), "word/document.xml": main})
    assert read(reader, data).text == "strict\n"


def test_a_damaged_part_is_said_and_its_text_kept() -> None:
    data = docx(para("before") + "</w:nonsense>" + para("after"))
    found = read(reader, data)
    assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "part-failed")
    assert "before" in found.text
    assert "after" in found.text
    assert found.draft.facts["failed"][0]["part"] == "word/document.xml"


def test_an_entry_without_a_name_and_one_given_twice_are_members() -> None:
    whole = io.BytesIO(docx(para("x")))
    with zipfile.ZipFile(whole, "a") as package, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        package.writestr("word/media/a.png", b"first")
        package.writestr("word/media/a.png", b"second")
        package.writestr(zipfile.ZipInfo(""), b"nameless")
    found = read(reader, whole.getvalue())
    assert sorted(found.members) == [b"first", b"nameless", b"second"]
    assert "duplicate-names" in found.draft.flags


def test_a_broken_zip_and_a_missing_main_part() -> None:
    with pytest.raises(Unreadable) as broken:
        read(reader, docx(para("x"))[:200])
    assert broken.value.state == State.UNREAD_CORRUPT
    found = read(reader, packed({"word/styles.xml": f"<w:styles {W}/>"}))
    assert (found.draft.state, found.draft.reason) == (State.UNREAD_CORRUPT, "damaged")


def test_the_type_is_as_the_package_says() -> None:
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" '
        'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
    )
    assert read(reader, docx(para("x"))).draft.type == reader.WORD
    parts = {"[Content_Types].xml": types, "word/document.xml": f"<w:document {W}>{para('x')}</w:document>"}
    assert read(reader, packed(parts)).draft.type == "application/vnd.ms-word.document.macroEnabled.12"


def test_an_empty_document_is_blank() -> None:
    found = read(reader, docx("<w:p/>"))
    assert (found.draft.state, found.draft.reason) == (State.NONE_BLANK, "no-text")


def test_entities_are_not_resolved_and_that_is_said() -> None:
    laughs = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    leaks = '<!DOCTYPE l [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
    for head in (laughs, leaks):
        main = f"{head}<w:document {W}><w:body>{para('hello &b; end')}</w:body></w:document>"
        data = packed({"_rels/.rels": relations(("officeDocument", "word/document.xml")), "word/document.xml": main})
        found = read(reader, data)
        assert "hello " in found.text
        assert " end" in found.text
        assert "haha" not in found.text
        assert "root:" not in found.text
        assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "part-failed")


def test_depth_costs_no_text() -> None:
    depth = 30_000
    body = "<w:tbl><w:tr><w:tc>" * depth + para("deep") + "</w:tc></w:tr></w:tbl>" * depth
    found = read(reader, docx(body))
    assert "deep" in found.text
    assert found.draft.state is State.TEXT_COMPLETE


def test_many_paragraphs_take_no_more_than_their_share_of_time() -> None:
    began = time.process_time()
    found = read(reader, docx("".join(para(f"line {number}") for number in range(50_000))))
    assert found.text.count("\n") >= 50_000
    assert time.process_time() - began < 10


def test_a_bomb_stops_at_the_limit_and_keeps_what_was_had() -> None:
    found = read(reader, docx(para("word " * 4_000_000)), Limits(ratio_free=1 << 20))
    assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "limit-ratio")
    assert "word word" in found.text


def test_how_a_word_is_spoken_does_not_cut_its_line() -> None:
    ruby = "<w:r><w:ruby><w:rt><w:r><w:t>とうきょう</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>東京</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    found = read(reader, docx(f"<w:p><w:r><w:t>新</w:t></w:r>{ruby}<w:r><w:t>駅</w:t></w:r></w:p>"))
    assert found.text.startswith("新東京駅\nとうきょう\n")
    assert found.parts("alt") == ["とうきょう"]
