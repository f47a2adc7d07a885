"""A case to be reviewed, and tables to which acts of reviewers are applied without one."""

import json
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from muniment.case import Case
from muniment.ledger.entry import Entry
from muniment.model.act import Act
from muniment.store.rows import ITEM, ROW
from muniment.store.schema import NAMES
from muniment.store.tables import Tables
from muniment.store.view import Places

ANN, BEN, CAT = "Ann Example", "Ben Example", "Cat Example"
DAY = date(2026, 3, 3)
TEXTS = {
    "canvass.txt": "The canvasser called at nine houses.\n",
    "ballots.txt": "The postal ballots lay in the hall of the estate.\n",
    "minutes.txt": "Minutes of the residents of the estate.\n",
    "menu.txt": "The menu of the canteen.\n",
    "rota.txt": "The rota of the drivers.\n",
}
MINUTE = 60_000_000


def make(at: Path) -> Path:
    """A case of a bundle of five texts and an archive with two more, and a second bundle of one text."""
    (at / "stick").mkdir(parents=True)
    for name, text in TEXTS.items():
        (at / "stick" / name).write_text(text)
    with zipfile.ZipFile(at / "stick" / "more.zip", "w") as package:
        package.writestr(zipfile.ZipInfo("list.txt"), "A list of the houses of the estate.")
        package.writestr(zipfile.ZipInfo("note.txt"), "A note to the drivers.")
    (at / "post").mkdir()
    (at / "post" / "letter.txt").write_text("A letter about the hall.\n")
    with Case.new("Eastmere", at / "case", by=ANN) as case:
        case.intake(at / "stick", "Example Constabulary", DAY)
        case.intake(at / "post", "Example Society", DAY)
    return at / "case"


def ids(case: Case) -> dict[str, str]:
    """Items by their name."""
    return {row["path"].rpartition("/")[2]: row["id"] for row in case.items()}


def whole(case: Case) -> None:
    """The case verifies, and rebuilt it says the same of everything that people said."""
    before = said(case)
    found = case.verify()
    assert found["ok"], found["problems"]
    case.rebuild()
    assert said(case) == before


def said(case: Case) -> Any:
    """All that a case says of a review."""
    told = [case.reviewed(row["id"]) for row in list(case.items()) if not row["aside"]]
    return rows(case._store.tables), told


def rows(tables: Tables) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, but for which installation made them."""
    but = {"meta": " WHERE key<>'made_by'"}
    return {name: tables.rows(f"SELECT * FROM {name}{but.get(name, '')} ORDER BY 1, 2") for name in NAMES}


class Book:
    """Tables with some items that nobody took in, and every act that was applied to them."""

    def __init__(self, items: int = 4) -> None:
        self.items = items
        self.acts: list[tuple[str, Act]] = []
        self.tables = self._made()

    def _made(self) -> Tables:
        made = Places(Path("nowhere")).tables(None)
        made.make()
        made.base.execute("INSERT INTO meta VALUES ('next_item', ?)", (self.items + 1,))
        for n in range(1, self.items + 1):
            about = {"n": n, "bundle": f"BUN-000{n % 2 + 1}", "top": n, "ordinal": -1, "name": "a", "path": "a"}
            made.base.execute(
                ITEM, ROW | about | {"kind": "file", "state": "text.complete", "reason": "", "changed": 0}
            )
            self._bundle(made, n % 2 + 1)
        for number, name in enumerate((ANN, BEN, CAT), 1):
            made.base.execute("INSERT INTO person VALUES (?,?)", (f"p{number}", name))
        return made

    @staticmethod
    def _bundle(made: Tables, n: int) -> None:
        values = (n, f"BUN-000{n}", "", "2026-03-03", "", 0, 0, 0, "", "[]", "", "", "", "{}")
        made.base.execute("INSERT OR IGNORE INTO bundle VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,NULL,NULL)", values)

    def say(self, act: Act, by: str = "p1") -> int:
        """Apply an act of a person; returns the entry."""
        self.acts.append((by, act))
        self._apply(self.tables, len(self.acts), by, act)
        return len(self.acts)

    @staticmethod
    def _apply(tables: Tables, seq: int, by: str, act: Act) -> None:
        fields = {"do": act.do, "v": act.version, "by": by, "uid": 0, "proved": "none"} | act.fields()
        tables.apply([Entry(seq, seq * MINUTE, json.loads(json.dumps(fields)), tuple(act.sealed()))])

    def again(self) -> Tables:
        """New tables to which all of it was applied."""
        made = self._made()
        for seq, (by, act) in enumerate(self.acts, 1):
            self._apply(made, seq, by, act)
        return made


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers as ranges of one each."""
    return [(n, 1) for n in numbers]
