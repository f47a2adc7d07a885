"""PDF: pages whose words only their picture shows, pages that are proved blank, and pages that only seem to be."""

import zlib

import pytest
from pdfs import FACE, KIDS, Paper, objects, said, stream, told, words

from muniment.model.state import State


def scanned(grey: bytes, wide: int, high: int, *more: bytes) -> bytes:
    paper = Paper()
    image = paper.image(wide, high, grey)
    for content in more:
        paper.page(content)
    paper.page(b"q 595 0 0 842 0 0 cm /Im0 Do Q", resources=f"/XObject << /Im0 {image} 0 R >>")
    return paper.finish()


NOISE = bytes(zlib.crc32(bytes([at & 255, at >> 8])) & 255 for at in range(200 * 200))


def test_a_scan_waits_for_ocr() -> None:
    found = told(scanned(NOISE, 200, 200))
    assert said(found) == (State.UNREAD_PENDING, "ocr")
    assert found.draft.facts["ocr_pages"] == [1]


def test_a_scanned_page_among_others() -> None:
    found = told(scanned(NOISE, 200, 200, words("typed words"), words("more of them")))
    assert said(found) == (State.TEXT_PARTIAL, "page-ocr")
    assert found.draft.facts["ocr_pages"] == [3]
    assert "typed words" in found.text


def test_a_scan_with_a_number_stamped_on_it_is_a_scan() -> None:
    paper = Paper()
    image = paper.image(200, 200, NOISE)
    paper.page(b"q 595 0 0 842 0 0 cm /Im0 Do Q " + words("page 7"), resources=f"/XObject << /Im0 {image} 0 R >>")
    assert said(told(paper.finish())) == (State.TEXT_PARTIAL, "page-ocr")


def test_a_scan_whose_words_were_read_is_text() -> None:
    paper = Paper()
    image = paper.image(200, 200, NOISE)
    hidden = b"".join(
        words(f"line {at} of what somebody read before us", y=800 - 12 * at, before="3 Tr") for at in range(9)
    )
    paper.page(b"q 595 0 0 842 0 0 cm /Im0 Do Q " + hidden, resources=f"/XObject << /Im0 {image} 0 R >>")
    assert said(told(paper.finish())) == (State.TEXT_COMPLETE, "")


TYPED = b"".join(words(f"line {at} of what the clerk typed here", y=800 - 12 * at) for at in range(9))


@pytest.mark.parametrize(
    "places",
    [
        b"q 400 0 0 350 60 100 cm /Im0 Do Q",
        b"".join(b"q 400 0 0 35 60 %d cm /Im0 Do Q " % bottom for bottom in range(100, 450, 35)),
        b"q 595 0 0 842 0 0 cm /Im0 Do Q q 400 0 0 350 60 100 cm /Im0 Do Q",
    ],
    ids=["one", "in strips", "before a background"],
)
def test_a_picture_beside_typed_words_may_have_words_of_its_own(places: bytes) -> None:
    """A receipt that was put into a report."""
    paper = Paper()
    image = paper.image(200, 200, NOISE)
    paper.page(places + b" " + TYPED, resources=f"/XObject << /Im0 {image} 0 R >>")
    found = told(paper.finish())
    assert said(found) == (State.TEXT_PARTIAL, "page-ocr")
    assert found.draft.facts["ocr_pages"] == [1]


@pytest.mark.parametrize(
    "place", [b"q 90 0 0 60 480 760 cm /Im0 Do Q", b"q 500 0 0 300 40 600 cm /Im0 Do Q"], ids=["a logo", "behind words"]
)
def test_a_logo_and_a_background_are_no_words(place: bytes) -> None:
    paper = Paper()
    image = paper.image(200, 200, NOISE)
    paper.page(place + b" " + TYPED, resources=f"/XObject << /Im0 {image} 0 R >>")
    assert said(told(paper.finish())) == (State.TEXT_COMPLETE, "")


def test_a_picture_in_a_group_beside_typed_words_is_found() -> None:
    paper = Paper()
    image = paper.image(200, 200, NOISE)
    entries = f"/Type /XObject /Subtype /Form /BBox [0 0 400 350] /Resources << /XObject << /Im0 {image} 0 R >> >>"
    group = paper.out.stream(entries, b"q 400 0 0 350 0 0 cm /Im0 Do Q")
    paper.page(b"q 1 0 0 1 60 100 cm /Fm0 Do Q " + TYPED, resources=f"/XObject << /Fm0 {group} 0 R >>")
    assert said(told(paper.finish())) == (State.TEXT_PARTIAL, "page-ocr")


@pytest.mark.parametrize("content", [b"60 700 m 90 730 l 90 700 l f", b"0.9 g 60 700 3 3 re f"])
def test_outlines_of_letters_wait_for_ocr(content: bytes) -> None:
    paper = Paper()
    paper.page(content)
    assert said(told(paper.finish())) == (State.UNREAD_PENDING, "ocr")


@pytest.mark.parametrize("content", [b"", b"1 g 0 0 595 842 re f", words("   ")])
def test_a_page_without_ink_is_blank(content: bytes) -> None:
    paper = Paper()
    paper.page(content)
    assert said(told(paper.finish())) == (State.NONE_BLANK, "no-text")


def test_a_white_scan_is_blank_and_a_speck_is_not() -> None:
    assert said(told(scanned(b"\xff" * 40_000, 200, 200))) == (State.NONE_BLANK, "no-text")
    specked = bytearray(b"\xff" * 40_000)
    specked[20_100] = 0
    assert said(told(scanned(bytes(specked), 200, 200))) == (State.UNREAD_PENDING, "ocr")


def test_a_page_is_not_blank_because_its_bytes_are_broken() -> None:
    paper = Paper()
    paper.page(words("visible words " * 40))
    data = paper.finish()
    at = data.index(b"stream\n") + 7
    broken = data[: at + 2] + b"\xff\xff\xff\xff" + data[at + 6 :]
    assert said(told(broken)) == (State.UNREAD_CORRUPT, "damaged")


def test_a_page_whose_bytes_break_in_the_middle_is_not_complete() -> None:
    paper = Paper()
    lines = [words(f"line {at}, {zlib.crc32(bytes([at & 255])):x}", y=800 - at % 60 * 12) for at in range(400)]
    paper.page(b"".join(lines))
    data = paper.finish()
    at = data.index(b"endstream") - 300
    found = told(data[:at] + bytes(60) + data[at + 60 :])
    assert said(found) == (State.TEXT_PARTIAL, "part-failed")
    assert found.draft.facts["failed"] == [{"part": "object 4", "why": "its bytes are damaged"}]
    assert "line 3," in found.text


def test_packed_bytes_without_a_checksum_and_empty_ones_are_whole() -> None:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents [4 0 R 6 0 R] /Resources << /Font << /F1 5 0 R >> >> >>"
    content = stream(zlib.compress(words("text"))[:-4], "/Filter /FlateDecode")
    data = objects("<< /Type /Catalog /Pages 2 0 R >>", KIDS, page, content, FACE, stream(b"", "/Filter /FlateDecode"))
    assert said(told(data)) == (State.TEXT_COMPLETE, "")
