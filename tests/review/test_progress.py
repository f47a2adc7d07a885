"""How far people came: counted as the account counts, by person and by bundle, and day by day."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from reviewing import ANN, BEN, Book, ids, runs, whole

from muniment.case import Case
from muniment.model.review import Judged, Judgement, TakenBack, Way
from muniment.review import progress
from muniment.store.schema import NAMES
from muniment.store.view import View


def figures(said: dict[str, Any]) -> dict[str, int]:
    return {name: value for name, value in said.items() if name not in {"by", "as_of"}}


def test_what_people_did_is_counted(case: Case, ben: Case) -> None:
    names = ids(case)
    assert {
        value
        for name, value in figures(case.progress()).items()
        if name not in {"items", "opened_by_nobody", "judged_by_nobody"}
    } == {0}
    case.opened(names["canvass.txt"], names["rota.txt"], how="on screen")
    ben.opened(names["canvass.txt"], how="on screen")
    case.judge(names["canvass.txt"], names["rota.txt"], judgement="relevant")
    ben.judge(names["canvass.txt"], judgement="not-relevant")
    ben.judge(names["letter.txt"], judgement="not-relevant")
    case.judge(names["menu.txt"], judgement="unsure")
    case.describe(names["menu.txt"], "A menu of the week of the poll.")
    said, account = case.progress(), case.account()
    assert figures(said) == {
        "items": account["items"], "opened": account["opened"], "judged": 4, "relevant": 1, "not_relevant": 1, "unsure": 2,
        "differ": 1, "opened_by_nobody": account["items"] - 2, "judged_by_nobody": account["items"] - 4,
        "overtaken": 1, "certificates_overtaken": 0,
    }  # fmt: skip
    assert [(each["by"], each["opened"], each["judged"], each["relevant"]) for each in said["by"]["person"]] == [
        (ANN, 2, 3, 2), (BEN, 1, 2, 0),
    ]  # fmt: skip
    assert [(each["bundle"], each["judged"], each["opened"]) for each in said["by"]["bundle"]] == [
        ("BUN-0001", 3, 2), ("BUN-0002", 1, 0),
    ]  # fmt: skip
    whole(case)


def test_what_is_withdrawn_is_in_no_count(case: Case, ben: Case) -> None:
    names = ids(case)
    case.opened(names["letter.txt"], how="on screen")
    case.judge(names["letter.txt"], judgement="relevant")
    ben.judge(names["letter.txt"], judgement="not-relevant")
    case.describe(names["letter.txt"], "A letter.")
    case.judge(names["menu.txt"], judgement="relevant")
    assert case.progress()["overtaken"] == 1
    case.withdraw("BUN-0002", "the wrong letter")
    said, account = case.progress(), case.account()
    assert (said["items"], said["opened"], said["judged"], said["differ"], said["overtaken"]) == (
        account["items"],
        0,
        1,
        0,
        0,
    )
    assert case.disagreements()["items"] == []
    assert case.overtaken()["judgements"] == []


class _Zoned(View):
    """Tables as a view of a case in a zone."""

    def __init__(self, book: Book) -> None:
        self.tables = book.tables

    @property
    def zone(self) -> str:
        return "Europe/London"


TIMES = (
    datetime(2026, 3, 28, 23, 59, 59, tzinfo=UTC),
    datetime(2026, 3, 29, 0, 0, tzinfo=UTC),
    datetime(2026, 3, 29, 22, 59, 59, tzinfo=UTC),  # British Summer Time began that night
    datetime(2026, 3, 29, 23, 0, tzinfo=UTC),
    datetime(2026, 4, 7, 12, 0, tzinfo=UTC),
)


def test_days_are_those_of_the_zone() -> None:
    book = Book()

    def judged(judgement: Judgement, n: int) -> int:
        return book.say(Judged(judgement, Way.QUEUE, "", runs([n]), 1))

    judged(Judgement.RELEVANT, 1)
    judged(Judgement.NOT_RELEVANT, 2)
    judged(Judgement.RELEVANT, 3)
    last = judged(Judgement.RELEVANT, 4)
    book.say(TakenBack(last, ""))
    for entry, at in enumerate(TIMES, 1):
        book.tables.base.execute("UPDATE act SET at=? WHERE entry=?", (int(at.timestamp()) * 1_000_000, entry))
    assert progress.days(_Zoned(book)) == [
        {"day": "2026-03-28", "judged": 1, "relevant": 1},
        {"day": "2026-03-29", "judged": 3, "relevant": 2},
        {"day": "2026-03-30", "judged": 4, "relevant": 3},
        {"day": "2026-04-07", "judged": 3, "relevant": 2},
    ]


def test_the_last_day_is_as_it_is_now(case: Case) -> None:
    assert case.progress_days() == []
    names = ids(case)
    case.judge(names["menu.txt"], judgement="not-relevant")
    case.judge(names["rota.txt"], judgement="relevant")
    today = datetime.now(ZoneInfo("Europe/London")).date().isoformat()
    last = case.progress_days()[-1]
    assert last["day"] <= today
    assert (last["judged"], last["relevant"]) == (2, 1)


def test_every_table_is_made_and_dropped_by_name() -> None:
    found = Book().tables.rows("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name")
    assert [name for (name,) in found] == sorted(NAMES)
