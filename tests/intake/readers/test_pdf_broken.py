"""PDF: locked, damaged, with something before or behind it, beyond the limits, and hostile."""

import io
import zipfile
import zlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfs import (
    FACE,
    INFO,
    KIDS,
    PAGE,
    Paper,
    attached,
    object_stream,
    objects,
    one,
    outcome,
    said,
    stream,
    told,
    words,
)

from muniment.demo.pdf import of_text
from muniment.demo.sealed import locked_pdf
from muniment.intake.limits import Limits, Unreadable
from muniment.intake.readers.pdf import pdf as reader
from muniment.intake.scope import Budget, Scope
from muniment.intake.source import Source
from muniment.model.reading import Reading
from muniment.model.state import State


def zipped(name: str, data: bytes) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr(name, data)
    return whole.getvalue()


# locked


def test_a_password_of_the_user() -> None:
    with pytest.raises(Unreadable) as raised:
        told(locked_pdf([["secret words"]], INFO, "swordfish"))
    assert (raised.value.state, raised.value.reason) == (State.UNREAD_ENCRYPTED, "password")


def test_without_a_password_of_the_user_it_is_read() -> None:
    found = told(locked_pdf([["secret words"]], INFO, ""))
    assert said(found) == (State.TEXT_COMPLETE, "")
    assert "secret words" in found.text
    assert found.draft.facts["encrypted"] is True
    assert found.draft.facts["author"] == "Ada Example"


def test_what_hides_behind_a_locked_document_is_found() -> None:
    found = told(locked_pdf([["secret words"]], INFO, "swordfish") + zipped("a.txt", b"plain"))
    assert said(found) == (State.UNREAD_ENCRYPTED, "password")
    assert [child.name for child in found.draft.children] == ["trailing data"]


@pytest.mark.parametrize(("lock", "reason"), [(b"Adobe.PubSec", "key"), (b"MicrosoftIRMServices", "rights")])
def test_what_no_password_opens_says_so(lock: bytes, reason: str) -> None:
    whole = locked_pdf([["secret words"]], INFO, "swordfish")
    with pytest.raises(Unreadable) as raised:
        told(whole.replace(b"/Filter /Standard", b"/Filter /" + lock))
    assert (raised.value.state, raised.value.reason) == (State.UNREAD_ENCRYPTED, reason)


# damaged


def test_a_broken_table_is_mended_and_said() -> None:
    data = one(text="what is left")
    found = told(data.replace(b"startxref\n", b"startxref\n9"))
    assert said(found) == (State.TEXT_PARTIAL, "salvaged")
    assert "what is left" in found.text


@pytest.mark.parametrize("share", [0.75, 0.9, 0.99])
def test_a_document_whose_end_is_missing_keeps_its_pages(share: float) -> None:
    pages = [[f"page {number} of a long account"] for number in range(1, 21)]
    data = of_text(pages, INFO)
    found = told(data[: int(len(data) * share)])
    assert said(found) == (State.TEXT_PARTIAL, "salvaged")
    assert "page 1 of a long account" in found.draft.pages[0].text
    assert len(found.draft.pages) >= 14


def test_packed_objects_of_a_document_without_end() -> None:
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
    tree = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    data = objects(
        object_stream([(12, tree), (13, page.replace("4 0 R", "2 0 R").replace("5 0 R", "15 0 R")), (15, font)]),
        stream(words("packed words")),
    )
    found = told(data[: data.rindex(b"xref\n0")])
    assert said(found) == (State.TEXT_PARTIAL, "salvaged")
    assert "packed words" in found.text


@pytest.mark.parametrize("data", [b"%PDF-1.4\nnothing else\n%%EOF", b"%PDF-1.7", one()[:60]])
def test_what_only_begins_as_a_pdf(data: bytes) -> None:
    with pytest.raises(Unreadable) as raised:
        told(data)
    assert (raised.value.state, raised.value.reason) == (State.UNREAD_CORRUPT, "damaged")


def test_a_document_that_says_it_has_no_page() -> None:
    data = objects("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>")
    assert said(told(data)) == (State.NONE_BLANK, "no-text")


def test_one_bad_page_costs_that_page() -> None:
    paper = Paper()
    for text in ("one", "two", "three"):
        paper.page(words(text))
    data = paper.finish().replace(
        f"{paper.kids[1]} 0 obj\n<< /Type /Page".encode(), f"{paper.kids[1]} 0 obj\n[[ /Type /Page".encode()
    )
    found = told(data)
    assert said(found) == (State.TEXT_PARTIAL, "pages-failed")
    assert [page.number for page in found.draft.pages] == [1, 3]
    assert found.draft.facts["failed"] == [{"part": "page 2", "why": "it cannot be read"}]


# before and behind


def test_a_header_that_comes_late() -> None:
    found = told(b"\r\n" + b"\xef\xbb\xbf" + one())
    assert (said(found), found.draft.flags, found.draft.children) == ((State.TEXT_COMPLETE, ""), [], [])
    job = b"\x1b%-12345X@PJL SET USERNAME=ada\r\n"
    found = told(job + one())
    assert (said(found), found.draft.flags, found.members) == ((State.TEXT_COMPLETE, ""), ["header-malformed"], [job])


@pytest.mark.parametrize("size", [100, 90_000])
def test_what_stands_behind_the_end_is_a_member(size: int) -> None:
    rest = b"minutes nobody was meant to find " * (size // 33)
    data = one()
    found = told(data + rest)
    assert said(found) == (State.TEXT_COMPLETE, "")
    assert found.draft.flags == ["trailing-data"]
    assert [child.locator for child in found.draft.children] == [f"after:{len(data) - 1}"]
    assert found.members == [b"\n" + rest]


@pytest.mark.parametrize("size", [10, 100_000])
def test_a_zip_behind_the_end_is_a_member(size: int) -> None:
    hidden = zipped("a.txt", b"%%EOF inside" + bytes(at * 7 & 255 for at in range(size)))
    found = told(one() + hidden)
    assert (said(found), found.draft.flags, found.members) == ((State.TEXT_COMPLETE, ""), ["polyglot"], [hidden])


def test_a_second_document_behind_the_first_is_a_member() -> None:
    second = one(text="the second document")
    found = told(one(text="the first document") + second)
    assert "the first document" in found.text
    assert "the second document" not in found.text
    assert (found.draft.flags, found.members) == (["polyglot"], [second])


@pytest.mark.parametrize("inner", [zipped("a.txt", b"plain"), one(text="inside") + one(text="and another")])
def test_an_attachment_as_it_lies_is_not_taken_for_the_end(inner: bytes) -> None:
    paper = Paper()
    paper.page(words("text"))
    listed = paper.file("inner", inner, packed=False)
    found = told(paper.finish(f"/Names << /EmbeddedFiles << /Names [(list) {listed} 0 R] >> >>"))
    assert (said(found), found.draft.flags, found.members) == ((State.TEXT_COMPLETE, ""), [], [inner])


def test_a_later_state_that_breaks_off() -> None:
    found = told(one() + b"7 0 obj\n<< /Length 99999 >>\nstream\nabc")
    assert (said(found), found.draft.flags) == ((State.TEXT_PARTIAL, "salvaged"), [])


# limits


def hundred_thousand_pages() -> bytes:
    return objects(
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{'3 0 R ' * 100_000}] /Count 100000 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        stream(words("same page")),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )


def test_more_pages_than_allowed() -> None:
    found = told(hundred_thousand_pages(), Limits(pages=50))
    assert said(found) == (State.TEXT_PARTIAL, "limit-pages")
    assert (found.draft.facts["pages"], len(found.draft.pages)) == (100_000, 50)
    blank = objects(
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>", "<< /Type /Page >>"
    )
    assert said(told(blank, Limits(pages=1))) == (State.UNREAD_LIMIT, "limit-pages")


def test_more_text_than_is_held_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_TEXT", 10)
    found = told(of_text([["a first page"], ["a second page"]], INFO))
    assert said(found) == (State.TEXT_PARTIAL, "limit-output")
    assert "a first page" in found.text


def test_what_was_read_when_time_is_up_is_kept() -> None:
    def none(source: Source, scope: Scope) -> Reading:
        raise AssertionError(source, scope)

    data = one()
    draft = reader.read(Source(data), Scope(Budget(Limits(), len(data), deadline=0.0), none))
    assert (draft.state, draft.reason) == (State.UNREAD_TIMED_OUT, "timed-out")


# hostile


def hostile(catalog: str = "", entries: str = "", resources: str = "", *more: str | bytes, kids: str = KIDS) -> bytes:
    page = PAGE % (resources, entries)
    content = stream(words("text") + b"/X Do")
    return objects(f"<< /Type /Catalog /Pages 2 0 R {catalog} >>", kids, page, content, FACE, *more)


FORM = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
NESTED = [f"<< /Kids [{number + 1} 0 R {number + 1} 0 R] >>" for number in range(6, 46)]
TRICKS = {
    "pages that lead back": hostile(kids="<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 1000000000 >>"),
    "names that lead back": hostile(
        "/Names << /EmbeddedFiles 6 0 R /JavaScript 6 0 R >>", "", "", "<< /Kids [6 0 R 6 0 R] >>"
    ),
    "labels that lead back": hostile("/PageLabels 6 0 R", "", "", "<< /Kids [6 0 R 6 0 R] >>"),
    "names that double": hostile("/Names << /EmbeddedFiles 6 0 R >>", "", "", *NESTED, "<< /Names [(a) 4 0 R] >>"),
    "fields that lead back": hostile(
        "/AcroForm 6 0 R",
        "/Annots [7 0 R]",
        "",
        "<< /Fields [7 0 R] >>",
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (f) /Rect [0 0 9 9] /Kids [7 0 R 7 0 R] /Parent 7 0 R >>",
    ),
    "a million notes": hostile(
        "", f"/Annots [{'6 0 R ' * 1_000_000}]", "", "<< /Type /Annot /Subtype /Text /Contents (a) >>"
    ),
    "an outline without end": hostile(
        "/Outlines 6 0 R",
        "",
        "",
        "<< /First 7 0 R >>",
        *(f"<< /Title (t) /Next {number + 1} 0 R /First {number + 1} 0 R >>" for number in range(7, 30_000)),
    ),
    "strings that never close": hostile("", "", "", "/JS(" * 500_000),
    "marks of everything": hostile("", "", "", "(/EmbeddedFile /EF << /ObjStm /Metadata stream obj " * 100_000),
    "streams without end": hostile("", "", "", "9 0 obj << /ObjStm >> stream " * 50_000),
    "objects of one number": hostile("", "", "", "1 0 obj " * 500_000),
    "lengths that lead back": hostile(
        "", "", "", "<< /Type /ObjStm /Length 6 0 R /N 1 /First 1 /Filter /FlateDecode >> stream"
    ),
    "a page beyond measure": hostile("", "/MediaBox [0 0 1e38 1e38]", "") + b"",
    "a table of nothing": b"%PDF-1.4\nxref\n0 99999999\ntrailer\n<< /Root 1 0 R /Size 99999999 >>\nstartxref\n9\n%%EOF",
}


@pytest.mark.parametrize("trick", TRICKS)
def test_tricks_end_in_a_state(trick: str) -> None:
    assert outcome(lambda: told(TRICKS[trick])) in {"draft", "unreadable"}


BOMB = zlib.compress(zlib.compress(b"(bomb) Tj " * (20 << 20), 1), 9)
BOMBS = {
    "a form that draws itself": hostile("", "", "/XObject << /X 6 0 R >>", stream(b"/X Do /X Do", FORM)),
    "a page that unpacks to a gigabyte": objects(
        "<< /Type /Catalog /Pages 2 0 R >>",
        KIDS,
        PAGE % ("", ""),
        stream(BOMB, "/Filter [/FlateDecode /FlateDecode]"),
        FACE,
    ),
}


@pytest.mark.parametrize("trick", BOMBS)
def test_bombs_end_by_the_limits_of_their_process(trick: str) -> None:
    assert outcome(lambda: told(BOMBS[trick]), memory=300 << 20) in {
        "draft",
        "unreadable",
        "memory",
        "SIGABRT",
        "SIGSEGV",
        "SIGTRAP",
    }


def test_more_notes_than_are_looked_at_are_said() -> None:
    found = told(TRICKS["a million notes"])
    assert said(found) == (State.TEXT_PARTIAL, "part-failed")
    assert found.draft.facts["failed"] == [{"part": "page 1", "why": "1000000 annotations"}]


def test_a_bomb_that_is_attached_costs_itself() -> None:
    paper = Paper()
    paper.page(words("text"))
    paper.file("bomb", bytes(40 << 20))
    found = told(paper.finish(), replace(Limits(), ratio_free=1 << 20))
    assert [(child.state, child.reason) for child in found.draft.children] == [(State.UNREAD_LIMIT, "limit-ratio")]
    assert found.draft.pages[0].text == "text"


GOOD = attached(packed=False)
TOKENS = [
    b"obj",
    b"endobj",
    b"stream",
    b"endstream",
    b"<<",
    b">>",
    b"(",
    b")",
    b" 0 R",
    b"/Kids",
    b"/EF",
    b"/JS",
    b"%%EOF",
    b"%PDF-",
    b"PK\5\6",
]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(GOOD)), st.integers(0, 40), st.sampled_from(TOKENS) | st.binary(max_size=6)),
        max_size=8,
    ),
    st.integers(0, len(GOOD)) | st.just(len(GOOD)),
)
def test_any_change_ends_in_a_state(changes: list[tuple[int, int, bytes]], end: int) -> None:
    data = GOOD
    for at, cut, put in changes:
        data = data[:at] + put + data[at + cut :]
    assert outcome(lambda: told(data[: end or len(data)])) in {"draft", "unreadable"}
