"""What people wrote to each other on their telephones: a chat as WhatsApp exports it, and one as Telegram does."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from muniment.demo import archives, make, paper, pdf, sound
from muniment.demo.chance import some
from muniment.demo.desk import Desk
from muniment.demo.paper import Entry, Member, Paper, at
from muniment.demo.people import Person
from muniment.demo.story import POLLING_DAY
from muniment.demo.voice import Voice

_FOLDER = "Press and public/Chats"
_GROUP, _ROUND = "Larkmoor canvass", "Sunday volunteers"
_TOPICS = ("canvass", "leaflets", "lunch")


@dataclass(frozen=True, slots=True)
class _Line:
    """A message of a chat."""

    who: Person
    when: datetime
    text: str


def chats(desk: Desk) -> Iterator[Entry]:
    """One of each; neither grows with the size of the case."""
    voice = desk.voice("chats")
    yield at(f"{_FOLDER}/WhatsApp Chat with {_GROUP}.zip", _whatsapp(desk, voice))
    yield at(f"{_FOLDER}/ChatExport_2014-06-20/result.json", _telegram(desk, voice))


def _talk(voice: Voice, part: str, first: datetime, count: int) -> list[_Line]:
    """Some people, one after the other, over some days."""
    people = some(voice.rng, voice.world.some(part), 3, 4)
    said, when = [], first
    for _ in range(count):
        when += timedelta(minutes=voice.rng.randint(2, 500))
        said.append(_Line(voice.rng.choice(people), when, voice.paragraph(*_TOPICS, least=1, most=2)))
    return said


def _whatsapp(desk: Desk, voice: Voice) -> Paper:
    """A zip of the chat and of two of the files that it names; a third was left out by whoever exported it."""
    mark, other = desk.mark("chats"), desk.mark("chats")
    talk = _talk(voice, "canvasser", POLLING_DAY - timedelta(days=14), 16)
    last = talk[-1].when
    info = pdf.Info("Rota for the doors", talk[0].who.name, talk[4].when)
    rota = make.pages(["# Rota for the doors", voice.paragraph("canvass"), f"Sheet {other}"], info, "rota", (other,))
    files = [
        Member(f"DOC-{talk[4].when:%Y%m%d}-WA0002.pdf", rota),
        Member(f"PTT-{talk[9].when:%Y%m%d}-WA0007.wav", sound.message(voice.rng, talk[9].when)),
    ]
    named = {4: f"{files[0].name} (file attached)", 9: f"{files[1].name} (file attached)", 12: "<Media omitted>"}
    told = [(line, named.get(number, line.text)) for number, line in enumerate(talk)]
    told.append((_Line(talk[0].who, last + timedelta(minutes=5), ""), f"the list for the door is {mark}"))
    began = f'{talk[0].when:%d/%m/%Y, %H:%M} - {talk[0].who.name} created group "{_GROUP}"'
    lines = [began, *(f"{line.when:%d/%m/%Y, %H:%M} - {line.who.name}: {text}" for line, text in told)]
    text = "\n".join(lines) + "\n"
    parts: dict[str, str | bytes] = {f"WhatsApp Chat with {_GROUP}.txt": text}
    parts |= {member.name: member.paper.data for member in files}
    data = archives.zipped(parts, last)
    return Paper(data, "chat", paper.WHATSAPP, text, words=(mark,), members=files, when=last)


def _telegram(desk: Desk, voice: Voice) -> Paper:
    """`result.json` of one group."""
    mark = desk.mark("chats")
    talk = _talk(voice, "volunteer", POLLING_DAY - timedelta(days=9), 14)
    people = list(dict.fromkeys(line.who for line in talk))
    messages = [
        {
            "id": number,
            "type": "message",
            "date": f"{line.when:%Y-%m-%dT%H:%M:%S}",
            "from": line.who.name,
            "from_id": f"user{7001 + people.index(line.who)}",
            "text": line.text if number < len(talk) else f"{line.text} Ref. {mark}",
        }
        for number, line in enumerate(talk, start=1)
    ]
    value = {"name": _ROUND, "type": "private_group", "id": 60000114, "messages": messages}
    data = json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"
    said = "\n".join([_ROUND, *(f"{one['from']}: {one['text']}" for one in messages)])
    return Paper(data, "chat", paper.TELEGRAM, said, words=(mark,), when=talk[-1].when)
