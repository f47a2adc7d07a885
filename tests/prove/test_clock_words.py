"""`muniment prove law`, `act`, `clocks`, `barred` and `adopt` as somebody types them: what they answer, and what they refuse."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from asking import ask

from muniment.case import Case

LAW = {"id", "citation", "title", "elements", "class", "status", "valid_from", "valid_until"}
CLOCK = {
    "id",
    "rule",
    "citation",
    "trigger",
    "starts",
    "ends",
    "conservative_ends",
    "working",
    "consequence",
    "status",
    "state",
}


@pytest.fixture
def path(case: Case) -> Path:
    """A case that no process of this test holds open."""
    case.close()
    return case.path


def length(path: Path) -> int:
    return len((path / "ledger.jsonl").read_text().splitlines())


def rows(path: Path, on: str) -> dict[str, dict[str, Any]]:
    return {each["rule"]: each for each in ask("prove", "clocks", "--on", on, "--json", case=path).json["clocks"]}


def test_an_act_is_entered_and_its_clocks_answer_as_promised(path: Path) -> None:
    said = ask("prove", "act", "poll", "--on", "2014-05-22", "--json", case=path).json
    assert said["id"] == "ACT-0001"
    assert isinstance(said["entry"], int)
    assert said["working"] == "local election, england"
    petition = rows(path, "2014-06-12")["petition_local"]
    assert set(petition) >= CLOCK
    assert (petition["ends"], petition["state"], petition["status"]) == ("2014-06-12", "running", "V")
    assert petition["working"].startswith("21 days after 22 May 2014 (poll)")
    assert rows(path, "2014-06-13")["petition_local"]["state"] == "ended"
    assert all(each["conservative_ends"] <= each["ends"] for each in rows(path, "2014-06-13").values())


def test_who_was_barred_in_2018(path: Path) -> None:
    person = ("--person", "Lutfur Rahman")
    ask("prove", "act", "corrupt-practice-report", "--on", "2015-04-23", *person, case=path)
    ask(
        "prove",
        "act",
        "illegal-practice-report",
        "--on",
        "2015-04-23",
        "--person",
        "Cy Example",
        "--by-agents",
        case=path,
    )
    said = ask("prove", "barred", "--on", "2018-05-03", "--json", case=path).json
    (only,) = said["people"]
    assert (only["name"], only["from"], only["until"], only["personal"]) == (
        person[1],
        "2015-04-23",
        "2020-04-23",
        True,
    )
    assert only["section"].startswith("RPA 1983 s.160")
    assert said["by_agents"] == ["Cy Example"]
    told = ask("prove", "barred", "--on", "2018-05-03", case=path).out
    assert "from 23 April 2015 until 23 April 2020, both days included" in told
    assert "Cy Example: guilty by agents alone, and so not barred" in told


def test_the_law_is_that_of_the_day_and_needs_no_case(tmp_path: Path) -> None:
    def ids(*words: str) -> list[str]:
        said = ask("prove", "law", *words, "--json", at=tmp_path).json
        assert all(set(each) >= LAW and set(each["elements"][0]) >= {"id", "text"} for each in said["offences"])
        return [each["id"] for each in said["offences"]]

    assert ids("s.115", "--on", "2014-05-22") == ["undue_influence_old"]
    assert ids("s.114A", "--on", "2014-05-22") == []
    assert ids("section 114a", "--on", "2023-11-01", "--nation", "england", "--election", "local") == [
        "undue_influence"
    ]
    assert ids("s.112A", "--on", "2024-04-20") == ["postal_handling"], "papers for the poll of 2 May were about then"
    assert ids("s.112A", "--on", "2024-04-20", "--poll", "2024-05-01") == []


def test_a_poll_answers_without_a_case_also_as_a_calendar(tmp_path: Path) -> None:
    poll = ("prove", "clocks", "--poll", "2026-05-07", "--election", "local")
    said = ask(*poll, "--ics", tmp_path / "poll.ics", "--json", at=tmp_path)
    assert said.code == 0, said.err
    ends = {each["rule"]: each["ends"] for each in said.json["clocks"]}
    assert ends["petition_local"] == "2026-05-28"
    assert ends["registration_deadline"] == "2026-04-20"
    text = (tmp_path / "poll.ics").read_bytes().decode()
    assert text.count("BEGIN:VEVENT") == len(ends)
    again = ask(*poll, "--ics", tmp_path / "again.ics", at=tmp_path)
    assert again.code == 0

    def uids(each: str) -> list[str]:
        return [line for line in each.split("\r\n") if line.startswith("UID:")]

    assert uids(text) == uids((tmp_path / "again.ics").read_bytes().decode())
    assert ask(*poll, "--ics", tmp_path / "poll.ics", at=tmp_path).code == 2


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("act", "poll", "--on", "2015-02-29"), "on is a day that cannot be"),
        (("act", "offence", "--on", "2014-05-22..2014-05-01"), "on ends before it begins"),
        (("act", "pole", "--on", "2014-05-22"), "kind cannot be that"),
        (("act", "conviction", "--on", "2014-05-22"), "person"),
        (("act", "time-extended", "--on", "2015-04-01"), "of"),
        (("act", "retention-ordered", "--on", "2015-04-01"), "until"),
        (("act", "retention-ordered", "--on", "2015-04-01", "--field", "until=2015-03-31"), "until"),
        (("act", "retention-ordered", "--on", "2015-04-01", "--field", "until=2015-02-29"), "until"),
        (("act", "poll", "--on", "2023-05-18", "--nation", "northern-ireland"), "election"),
        (("act", "poll", "--on", "2024-05-02", "--election", "london-mayor", "--nation", "wales"), "election"),
        (("act", "poll", "--on", "2014-05-22", "--field", "until"), "field"),
        (("met", "ACT-0009/petition_local", "--on", "2014-06-10"), "clock"),
        (("clock", "film", "--ends", "2014-02-30"), "ends"),
        (("clocks", "--on", "2015-02-29"), "on"),
        (("clocks", "--dissolved", "2024-05-30"), "dissolved"),
        (("barred", "--on", "2015-02-29"), "on"),
        (("law", "s.60", "--on", "2015-02-29"), "on"),
        (("law", "s.60", "--election", "guild"), "election"),
    ],
)
def test_what_cannot_be_names_the_field_and_writes_nothing(path: Path, words: tuple[str, ...], field: str) -> None:
    before = length(path)
    said = ask("prove", *words, case=path)
    assert said.code == 2, said.out
    assert field in said.err
    assert length(path) == before


def test_the_version_of_the_law_that_a_case_goes_by_has_a_hash(path: Path) -> None:
    said = ask("prove", "adopt", "--json", case=path).json
    assert len(said["hash"]) == 64
    assert ask("prove", "law", "s.60", "--json", case=path).json["hash"] == said["hash"]
    before = length(path)
    assert ask("prove", "adopt", "--json", case=path).json["entry"] == said["entry"]
    assert length(path) == before, "the same version is adopted once"


def test_a_case_says_when_its_documents_go_before_anybody_entered_that_they_were_forwarded(path: Path) -> None:
    ask("prove", "act", "poll", "--on", "2014-05-22", case=path)
    kept = rows(path, "2015-05-01")["election_documents"]
    assert (kept["ends"], kept["holder"]) == ("2015-05-22", "registration officer")
    assert "they are not forwarded before the day of the poll" in kept["assumed"]
    ask("prove", "act", "documents-forwarded", "--on", "2014-05-24", case=path)
    found = ask("prove", "clocks", "--on", "2015-05-01", "--json", case=path).json["clocks"]
    assert [(each["ends"], each["assumed"]) for each in found if each["rule"] == "election_documents"] == [
        ("2015-05-24", "")
    ]


def test_an_extension_belongs_to_an_offence(path: Path) -> None:
    ask("prove", "act", "poll", "--on", "2014-05-22", case=path)
    said = ask(
        "prove",
        "act",
        "time-extended",
        "--on",
        "2015-04-01",
        "--of",
        "ACT-0001",
        "--field",
        "until=2016-01-01",
        case=path,
    )
    assert said.code == 2
    assert "of: time-extended belongs to: offence" in said.err
    ask("prove", "act", "offence", "--on", "2014-05-22", case=path)
    ask(
        "prove",
        "act",
        "time-extended",
        "--on",
        "2015-04-01",
        "--of",
        "ACT-0002",
        "--field",
        "until=2016-01-01",
        case=path,
    )
    assert rows(path, "2015-06-01")["prosecution"]["ends"] == "2016-01-01"
    assert date.fromisoformat(rows(path, "2015-06-01")["prosecution"]["conservative_ends"]) <= date(2016, 1, 1)
