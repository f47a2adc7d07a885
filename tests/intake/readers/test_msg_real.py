"""Real messages of Outlook: what is known to be in them is had, and damage to them ends in a state."""

import re
from pathlib import Path
from random import Random

import pytest
from packing import Read, read

from muniment.intake import identify
from muniment.intake.limits import Limits, Unreadable
from muniment.intake.readers.outlook import msg as reader
from muniment.intake.scope import Budget, Scope
from muniment.intake.source import Source
from muniment.model.reading import Reading
from muniment.model.state import State

SUBJECTS = {
    "test-outlook.msg": "Microsoft Outlook Express 6",
    "test-outlook2003.msg": "Welcome to Microsoft Office Outlook 2003",
    "testMSG.msg": "MIME registry use cases",
    "testMSG_Appointment.msg": "Quick brown fox",
    "testMSG_Contact.msg": "Quick Brown Fox Jr",
    "testMSG_Post.msg": "QuickBrownFox",
    "testMSG_StickyNote.msg": "This is a note about the quick brown fox",
    "testMSG_Task.msg": "Must jump over the lazy dog",
    "testMSG_att_doc.msg": "test pièce jointe 1",
    "testMSG_att_msg.msg": "test email",
    "testMSG_chinese.msg": "Alfresco MSG format testing ( MSG 格式測試 )",
    "testMSG_forwarded.msg": "FW: Testing",
}
TEXTS = {
    "test-outlook.msg": "Règles améliorées",
    "test-outlook2003.msg": "Streamlined Mail Experience",
    "testMSG.msg": "modular and extensible",
    "testMSG_Appointment.msg": "Location: under lazy dog",
    "testMSG_Contact.msg": "Mobile phone: (456) 789-0123",
    "testMSG_Post.msg": "jump over the lazy brown dog!!!",
    "testMSG_StickyNote.msg": "note about the quick brown fox",
    "testMSG_Task.msg": "Task status: in progress",
    "testMSG_att_doc.msg": "contenu",
    "testMSG_att_msg.msg": "Test email with 1 msg attachment, 1 pdf",
    "testMSG_chinese.msg": "恭喜",
    "testMSG_forwarded.msg": "Original Body",
}


def _files(shared: Path) -> list[Path]:
    return sorted((shared / "data/files").rglob("*.msg"))


def _told(shared: Path, name: str) -> Read:
    return read(reader, (shared / "data/files/tika" / name).read_bytes())


def test_each_real_message_is_had(shared: Path) -> None:
    found = {path.name: read(reader, path.read_bytes()) for path in _files(shared)}
    assert {name: said.draft.facts["subject"] for name, said in found.items()} == SUBJECTS
    assert all(TEXTS[name] in said.text for name, said in found.items())
    assert all(said.draft.state is State.TEXT_COMPLETE and said.draft.complete for said in found.values())
    assert all("\ufffd" not in said.text for said in found.values())


def test_people_and_dates(shared: Path) -> None:
    facts = _told(shared, "testMSG.msg").draft.facts
    assert facts["from"] == ["Jukka Zitting <jukka.zitting@gmail.com>"]
    assert facts["to"] == ["tika-dev@lucene.apache.org"]
    assert facts["date"] == "2009-01-29T20:16:40+01:00"
    assert len(facts["headers"]) > 30
    facts = _told(shared, "testMSG_chinese.msg").draft.facts
    assert facts["to"] == ["Tests Chang@FT (張毓倫) <tests.chang@fengttt.com>"]
    facts = _told(shared, "testMSG_forwarded.msg").draft.facts
    assert facts["from"] == ["Paul Allan Hill <paul@metajure.com>"]
    assert facts["references"] == [facts["in_reply_to"]]
    facts = _told(shared, "testMSG_Appointment.msg").draft.facts
    assert (facts["start"], facts["end"]) == ("2017-02-28T18:30:00Z", "2017-02-28T19:00:00Z")


def test_attachments(shared: Path) -> None:
    found = _told(shared, "test-outlook2003.msg")
    assert [child.name for child in found.draft.children][-2:] == ["10.jpg", "12.jpg"]
    assert all(data.startswith(b"\xff\xd8\xff") for data in found.members)
    found = _told(shared, "testMSG_att_doc.msg")
    assert [child.name for child in found.draft.children] == ["test-unicode.doc", "pj1.txt"]
    assert found.members[1].decode().startswith("école (00E9)")
    found = _told(shared, "testMSG_att_msg.msg")
    inner = found.members[0]
    assert identify.identify(Source(inner)).type == reader.MSG
    said = read(reader, inner)
    assert said.draft.facts["subject"] == found.draft.children[0].name == "Test Attachment"
    assert "Blah blah blah" in said.text
    assert said.draft.state is State.TEXT_COMPLETE


def test_no_word_of_the_plain_body_is_lost(shared: Path) -> None:
    for path in _files(shared):
        data = path.read_bytes()
        text = read(reader, data).text
        wide = [found.decode("utf-16-le") for found in re.findall(rb"(?:[\x20-\x7e]\0){200,}", data)]
        for run in wide:
            if "Received:" not in run and " " in run:  # a long text as it lies in the file, up to a sector's end
                words = run.split()[1:-1]
                assert not [word for word in words if word not in text], path.name


@pytest.mark.parametrize("seed", range(6))
def test_damage_ends_in_a_state(shared: Path, seed: int) -> None:
    chance = Random(seed)
    for path in _files(shared):
        data = bytearray(path.read_bytes())
        for _ in range(chance.choice((1, 5, 50))):
            place = chance.choice((chance.randrange(len(data)), chance.randrange(512)))
            data[place] = chance.choice((0, 1, 0xFE, 0xFF, chance.randrange(256)))
        if chance.random() < 0.3:
            del data[chance.randrange(len(data)) :]
        _run(bytes(data))


def _run(data: bytes) -> None:
    def inner(source: Source, scope: Scope) -> Reading:
        if source.head(8) == data[:8]:
            _try(source, scope)
        return Reading("0" * 64, source.size, "", State.NONE_BY_NATURE, "data", "")

    _try(Source(data), Scope(Budget(Limits(), len(data)), inner))


def _try(source: Source, scope: Scope) -> None:
    try:
        draft = reader.read(source, scope)
    except Unreadable:
        return
    assert draft.complete or draft.incomplete
