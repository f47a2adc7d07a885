"""What a file is, from its bytes alone: binary formats, packages, and kinds of text; never from a name."""

import gzip
import io
import json
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.intake.identify import Found, identify
from muniment.intake.source import Source
from muniment.model.media import MEDIA, UNKNOWN

NOISE = bytes((at * 37 + at // 7) % 256 for at in range(4096))
OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
MS = "application/vnd.ms-"


def of(data: bytes, **hints: str) -> Found:
    return identify(Source(data, hints))


def zipped(parts: dict[str, str | bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return whole.getvalue()


def office(main: str, part: str) -> bytes:
    types = f'<Types><Override PartName="/{part}" ContentType="{main}.main+xml"/></Types>'
    return zipped({"[Content_Types].xml": types, part: "<x/>"})


def packed(media: str) -> bytes:
    return zipped({"mimetype": media, "content.xml": "<x/>"})


def ole(*names: str, class_id: bytes = bytes(16)) -> bytes:
    """An OLE2 file with these names right below its root."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<4H", header, 24, 0x3E, 3, 0xFFFE, 9)
    struct.pack_into("<I", header, 48, 1)  # the directory begins in sector 1
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    sectors = (len(names) + 1 + 3) // 4
    table = [0xFFFFFFFD, *range(2, sectors + 1), 0xFFFFFFFE]
    entries = [_entry("Root Entry", child=1 if names else 0xFFFFFFFF, class_id=class_id)]
    for at, name in enumerate(names, start=1):
        entries.append(_entry(name, right=at + 1 if at < len(names) else 0xFFFFFFFF))
    directory = b"".join(entries).ljust(sectors * 512, b"\0")
    return bytes(header) + struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff") + directory


def _entry(name: str, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF, class_id: bytes = bytes(16)) -> bytes:
    raw = name.encode("utf-16-le")
    entry = raw.ljust(64, b"\0") + struct.pack("<HBB3I", len(raw) + 2, 2, 1, 0xFFFFFFFF, right, child) + class_id
    return entry.ljust(128, b"\0")


def tar(form: int) -> bytes:
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w", format=form) as archive:
        archive.addfile(tarfile.TarInfo("a.txt"), io.BytesIO(b""))
    return whole.getvalue()


def old_tar() -> bytes:
    """As UNIX wrote it before there was a magic."""
    data = bytearray(tar(tarfile.USTAR_FORMAT))
    data[257:265] = bytes(8)
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\0 " % sum(data[:512])
    return bytes(data)


def frames() -> bytes:
    head = b"\xff\xfb\x90\x00"  # MPEG 1 layer III, 128 kbit/s, 44.1 kHz: frames of 417 bytes
    return (head + bytes(413)) * 3


def sound(kind: bytes) -> bytes:
    return b"RIFF" + struct.pack("<I", 36 + 100) + kind + bytes(128)


def film(brand: bytes) -> bytes:
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0" + brand + b"mp41" + NOISE


def bmp() -> bytes:
    return b"BM" + struct.pack("<IHHIII", 58, 0, 0, 54, 40, 1) + bytes(36)


def der(start: str) -> bytes:
    return bytes.fromhex(start) + NOISE[:600]


SIGNED = "3082012a06092a864886f70d010702a082011b3082011702010131"
BINARY: list[tuple[str, bytes]] = [
    ("application/pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"),
    ("image/png", b"\x89PNG\r\n\x1a\n" + bytes(25) + b"IEND\xaeB`\x82"),
    ("image/jpeg", b"\xff\xd8\xff\xe0\0\x10JFIF\0" + NOISE + b"\xff\xd9"),
    ("image/gif", b"GIF89a\x01\0\x01\0" + NOISE),
    ("image/tiff", b"II*\0" + NOISE),
    ("image/tiff", b"MM\0*" + NOISE),
    ("image/bmp", bmp()),
    ("image/webp", b"RIFF\x24\x10\0\0WEBPVP8 " + bytes(0x1018)),
    ("image/heic", film(b"heic")),
    ("image/avif", film(b"avif")),
    ("image/jp2", b"\0\0\0\x0cjP  \r\n\x87\n" + NOISE),
    ("image/vnd.adobe.photoshop", b"8BPS\0\x01" + NOISE),
    ("image/vnd.djvu", b"AT&TFORM\0\0\1\0DJVU" + NOISE),
    ("image/x-icon", b"\0\0\1\0\1\0\x10\x10\0\0\1\0\x20\0" + NOISE),
    ("image/emf", b"\1\0\0\0\x6c\0\0\0" + bytes(32) + b" EMF" + bytes(64)),
    ("image/wmf", b"\xd7\xcd\xc6\x9a\0\0" + NOISE),
    ("image/x-portable-anymap", b"P6\n2 2\n255\n" + NOISE[:12]),
    ("audio/mpeg", frames()),
    ("audio/mpeg", b"ID3\4\0\0\0\0\1\0" + NOISE),
    ("audio/wav", sound(b"WAVE")),
    ("audio/flac", b"fLaC\0\0\0\x22" + NOISE),
    ("audio/ogg", b"OggS\0\2" + bytes(22) + b"\1\x1e\1vorbis" + NOISE),
    ("audio/midi", b"MThd\0\0\0\6\0\1\0\2\0\x60" + NOISE),
    ("audio/mp4", film(b"M4A ")),
    ("audio/aiff", b"FORM\0\0\1\0AIFFCOMM" + NOISE),
    ("audio/amr", b"#!AMR\n" + NOISE),
    ("video/mp4", film(b"isom")),
    ("video/quicktime", film(b"qt  ")),
    ("video/3gpp", film(b"3gp5")),
    ("video/x-msvideo", sound(b"AVI ")),
    ("video/x-matroska", b"\x1aE\xdf\xa3\xa3B\x86\x81\1B\x82\x88matroska" + NOISE),
    ("video/webm", b"\x1aE\xdf\xa3\x9fB\x86\x81\1B\x82\x84webm" + NOISE),
    ("video/mpeg", b"\0\0\1\xba" + NOISE),
    ("video/mp2t", (b"G" + bytes(187)) * 6),
    ("video/x-flv", b"FLV\1\5\0\0\0\x09" + NOISE),
    ("application/gzip", gzip.compress(b"text")),
    ("application/x-bzip2", b"BZh91AY&SY" + NOISE),
    ("application/x-xz", b"\xfd7zXZ\0" + NOISE),
    ("application/x-7z-compressed", b"7z\xbc\xaf\x27\x1c\0\4" + NOISE),
    ("application/vnd.rar", b"Rar!\x1a\7\0" + NOISE),
    ("application/vnd.ms-cab-compressed", b"MSCF\0\0\0\0" + NOISE),
    ("application/zstd", b"\x28\xb5\x2f\xfd" + NOISE),
    ("application/x-tar", tar(tarfile.USTAR_FORMAT)),
    ("application/x-tar", tar(tarfile.GNU_FORMAT)),
    ("application/x-tar", old_tar()),
    ("application/x-iso9660-image", bytes(0x8001) + b"CD001\1" + bytes(4096)),
    ("application/x-apple-diskimage", NOISE + (b"koly\0\0\0\4" + bytes(504))),
    ("application/zip", zipped({"a.txt": "a"})),
    ("application/zip", zipped({})),
    (f"{OOXML}wordprocessingml.document", office(f"{OOXML}wordprocessingml.document", "word/document.xml")),
    (f"{OOXML}spreadsheetml.sheet", office(f"{OOXML}spreadsheetml.sheet", "xl/workbook.xml")),
    (f"{OOXML}presentationml.presentation", office(f"{OOXML}presentationml.presentation", "ppt/presentation.xml")),
    (f"{MS}word.document.macroEnabled.12", office(f"{MS}word.document.macroEnabled", "word/document.xml")),
    (f"{MS}excel.sheet.binary.macroEnabled.12", zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": b"x"})),
    (f"{ODF}text", packed(f"{ODF}text")),
    (f"{ODF}spreadsheet", packed(f"{ODF}spreadsheet")),
    ("application/epub+zip", zipped({"mimetype": "application/epub+zip", "META-INF/container.xml": "<x/>"})),
    ("application/epub+zip", zipped({"META-INF/container.xml": "<x/>", "book.opf": "<x/>"})),
    ("application/vnd.apple.keynote", zipped({"index.apxl": "<x/>"})),
    (f"{MS}visio.drawing", zipped({"visio/document.xml": "<x/>"})),
    ("application/msword", ole("WordDocument", "1Table")),
    (f"{MS}excel", ole("\5SummaryInformation", "Workbook")),
    (f"{MS}powerpoint", ole("Current User", "PowerPoint Document")),
    (f"{MS}outlook", ole("__nameid_version1.0", "__properties_version1.0")),
    (f"{MS}office-encrypted", ole("EncryptedPackage", "EncryptionInfo")),
    ("application/vnd.visio", ole("VisioDocument")),
    ("application/x-mspublisher", ole("Quill", "Contents")),
    ("application/x-hwp", ole("FileHeader", "\5HwpSummaryInformation")),
    ("application/x-msi", ole("x", class_id=bytes.fromhex("84100c0000000000c000000000000046"))),
    ("application/x-ole-storage", ole("Something")),
    (f"{MS}outlook-pst", b"!BDN" + NOISE),
    (f"{MS}tnef", b"\x78\x9f\x3e\x22" + NOISE),
    ("application/onenote", bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3") + NOISE),
    ("application/x-sqlite3", b"SQLite format 3\0" + NOISE),
    ("application/x-msaccess", b"\0\1\0\0Standard Jet DB\0" + NOISE),
    ("application/pkcs7-mime", der("3080" + "06092a864886f70d010703")),
    (
        "application/pkcs7-signature",
        bytes.fromhex(SIGNED + "0f300d06096086480165030402010500300b06092a864886f70d010701"),
    ),
    ("application/pkix-cert", der("3082030a308201f2a003020102020100")),
    ("application/vnd.microsoft.portable-executable", b"MZ\x90\0" + NOISE),
    ("application/x-elf", b"\x7fELF\2\1\1" + NOISE),
    ("application/java-vm", b"\xca\xfe\xba\xbe\0\0\0\x34" + NOISE),
    ("font/ttf", b"\0\1\0\0\0\x0c\0\x80" + NOISE),
    ("font/woff2", b"wOF2" + NOISE),
    ("application/x-ms-shortcut", b"\x4c\0\0\0\1\x14\2\0" + NOISE),
    ("application/vnd.apache.parquet", b"PAR1" + NOISE),
    ("application/x-dbf", b"\3\x72\5\x16\2\0\0\0\x41\0\x0b\0" + bytes(20) + b"N".ljust(32, b"\0") + b"\r" + bytes(40)),
    ("application/postscript", b"%!PS-Adobe-3.0\n%%Title: x\n"),
    ("application/x-bittorrent", b"d8:announce35:http://tracker.example/announce4:infod"),
    (UNKNOWN, NOISE),
    (UNKNOWN, bytes(4096)),
    (UNKNOWN, b"\0"),
]

HTML = "<!DOCTYPE html>\n<html><head><title>Notes</title></head><body><p>Words.</p></body></html>\n"
SVG = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><text>Words</text></svg>'
MAIL = "From: Ann Example <ann@example.org>\r\nTo: bo@example.org\r\nSubject: Hello\r\nDate: Thu, 22 May 2014 10:00:00 +0100\r\n\r\nHi.\r\n"
MBOX = "From ann@example.org Thu May 22 10:00:00 2014\n" + MAIL.replace("\r\n", "\n")
LOOSE = "From  : Ann Example <ann@example.org>\nTo    : Bo\n__\n    <bo@example.org>\nSubject     : Hello\nDate  : Thu, 22 May 2014\nMessage-ID  : <1 @ example.org>\n\nHi.\n"  # fmt: skip
CSV = "name,votes,ward\nAnn,12,Mill\nBo,13,Dock\nCy,9,Mill\n"
TEXTS: list[tuple[str, str]] = [
    ("text/plain", "The officer counted the ballot papers, and the agents watched.\nThen she signed.\n"),
    ("text/plain", "a"),
    ("text/plain", "Dear all,\n\nFrom: what I hear, it is fine.\n"),
    ("text/plain", "def main():\n    return {'a': [1, 2]}\n"),
    ("text/plain", "2014-05-22 10:00:01 INFO started\n2014-05-22 10:00:02 WARN slow, retrying\n"),
    ("text/plain", "1\n00:00:01,000 --> 00:00:02,000\nHello there.\n\n2\n00:00:03,000 --> 00:00:04,000\nBye.\n"),
    ("text/plain", "a < b and c > d, so <b is no tag\n"),
    ("text/html", HTML),
    ("text/html", "<html><body>x"),
    ("text/html", "<!-- saved -->\n<HTML><BODY>Words</BODY></HTML>"),
    ("text/html", "<div class='a'><p>A fragment of a page.</p></div>"),
    ("application/xhtml+xml", f'<?xml version="1.0"?>\n{HTML}'),
    ("application/xml", '<?xml version="1.0"?><r><a>1</a></r>'),
    ("application/xml", '<rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel/></rss>'),
    ("application/xml", "<note><to>Ann</to></note>"),
    ("image/svg+xml", SVG),
    (f"{ODF}text-flat-xml", f'<?xml version="1.0"?><office:document xmlns:office="o" office:mimetype="{ODF}text"/>'),
    ("application/json", json.dumps({"name": "Ann", "votes": [1, 2]}, indent=1)),
    ("application/json", "[]"),
    ("application/json", '[{"name": "Ann", "votes": 12}, {"name": "B'),
    ("application/json", "[" * 5000 + "]" * 5000),
    ("application/json", '{"n": ' + "9" * 6000 + "}"),
    ("application/x-ndjson", '{"a": 1}\n{"a": 2}\n{"a": 3}\n'),
    ("text/plain", "[draft] These are notes, not data.\n"),
    ("text/plain", "{name} wrote to {other}.\n"),
    ("text/csv", CSV),
    ("text/csv", CSV.replace(",", ";")),
    ("text/tab-separated-values", CSV.replace(",", "\t")),
    ("text/csv", 'name,remark\nAnn,"said ""no"", twice"\nBo,"two\nlines"\nCy,x\n'),
    ("text/calendar", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"),
    ("text/vcard", "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Example\r\nEND:VCARD\r\n"),
    ("message/rfc822", MAIL),
    ("message/rfc822", f"Received: from a.example by b.example;\r\n Thu, 22 May 2014 10:00:00 +0100\r\n{MAIL}"),
    ("message/rfc822", LOOSE),
    ("text/plain", LOOSE.replace("Message-ID", "Regarding")),
    ("text/plain", LOOSE.replace("__", "we\nmet\nthen")),
    ("application/mbox", MBOX),
    ("application/rtf", "{\\rtf1\\ansi Hello}"),
    ("application/pgp-encrypted", "-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----\n"),
    ("text/x-uuencode", "begin 644 a.txt\n%:&5L;&\\\n`\nend\n"),
    ("application/x-warc", "WARC/1.0\r\nWARC-Type: warcinfo\r\n\r\n"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "data"), BINARY, ids=lambda value: value if isinstance(value, str) else "")
def test_binary_formats(kind: str, data: bytes) -> None:
    assert of(data).type == kind
    assert of(data, type="text/html", charset="utf-8").type == kind  # what a parent says makes no text of bytes


@pytest.mark.parametrize(("kind", "text"), TEXTS, ids=lambda value: value[:30])
@pytest.mark.parametrize(
    "written",
    [
        lambda text: text.encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
        lambda text: text.encode("utf-32"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "utf-16-be", "utf-32"],
)
def test_kinds_of_text_in_any_unicode(kind: str, text: str, written: Callable[[str], bytes]) -> None:
    found = of(written(text))
    assert (found.type, found.flags) == (kind, ())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cp1252", "Café à l’été, déjà vu. Où ça ? Là-bas, très près.\n"),
        ("cp1251", "Избирательная комиссия опубликовала результаты выборов.\n"),
        ("koi8_r", "Избирательная комиссия опубликовала результаты выборов.\n"),
        ("cp1253", "Η εφορευτική επιτροπή ανακοίνωσε τα αποτελέσματα.\n"),
        ("cp1256", "أعلنت لجنة الانتخابات النتائج مساء أمس.\n"),
        ("cp932", "選挙管理委員会は昨夜、開票の結果を発表しました。\n"),
        ("big5", "選舉委員會昨晚公布了投票結果。大家都很滿意。\n"),
        ("gb18030", "选举委员会昨晚公布了投票结果。大家都很满意。\n"),
        ("cp949", "선거관리위원회는 어젯밤 결과를 발표하였다.\n"),
        ("iso2022_jp", "選挙管理委員会は昨夜、開票の結果を発表しました。\n"),
        ("utf-8", "নির্বাচন কমিশন গতকাল সন্ধ্যায় ফলাফল ঘোষণা করেছে।\n"),
    ],
)
@pytest.mark.parametrize("times", [1, 40])
def test_text_in_other_character_sets_is_text(name: str, text: str, times: int) -> None:
    assert of((text * times).encode(name)).type == "text/plain"


def test_every_type_that_is_found_has_a_name() -> None:
    kinds = {kind for kind, _ in [*BINARY, *TEXTS]} - {UNKNOWN}
    assert not [kind for kind in kinds if kind.lower() not in MEDIA]
    assert len(kinds) > 60


def test_a_hint_breaks_ties_between_texts_alone() -> None:
    words = "Hello <b>Ann</b>, all the best"
    assert of(words.encode()).type == "text/plain"
    assert of(words.encode(), type="text/html; charset=utf-8").type == "text/html"
    assert of(b"no tags at all", type="text/html").type == "text/plain"
    assert of(b"a;b\n1;2\n", type="text/csv").type == "text/csv"
    assert of(b"Subject: x\r\n\r\nbody", type="message/rfc822").type == "message/rfc822"


def test_bytes_before_and_after_are_flagged() -> None:
    pdf = BINARY[0][1]
    assert of(b"junk before\n" + pdf) == Found("application/pdf", ("polyglot",))
    png = b"\x89PNG\r\n\x1a\n" + bytes(25) + b"IEND\xaeB`\x82"
    assert of(png + b"hidden words").flags == ("trailing-data",)
    assert of(png + bytes(40)).flags == ()
    assert "polyglot" in of(b"GIF89a" + NOISE + zipped({"a": "b"})).flags
    assert of(b"plain words, then bytes. " * 3000 + NOISE * 4).flags == ("trailing-data",)


def test_an_archive_that_unpacks_itself_is_an_archive() -> None:
    assert of(b"MZ\x90\0" + NOISE + zipped({"a.txt": "a"})).type == "application/zip"


def test_a_document_whose_end_is_missing_is_still_named() -> None:
    data = office(f"{OOXML}wordprocessingml.document", "word/document.xml")
    assert of(data[: data.rfind(b"PK\1\2")]).type == f"{OOXML}wordprocessingml.document"
    assert of(gzip.compress(b"words" * 100)[:30]).type == "application/gzip"


def test_letters_that_begin_a_text_are_no_format() -> None:
    for text in (
        "BM is a bank, and this is about it.\n",
        "MZ was her name.\n",
        "GIF89 pictures are small.\n",
        "P1 is here\n",
    ):
        assert of(text.encode() * 5).type == "text/plain"
    assert of(b"ID3 tags are written in sound files.\n" * 20).type == "text/plain"


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=600), st.sampled_from([data[:64] for _, data in BINARY]))
def test_any_bytes_have_some_type(data: bytes, start: bytes) -> None:
    for bytes_ in (data, start + data, zlib.compress(data)):
        assert of(bytes_).type


@settings(deadline=None, max_examples=100)
@given(st.data(), st.sampled_from([data for _, data in BINARY]))
def test_a_broken_file_has_some_type(data: st.DataObject, whole: bytes) -> None:
    at = data.draw(st.integers(0, len(whole)))
    assert of(whole[:at] + data.draw(st.binary(max_size=8)) + whole[at + 4 :]).type
