"""The mailbox of the council's grants desk, as Outlook keeps it. Who lacks the library that reads it has one item that says so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from muniment.demo import make, outlook
from muniment.demo.chance import moment
from muniment.demo.desk import Desk
from muniment.demo.paper import CONTAINER, EML, OUTLOOK, PST, Entry, Member, Paper, at
from muniment.demo.people import Person
from muniment.demo.voice import Voice

_PATH = "Council disclosure/Mailboxes/Grants desk.pst"
_MAILS = 8
_WITHOUT = ("unread.dependency-missing",)


@dataclass(frozen=True, slots=True)
class _Letter:
    """A message, and what of it should be found."""

    message: outlook.Message
    paper: Paper


def postbox(desk: Desk) -> Iterator[Entry]:
    """One mailbox of two folders; it does not grow with the size of the case."""
    voice = desk.voice("postbox")
    (owner,) = voice.world.some("grants")
    letters = [_letter(desk, voice, owner, number) for number in range(1, _MAILS + 1)]
    sent, came = letters[::2], letters[1::2]
    folders = [outlook.Folder("Inbox", _messages(came)), outlook.Folder("Sent Items", _messages(sent))]
    members = [Member(one.message.subject, one.paper) for one in (*came, *sent)]
    yield at(
        _PATH,
        Paper(
            outlook.mailbox("Grants desk", folders),
            "mailbox",
            PST,
            states=CONTAINER,
            members=members,
            needs=OUTLOOK,
            without=_WITHOUT,
            when=letters[-1].paper.when,
        ),
    )


def _messages(letters: Sequence[_Letter]) -> list[outlook.Message]:
    return [one.message for one in letters]


def _letter(desk: Desk, voice: Voice, owner: Person, number: int) -> _Letter:
    """A message that the desk sent, or got; the first carries a list."""
    other = voice.rng.choice([one for one in voice.world.some("councillor") if one != owner])
    sender, to = (owner, other) if number % 2 else (other, owner)
    mark, when = desk.mark("postbox"), moment(voice.rng)
    subject = f"{voice.fill('{group}')}, question {number}"
    said = [f"{voice.fill('{opening}')},", voice.paragraph("grants", "meeting"), sender.name, f"Ref. {mark}"]
    body = "\n\n".join(said)
    files = [_list(desk, voice, number)] if number == 1 else []
    attached = [outlook.Attached(file.name, file.paper.data, file.paper.type) for file in files]
    message = outlook.Message(
        subject, (sender.name, sender.address), [(to.name, to.address)], when=when, body=body, attached=attached
    )
    text = "\n".join([subject, sender.box, to.box, body])
    paper = Paper(b"", "message", EML, text, words=(mark,), sender=sender.box, members=files, made=True, when=when)
    return _Letter(message, paper)


def _list(desk: Desk, voice: Voice, number: int) -> Member:
    """Which groups asked for what."""
    mark = desk.mark("postbox")
    rows = [["Group", "Asked for", "By"]]
    rows += [[voice.fill("{group}"), voice.fill("{money}"), voice.fill("{weekday}")] for _ in range(5)]
    when = moment(voice.rng) - timedelta(days=1)
    return Member(f"Asked for {number}.csv", make.table([*rows, ["Sheet", mark, ""]], when, "list", (mark,)))
