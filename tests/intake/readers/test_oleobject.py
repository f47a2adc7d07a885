"""Compound files that are no document: what was embedded comes out, macros are read, the rest is named and counted."""

import struct
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oldoffice import SUMMARY, compound, narrow, property_set
from packing import read

from muniment.intake.identify import identify
from muniment.intake.limits import Limits, Unreadable
from muniment.intake.readers.ole import oleobject, oleother, thumbs, vba
from muniment.intake.readers.ole.olewrite import Node
from muniment.intake.scope import Budget, Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft, Reading
from muniment.model.state import State

SOURCE = b'Attribute VB_Name = "Module1"\r\nSub Count()\r\n\' adds the votes\r\nEnd Sub\r\n'


def packed(data: bytes) -> bytes:
    """Packed as macros are, nothing being copied."""
    body = b"".join(b"\0" + data[at : at + 8] for at in range(0, len(data), 8))
    return b"\1" + struct.pack("<H", 0xB000 | len(body) - 1) + body


def listed(name: str, offset: int) -> bytes:
    """The list of modules of a project with one."""
    raw = name.encode()
    lines = (
        (0x03, struct.pack("<H", 1252)),
        (0x19, raw),
        (0x1A, raw),
        (0x32, name.encode("utf-16-le")),
        (0x31, struct.pack("<I", offset)),
    )
    return b"".join(struct.pack("<HI", kind, len(body)) + body for kind, body in lines)


def project(source: bytes = packed(SOURCE)) -> bytes:
    storage = Node("VBA", children=[Node("dir", packed(listed("Module1", 3))), Node("Module1", b"abc" + source)])
    return compound(storage, Node("PROJECT", b"Module=Module1\r\n"))


def rest(data: bytes) -> Draft:
    """A rarer file, whose members are never all known."""

    def keep(source: Source, scope: Scope) -> Reading:
        del scope
        return Reading("0" * 64, source.size, "application/octet-stream", State.NONE_BY_NATURE, "data", "")

    return oleother.read(Source(data), Scope(Budget(Limits(), len(data)), keep))


def test_sources_of_macros_are_text() -> None:
    found = read(oleobject, project())
    assert found.draft.pages[0].label == "Module1"
    assert "' adds the votes\n" in found.draft.pages[0].text
    assert (found.draft.state, found.draft.flags) == (State.TEXT_COMPLETE, ["macros"])
    assert not found.draft.children


def test_a_module_that_cannot_be_unpacked_is_named() -> None:
    found = read(oleobject, project(b"no chunk"))
    assert found.draft.facts["failed"] == [{"part": "Module1", "why": "damaged"}]
    assert found.draft.state is State.TEXT_PARTIAL


def test_copies_inside_packed_macros() -> None:
    body = bytes.fromhex(
        "00 23 61 61 61 62 63 64 65 82 66 00 70 61 67 68 69 6a 01 38 08 61 6b 6c 00 30 6d 6e 6f 70 06 71 02 70 04 10 72 73 74 75 76 10 77 78 79 7a 00 3c"
    )
    data = b"\1" + struct.pack("<H", 0xB000 | len(body) - 1) + body
    assert vba.unpacked(data, lambda size: None) == b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"


def test_an_embedded_file_comes_out_under_its_name() -> None:
    inner = (
        b"\2\0letter.txt\0C:\\letter.txt\0\0\0\3\0" + struct.pack("<I", 3) + b"C:\0" + struct.pack("<I", 5) + b"words"
    )
    found = read(
        oleobject, compound(Node("\1Ole10Native", struct.pack("<I", len(inner)) + inner), Node("\1Ole", bytes(20)))
    )
    assert [(child.name, child.reason) for child in found.draft.children] == [("letter.txt", ""), ("Ole", "data")]
    assert found.members == [b"words"]
    assert (found.draft.state, found.draft.reason) == (State.NONE_CONTAINER, "")


@pytest.mark.parametrize("name", ["Package", "CONTENTS"])
def test_an_embedded_file_that_is_a_stream(name: str) -> None:
    assert read(oleobject, compound(Node(name, b"%PDF-1.4"))).members == [b"%PDF-1.4"]


def test_formulas_are_data_and_what_is_unknown_is_read() -> None:
    data = compound(
        Node("Equation Native", b"\x1c\0"), Node("Letter", b"Dear Ada"), Node("More", children=[Node("x", b"y")])
    )
    found = read(oleobject, data)
    assert {child.name: child.reason for child in found.draft.children} == {
        "Equation Native": "data",
        "Letter": "",
        "More": "",
    }
    assert b"Dear Ada" in found.members


def test_nothing_in_it() -> None:
    assert read(oleobject, compound()).draft.state is State.NONE_BLANK


def test_text_of_works_and_publisher() -> None:
    text = "Minutes of the count\r".encode("utf-16-le")
    story = b"CHNKINK " + bytes(24) + struct.pack("<H4sIH4sII", 24, b"TEXT", 0, 1, b"TEXT", 0x200, len(text))[:24]
    story = story.ljust(0x200, b"\0") + text
    title = Node("\5SummaryInformation", property_set(SUMMARY, {2: narrow("Minutes")}))
    for nodes, kind in (
        ((Node("MatOST", children=[]), Node("CONTENTS", story)), "application/vnd.ms-works"),
        (
            (Node("Quill", children=[Node("QuillSub", children=[Node("CONTENTS", story)])]),),
            "application/x-mspublisher",
        ),
    ):
        data = compound(*nodes, title)
        assert identify(Source(data)).type == kind
        found = rest(data)
        assert found.type == kind
        assert found.pages[0].text.strip() == "Minutes of the count"
        assert (found.state, found.reason) == (State.TEXT_PARTIAL, "part-failed")
        assert found.facts["title"] == "Minutes"


def test_what_is_not_read_keeps_its_facts_and_its_objects() -> None:
    title = Node("\5SummaryInformation", property_set(SUMMARY, {4: narrow("Ada Example")}))
    inner = Node(
        "Embeddings", children=[Node("One", children=[Node("\1Ole", bytes(20)), Node("Package", b"%PDF-1.4")])]
    )
    found = rest(compound(Node("VisioDocument", b"x" * 40), title, inner))
    assert (found.state, found.reason) == (State.UNREAD_UNSUPPORTED, "unsupported")
    assert found.facts["author"] == "Ada Example"
    assert [child.locator for child in found.children] == ["object:Embeddings/One"]
    assert (found.declared, found.complete) == (None, False)


def test_a_type_of_theirs_that_is_no_compound_file() -> None:
    with pytest.raises(Unreadable) as raised:
        rest(b"\xffWPC and so on")
    assert (raised.value.state, raised.value.reason) == (State.UNREAD_UNSUPPORTED, "unsupported")


def test_names_that_outlive_their_pictures() -> None:
    name = "ballot paper.jpg\0".encode("utf-16-le") + b"\0\0"
    when = (1_394_000_000 + 11_644_473_600) * 10_000_000
    line = struct.pack("<IIQ", 16 + len(name), 12, when) + name
    picture = b"\xff\xd8\xff and so on"
    data = compound(
        Node("Catalog", struct.pack("<HHIII", 16, 7, 1, 96, 96) + line),
        Node("21", struct.pack("<III", 12, 1, len(picture)) + picture),
    )
    assert identify(Source(data)).type == thumbs.THUMBS
    found = read(thumbs, data)
    assert found.text == "ballot paper.jpg\t2014-03-05T06:13:20Z\n"
    assert [child.name for child in found.draft.children] == ["ballot paper.jpg"]
    assert found.members == [picture]


@pytest.mark.parametrize("reader", [oleobject, oleother, thumbs])
def test_a_damaged_file(reader: ModuleType) -> None:
    with pytest.raises(Unreadable) as raised:
        read(reader, compound(Node("Catalog", b"x"))[:520])
    assert raised.value.state is State.UNREAD_CORRUPT


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4096), st.binary(min_size=1, max_size=5)), min_size=1, max_size=6))
def test_no_change_breaks_the_reader(changes: list[tuple[int, bytes]]) -> None:
    data = bytearray(project())
    for at, put in changes:
        data[at : at + len(put)] = put
    try:
        found = read(oleobject, bytes(data))
    except Unreadable:
        return
    assert found.draft.state in State


def test_real_files(shared: Path) -> None:
    found = {path.name: rest(path.read_bytes()) for path in sorted((shared / "data/files").rglob("*.wps"))}
    assert len(found) == 4
    for one in found.values():
        assert "This is an example document made with Microsoft Works" in one.pages[0].text
        assert one.state is State.TEXT_PARTIAL
