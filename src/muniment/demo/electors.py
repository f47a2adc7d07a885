"""A register of electors and a list of postal voters for each ward. Everybody on them is made up of parts."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from muniment.demo import make, story
from muniment.demo.desk import Desk
from muniment.demo.paper import Entry, Paper, at
from muniment.demo.people import FIRST_NAMES, surnames
from muniment.demo.voice import Voice

_FOLDER = "Council disclosure/Elections office"
_PUBLISHED = story.POLLING_DAY - timedelta(days=10)
_SIGNS = (",", ";", "\t")  # as three programs parted cells


def electors(desk: Desk) -> Iterator[Entry]:
    """Two tables for each ward."""
    voice = desk.voice("electors")
    names = surnames()
    for number, ward in enumerate(story.WARDS):
        rows = _register(voice, names, ward, desk.size.electors)
        yield at(f"{_FOLDER}/Register {ward}.csv", _table(desk, rows, _PUBLISHED, _SIGNS[number % 3]))
        voters = [row for row in rows[1:] if row[5] == "A"]
        asked = [["No", "Surname", "First", "Applied"]]
        asked += [
            [row[0], row[1], row[2], f"{story.FIRST_DAY + timedelta(days=voice.rng.randrange(90)):%d/%m/%Y}"]
            for row in voters
        ]
        yield at(f"{_FOLDER}/Absent voters {ward}.csv", _table(desk, asked, _PUBLISHED, ","))


def _register(voice: Voice, names: list[str], ward: str, count: int) -> list[list[str]]:
    rng = voice.rng
    rows = [["No", "Surname", "First", "Address", "Ward", "Absent"]]
    while len(rows) <= count:
        home, family = f"{rng.randint(1, 90)} {rng.choice(voice.world.streets)}", rng.choice(names)
        for _ in range(rng.randint(1, 4)):
            absent = "A" if rng.random() < 0.2 else ""
            rows.append([str(len(rows)), family, rng.choice(FIRST_NAMES), home, ward, absent])
    return rows[: count + 1]


def _table(desk: Desk, rows: list[list[str]], when: datetime, sign: str) -> Paper:
    mark = desk.mark("electors")
    rows[0][-1] += f" {mark}"
    return make.table(rows, when, "register", (mark,), charset="cp1252", sign=sign)
