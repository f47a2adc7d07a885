"""Mailboxes of Outlook: every message is a member that reads as a mail, what is missing is said, and damage costs its own."""

import base64
import hashlib
import struct
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import packing
import pytest
from unpacking import lost

from muniment.demo.outlook import Attached, Folder, Message, Named, mailbox
from muniment.demo.outlookheap import BYTES, LONG, TEXT, TIME
from muniment.intake import pool
from muniment.intake.course import Job
from muniment.intake.dispatch import Dispatch
from muniment.intake.limits import Limits, Unreadable
from muniment.intake.readers.mail import mail
from muniment.intake.readers.outlook import pst, pstblocks, pstlibrary, pstmail
from muniment.intake.scope import Budget, Scope
from muniment.intake.source import Source
from muniment.model.line import decode
from muniment.model.reading import NOTHING, Child, Draft, Reading
from muniment.model.state import State

pypff = pytest.importorskip("pypff")

WHEN = datetime(2014, 5, 22, 9, 30, tzinfo=UTC)
ADA, BEN, CYD = (
    ("Ada Marraby", "ada@example.org"),
    ("Ben Tollegate", "ben@example.org"),
    ("Łucja, Cyd", "cyd@example.org"),
)
LETTER = Message("Ballots", ADA, [BEN], [CYD], when=WHEN, body="Twelve went to the wrong street.\n\nAda")
APPOINTMENTS = "00062002-0000-0000-c000-000000000046"
BUILT = "not the bytes as sent"


def read(data: bytes, limits: Limits | None = None) -> packing.Read:
    """As `packing.read`, where a mailbox may say that it has more than it has."""
    members: list[bytes] = []

    def keep(source: Source, scope: Scope) -> Reading:
        del scope
        members.append(source.whole())
        return Reading("0" * 64, source.size, "", State.NONE_BY_NATURE, "data", "")

    return packing.Read(pst.read(Source(data), Scope(Budget(limits or Limits(), len(data)), keep)), members)


def family(data: bytes) -> list[Reading]:
    """The readings of a mailbox and of everything in it."""
    sent: list[bytes] = []
    dispatch = Dispatch(lambda _: None, sent.append)
    dispatch.read(Source(data), Scope(Budget(Limits(), len(data)), dispatch.read))
    return [decode(line) for line in sent]


def text(reading: Reading) -> str:
    return "\n".join(page.text for page in reading.pages)


def box(*messages: Message) -> bytes:
    return mailbox("Made up", [Folder("Inbox", messages)])


def mail_of(message: Message) -> packing.Read:
    """What the reader of mail makes of a message in a mailbox."""
    return packing.read(mail, read(box(message)).members[0])


def by_name(draft: Draft) -> dict[str, Child]:
    return {child.name: child for child in draft.children}


def test_each_message_is_a_mail_with_the_people_the_date_and_the_words() -> None:
    draft, members = read(box(LETTER, replace(LETTER, subject="Second", body="Other words", read=False)))
    assert (draft.state, draft.declared, draft.complete) == (State.NONE_CONTAINER, 2, True)
    first, second = draft.children
    assert (first.name, second.name) == ("Ballots", "Second")
    assert first.hints == {"type": "message/rfc822"}
    assert first.facts["folder"] == "Top of the data file\\Inbox"
    assert (first.facts["read"], second.facts["read"]) == (True, False)
    assert (first.facts["received"], first.facts["headers_kept"]) == ("2014-05-22T09:30:00Z", "built")
    assert BUILT in str(first.facts["built"])
    found = packing.read(mail, members[0])
    assert found.draft.state is State.TEXT_COMPLETE
    assert "Twelve went to the wrong street.\n\nAda" in found.text
    assert found.draft.facts["from"] == ["Ada Marraby <ada@example.org>"]
    assert found.draft.facts["to"] == ["Ben Tollegate <ben@example.org>"]
    assert found.draft.facts["cc"] == ["Łucja, Cyd <cyd@example.org>"]
    assert (found.draft.facts["subject"], found.draft.facts["date"]) == ("Ballots", "2014-05-22T09:30:00Z")
    assert BUILT in dict(found.draft.facts["headers"])["X-Muniment-Built"]


def test_the_index_of_a_conversation_is_a_fact_beside_the_mail_whose_bytes_stay() -> None:
    index = bytes(range(1, 28))
    told = replace(LETTER, more={(0x0071, BYTES): index})
    draft, members = read(box(LETTER, told, replace(LETTER, more={(0x0071, BYTES): index[:9]})))
    assert [child.facts.get("thread_index") for child in draft.children] == [
        None,
        base64.b64encode(index).decode(),
        None,
    ]
    assert len(members) == 1, "the bytes of all three are the same"


def test_an_address_that_only_exchange_can_use_is_a_fact_beside_the_mail() -> None:
    place = "/O=EASTMERE/CN=RECIPIENTS/CN=ADA"
    more = {(0x0C1F, TEXT): place, (0x5D01, TEXT): "ada@example.org"}
    draft = read(box(LETTER, replace(LETTER, more=more))).draft
    assert "directory" not in draft.children[0].facts
    assert draft.children[1].facts["directory"] == [f"Ada Marraby <{place}>"]


def test_the_same_mailbox_gives_the_same_places_and_bytes() -> None:
    assert box(LETTER) == box(LETTER)
    first, again = read(box(LETTER, LETTER)), read(box(LETTER, LETTER))
    assert [(child.locator, child.sha256) for child in first.draft.children] == [
        (child.locator, child.sha256) for child in again.draft.children
    ]
    assert len({child.locator for child in first.draft.children}) == 2


def test_every_member_is_taken_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("muniment.intake.readers.outlook.pst.LARGE", 50_000)
    monkeypatch.setattr("muniment.intake.readers.outlook.pstmail.LARGE", 50_000)
    inner = replace(LETTER, attached=[Attached("deep.txt", b"deep")])
    outer = replace(
        LETTER, attached=[Attached("a.txt", b"alpha"), Attached("b.bin", bytes(60_000)), Attached("", message=inner)]
    )
    data = mailbox("Made up", [Folder("Inbox", [LETTER, outer])], orphans=[replace(LETTER, body="nowhere")])
    monkeypatch.setitem(__import__("unpacking").READERS, "application/vnd.ms-outlook-pst", pst)
    monkeypatch.setitem(__import__("unpacking").READERS, "message/rfc822", mail)
    assert list(lost(data)) == []


def test_headers_that_came_with_it_are_kept_and_those_of_its_form_renamed() -> None:
    carried = (
        "Received: from a.example by b.example; Thu, 22 May 2014 09:31:00 +0000\nSubject: =?utf-8?q?Ballots?=\n"
        "Content-Type: multipart/signed; boundary=x\nX-Long: one\n two\n\nFrom: Ada <ada@example.org>\n"
    )
    draft, members = read(box(replace(LETTER, headers=carried)))
    assert draft.children[0].facts["headers_kept"] == "original"
    lines = members[0].split(b"\r\n\r\n")[0].split(b"\r\n")
    assert b"X-As-Sent-Content-Type: multipart/signed; boundary=x" in lines
    assert [line for line in lines if line.startswith((b"Subject", b"From", b" two"))] == [
        b"Subject: =?utf-8?q?Ballots?=",
        b" two",
        b"From: Ada <ada@example.org>",
    ]
    assert any(line.startswith(b"Cc: ") for line in lines)  # the properties say it, the headers do not


def test_headers_cannot_end_the_head_or_begin_a_part() -> None:
    evil = replace(
        LETTER,
        subject="a\r\n\r\n--=_muniment-0\r\nX: y",
        headers="--=_muniment-0\r\n\r\nb",
        body="--=_muniment-0--\nend",
    )
    found = mail_of(evil)
    assert found.draft.state is State.TEXT_COMPLETE
    assert "--=_muniment-0--\nend" in found.text
    assert found.draft.children == []


def test_html_stands_beside_the_plain_text() -> None:
    both = mail_of(replace(LETTER, page="<p>Twelve went to the wrong street.</p><p>Ada</p><p>Seen in bold only</p>"))
    assert both.text.count("Twelve went") == 1
    assert "Seen in bold only" in both.text
    alone = mail_of(replace(LETTER, body="", page="<p>gr&uuml;&szlig;e</p>"))
    assert "grüße" in alone.text


def rich(inside: str) -> dict[tuple[int, int], bytes]:
    """A body in RTF, as a mailbox keeps it: in a stream that is not packed."""
    data = f"{{\\rtf1\\ansi{inside}}}".encode()
    return {(0x1009, BYTES): struct.pack("<II4sI", len(data) + 12, len(data), b"MELA", 0) + data}


def test_html_within_rtf_is_unwrapped_and_other_rtf_is_a_member() -> None:
    wrapped = mail_of(
        replace(LETTER, body="", more=rich("\\fromhtml1{\\*\\htmltag64 <p>}wrapped words{\\*\\htmltag72 </p>}"))
    )
    assert "wrapped words" in wrapped.text
    assert wrapped.draft.children == []
    written = mail_of(replace(LETTER, more=rich(" written in rtf\\par")))
    assert [child.name for child in written.draft.children] == ["body.rtf"]
    assert b"written in rtf" in written.members[0]
    repeated = mail_of(replace(LETTER, more=rich("\\fromtext Twelve went\\par")))
    assert repeated.draft.children == []
    only = mail_of(replace(LETTER, body="", more=rich("\\fromtext nowhere else\\par")))
    assert b"nowhere else" in only.members[0]


def test_attachments_are_members_of_the_mail_with_their_own_bytes_and_names() -> None:
    noise = bytes(range(256)) * 400
    files = [Attached("минуты.txt", b"alpha\n", "text/plain"), Attached("noise.bin", noise), Attached("", b"nameless")]
    found = mail_of(replace(LETTER, attached=files))
    assert found.members == [b"alpha\n", noise, b"nameless"]
    assert [child.name for child in found.draft.children][:2] == ["минуты.txt", "noise.bin"]
    assert "alpha" not in found.text


def test_an_attached_message_is_a_mail_within_the_mail_with_its_own_attachments() -> None:
    deep = replace(
        LETTER, subject="Deepest", body="the lowest words " * 500, attached=[Attached("d.txt", b"deep bytes " * 2000)]
    )
    inner = replace(LETTER, subject="Inner", body="inner words", attached=[Attached("", message=deep)])
    readings = family(box(replace(LETTER, attached=[Attached("", message=inner)])))
    mails = {str(each.facts["subject"]): each for each in readings if each.type == "message/rfc822"}
    assert "inner words" in text(mails["Inner"])
    assert mails["Inner"].facts["to"] == ["Ben Tollegate <ben@example.org>"]
    assert "the lowest words" in text(mails["Deepest"])
    assert any(text(each).startswith("deep bytes") for each in readings)


def test_an_attachment_that_lies_elsewhere_is_a_link() -> None:
    link = Attached("plan.doc", b"", more={(0x3705, LONG): 2, (0x370D, TEXT): "\\\\server\\plans\\plan.doc"})
    found = mail_of(replace(LETTER, attached=[link]))
    assert (found.draft.children[0].kind, found.draft.children[0].state) == ("link", State.UNREAD_REFUSED)
    assert "\\\\server\\plans\\plan.doc" in str(found.draft.children[0].facts["target"])


def test_a_large_attachment_stands_beside_its_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pst, "LARGE", 50_000)
    monkeypatch.setattr(pstmail, "LARGE", 50_000)
    draft, members = read(
        box(replace(LETTER, attached=[Attached("film.mp4", bytes(60_000)), Attached("s.txt", b"small")]))
    )
    first, second = draft.children
    assert (second.name, second.facts["attached_to"]) == ("film.mp4", first.locator)
    assert second.locator.startswith(f"{first.locator}/")
    assert members[1] == bytes(60_000)
    assert packing.read(mail, members[0]).members == [b"small"]
    inner = replace(LETTER, attached=[Attached("film.mp4", bytes(60_000))])
    draft, _ = read(box(replace(LETTER, attached=[Attached("", message=inner)])))
    assert (draft.children[1].state, draft.children[1].reason) == (State.UNREAD_LIMIT, "limit-member")


def test_contacts_and_appointments_have_the_words_of_their_properties() -> None:
    contact = Message(
        "Dee Quillby", kind="IPM.Contact", more={(0x3A1C, TEXT): "07700 900123", (0x3A16, TEXT): "Quill & Co"}
    )
    found = mail_of(contact)
    assert "Mobile phone: 07700 900123" in found.text
    assert "Company: Quill & Co" in found.text
    named: Named = {(APPOINTMENTS, 0x820D): (TIME, WHEN), (APPOINTMENTS, 0x8208): (TEXT, "The old hall")}
    meeting = Message("Count", kind="IPM.Appointment", body="Bring the lists", named=named)
    found = mail_of(meeting)
    assert "Location: The old hall" in found.text
    assert "Start: 2014-05-22T09:30:00Z" in found.text
    assert found.draft.facts["date"] == "2014-05-22T09:30:00Z"
    assert read(box(meeting)).draft.children[0].facts["date_is"] == "start"


def test_folders_are_facts_and_one_that_says_more_than_it_has_is_incomplete() -> None:
    folders = [Folder("Inbox", [LETTER], [Folder("Sub/odd", [LETTER], count=3)]), Folder("Nothing in it")]
    draft, _ = read(mailbox("Made up", folders))
    paths = {str(folder["path"]).removeprefix("Top of the data file\\"): folder for folder in draft.facts["folders"]}
    assert paths["Nothing in it"]["items"] == 0
    assert (paths["Inbox\\Sub/odd"]["says"], paths["Inbox\\Sub/odd"]["items"]) == (3, 1)
    assert (draft.declared, len(draft.children), draft.complete, draft.incomplete) == (4, 2, False, "damaged")
    assert (draft.state, draft.reason) == (State.TEXT_PARTIAL, "salvaged")


def test_what_lies_in_no_folder_and_what_outlook_hides_are_members_with_a_flag() -> None:
    hidden = Message("rules", kind="IPM.Configuration", body="hidden words")
    draft, members = read(
        mailbox("Made up", [Folder("Inbox", [LETTER], hidden=[hidden])], orphans=[replace(LETTER, subject="Lost")])
    )
    rows = by_name(draft)
    assert rows["Lost"].flags == ("recovered",)
    assert rows["Lost"].locator.startswith("recovered/")
    assert rows["rules"].flags == ("hidden-content",)
    assert draft.complete
    assert any(b"hidden words" in member for member in members)


def test_a_password_keeps_nobody_out() -> None:
    draft, members = read(mailbox("Made up", [Folder("Inbox", [LETTER])], password=0x1234ABCD))
    assert draft.facts["password_set"] is True
    assert b"Twelve went" in members[0]


def test_without_the_library_it_says_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pstlibrary, "pypff", None)
    assert pstlibrary.version() == ""
    with pytest.raises(Unreadable) as closed:
        read(box(LETTER))
    assert (closed.value.state, closed.value.reason) == (State.UNREAD_DEPENDENCY_MISSING, "missing-library")
    assert "pip install 'muniment[pst]'" in closed.value.detail


@pytest.mark.parametrize("data", [b"!BDN", b"!BDN" + bytes(5000), box(LETTER)[:20_000], b"!BDN" + b"\xff" * 5000])
def test_what_is_no_mailbox_or_cut_off_is_corrupt(data: bytes) -> None:
    with pytest.raises(Unreadable) as closed:
        read(data)
    assert (closed.value.state, closed.value.reason) == (State.UNREAD_CORRUPT, "damaged")


def test_one_broken_message_costs_that_message() -> None:
    data = bytearray(box(LETTER, replace(LETTER, subject="Broken", body="x" * 700), replace(LETTER, subject="Third")))
    heap = data.rfind(b"\xec\xbc", 0, data.rfind("Broken".encode("utf-16-le")))
    data[heap : heap + 2] = b"\0\0"
    draft, members = read(bytes(data))
    assert [child.name for child in draft.children[:2]] == ["Ballots", "Third"]
    assert (draft.children[2].state, draft.children[2].reason) == (State.UNREAD_CORRUPT, "damaged")
    assert draft.children[2].facts["folder"] == draft.children[0].facts["folder"]
    assert draft.declared == len(draft.children) == 3
    assert len(members) == 2


def test_a_broken_attachment_has_a_row_of_its_own() -> None:
    good = box(replace(LETTER, attached=[Attached("a.bin", b"\xab" * 9000), Attached("b.txt", b"beta")]))
    blocks = pstblocks.Blocks(good)
    message = next(number for number, _ in blocks.all() if number & 0x1F == 4)
    node = blocks.within(blocks.node(message).within, 0x401 << 5 | 5)
    value = blocks.within(node.within, 1 << 5 | 0x1F).data
    entry = struct.pack("<QQQ", 1 << 5 | 0x1F, value, 0)  # where the attachment says in which block its bytes are
    assert good.count(entry) == 1
    data = good.replace(entry, struct.pack("<QQQ", 1 << 5 | 0x1F, 0x7FFFFFF0, 0))
    draft, members = read(data)
    lost_row = by_name(draft)["a.bin"]
    assert lost_row.state is State.UNREAD_CORRUPT
    assert lost_row.locator.startswith(f"{draft.children[0].locator}/")
    assert packing.read(mail, members[0]).members == [b"beta"]


def test_a_body_whose_block_is_gone_is_said_and_not_taken_for_an_empty_one() -> None:
    good = box(replace(LETTER, body="A long body. " * 900))
    blocks = pstblocks.Blocks(good)
    message = next(number for number, _ in blocks.all() if number & 0x1F == 4)
    value = blocks.within(blocks.node(message).within, 1 << 5 | 0x1F).data
    data = good.replace(struct.pack("<QQQ", 1 << 5 | 0x1F, value, 0), struct.pack("<QQQ", 1 << 5 | 0x1F, 0x7FFFFFF0, 0))
    draft, _ = read(data)
    row = draft.children[1]
    assert (row.state, row.facts["attached_to"]) == (State.UNREAD_CORRUPT, draft.children[0].locator)
    assert row.facts["failed"] == [{"part": "property 1000", "why": "damaged"}]


def test_words_that_were_changed_in_the_file_are_noticed_by_their_checksum() -> None:
    changed = box(LETTER).replace("Twelve".encode("utf-16-le"), "Eleven".encode("utf-16-le"))
    draft, members = read(changed)
    assert b"Eleven went" in members[0]
    assert (draft.state, draft.reason) == (State.TEXT_PARTIAL, "part-failed")
    assert draft.facts["failed"] == [{"part": "1 blocks", "why": "checksum"}]


def test_bytes_that_changed_never_do_worse_than_cost_the_file() -> None:
    good = box(LETTER, replace(LETTER, attached=[Attached("a.bin", bytes(9000)), Attached("", message=LETTER)]))
    for step in range(0x400, len(good) - 600, 1999):
        data = bytearray(good)
        data[step : step + 40] = b"\xff" * 40
        try:
            draft, _ = read(bytes(data))
        except Unreadable:
            continue
        assert draft.declared is None or draft.declared >= len(draft.children)


def test_a_spent_budget_lists_the_rest() -> None:
    draft, _ = read(box(*(replace(LETTER, subject=f"Mail {number}") for number in range(8))), Limits(children=3))
    assert len(draft.children) == draft.declared == 8
    assert [child.state for child in draft.children[3:]] == [State.UNREAD_LIMIT] * 5
    assert (draft.complete, draft.incomplete) == (False, "limit-children")


def test_it_is_read_in_the_jail(tmp_path: Path) -> None:
    data = box(replace(LETTER, attached=[Attached("a.txt", b"alpha words"), Attached("", message=LETTER)]))
    sha256 = hashlib.sha256(data).hexdigest()
    (tmp_path / sha256).write_bytes(data)
    job = Job(sha256, tmp_path / sha256, sha256, len(data), NOTHING, Limits())
    (outcome,) = pool.read_all([job], 1, jailed=True)
    texts = [text(decode(line)) for line in outcome.lines]
    assert any("alpha words" in each for each in texts)
    assert sum("Twelve went" in each for each in texts) == 2


def walked(folder: object) -> list[tuple[int, str]]:
    """Every message that the library finds, each with its subject: nothing of ours in between."""
    found = [(message.identifier, message.subject) for message in folder.sub_messages]  # type: ignore[attr-defined]
    return found + [each for inner in folder.sub_folders for each in walked(inner)]  # type: ignore[attr-defined]


def test_the_same_messages_as_the_library_and_as_the_files_own_index(shared: Path) -> None:
    paths = sorted((shared / "data/files").rglob("*.[po]st"))
    assert paths
    for path in paths:
        file = pypff.file()
        file.open(str(path))
        messages = walked(file.root_folder)
        assert messages
        draft, _ = read(path.read_bytes())
        found = [(int(child.locator.rpartition("/")[2]), child.facts["subject"]) for child in draft.children]
        assert sorted(found) == sorted(messages)
        index = {number for number, _ in pstblocks.Blocks(path.read_bytes()).all() if number & 0x1F == 4}
        assert index == {number for number, _ in found}
        assert draft.complete


def test_each_kind_of_body_is_had(shared: Path) -> None:
    readings = family((shared / "data/files/tika/testPST_variousBodyTypes.pst").read_bytes())
    mails = [text(reading) for reading in readings if reading.type == "message/rfc822"]
    assert len(mails) == 4
    assert all("This is the original email" in each for each in mails)
    assert all(reading.state is State.TEXT_COMPLETE for reading in readings if reading.type == "message/rfc822")
