"""Real mails of many programs: each ends in a state, keeps its subject, and loses neither a part nor a word."""

import email
import mailbox
import random
import re
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest
from packing import Read, read

from muniment.intake.limits import Unreadable
from muniment.intake.readers.mail import mail, mbox
from muniment.model.state import State

WORD = re.compile(rb"[A-Za-z0-9]{4,}")
TAG = re.compile(rb"<style.*?</style>|<[^>]*>|&[a-z]+;", re.DOTALL)
UNUSUAL = {
    "raw_email_incorrect_header.eml",  # headers that lost their indent: read as headers, not as text
    "example13.eml",  # the same
}


def _mails(shared: Path) -> list[Path]:
    return sorted(path for path in (shared / "data/files").rglob("*") if path.suffix in {".eml", ".mhtml"})


def _boxes(shared: Path) -> list[Path]:
    return sorted((shared / "data/files").rglob("*.mbox"))


def _leaves(part: Message, *, top: bool = True) -> Iterator[Message]:
    """The parts as another parser sees them; a mail inside a mail is left alone."""
    inside = part.get_payload()
    if part.get_content_type() == "message/rfc822" and not top:
        return
    if part.is_multipart() and isinstance(inside, list):
        for child in inside:
            if isinstance(child, Message):
                yield from _leaves(child, top=False)
    else:
        yield part


def test_each_real_mail_is_read_and_keeps_its_subject(shared: Path) -> None:
    paths = _mails(shared)
    assert len(paths) > 90
    for path in paths:
        data = path.read_bytes()
        found = read(mail, data).draft
        assert found.state is State.TEXT_COMPLETE, path.name
        subject = re.search(rb"^subject[ \t]*:[ \t]*([^\r\n]*\S)", data, re.IGNORECASE | re.MULTILINE)
        if subject:
            assert found.facts["subject"], path.name
            assert found.facts["subject"] in found.pages[0].text
        assert found.facts["headers"], path.name


def test_no_part_and_no_word_of_a_real_mail_is_lost(shared: Path) -> None:
    compared = 0
    for path in _mails(shared):
        if path.name not in UNUSUAL:
            data = path.read_bytes()
            found = read(mail, data)
            for part in _leaves(email.message_from_bytes(data)):
                _held(path.name, part, found)
                compared += 1
    assert compared > 120


def _held(name: str, part: Message, found: Read) -> None:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if part.get_content_maintype() != "text":
        held = {member.rstrip(b"\r\n") for member in found.members}
        assert data.rstrip(b"\r\n") in held or not data.strip(), (name, part.get_filename())
        return
    words = set(WORD.findall(TAG.sub(b" ", data) if part.get_content_subtype() == "html" else data))
    had = found.text.encode() + b"".join(found.members)
    lost = [word for word in words if word not in had]
    assert not lost, (name, lost[:5])


def test_each_real_box_is_parted_as_another_parser_does(shared: Path) -> None:
    paths = _boxes(shared)
    assert len(paths) > 5
    for path in paths:
        found = read(mbox, path.read_bytes())
        other = mailbox.mbox(path, create=False)
        assert found.draft.state is State.NONE_CONTAINER
        assert len(found.draft.children) == len(other), path.name
        other.close()
        for member in found.members:
            assert read(mail, member).draft.pages


@pytest.mark.parametrize("seed", range(4))
def test_damage_ends_in_a_state(shared: Path, seed: int) -> None:
    chance = random.Random(seed)
    for path in [*_mails(shared), *_boxes(shared)]:
        data = bytearray(path.read_bytes()[: 1 << 16])
        for _ in range(chance.randrange(1, 12)):
            at = chance.randrange(len(data))
            match chance.randrange(3):
                case 0:
                    data[at] = chance.randrange(256)
                case 1:
                    del data[at : at + chance.randrange(1, 400)]
                case _:
                    data[at:at] = data[chance.randrange(len(data)) :][: chance.randrange(1, 400)]
            if not data:
                break
        reader = mbox if path.suffix == ".mbox" else mail
        try:
            state = read(reader, bytes(data)).draft.state
        except Unreadable as fault:
            state = State(fault.state)
        assert state in {
            State.TEXT_COMPLETE,
            State.TEXT_PARTIAL,
            State.NONE_BLANK,
            State.NONE_CONTAINER,
            State.UNREAD_ENCRYPTED,
            State.UNREAD_CORRUPT,
        }
