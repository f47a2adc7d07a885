"""winmail.dat: what the message says, its body in all forms, its attachments and the messages within it; hostile streams."""

import binascii
import struct
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random
from uuid import UUID

import pytest
from packing import Read, read

from muniment.intake import identify
from muniment.intake.limits import Limits, Unreadable
from muniment.intake.readers.mail import mail
from muniment.intake.readers.outlook import tnef
from muniment.intake.scope import Budget, Scope
from muniment.intake.source import Source
from muniment.intake.takeout import Found, Takeout
from muniment.model.reading import Draft, Reading
from muniment.model.state import State

MAGIC = b"\x78\x9f\x3e\x22\x01\x00"
SUBJECT, BODY, CLASS, SENT, FROM, PAGE, SAID, RECEIVERS = (
    0x18004, 0x2800C, 0x78008, 0x38005, 0x8000, 0x69007, 0x69003, 0x69004,
)  # fmt: skip
BEGIN, DATA, TITLE, ATTACHED = 0x69002, 0x6800F, 0x18010, 0x69005
MESSAGE = UUID("00020307-0000-0000-c000-000000000046").bytes_le
PUBLIC = UUID("00020329-0000-0000-c000-000000000046").bytes_le
Value = str | bytes | int | datetime | tuple[str, bytes] | list[str]


def attribute(level: int, number: int, data: bytes, check: int | None = None) -> bytes:
    check = sum(data) & 0xFFFF if check is None else check
    return struct.pack("<BII", level, number, len(data)) + data + struct.pack("<H", check)


def properties(said: Mapping[int | str, Value]) -> bytes:
    """A list of properties; a word as number is a name that somebody gave; ("8", bytes) is a text in 8 bits."""
    pieces = [struct.pack("<I", len(said))]
    for at, (number, value) in enumerate(said.items()):
        kind, own = one(value)
        if isinstance(number, str):
            raw = number.encode("utf-16-le") + b"\0\0"
            head = struct.pack("<HH", kind, 0x8000 + at) + PUBLIC + struct.pack("<II", 1, len(raw)) + padded(raw)
        else:
            head = struct.pack("<HH", kind, number)
        pieces += [head, own]
    return b"".join(pieces)


def one(value: Value) -> tuple[int, bytes]:
    if isinstance(value, datetime):
        return 0x40, struct.pack("<Q", int((value - datetime(1601, 1, 1)).total_seconds()) * 10_000_000)
    if isinstance(value, int):
        return 3, struct.pack("<i", value)
    if isinstance(value, list):
        return 0x101F, several([text.encode("utf-16-le") + b"\0\0" for text in value])
    if isinstance(value, tuple):
        return {"8": 0x1E, "object": 0x0D}[value[0]], several([value[1]])
    if isinstance(value, str):
        return 0x1F, several([value.encode("utf-16-le") + b"\0\0"])
    return 0x0102, several([value])


def several(values: Sequence[bytes]) -> bytes:
    return struct.pack("<I", len(values)) + b"".join(struct.pack("<I", len(raw)) + padded(raw) for raw in values)


def padded(raw: bytes) -> bytes:
    return raw + b"\0" * (-len(raw) % 4)


def rtf(text: bytes) -> bytes:
    """RTF as such streams keep it, not compressed."""
    return struct.pack("<II4sI", len(text) + 12, len(text), b"MELA", 0) + text


def attached(said: Mapping[int | str, Value], data: bytes | None = None, title: bytes = b"") -> bytes:
    return b"".join(
        (
            attribute(2, BEGIN, bytes(14)),
            attribute(2, TITLE, title + b"\0") if title else b"",
            attribute(2, DATA, data) if data is not None else b"",
            attribute(2, ATTACHED, properties(said)),
        )
    )


def stream(*parts: bytes) -> bytes:
    return MAGIC + attribute(1, PAGE, struct.pack("<II", 1252, 0)) + b"".join(parts)


def receivers(*rows: Mapping[int | str, Value]) -> bytes:
    return attribute(1, RECEIVERS, struct.pack("<I", len(rows)) + b"".join(properties(row) for row in rows))


def of(data: bytes, limits: Limits | None = None) -> Read:
    return read(tnef, data, limits)


WHOLE = stream(
    attribute(1, SUBJECT, b"Caf\xe9 leaflets\0"),
    attribute(1, CLASS, b"IPM.Microsoft Mail.Note\0"),
    attribute(1, SENT, struct.pack("<7H", 2014, 5, 22, 9, 0, 0, 4)),
    receivers(
        {0x3001: "Bo Clerk", 0x39FE: "bo@council.test", 0x0C15: 1}, {0x3001: "Cy", 0x39FE: "cy@x.test", 0x0C15: 2}
    ),
    attribute(
        1,
        SAID,
        properties(
            {
                0x0C1A: "Ann Example",
                0x5D01: "ann@campaign.test",
                0x0039: datetime(2014, 5, 22, 9, 0),
                0x1009: rtf(rb"{\rtf1\ansi The leaflets are printed.\par}"),
                0x1035: "<2@campaign.test>",
                0x0071: bytes(22),
                "Case number": "EX/7741",
                "Keywords": ["wards", "print"],
            }
        ),
    ),
    attached({0x3707: "list of wards.csv", 0x3712: "a1"}, b"ward,votes\n1,2\n", b"LISTOF~1.CSV"),
    attached({}, b"%PDF-", b"notes.pdf"),
)


def test_the_message_says_all_that_an_outlook_message_says() -> None:
    found = of(WHOLE)
    draft = found.draft
    assert (draft.type, draft.state, draft.flags) == (tnef.TYPE, State.TEXT_COMPLETE, [])
    assert "The leaflets are printed." in found.text
    assert "Subject: Café leaflets" in found.parts("headers")[0]
    facts = draft.facts
    assert facts["from"] == ["Ann Example <ann@campaign.test>"]
    assert (facts["to"], facts["cc"]) == (["Bo Clerk <bo@council.test>"], ["Cy <cy@x.test>"])
    assert (facts["subject"], facts["date"]) == ("Café leaflets", "2014-05-22T09:00:00Z")
    assert facts["message_id"] == "<2@campaign.test>"
    assert facts["class"] == "IPM.Note"
    assert "thread_index" not in facts, "it is its mail's"
    assert facts["custom"]["Case number"] == "EX/7741"


def test_attachments_are_members_under_their_long_names() -> None:
    found = of(WHOLE)
    assert [child.name for child in found.draft.children] == ["list of wards.csv", "notes.pdf"]
    assert found.members == [b"ward,votes\n1,2\n", b"%PDF-"]
    assert found.draft.children[0].facts["content_id"] == "a1"
    assert found.draft.children[0].facts["short_name"] == "LISTOF~1.CSV"


def test_a_message_within_it_is_a_member_with_its_own_bytes_and_is_read() -> None:
    inner = stream(attribute(1, SUBJECT, b"The inner one\0"), attribute(1, BODY, b"Inner words.\0"))
    found = of(stream(attached({0x3001: "The inner one", 0x3705: 5, 0x3701: ("object", MESSAGE + inner)})))
    assert found.members == [inner]
    assert found.draft.children[0].name == "The inner one"
    assert identify.identify(Source(inner)).type == tnef.TYPE
    assert "Inner words." in of(inner).text


def test_one_that_only_holds_attachments_is_a_container() -> None:
    found = of(stream(attached({}, b"some words", b"a.txt")))
    assert found.draft.state is State.NONE_CONTAINER
    assert found.members == [b"some words"]


def test_old_programs_write_sender_and_date_beside_the_properties() -> None:
    name, address = b"Ann Example\0", b"SMTP:ann@x.test\0"
    sender = struct.pack("<4H", 4, 0, len(name), len(address)) + name + address
    found = of(
        stream(
            attribute(1, FROM, sender),
            attribute(1, SENT, struct.pack("<7H", 1999, 12, 31, 23, 59, 0, 5)),
            attribute(1, BODY, "Größe".encode("cp1252") + b"\0"),
        )
    )
    assert found.draft.facts["from"] == ["Ann Example <ann@x.test>"]
    assert found.draft.facts["date"] == "1999-12-31T23:59:00"
    assert "Größe" in found.text


def test_as_attachment_of_a_mail_it_is_found_by_its_bytes_and_taken_out_again() -> None:
    whole = (
        b"From: ann@x.test\nSubject: see\nContent-Type: multipart/mixed; boundary=cut\n\n--cut\nContent-Type: text/plain\n\n"
        b"--cut\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"
        + binascii.b2a_base64(WHOLE)
        + b"--cut--\n"
    )
    found = read(mail, whole)
    assert [child.name for child in found.draft.children] == ["winmail.dat"]
    assert identify.identify(Source(found.members[0])).type == tnef.TYPE
    sent: list[bytes] = []
    with pytest.raises(Found):
        tnef.read(Source(WHOLE), Takeout(Budget(Limits(), len(WHOLE)), lambda *_: None, sent.append, ["attach:0001"]))
    assert b"".join(sent) == b"%PDF-"


def quiet(data: bytes) -> Draft:
    """Read without the check that every declared member has a row."""

    def keep(source: Source, scope: Scope) -> Reading:
        del scope
        return Reading("0" * 64, source.size, "application/octet-stream", State.NONE_BY_NATURE, "data", "")

    return tnef.read(Source(data), Scope(Budget(Limits(), len(data)), keep))


def test_one_that_is_cut_off_says_so_and_keeps_what_there_is() -> None:
    draft = quiet(WHOLE[: WHOLE.index(b"ward,votes") + 5])
    assert (draft.state, draft.reason) == (State.TEXT_PARTIAL, "truncated")
    assert (draft.complete, draft.incomplete) == (False, "truncated")
    assert "The leaflets are printed." in draft.pages[0].text
    assert (draft.children[0].state, draft.children[0].reason) == (State.UNREAD_CORRUPT, "truncated")


def test_a_wrong_sum_is_flagged_and_a_stream_without_anything_is_damaged() -> None:
    found = of(MAGIC + attribute(1, BODY, b"words\0", check=1))
    assert "words" in found.text
    assert found.draft.flags == ["transfer-damaged"]
    with pytest.raises(Unreadable):
        tnef.read(Source(MAGIC), Scope(Budget(Limits(), 6), lambda *_: None))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "hostile",
    [
        stream(attribute(1, SAID, struct.pack("<I", 0xFFFFFFFF) + struct.pack("<HHI", 0x1F, 0x37, 0xFFFFFFFF))),
        stream(attribute(1, SAID, struct.pack("<I", 1 << 20) + struct.pack("<HHI", 0x101E, 0x37, 0) * 200_000)),
        stream(attribute(1, RECEIVERS, struct.pack("<I", 0xFFFFFFFF) + bytes(4_000_000))),
        stream(*[attribute(2, BEGIN, b"")] * 200_000),
        stream(b"\xff" * 1_000_000),
    ],
    ids=["counts", "empty texts", "empty receivers", "attachments", "noise"],
)
def test_hostile_streams_end_soon(hostile: bytes) -> None:
    start = time.process_time()
    draft = quiet(hostile)
    assert draft.state is State.UNREAD_CORRUPT or len(draft.children) == 20_000
    assert time.process_time() - start < 8


def test_any_damage_ends_in_a_state() -> None:
    random = Random(7)
    for _ in range(300):
        data = bytearray(WHOLE)
        for _ in range(random.randint(1, 8)):
            data[random.randrange(6, len(data))] = random.randrange(256)
        try:
            draft = quiet(bytes(data[: random.randint(20, len(data))]))
        except Unreadable:
            continue
        assert draft.type == tnef.TYPE
