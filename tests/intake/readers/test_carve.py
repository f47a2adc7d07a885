"""Raw strings of what no reader could read: words that a person could use, and nothing where there are none."""

import gzip
import io
import random
import time
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.intake.readers.carve.carve import carve
from muniment.intake.readers.carve.carvejudge import judge
from muniment.intake.readers.carve.carvepacked import shown, words_of_xml
from muniment.intake.source import Source

LIMIT = 1 << 20
SENTENCE = "The returning officer met the clerk at Beeston Hall on Thursday."


def noise(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


def of(data: bytes, limit: int = LIMIT) -> str:
    return carve(Source(data), limit)


@pytest.mark.parametrize("seed", range(8))
def test_compressed_and_enciphered_bytes_hold_no_text(seed: int) -> None:
    assert of(noise(300_000, seed)) == ""
    assert of(zlib.compress(noise(100_000, seed))) == ""


@pytest.mark.parametrize(
    "data",
    [b"", b"\0" * 100_000, b"\xff" * 100_000, bytes(range(256)) * 400, b"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" * 100, b"short",
     b"xkcdqwrt zzzzz bbb qqqq wrtplk xvcxz" * 30, b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAx" * 50],
)  # fmt: skip
def test_bytes_that_nobody_could_read_are_no_text(data: bytes) -> None:
    assert of(data) == ""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ascii", SENTENCE),
        ("cp1252", "Le conseil régional a décidé à l’unanimité de voter l’été prochain. " * 4),
        ("utf-8", "Le conseil régional a décidé à l’unanimité. " * 4),
        ("utf-8", "Избирательная комиссия опубликовала результаты выборов. " * 8),
        ("cp1251", "Избирательная комиссия опубликовала результаты выборов. " * 8),
        ("utf-8", "নির্বাচন কমিশন গতকাল ফলাফল প্রকাশ করেছে। " * 8),
        ("utf-16-le", SENTENCE * 4),
        ("utf-16-le", "Избирательная комиссия опубликовала результаты. " * 8),
    ],
)
@pytest.mark.parametrize("shift", [0, 1])
def test_strings_between_other_bytes(name: str, text: str, shift: int) -> None:
    gap = bytes([1, 2, 0, 255, 0, 3, 200, 0]) * 100 + bytes(shift)
    carved = of(gap + text.encode(name) + gap)
    assert text.strip() in carved
    assert len(carved) < len(text) + 20


def test_a_sentence_in_the_middle_of_noise() -> None:
    carved = of(noise(200_000) + b"\0" + SENTENCE.encode() + b"\0" + noise(200_000, 2))
    assert SENTENCE in carved
    assert len(carved) < len(SENTENCE) + 60


def test_figures_and_names_in_rows() -> None:
    rows = "2014-05-22,Ann Example,12,34\n2014-05-23,Bo Example,12,35\n" * 3
    assert of(b"\0\1\2" + rows.encode()) == "2014-05-22,Ann Example,12,34\n2014-05-23,Bo Example,12,35"


def test_strings_come_in_the_order_of_their_places_and_once() -> None:
    parts = [f"Part {name} of the minutes was read." for name in ("one", "two", "three")]
    data = bytes(50).join([parts[0].encode(), parts[1].encode("utf-16-le"), parts[2].encode(), parts[0].encode()])
    assert of(data).splitlines() == parts


def broken_zip(**parts: str) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name.replace("__", "/").replace("_", "."), text)
    data = whole.getvalue()
    return data[: data.find(b"PK\1\2")]


def test_words_of_a_document_whose_directory_is_gone() -> None:
    body = (
        "<w:document><w:p><w:r><w:t>The ballot boxes were </w:t></w:r><w:r><w:t>counted &amp; sealed.</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>Nobody signed.</w:t></w:r></w:p></w:document>"
    )
    data = broken_zip(
        word__document_xml=body, word__styles_xml="<w:styles><w:name>Heading words of the style</w:name></w:styles>"
    )
    carved = of(data)
    assert "The ballot boxes were counted & sealed.\nNobody signed." in carved
    assert "Heading words" not in carved
    assert "The ballot boxes were" in of(data[: data.index(b"word/styles") - 60])  # and where its own end is missing


def test_a_document_in_a_broken_archive() -> None:
    inner = broken_zip(word__document_xml="<w:p><w:t>Words of the inner document here.</w:t></w:p>")
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("inner.docx", inner * 2)
    assert "Words of the inner document here." in of(outer.getvalue()[:-30])


def test_a_broken_gzip_file() -> None:
    whole = gzip.compress(b"".join(b"Line %d was counted by the agents.\n" % at for at in range(2000)))
    carved = of(whole[: len(whole) // 2])
    assert "Line 10 was counted by the agents." in carved


def test_pages_and_strings_of_a_broken_pdf() -> None:
    content = zlib.compress(
        b"BT /F1 12 Tf 72 700 Td [(Mee)-20(ting)-300(of the)] TJ T* (council \\(draft\\) ag\\162eed) Tj ET"
    )
    data = (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n5 0 obj << /Title (Minutes of the May meeting) >> endobj\n"
        b"4 0 obj << /Length 9 /Filter /FlateDecode >>\nstream\n"
        + content
        + b"\nendstream\nendobj\nxref\n0 5\n0000000000 65535 f \n"
    )
    assert of(data).splitlines() == ["Minutes of the May meeting", "Meeting of the", "council (draft) agreed"]


def test_what_pdf_operators_show() -> None:
    assert shown(b"BT (a\\\nb) Tj 0 -12 Td (\\050c\\051) Tj ET") == "ab\n(c)\n"
    assert words_of_xml("<a><p>x<b>y</b></p><p>z &lt;</p><cut") == "\nxy\n\nz <\n"


def test_no_more_than_asked() -> None:
    lines = "".join(f"Sentence {at} has some plain words in it.\n" for at in range(50_000))
    assert 900 < len(of(lines.encode(), 1000)) <= 1000


@pytest.mark.parametrize(
    ("text", "verdict"),
    [("the quick brown fox", True), ("Minutes of the meeting", True), ("meeting", False), ("zz9 qx kk", None), ("xvbnm,.-", None),
     ("aAbBcCdD eEfF", None), ("020 7946 0000 / 12", False), ("কমিশন গতকাল ফলাফল ঘোষণা", True), ("", None)],
)  # fmt: skip
def test_what_counts_as_words(text: str, verdict: bool | None) -> None:
    assert judge(text) is verdict


@pytest.mark.parametrize(
    "data",
    [b"PK\3\4" * 500_000, b"/Flate stream\n" * 100_000, b"\x1f\x8b\x08\0" * 300_000, b"(" * 1_000_000, b"<" * 1_000_000,
     b"a\0" * 1_000_000, b"%PDF-1.4\n/a " + b"(" * 500_000, b"/Flate stream\n" + zlib.compress(b"BT " + b"(" * 500_000),
     b"/Flate stream\n" + zlib.compress(b"BT" + b"((" * 300_000 + b"\\a" * 3000), bytes(4_000_000), noise(4_000_000),
     b"PK\3\4" + bytes(4) + b"\x08\0" + bytes(20) + zlib.compress(bytes(60 << 20), 9)[2:]],
    ids=lambda data: repr(data[:12]),
)  # fmt: skip
def test_hostile_bytes_end_quickly(data: bytes) -> None:
    start = time.process_time()
    of(data)
    assert time.process_time() - start < 6


@settings(deadline=None, max_examples=200)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"%PDF-1.4\nstream\n", b"PK\3\4\0\0\0\0\x08\0", b"\x1f\x8b\x08\0", b"<x>"]),
)
def test_any_bytes_end(data: bytes, start: bytes) -> None:
    assert isinstance(of(start + data), str)


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 2000), st.integers(0, 300))
def test_a_cut_document_gives_words_or_nothing(cut: int, seed: int) -> None:
    body = "<w:p><w:t>" + " ".join(f"Paragraph {at} was read aloud." for at in range(seed)) + "</w:t></w:p>"
    carved = of(broken_zip(word__document_xml=body)[:cut])
    assert carved == "" or "Paragraph" in carved or "document" in carved
