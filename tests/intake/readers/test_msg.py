"""Outlook messages: people, dates, all forms of the body, attachments with bytes of their own, and hostile files."""

import base64
import binascii
import io
import struct
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from random import Random
from uuid import UUID

import olefile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packing import Read, read

from muniment.intake import identify
from muniment.intake.limits import Limits, Unreadable
from muniment.intake.readers.ole.ole import Compound
from muniment.intake.readers.ole.olewrite import Node, write
from muniment.intake.readers.outlook import msg as reader
from muniment.intake.readers.outlook import msgrtf
from muniment.intake.scope import Budget, Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft, Reading
from muniment.model.state import State

Value = str | bytes | int | datetime | tuple[str, bytes] | list[Node]
TO, CC, BCC = 1, 2, 3


def storage(name: str, said: Mapping[int, Value], before: bytes, children: Sequence[Node] = ()) -> Node:
    """A storage with properties: texts, bytes, numbers, times; ("8", bytes) is a text in 8 bits."""
    node = Node(name, children=list(children))
    lines = [before]
    for number, value in said.items():
        kind, raw = 0, b""
        if isinstance(value, str):
            kind, raw = 0x1F, value.encode("utf-16-le")
        elif isinstance(value, bytes):
            kind, raw = 0x0102, value
        elif isinstance(value, tuple):
            kind, raw = 0x1E, value[1]
        elif isinstance(value, datetime):
            ticks = int((value - datetime(1601, 1, 1)).total_seconds()) * 10_000_000
            lines.append(struct.pack("<HHIQ", 0x40, number, 6, ticks))
            continue
        elif isinstance(value, int):
            lines.append(struct.pack("<HHIi4x", 3, number, 6, value))
            continue
        else:
            kind = 0x0D
            node.children.append(Node(f"__substg1.0_{number:04X}000D", children=value))
        if kind != 0x0D:
            node.children.append(Node(f"__substg1.0_{number:04X}{kind:04X}", raw))
        lines.append(struct.pack("<HHIII", kind, number, 6, len(raw), 0))
    node.children.append(Node("__properties_version1.0", b"".join(lines)))
    return node


def person(number: int, name: str, address: str, kind: int) -> Node:
    said: dict[int, Value] = {0x3001: name, 0x3003: address, 0x3002: "SMTP", 0x0C15: kind}
    return storage(f"__recip_version1.0_#{number:08X}", said, bytes(8))


def attached(number: int, said: Mapping[int, Value]) -> Node:
    return storage(f"__attach_version1.0_#{number:08X}", said, bytes(8))


def root(said: Mapping[int, Value], *children: Node, count: int | None = None, inner: bool = False) -> Node:
    found = sum(child.name.startswith("__attach") for child in children) if count is None else count
    before = struct.pack("<8xIIII", 0, found, 0, found) + (b"" if inner else bytes(8))
    return storage("Root Entry", {0x001A: "IPM.Note", **said}, before, children)


def message(said: Mapping[int, Value], *children: Node, count: int | None = None) -> bytes:
    return write(root(said, *children, count=count))


def names(*given: tuple[str, int | str]) -> Node:
    """The table of named properties: the first has the number 0x8000, and so on."""
    sets = list(dict.fromkeys(guid for guid, _ in given))
    lines, texts = b"", b""
    for at, (guid, name) in enumerate(given):
        index = sets.index(guid) + 3
        if isinstance(name, str):
            lines += struct.pack("<IHH", len(texts), index << 1 | 1, at)
            raw = name.encode("utf-16-le")
            texts += struct.pack("<I", len(raw)) + raw + bytes(-len(raw) % 4)
        else:
            lines += struct.pack("<IHH", name, index << 1, at)
    parts = {0x2: b"".join(UUID(guid).bytes_le for guid in sets), 0x3: lines, 0x4: texts}
    streams = [Node(f"__substg1.0_{number:04X}0102", data) for number, data in parts.items()]
    return Node("__nameid_version1.0", children=streams)


def packed(data: bytes, kind: bytes = b"LZFu", wrong: int = 0) -> bytes:
    """RTF as mail programs keep it, every byte on its own."""
    if kind == b"MELA":
        return struct.pack("<II4sI", len(data) + 12, len(data), kind, 0) + data
    body = b"".join(b"\0" + data[at : at + 8] for at in range(0, len(data), 8))
    place = (207 + len(data)) % 4096
    end = bytes([place >> 4, (place & 15) << 4])
    body += (b"\1" if len(data) % 8 == 0 else b"") + end
    if len(data) % 8:
        at = len(body) - len(end) - len(data) % 8 - 1
        body = body[:at] + bytes([1 << len(data) % 8]) + body[at + 1 :]
    check = (binascii.crc32(body, 0xFFFFFFFF) ^ 0xFFFFFFFF) + wrong
    return struct.pack("<II4sI", len(body) + 12, len(data), kind, check & 0xFFFFFFFF) + body


def run(data: bytes, limits: Limits | None = None) -> Draft:
    """Read and let members be read as messages too, whatever the counts say."""

    def inner(source: Source, scope: Scope) -> Reading:
        with suppress(Unreadable):
            reader.read(source, scope)
        return Reading("0" * 64, source.size, "", State.NONE_BY_NATURE, "data", "")

    return reader.read(Source(data), Scope(Budget(limits or Limits(), len(data)), inner))


MAIL: dict[int, Value] = {
    0x0037: "Grant for the hall",
    0x0042: "Ada Example",
    0x0065: "ada@a.example",
    0x0C1A: "Ada's Office",
    0x0C1F: "office@a.example",
    0x0039: datetime(2014, 5, 22, 9, 30),
    0x1000: "Please pay today.\r\n",
    0x1035: "<1@a.example>",
    0x1042: "<0@a.example>",
    0x1039: "<x@a.example> <0@a.example>",
}
PEOPLE = (
    person(0, "Bela Example", "bela@b.example", TO),
    person(1, "'cy@c.example'", "cy@c.example", CC),
    person(2, "Dee", "dee@d.example", BCC),
)


@pytest.mark.parametrize(("size", "kept"), [(21, False), (22, True), (26, False), (27, True), (32, True)])
def test_the_index_of_a_conversation_is_a_fact_as_the_header_writes_it(size: int, kept: bool) -> None:
    index = bytes(range(1, size + 1))
    facts = read(reader, message({**MAIL, 0x0071: index}, *PEOPLE)).draft.facts
    assert facts.get("thread_index") == (base64.b64encode(index).decode() if kept else None)


def test_a_mail_without_headers_of_transport() -> None:
    found = read(reader, message({**MAIL, 0x0E04: "Bela Example; Eve Example"}, *PEOPLE))
    facts = found.draft.facts
    assert facts["from"] == ["Ada Example <ada@a.example>"]
    assert facts["sender"] == ["Ada's Office <office@a.example>"]
    assert facts["to"] == ["Bela Example <bela@b.example>", "Eve Example"]
    assert facts["cc"] == ["cy@c.example"]
    assert facts["bcc"] == ["Dee <dee@d.example>"]
    assert (facts["subject"], facts["date"]) == ("Grant for the hall", "2014-05-22T09:30:00Z")
    assert (facts["message_id"], facts["in_reply_to"]) == ("<1@a.example>", "<0@a.example>")
    assert facts["references"] == ["<x@a.example>", "<0@a.example>"]
    assert "headers" not in facts
    assert "thread_index" not in facts
    assert found.text.startswith("From: Ada Example <ada@a.example>\n")
    assert found.text.endswith("\n\nPlease pay today.\n")
    assert found.draft.type == identify.identify(Source(message(MAIL))).type == reader.MSG
    assert found.draft.state is State.TEXT_COMPLETE


def test_headers_of_transport_are_all_there() -> None:
    headers = (
        "Microsoft Mail Internet Headers Version 2.0\r\nReceived: from x.example\r\n\tby y.example\r\n"
        "From: =?utf-8?q?Ad=C3=A1?= <ada@a.example>\r\nTo: bela@b.example, new@n.example\r\n"
        "Date: Thu, 22 May 2014 23:30:00 -0500\r\nOrganization: Eastmere\r\nMessage-ID: <2@a.example>\r\n"
    )
    said: dict[int, Value] = {**MAIL, 0x007D: headers, 0x0042: "Adá", 0x0065: "/O=EASTMERE/CN=ADA"}
    found = read(reader, message({**said, 0x0C1A: "Adá", 0x0C1F: "/O=EASTMERE/CN=ADA"}, *PEOPLE))
    facts = found.draft.facts
    assert facts["from"] == ["Adá <ada@a.example>"]
    assert facts["directory"] == ["Adá </O=EASTMERE/CN=ADA>"]  # the address that only Exchange can use
    assert facts["to"] == ["Bela Example <bela@b.example>", "new@n.example"]
    assert facts["date"] == "2014-05-22T23:30:00-05:00"
    assert facts["sent"] == "2014-05-22T09:30:00Z"
    assert ["Received", "from x.example by y.example"] in facts["headers"]
    assert facts["headers"][1][1] == "Adá <ada@a.example>"
    assert facts["message_id"] == "<2@a.example>"
    assert "Organization: Eastmere" in found.parts("headers")[0]
    assert found.draft.flags == []
    found = read(reader, message({**MAIL, 0x007D: headers + "\r\nX-Late: yes\r\n"}))
    assert found.draft.facts["headers"][-1] == ["", "X-Late: yes"]
    assert "header-malformed" in found.draft.flags


def test_what_two_forms_of_the_body_say_stands_once() -> None:
    page = b"<html><body><p>Please pay <b>today</b>.</p><p>In cash, to <a href='http://a.example/x'>me</a></p></body></html>"
    rtf = rb"{\rtf1\ansi Please pay today.\par In cash, to me\par And {\v tell} nobody\par}"
    found = read(reader, message({**MAIL, 0x1013: page, 0x3FDE: 65001, 0x1009: packed(rtf)}))
    assert found.text.count("Please pay today") == 1
    assert found.parts("html") == ["In cash, to me"]
    assert found.parts("rtf") == ["And tell nobody"]
    assert found.draft.facts["links"] == ["http://a.example/x"]
    assert "hidden-content" in found.draft.flags


def test_the_order_of_words_counts_too() -> None:
    page = "<p>He did not pay. She did.</p>".encode("utf-16-le").decode("utf-16-le")
    found = read(reader, message({**MAIL, 0x1000: "He did pay. She did not.", 0x1013: page}))
    assert found.parts("html") == ["He did not pay. She did."]


def test_a_body_in_rtf_alone_and_html_inside_it() -> None:
    for rtf, text in (
        (rb"{\rtf1\ansi caf\'e9 alone\par}", "café alone"),
        (
            rb"{\rtf1\ansi\fromhtml1{\*\htmltag64 <p>}caf\'e9 {\*\htmltag84 <img alt='the map' src='http://x.example/'>}}",
            "café the map",
        ),
    ):
        found = read(reader, message({0x0037: "s", 0x1009: packed(rtf)}))
        assert text in found.text
    assert "network-reference" in found.draft.flags
    found = read(reader, message({0x0037: "s", 0x1009: packed(rb"{\rtf1 as it is}", b"MELA")}))
    assert "as it is" in found.text


def test_damage_in_compressed_rtf_is_said() -> None:
    rtf = rb"{\rtf1\ansi still to be read\par}"
    found = read(reader, message({0x0037: "s", 0x1009: packed(rtf, wrong=1)}))
    assert "still to be read" in found.text
    assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "part-failed")
    assert "rtf-checksum" in found.draft.flags
    for data in (packed(rtf)[:-9], b"\0" * 40, packed(rtf, b"what"), b"short"):
        found = read(reader, message({0x0037: "s", 0x1009: data}))
        assert found.draft.facts["failed"][0]["part"] == "RTF body"


def test_the_window_of_compressed_rtf() -> None:
    # the example of the published description: a text in which places of the window repeat
    data = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    found = msgrtf.unpack(data)
    assert found == msgrtf.Unpacked(b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n")
    crossing = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
    assert msgrtf.unpack(crossing).data == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


@pytest.mark.parametrize(
    ("said", "raw", "text"),
    [
        ({0x3FFD: 1251}, "Выборы".encode("cp1251"), "Выборы"),
        ({0x3FDE: 950}, "格式測試".encode("big5"), "格式測試"),
        ({0x3FF1: 0x0411}, "こんにちは".encode("cp932"), "こんにちは"),
        ({0x3FFD: 1252}, "Wählerliste".encode(), "Wählerliste"),
        ({}, "Übersicht über Wähler".encode("cp1252"), "Übersicht über Wähler"),
    ],
)
def test_texts_in_eight_bits(said: dict[int, Value], raw: bytes, text: str) -> None:
    narrow: dict[int, Value] = {0x0037: ("8", raw + b"\0"), 0x1000: ("8", raw)}
    found = read(reader, message({**narrow, **said}))
    assert found.draft.facts["subject"] == text
    assert found.text.endswith(f"\n\n{text}\n")


APPOINTMENT, COMMON = "00062002-0000-0000-c000-000000000046", "00062008-0000-0000-c000-000000000046"
ADDRESS, PUBLIC = "00062004-0000-0000-c000-000000000046", "00020329-0000-0000-c000-000000000046"


def test_appointments_and_contacts_say_what_they_hold() -> None:
    table = names(
        (APPOINTMENT, 0x8208), (APPOINTMENT, 0x820D), (APPOINTMENT, 0x820E), (COMMON, 0x8516), (PUBLIC, "Ward")
    )
    start, end = datetime(2014, 5, 22, 9), datetime(2014, 5, 22, 10)
    said: dict[int, Value] = {0x001A: "IPM.Appointment", 0x0037: "Count", 0x0039: datetime(2014, 1, 1)}
    said |= {0x8000: "Town hall", 0x8001: start, 0x8002: end, 0x8003: start, 0x8004: "Heath"}
    found = read(reader, message(said, table))
    facts = found.draft.facts
    assert (facts["location"], facts["start"], facts["end"]) == (
        "Town hall",
        "2014-05-22T09:00:00Z",
        "2014-05-22T10:00:00Z",
    )
    assert facts["date"] == facts["start"]
    assert facts["custom"] == {"Ward": "Heath"}
    lines = "Location: Town hall\nStart: 2014-05-22T09:00:00Z\nEnd: 2014-05-22T10:00:00Z\nWard: Heath"
    assert found.parts("property") == [lines]
    contact: dict[int, Value] = {
        0x001A: "IPM.Contact",
        0x3001: "Bela Example",
        0x3A08: "0100 555",
        0x8000: "b@b.example",
    }
    found = read(reader, message(contact, names((ADDRESS, 0x8083))))
    assert found.parts("property") == ["Name: Bela Example\nBusiness phone: 0100 555\nE-mail 1: b@b.example"]
    assert found.draft.state is State.TEXT_COMPLETE


def test_attachments_are_members_with_their_names() -> None:
    html: dict[int, Value] = {0x3701: b"<p>", 0x3705: 1, 0x3704: "PAGE~1.HTM", 0x370E: "text/html", 0x3712: "part1"}
    found = read(
        reader,
        message(
            MAIL,
            attached(0, {0x3701: b"%PDF", 0x3705: 1, 0x3704: "LONGNA~1.PDF", 0x3707: "long name.pdf", 0x7FFE: 1}),
            attached(0x1A, html),
            attached(1, {0x3701: b"", 0x3705: 1, 0x3001: "shown"}),
            attached(2, {0x3705: 1, 0x3707: "gone.doc"}),
            attached(3, {0x3705: 4, 0x370D: "\\\\server\\minutes.doc", 0x3707: "minutes.doc"}),
        ),
    )
    rows = {child.locator: child for child in found.draft.children}
    assert list(rows) == ["attach:0000", "attach:0001", "attach:0002", "attach:0003", "attach:001A"]
    assert found.members == [b"%PDF", b"", b"<p>"]
    first = rows["attach:0000"]
    assert (first.name, first.facts["short_name"], first.facts["hidden"]) == ("long name.pdf", "LONGNA~1.PDF", True)
    assert rows["attach:001A"].hints == {"type": "text/html"}
    assert (rows["attach:0001"].name, rows["attach:0001"].size) == ("shown", 0)
    assert (rows["attach:0002"].state, rows["attach:0002"].reason) == (State.UNREAD_CORRUPT, "damaged")
    link = rows["attach:0003"]
    assert (link.state, link.reason, link.facts["target"]) == (State.UNREAD_REFUSED, "link", "\\\\server\\minutes.doc")
    assert found.draft.complete


def test_pictures_in_an_rtf_body_are_members_too() -> None:
    found = read(reader, message({**MAIL, 0x1009: packed(rb"{\rtf1 Please {\pict\pngblip 89504e47}}")}))
    assert [child.locator for child in found.draft.children] == ["rtf:pict:0001"]
    assert found.members == [b"\x89PNG"]


def nested(depth: int) -> list[Node]:
    """The inside of a message that holds another, and so on."""
    said: dict[int, Value] = {0x0037: f"level {depth}", 0x1000: f"text {depth}", 0x8000: f"Ward {depth}"}
    inner = [attached(0, {0x3705: 5, 0x3001: "forwarded", 0x3701: nested(depth - 1)})] if depth else []
    return root(said, *inner, attached(1, {0x3705: 1, 0x3707: "a.bin", 0x3701: b"x" * 5000}), inner=True).children


def test_a_message_inside_a_message_is_a_file_of_its_own() -> None:
    table = names((PUBLIC, "Ward"))
    data = message(MAIL, table, attached(0, {0x3705: 5, 0x3001: "forwarded", 0x3701: nested(2)}))
    again = read(reader, data)
    for depth in (2, 1, 0):
        assert again.draft.children[0].name == "forwarded"
        inner = again.members[0]
        assert inner == read(reader, data).members[0]  # the same bytes each time
        assert identify.identify(Source(inner)).type == reader.MSG
        with olefile.OleFileIO(io.BytesIO(inner), raise_defects=olefile.DEFECT_INCORRECT) as ole:
            assert ole.exists("__nameid_version1.0/__substg1.0_00030102")
        data, again = inner, read(reader, inner)
        assert again.draft.facts["subject"] == f"level {depth}"
        assert again.draft.facts["custom"] == {"Ward": f"Ward {depth}"}
        assert again.text.rstrip().endswith(f"text {depth}\nWard: Ward {depth}")
        assert again.members[-1] == b"x" * 5000
        assert again.draft.state is State.TEXT_COMPLETE


def test_an_object_is_a_file_of_its_own_or_what_it_wraps() -> None:
    named = b"\x02\0list.txt\0C:\\list.txt\0" + struct.pack("<HHI", 0, 3, 0) + struct.pack("<I", 5) + b"names"
    wrapped = [Node("\x01Ole10Native", struct.pack("<I", len(named)) + named)]
    document = [Node("WordDocument", b"w" * 100)]
    found = read(
        reader,
        message(
            MAIL, attached(0, {0x3705: 6, 0x3701: wrapped}), attached(1, {0x3705: 6, 0x3001: "a", 0x3701: document})
        ),
    )
    assert found.draft.children[0].name == "list.txt"
    assert found.members[0] == b"names"
    assert identify.identify(Source(found.members[1])).type == "application/msword"


def test_attachments_that_are_not_found_are_said() -> None:
    draft = run(message(MAIL, attached(0, {0x3701: b"x", 0x3705: 1}), count=3))
    assert (draft.declared, len(draft.children)) == (3, 1)
    assert (draft.complete, draft.incomplete) == (False, "damaged")


def test_where_the_budget_ends_the_other_attachments_are_listed() -> None:
    nodes = [attached(at, {0x3701: bytes([at]), 0x3705: 1}) for at in range(3)]
    found = read(reader, message(MAIL, *nodes), Limits(children=1))
    assert [child.state for child in found.draft.children] == [None, State.UNREAD_LIMIT, State.UNREAD_LIMIT]
    assert (found.draft.complete, found.draft.incomplete) == (False, "limit-children")


def test_signed_and_encrypted_messages_say_so() -> None:
    cms = bytes.fromhex("308006092a864886f70d0107")
    base: dict[int, Value] = {0x001A: "IPM.Note.SMIME", 0x0037: "sealed", 0x0042: "Ada"}
    signed: dict[int, Value] = {0x3701: cms + b"\x02", 0x3705: 1, 0x3707: "smime.p7m"}
    found = read(reader, message(base, attached(0, signed)))
    assert found.draft.flags == ["signature-present"]
    locked: dict[int, Value] = {0x3701: cms + b"\x03", 0x3705: 1, 0x3707: "smime.p7m"}
    found = read(reader, message(base, attached(0, locked)))
    assert found.draft.flags == ["encrypted"]
    assert (found.draft.state, found.draft.reason) == (State.UNREAD_ENCRYPTED, "key")
    assert len(found.members) == 1
    clear: dict[int, Value] = {0x3701: b"Content-Type: multipart/signed", 0x3705: 1, 0x370E: "multipart/signed"}
    found = read(reader, message({**base, 0x001A: "IPM.Note.SMIME.MultipartSigned"}, attached(0, clear)))
    assert found.draft.flags == ["signature-present"]
    assert found.draft.children[0].hints == {"type": "message/rfc822"}
    rights: dict[int, Value] = {0x3701: b"\x76\xe8", 0x3705: 1, 0x3707: "message.rpmsg"}
    assert read(reader, message(MAIL, attached(0, rights))).draft.flags == ["encrypted"]


def test_a_message_without_anything_is_blank() -> None:
    found = read(reader, message({}))
    assert (found.draft.state, found.draft.reason) == (State.NONE_BLANK, "no-text")


def test_files_that_are_no_message_or_cut_off() -> None:
    whole = message(MAIL, attached(0, {0x3701: b"z" * 20_000, 0x3705: 1, 0x3707: "z.bin"}))
    for data in (b"", whole[:8], whole[:512], write(Node("Root Entry")), b"\0" * 4000):
        with pytest.raises(Unreadable) as error:
            read(reader, data)
        assert (error.value.state, error.value.reason) == (State.UNREAD_CORRUPT, "damaged")
    for cut in range(1, len(whole) // 512):
        assert _state(whole[: -512 * cut]), cut


def _state(data: bytes) -> bool:
    try:
        return run(data).state in {State.TEXT_PARTIAL, State.UNREAD_CORRUPT}
    except Unreadable:
        return True


def test_a_damaged_attachment_costs_no_text() -> None:
    data = bytearray(message(MAIL, attached(0, {0x3701: b"z" * 20_000, 0x3705: 1, 0x3707: "z.bin"})))
    at = Compound(bytes(data))
    root_children = at.children(at.root)
    entry = at.children(root_children["__attach_version1.0_#00000000"])["__substg1.0_37010102"]
    table = int.from_bytes(data[76:80], "little") + 1
    place = (table << 9) + 4 * (entry.start + 5)
    data[place : place + 4] = struct.pack("<I", 0x7FFFFFFF)  # the chain of the attachment leads out of the file
    found = read(reader, bytes(data))
    assert found.draft.state is State.TEXT_COMPLETE
    assert "Please pay today." in found.text
    row = found.draft.children[0]
    assert (row.state, row.reason, row.name) == (State.UNREAD_CORRUPT, "truncated", "z.bin")


def test_chains_and_trees_that_run_in_circles_end_quickly() -> None:
    whole = bytearray(message(MAIL, *(attached(at, {0x3701: b"z" * 9000, 0x3705: 1}) for at in range(200))))
    table = int.from_bytes(whole[76:80], "little") + 1 << 9
    size = len(whole) - table
    circles = struct.pack(f"<{size // 4}I", *range(size // 4))  # each sector is followed by itself
    hostile = whole[:table] + circles
    directory = int.from_bytes(whole[48:52], "little") + 1 << 9
    huge = bytearray(whole)
    tree = bytearray(whole)
    for at in range(directory, table - 127, 128):
        huge[at + 120 : at + 124] = b"\xff\xff\xff\xff"  # sizes of 4 GiB
        tree[at + 68 : at + 80] = struct.pack("<3I", 1, 2, 1)
    began = time.process_time()
    for data in (bytes(hostile), bytes(huge), bytes(tree), bytes(huge[:table] + circles)):
        _state(data)
    assert time.process_time() - began < 10


def test_a_circle_gives_no_more_bytes_than_the_file_has() -> None:
    data = bytearray(write(Node("Root Entry", children=[Node("big", b"z" * 9000, size=0xFFFFFF00)])))
    table = int.from_bytes(data[76:80], "little") + 1 << 9
    data[table : table + 4] = bytes(4)  # the first sector is followed by itself
    compound = Compound(bytes(data))
    found = compound.stream(compound.children(compound.root)["big"])
    assert found == b"z" * 512
    assert list(compound.faults) == ["big is cut off"]


def test_a_list_in_place_of_a_tree_is_no_matter_of_depth() -> None:
    nodes = [Node(f"n{at:05}", b"x") for at in range(20_000)]
    data = bytearray(message(MAIL, *nodes))
    directory = int.from_bytes(data[48:52], "little") + 1 << 9
    count = Compound(bytes(data)).children(Compound(bytes(data)).root)
    total = len(count)
    for number in range(1, total + 1):
        at = directory + 128 * number + 68
        data[at : at + 8] = struct.pack("<2I", 0xFFFFFFFF, number + 1 if number < total else 0xFFFFFFFF)
    data[directory + 76 : directory + 80] = struct.pack("<I", 1)
    assert "Please pay today." in read(reader, bytes(data)).text


def test_messages_nested_beyond_the_limit_are_listed() -> None:
    data = message(MAIL, attached(0, {0x3705: 5, 0x3701: nested(12)}))
    began = time.process_time()
    assert run(data, Limits(depth=4)).state is State.TEXT_COMPLETE
    assert time.process_time() - began < 5


@pytest.mark.parametrize("sizes", [[0, 1, 63, 64, 65, 4095], [4096, 4097, 512 * 130], [100] * 700, [], [7_500_000]])
def test_what_is_written_another_library_reads(sizes: list[int]) -> None:
    chance = Random(len(sizes))
    streams = {f"Stream {at}": chance.randbytes(size) for at, size in enumerate(sizes)}
    inner = Node("Inner", clsid=bytes(range(16)), children=[Node("deep", b"deeper")])
    data = write(Node("Root Entry", children=[*(Node(name, found) for name, found in streams.items()), inner]))
    with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_INCORRECT) as ole:
        assert {name: ole.openstream(name).read() for name in streams} == streams
        assert ole.openstream("Inner/deep").read() == b"deeper"
        assert not ole.parsing_issues
    compound = Compound(data)
    children = compound.children(compound.root)
    assert {name: compound.stream(children[name.lower()]) for name in streams} == streams
    assert children["inner"].clsid == bytes(range(16))
    assert not compound.faults


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=3000))
def test_any_bytes_end_in_a_draft(data: bytes) -> None:
    for whole in (data, bytes.fromhex("d0cf11e0a1b11ae1") + data):
        with pytest.raises(Unreadable):
            run(whole)


SAMPLE = message(
    {**MAIL, 0x1009: packed(rb"{\rtf1\fromhtml1{\*\htmltag64 <p>}more\par}"), 0x1013: b"<p>more", 0x3FDE: 1251},
    names((APPOINTMENT, 0x8208), (PUBLIC, "Ward")),
    *PEOPLE,
    attached(0, {0x3705: 5, 0x3701: nested(1)}),
    attached(1, {0x3705: 1, 0x3707: "a.bin", 0x3701: b"x" * 6000}),
)
EDIT = st.tuples(st.integers(0, len(SAMPLE) - 1), st.sampled_from([0, 1, 2, 3, 5, 0x0D, 0x1E, 0x7F, 0x80, 0xFE, 0xFF]))


@settings(max_examples=150, deadline=None)
@given(st.lists(EDIT, min_size=1, max_size=40), st.integers(0, len(SAMPLE)))
def test_changed_messages_end_in_a_draft(edits: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(SAMPLE)
    for place, byte in edits:
        data[place] = byte
    for whole in (bytes(data), bytes(data[:cut])):
        try:
            draft = run(whole)
        except Unreadable:
            continue
        assert draft.complete or draft.incomplete


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=2000))
def test_compressed_rtf_comes_back(data: bytes) -> None:
    assert msgrtf.unpack(packed(data)).data == data
    assert msgrtf.unpack(data) is not None


def test_one_read_of_many_attachments_takes_no_more_than_its_share() -> None:
    data = message(MAIL, *(attached(at, {0x3701: b"z", 0x3705: 1, 0x3707: f"{at}.txt"}) for at in range(3000)))
    began = time.process_time()
    found: Read = read(reader, data)
    assert len(found.draft.children) == 3000
    assert time.process_time() - began < 10
