"""Who writes to whom about what: mails in threads."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from xml.sax.saxutils import escape

from muniment.demo import picture
from muniment.demo.chance import moment, some
from muniment.demo.desk import Desk
from muniment.demo.mime import Mail, paper
from muniment.demo.paper import PNG, Member, pictured
from muniment.demo.people import Person
from muniment.demo.tongues import BENGALI, POLISH, WELSH


@dataclass(frozen=True, slots=True)
class Circle:
    """People who write to each other, and about what."""

    name: str
    parts: tuple[str, ...]
    topics: tuple[str, ...]
    subjects: tuple[str, ...]


CIRCLES = (
    Circle(
        "campaign",
        ("candidate", "agent", "canvasser", "volunteer", "volunteer"),
        ("canvass", "leaflets", "office", "postal"),
        ("{street} on {weekday}", "canvass returns, {ward}", "boxes for {block}", "{chore}", "rota for {weekday}"),
    ),
    Circle(
        "council",
        ("grants", "official", "official", "councillor"),
        ("grants", "meeting", "office", "lunch"),
        ("{group}: {money}", "{document} for {weekday}", "Your question about {group}", "{issue} in {ward}"),
    ),
    Circle(
        "inquiry",
        ("officer", "solicitor", "witness", "agent"),
        ("claims", "answers", "against", "police", "statement"),
        ("Statement of {witness}", "{block}, {month}", "Boxes and the list", "Your letter of {weekday}"),
    ),
    Circle(
        "press",
        ("reporter", "councillor", "candidate", "volunteer"),
        ("treating", "lunch", "leaflets", "answers"),
        ("A question before {weekday}", "{hall} on {weekday}", "What was said about {issue}"),
    ),
)

# charset and how the text is coded; with the lines in a language that needs it
_CODED: tuple[tuple[str, str, Sequence[str]], ...] = (
    ("iso-8859-1", "quoted-printable", WELSH),
    ("windows-1252", "8bit", WELSH),
    ("iso-8859-2", "8bit", POLISH),
    ("windows-1250", "quoted-printable", POLISH),
    ("iso-8859-14", "8bit", WELSH),
    ("iso-8859-15", "base64", WELSH),
    ("utf-8", "base64", BENGALI),
    ("utf-8", "quoted-printable", BENGALI),
    ("utf-16", "base64", BENGALI),
    ("utf-7", "8bit", POLISH),
    ("macintosh", "quoted-printable", WELSH),
)
_BESIDE = " – for the Côr"  # added to a subject that is written in bytes of its charset


class Post:
    """Writes the mails of a section, thread by thread."""

    def __init__(self, desk: Desk, section: str, pool: Sequence[Member], *, numbered: bool = False) -> None:
        self._desk = desk
        self._section = section
        self._pool = pool
        self._numbered = numbered  # each subject has a number of its own
        self._voice = desk.voice(section)
        self._rng = self._voice.rng
        self._made = 0
        self._given = 0
        self._every = 0  # one mail in so many shows a picture

    def mails(self, count: int, circles: Sequence[Circle], pictured: int = 0) -> Iterator[tuple[Circle, Mail]]:
        """So many mails; so many of them show a picture."""
        last = self._made + count
        self._every = count // pictured if pictured else 0
        threads = 0
        while self._made < last:
            circle = circles[threads % len(circles)]
            threads += 1
            for mail in self._thread(circle, min(self._rng.randint(1, 6), last - self._made)):
                yield circle, mail

    def _thread(self, circle: Circle, count: int) -> Iterator[Mail]:
        people = [self._rng.choice(self._voice.world.some(part)) for part in circle.parts]
        people = list(dict.fromkeys(people))
        subject, when = self._voice.fill(self._rng.choice(circle.subjects)), moment(self._rng)
        before: list[Mail] = []
        for at in range(count):
            first = at % len(people)
            mail = self._mail(circle, [*people[first:], *people[:first]], f"Re: {subject}" if at else subject, when)
            if before:
                mail = replace(mail, parents=[one.id for one in before], body=mail.body + _quoted(before[-1]))
            mail = self._carrying(self._coded(mail), before)
            self._made += 1
            if self._every and self._made % self._every == 0:
                mail = self._drawn(mail)
            before.append(mail)
            when += timedelta(minutes=self._rng.randint(20, 3000))
            yield mail

    def _mail(self, circle: Circle, people: Sequence[Person], subject: str, when: datetime) -> Mail:
        fill, mark = self._voice.fill, self._desk.mark(self._section)
        topics = some(self._rng, circle.topics, 1, 2)
        said = [self._voice.paragraph(*topics) for _ in range(self._rng.randint(1, 3))]
        lines = [f"{fill('{opening}')},", *said, f"{fill('{closing}')},", people[0].name, f"Ref. {mark}"]
        number = f"{self._section[0]}{self._made:06x}.{self._rng.getrandbits(40):010x}"
        return Mail(
            sender=people[0],
            to=people[1:3],
            cc=people[3:],
            subject=f"{subject} [{self._made + 1:05d}]" if self._numbered else subject,
            when=when,
            id=f"{number}@{people[0].domain}",
            body=_wrapped(lines),
            words=(mark,),
        )

    def _coded(self, mail: Mail) -> Mail:
        """The mail in one of the many ways in which text is coded."""
        chance = self._rng.random()
        if chance < 0.2:
            charset, way, lines = self._rng.choice(_CODED)
            body = _fitting(f"{mail.body}\n{self._rng.choice(lines)}\n", charset)
            mail = replace(mail, charset=charset, way=way, body=body)
        elif chance < 0.25 and not self._numbered:
            mail = replace(mail, charset="windows-1252", subject=mail.subject + _BESIDE, raw_subject=True)
        return replace(mail, html=_html(mail.body)) if self._rng.random() < 0.25 else mail

    def _carrying(self, mail: Mail, before: Sequence[Mail]) -> Mail:
        """The mail with what is attached to it: papers of the pool in their turn, or the mail before it."""
        chance = self._rng.random()
        if chance < 0.2:
            first, self._given = self._given, self._given + self._rng.randint(1, 2)
            return replace(mail, attached=[self._pool[at % len(self._pool)] for at in range(first, self._given)])
        if chance < 0.25 and before and not before[-1].attached:
            return replace(mail, attached=[Member("Forwarded.eml", paper(before[-1]))])
        return mail

    def _drawn(self, mail: Mail) -> Mail:
        """The same mail with a mark in colours under its name."""
        name = f"mark{self._made:05d}.png"
        shown = pictured(picture.logo(self._rng), "picture", PNG, "", mail.when)
        html = _html(mail.body, f'<p><img src="cid:{name}" alt=""></p>\n')
        return replace(mail, html=html, picture=Member(name, shown))


def _wrapped(lines: Sequence[str]) -> str:
    """Lines as people's programs break them; none begins as a box of mails parts its mails."""
    broken = [textwrap.fill(line, 76, break_on_hyphens=False, break_long_words=False) for line in lines]
    return "\n\n".join(broken).replace("\nFrom ", "\nfrom ") + "\n"


def _quoted(mail: Mail) -> str:
    """What of a mail stands below the answer: its first paragraph."""
    said = mail.body.split("\n\n")[1].replace("\n", "\n> ")
    return f"\n{mail.sender.name} wrote on {mail.when.day}/{mail.when.month}:\n> {said}\n"


def _fitting(body: str, charset: str) -> str:
    """The text with nothing in it that the charset cannot say: some have no sign for pounds."""
    try:
        body.encode(charset)
    except UnicodeEncodeError:
        return body.replace("£", "GBP ")
    return body


def _html(body: str, more: str = "") -> str:
    paragraphs = "".join(f"<p>{escape(part)}</p>\n" for part in body.strip().split("\n\n"))
    return f"<html><head><style>p {{ font: 11pt sans-serif }}</style></head><body>\n{paragraphs}{more}</body></html>\n"
