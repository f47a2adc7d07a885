"""EPUB: pages in the order of the spine, properties as facts, pictures and the rest as members."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from packing import packed, read

from muniment.intake.limits import Limits, Unreadable
from muniment.intake.readers.web import epub as reader
from muniment.model.reading import NOTHING
from muniment.model.state import State

CONTAINER = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
META = (
    "<dc:title>The Count</dc:title><dc:creator>Ann Example</dc:creator><dc:creator>Bo Example</dc:creator><dc:date>2014-05-23</dc:date>"
    "<dc:language>en</dc:language><dc:publisher>Mill Press</dc:publisher>"
)


def book(
    spine: str = "two one", pages: dict[str, str] | None = None, more: Mapping[str, str | bytes] = NOTHING
) -> bytes:
    """A book with pages one, two and three, of which the spine names these."""
    bodies = pages or {name: f"<p>This is page {name}.</p>" for name in ("one", "two", "three")}
    items = "".join(
        f'<item id="{name}" href="text/{name}.xhtml" media-type="application/xhtml+xml"/>' for name in bodies
    )
    order = "".join(f'<itemref idref="{name}"/>' for name in spine.split())
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER,
            "OEBPS/book.opf": f'<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{META}</metadata>'
            f'<manifest>{items}<item id="p" href="images/map%20of%20Mill.png" media-type="image/png"/></manifest><spine>{order}</spine></package>',
            "OEBPS/images/map of Mill.png": b"picture",
            **{
                f"OEBPS/text/{name}.xhtml": f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>Chapter {name}</title></head><body>{body}</body></html>'
                for name, body in bodies.items()
            },
            **more,
        }
    )


def test_pages_in_the_order_of_the_spine_then_the_others() -> None:
    found = read(reader, book())
    assert [(page.number, page.text) for page in found.draft.pages[:3]] == [
        (1, "This is page two."),
        (2, "This is page one."),
        (None, "This is page three."),
    ]
    assert [page.label for page in found.draft.pages[:2]] == ["Chapter two", "Chapter one"]
    assert found.draft.facts["pages"] == 2
    assert found.draft.type == "application/epub+zip"
    assert found.draft.state is State.TEXT_COMPLETE


def test_properties_are_facts_and_text() -> None:
    found = read(reader, book())
    facts = found.draft.facts
    assert (facts["title"], facts["author"], facts["date"]) == ("The Count", "Ann Example, Bo Example", "2014-05-23")
    assert (facts["language"], facts["company"]) == ("en", "Mill Press")
    assert "Ann Example" in found.draft.pages[-1].text
    assert found.draft.pages[-1].label == "document"


def test_pictures_and_the_rest_are_members() -> None:
    found = read(
        reader,
        book(
            pages={"one": '<p>a</p><img src="data:image/png;base64,aGVsbG8=">'},
            spine="one",
            more={"OEBPS/style.css": "p {}"},
        ),
    )
    assert [child.locator for child in found.draft.children] == [
        "OEBPS/images/map of Mill.png",
        "OEBPS/style.css",
        "data:0001",
    ]
    assert found.members == [b"picture", b"p {}", b"hello"]


def test_what_pages_point_to_is_had() -> None:
    found = read(
        reader,
        book(
            "one",
            {
                "one": '<a href="https://a.example/">x</a><img src="http://b.example/c.png"><b hidden="hidden">unseen</b>'
            },
        ),
    )
    assert found.draft.facts["links"] == ["https://a.example/"]
    assert {"network-reference", "hidden-content"} <= set(found.draft.flags)


def test_a_page_that_is_not_there_is_said() -> None:
    found = read(reader, book("one four two"))
    assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "part-failed")
    assert found.draft.facts["failed"] == [{"part": "four", "why": "it is not there"}]
    assert "This is page two." in found.text


def test_a_broken_page_costs_that_page_alone() -> None:
    data = bytearray(book("one two", {"one": "<p>first words</p>", "two": "<p>" + "second words " * 50 + "</p>"}))
    at = data.index(b"OEBPS/text/two.xhtml")
    data[at + 24 : at + 60] = bytes(36)
    found = read(reader, bytes(data))
    assert "first words" in found.text
    assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "part-failed")


def test_a_book_without_its_list_is_read_page_by_page() -> None:
    found = read(reader, packed({"mimetype": "application/epub+zip", "a.xhtml": "<html><body>words</body></html>"}))
    assert "words" in found.text
    assert found.draft.state is State.TEXT_PARTIAL


def test_a_book_under_a_lock_needs_its_key() -> None:
    locked = "".join(
        f'<enc:EncryptedData xmlns:enc="e"><enc:CipherData><enc:CipherReference URI="OEBPS/text/{name}.xhtml"/></enc:CipherData></enc:EncryptedData>'
        for name in ("one", "two")
    )
    data = book(more={"META-INF/encryption.xml": f"<encryption>{locked}</encryption>"})
    with pytest.raises(Unreadable) as raised:
        read(reader, data)
    assert (raised.value.state, raised.value.reason) == (State.UNREAD_ENCRYPTED, "password")


def test_a_font_under_a_lock_costs_no_text() -> None:
    font = '<encryption><EncryptedData><CipherData><CipherReference URI="OEBPS/a.otf"/></CipherData></EncryptedData></encryption>'
    found = read(reader, book(more={"META-INF/encryption.xml": font, "OEBPS/a.otf": b"x"}))
    assert found.draft.state is State.TEXT_COMPLETE
    assert [child.state for child in found.draft.children] == [None, State.UNREAD_ENCRYPTED]


def test_what_is_no_zip_is_damaged() -> None:
    with pytest.raises(Unreadable) as raised:
        read(reader, book()[:200])
    assert (raised.value.state, raised.value.reason) == (State.UNREAD_CORRUPT, "damaged")


def test_a_spent_budget_lists_what_is_left() -> None:
    found = read(reader, book(more={"OEBPS/style.css": "p {}"}), Limits(children=1))
    assert [child.state for child in found.draft.children] == [None, State.UNREAD_LIMIT]
    assert found.draft.incomplete == "limit-children"
    bomb = read(reader, book("one", {"one": "<p>" + "words " * 2_000_000}), Limits(ratio=10, ratio_free=1 << 16))
    assert (bomb.draft.state, bomb.draft.reason) == (State.TEXT_PARTIAL, "limit-ratio")


def test_real_books(shared: Path) -> None:
    books = sorted((shared / "data" / "files").rglob("*.epub"))
    assert books
    for path in books:
        found = read(reader, path.read_bytes())
        assert found.draft.state is State.TEXT_COMPLETE, path.name
        assert len(found.text) > 300
        assert found.draft.facts["title"]
