"""What was decided on an earlier day and recorded later: all that came after its day bears on it, and not only after its entry."""

import json
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from asking import ask
from prove.deciding import NFA, alleged, named, one, why
from prove.proofing import ANN

from muniment.case import Case
from muniment.prove import days, later

DAY = "2014-07-01"
SAYS = "Counted from its day, 1 July 2014"


@pytest.fixture
def allegation(ann: Case) -> str:
    return alleged(ann)


def decided(case: Case, *of: str, day: str = DAY, opened: tuple[str, ...] = ()) -> str:
    """No further action, decided elsewhere on a day."""
    told = NFA | {"of": of, "elsewhere": True, "day": day, "opened": opened}
    return str(case.prove.decide("no-further-action", "police", "Example Constabulary", **told)["id"])


def worked_on(case: Case, allegation: str) -> list[tuple[str, str]]:
    """Both sides linked, one of them judged, a witness contacted; what these bear on an allegation."""
    letter, file = named(case)["letter-1.txt"], named(case)["file-01.txt"]
    links = [case.prove.link(allegation, "a1", side, item)["id"] for side, item in (("for", letter), ("against", file))]
    case.judge(file, judgement="relevant")
    witness = case.prove.add_witness("Di Example", "the call", speaks=[allegation])["id"]
    return [*(("linked", each) for each in links), ("judged", file), ("witness", witness)]


def entered_on(case: Case, entry: int, day: date) -> None:
    """Have all entries up to one be of a day, at noon."""
    noon = int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()) * 1_000_000
    case._store.tables.base.execute("UPDATE act SET at=? WHERE entry<=? AND at>?", (noon, entry, noon))


def test_what_came_after_its_day_bears_on_it_whichever_was_recorded_first(ann: Case, allegation: str) -> None:
    first = decided(ann, allegation)
    expect = worked_on(ann, allegation)
    second = decided(ann, allegation)
    assert why(ann, first, on="2014-08-01") == why(ann, second, on="2014-08-01") == expect
    found = one(ann, second)
    assert (found["counted_from"]["day"], found["counted_from"]["entry"]) == (DAY, -1)
    assert found["counted_from"]["says"].startswith(SAYS)
    answer = ann.prove.answer_decision(second, "withdrawn", "Nobody had seen it.")
    assert len(answer["covers"]) >= len(expect)
    assert (one(ann, second)["waiting"], one(ann, first)["waiting"] > 0) == (0, True)


def test_what_was_entered_on_its_day_before_it_was_recorded_is_earlier(ann: Case, allegation: str) -> None:
    worked_on(ann, allegation)
    id = decided(ann, allegation, day=days.today(ann._store).isoformat())  # noqa: A001
    assert why(ann, id) == []
    assert one(ann, id)["counted_from"]["says"] == ""
    link = ann.prove.link(allegation, "a1", "against", named(ann)["file-02.txt"])["id"]
    assert why(ann, id) == [("linked", link)]


def test_the_day_is_found_among_entries_of_many(ann: Case, allegation: str) -> None:
    items, links = named(ann), []
    for number, of_month in enumerate((29, 30, 1, 2, 3), 1):
        made = ann.prove.link(allegation, "a1", "for", items[f"file-{number:02}.txt"])
        links.append((made["id"], made["entry"], date(2014, 6 if of_month > 20 else 7, of_month)))
    id = decided(ann, allegation)  # noqa: A001
    for _, entry, day in reversed(links):
        entered_on(ann, entry, day)
    assert why(ann, id, on="2014-07-02") == [("linked", each) for each, _, day in links if day > date(2014, 7, 1)]
    store, last = ann._store, one(ann, id)["entry"]
    assert one(ann, id)["counted_from"]["entry"] == links[2][1] == later.since(store, last, date(2014, 7, 1))
    assert later.since(store, links[1][1], date(2014, 7, 1)) == links[1][1], "recorded before that day was over"
    for _, entry, its in links:
        assert later.since(store, last, its - timedelta(1)) < entry <= later.since(store, last, its)


def test_what_was_judged_relevant_by_its_day_is_not_judged_so_since(ann: Case, allegation: str) -> None:
    file = named(ann)["file-01.txt"]
    link = ann.prove.link(allegation, "a1", "for", file)["entry"]
    judged = ann.judge(file, judgement="relevant")["entry"]
    again = ann.judge(file, judgement="relevant")["entry"]
    id = decided(ann, allegation)  # noqa: A001
    entered_on(ann, judged, date(2014, 7, 1))
    entered_on(ann, link, date(2014, 6, 30))
    assert again > judged
    assert why(ann, id, on="2014-07-02") == [], "it had been judged so on that very day"


def test_what_was_received_after_its_day_arrived_since(ann: Case, allegation: str, tmp_path: Path) -> None:
    items = named(ann)
    before = decided(ann, allegation, day="2014-06-01")
    between = decided(ann, allegation, opened=(items["file-01.txt"], items["file-02.txt"], items["letter-1.txt"]))
    after = decided(ann, allegation, day="2015-05-01")

    def arrived() -> list[int]:
        return [one(ann, each)["since"]["arrived"] for each in (before, between, after)]

    assert arrived() == [30, 27 - 2, 0], "two of the files are said to have been before whoever decided"
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "more.txt").write_text("One more.\n")
    ann.intake(tmp_path / "more", "Example Society", date(2014, 6, 2))
    assert arrived() == [31, 26, 1], "what comes in after the recording arrived since, on whichever day it was received"
    left = ann.prove.reassessment(between)["unopened"]
    assert left == {"known_then": 31 - 26, "arrived_since": 26}


def test_what_was_opened_after_its_day_was_opened_since(ann: Case, ben: Case, allegation: str) -> None:
    ben.opened(named(ann)["file-01.txt"])
    id = decided(ann, allegation)  # noqa: A001
    (since,) = ann.prove.reassessment(id)["opened_since"]
    assert (since["by"], since["items"], since["first"]) == ("Ben Example", 1, 1)


def test_what_is_recorded_of_it_stays_as_it_was(ann: Case, allegation: str) -> None:
    ann.opened(named(ann)["file-01.txt"])
    id = decided(ann, allegation)  # noqa: A001
    basis = one(ann, id)["basis"]
    assert (basis["opened_by_decider"], basis["opened"], basis["unopened"]) == (0, 1, 29)
    assert [each["holds"] for each in ann.verify()["decisions"]] == [True]


def test_advice_that_was_asked_earlier_is_overtaken_by_what_came_after_that_day(ann: Case, allegation: str) -> None:
    link = ann.prove.link(allegation, "a1", "against", named(ann)["file-01.txt"])["id"]
    letter = named(ann)["letter-1.txt"]
    advice = ann.prove.ask_advice("Example Chambers", "Is it enough?", day=DAY, of=[allegation], items=[letter])["id"]
    ann.prove.give_advice(advice, "It is not.", day="2014-07-02")
    (found,) = ann.prove.advice("2014-08-01")["advice"]
    assert [(each["why"], each["about"]) for each in found["overtaken"]] == [("linked", link)]
    assert found["counted_from"]["says"].startswith(SAYS)
    now = ann.prove.ask_advice("Example Chambers", "And now?", of=[allegation])["id"]
    ann.prove.give_advice(now, "It is not.")
    assert ann.prove.advice()["advice"][-1]["overtaken"] == []


def test_the_terminal_says_from_when_it_is_counted_and_what_is_said_of_the_decider(
    ann: Case, allegation: str, tmp_path: Path
) -> None:
    worked_on(ann, allegation)
    letter = named(ann)["letter-1.txt"]
    shutil.copytree(ann.path, tmp_path / "other")
    by, failed = ("--body-kind", "police", "--body", "Example Constabulary"), ("--stage", "evidential")
    what = ("decide", "no-further-action", "--elsewhere", "--day", DAY, "--of", allegation)
    told = (*what, *by, *failed, "--shape", "insufficient")

    def said(*words: str, code: int = 0) -> str:
        done = ask("--by", ANN, "prove", *words, case=tmp_path / "other")
        assert done.code == code, done
        return done.out

    silent, spoken = said(*told), said(*told, "--opened", letter)
    assert "what the decider had opened is not said" in silent
    assert "1 item said to have been opened by the decider" in spoken
    listed = said("decisions", code=1)
    assert listed.count("what the decider had opened is not said") == 1
    assert listed.count("1 item said to have been opened by the decider") == 1
    assert listed.count(SAYS) == 2
    found = json.loads(said("decisions", "DEC-0001", "--json", code=1))["decisions"][0]
    assert found["counted_from"]["day"] == DAY
