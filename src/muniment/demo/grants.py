"""Grants of the council: workbooks of what was proposed and awarded, payments, letters. Both readings of each change stand in them."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from muniment.demo import make, pdf, story
from muniment.demo.chance import moment, some
from muniment.demo.desk import Desk
from muniment.demo.office import About
from muniment.demo.paper import Entry, Paper, at
from muniment.demo.sheet import Cell, Sheet
from muniment.demo.voice import Voice

_FOLDER = "Council disclosure/Grants"
RESERVED = "not for circulation"  # stands on hidden sheets alone
_LETTERS = 3  # to a round


def grants(desk: Desk) -> Iterator[Entry]:
    """Rounds of grants, a folder each."""
    voice = desk.voice("grants")
    officer = desk.world.some("grants")[0].name
    for number in range(1, desk.size.rounds + 1):
        when = moment(voice.rng)
        place = f"{_FOLDER}/Round {number:03d}"
        about = About(f"Awards, round {number}", officer, when)
        yield at(f"{place}/Awards round {number:03d}.xlsx", _awards(voice, about, desk.mark("grants")))
        yield at(f"{place}/Payments round {number:03d}.csv", _payments(voice, when, desk.mark("grants")))
        for letter in range(1, _LETTERS + 1):
            group = voice.rng.choice(story.GROUPS)
            yield at(f"{place}/Letter {letter} {group}.pdf", _letter(voice, group, about, desk.mark("grants")))


def _awards(voice: Voice, about: About, mark: str) -> Paper:
    rng = voice.rng
    head: tuple[Cell, ...] = ("Group", "Ward", "Officers", "Awarded", "Decided", "Note")
    rows: list[tuple[Cell, ...]] = []
    scores: list[tuple[Cell, ...]] = []
    for group in some(rng, story.GROUPS, 6, len(story.GROUPS)):
        sums = [Decimal(rng.randrange(500, 20_000, 25)) for _ in range(2)]
        rows.append((group, voice.fill("{ward}"), sums[0], rng.choice(sums), about.when.date(), None))
        scores.append((group, rng.randint(20, 60), rng.randint(20, 60), voice.say("grants")))
    rows.append(("Reference", None, None, None, None, mark))
    aside = ("D2", voice.rng.choice(voice.world.some("councillor")).name, voice.say("grants"))
    sheets = [
        Sheet("Awards", [head, *rows], comments=[aside], hidden_rows=frozenset({3})),
        Sheet("Scores", [("Group", "First score", "Second score", f"Why ({RESERVED})"), *scores], hidden=True),
    ]
    return make.workbook(sheets, about, "grants", (mark,))


def _payments(voice: Voice, when: datetime, mark: str) -> Paper:
    rows = [["Date", "Group", "Amount", "From", "Reference"]]
    for number in range(1, voice.rng.randint(12, 30)):
        group = voice.rng.choice(story.GROUPS)
        rows.append([f"{when:%d/%m/%Y}", group, voice.fill("{money}"), voice.fill("{bank}"), f"{mark}/{number}"])
    return make.table(rows, when, "payments", (mark,))


def _letter(voice: Voice, group: str, about: About, mark: str) -> Paper:
    title = f"{group}: your application"
    lines = [f"# {title}", f"{about.when:%d/%m/%Y}", "Dear secretary,"]
    lines += [voice.paragraph("grants") for _ in range(voice.rng.randint(1, 3))]
    lines += [f"{voice.fill('{closing}')},", about.author, f"Our reference {mark}"]
    return make.pages(lines, pdf.Info(title, about.author, about.when), "letter", (mark,))
