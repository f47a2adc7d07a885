"""Facets: each value says the query that narrows to it, and that query finds exactly so many; each facet adds up."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from asking import ask, small_folder

from muniment import Case
from muniment.search import facets, senders
from muniment.search.query import DEEPEST

DAY = date(2026, 3, 3)
QUERIES = (
    "canvasser",
    "canvasser OR leaflets",
    "NOT canvasser",
    "(the OR note) NOT keys",
    'type:mail OR "postal ballot"',
    "a~1 near/9 the",  # which the index alone cannot answer
    "date:2014 OR state:unread",
    "nowhere-at-all",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """Two bundles that are open, with mails of several years and senders; one that is held, one that was withdrawn."""
    folder = tmp_path_factory.mktemp("facets")
    small_folder(folder / "box")
    mails = folder / "mails"
    mails.mkdir()
    for number, (sender, day) in enumerate(
        (
            ("Ann Example <ann@campaign.test>", "Thu, 22 May 2014 10:00:00 +0100"),
            ("ANN <Ann@Campaign.test>", "Wed, 31 Dec 2014 23:30:00 -0500"),
            ("ann@campaign.test.example", "Thu, 1 Jan 2015 10:00:00 +0000"),
            ("Bo <bo@ward.test>", "Fri, 3 May 1974 10:00:00 +0100"),
            ("Bo without an address", "nonsense"),
        )
    ):
        text = f"From: {sender}\nTo: clerk@council.test\nSubject: the note\nDate: {day}\nMessage-ID: <{number}@x.test>\n\nA canvasser.\n"
        (mails / f"{number}.eml").write_bytes(text.replace("\n", "\r\n").encode())
    with Case.new("Eastmere", folder / "case", by="Ann Example") as case:
        case.intake(folder / "box", "Example Constabulary", DAY)
        case.intake(mails, "Example Society", DAY)
        for name, hold in (("advice", True), ("menu", False)):
            (folder / name).mkdir()
            (folder / name / f"{name}.txt").write_text(f"The canvasser asked for it, says {name}.\n")
            case.intake(folder / name, name, DAY, hold=hold)
        case.withdraw("BUN-0004", "the wrong stick")
        case.opened("ITM-000004")  # copy.txt
        yield case


def counted(values: list[dict[str, Any]]) -> dict[str, int]:
    return {one["value"]: one["items"] for one in values}


@pytest.mark.parametrize("query", QUERIES)
def test_each_facet_adds_up_and_each_query_narrows_to_its_count(made: Case, query: str) -> None:
    said = made.facets(query)
    assert said["total"] == made.search(query)["total"]
    assert tuple(said["facets"]) == facets.NAMES
    for name, values in said["facets"].items():
        assert sum(one["items"] for one in values) == said["total"], name
        assert len(counted(values)) == len(values), name
        for one in values:
            assert one["items"] > 0
            if one["query"]:
                assert made.search(f"({query}) {one['query']}")["total"] == one["items"], one


@pytest.mark.parametrize("query", QUERIES)
def test_every_bundle_type_state_and_year_has_its_query(made: Case, query: str) -> None:
    said = made.facets(query)["facets"]
    assert all(one["query"] for name in ("bundle", "state", "year") for one in said[name])
    assert [one["value"] for one in said["type"] if not one["query"]] in ([], [""])  # its type is not known yet


def test_what_is_counted(made: Case) -> None:
    said = made.facets("canvasser")["facets"]
    assert counted(said["bundle"]) == {"BUN-0001": 3, "BUN-0002": 5}
    assert counted(said["year"]) == {"1974": 1, "2014": 2, "2015": 1, "undated": 4}
    assert [one["value"] for one in said["year"]] == ["1974", "2014", "2015", "undated"]
    assert counted(said["opened"]) == {"opened by nobody": 7, "opened by a person": 1}
    assert counted(said["sender"]) == {
        "ann@campaign.test": 2,
        "ann@campaign.test.example": 1,
        "bo without an address": 1,
        "bo@ward.test": 1,
        "without a sender": 3,
    }


def test_a_sender_that_no_query_can_single_out_has_none(made: Case) -> None:
    said = {one["value"]: one["query"] for one in made.facets("canvasser")["facets"]["sender"]}
    assert said["bo@ward.test"] == 'from:"bo@ward.test"'
    assert said["ann@campaign.test"] is None, "its words stand in the longer address too"


def test_a_sender_that_cannot_be_typed_as_it_is_shown_has_no_query(tmp_path: Path) -> None:
    (tmp_path / "box").mkdir()
    for number, sender in enumerate(("ev\u202eil@ward.test", 'b"o@ward.test', "star*@ward.test")):
        text = f"From: {sender}\nTo: clerk@council.test\nSubject: x\nMessage-ID: <{number}@x.test>\n\nA canvasser.\n"
        (tmp_path / "box" / f"{number}.eml").write_text(text, encoding="utf-8")
    with Case.new("Eastmere", tmp_path / "case", by="Ann Example") as case:
        case.intake(tmp_path / "box", "Example Society", DAY)
        said = case.facets("canvasser")["facets"]["sender"]
        assert [one["query"] for one in said if one["query"]] == ['from:"star*@ward.test"']
        assert sum(one["items"] for one in said) == len(said) == 3


def test_a_query_nested_as_deeply_as_can_be_has_facets_too(made: Case) -> None:
    deep = "(" * DEEPEST + "canvasser OR zzz" + ")" * DEEPEST
    assert made.facets(deep)["facets"] == made.facets("canvasser")["facets"]


def test_what_is_held_or_withdrawn_is_in_no_facet(made: Case) -> None:
    everything = made.facets("NOT zzz")["facets"]
    assert set(counted(everything["bundle"])) == {"BUN-0001", "BUN-0002"}
    assert "advice" not in str(everything)
    assert "menu" not in str(everything)


def test_too_many_mails_are_said_not_to_be_counted(made: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(senders, "MOST", 3)
    said = counted(made.facets("canvasser")["facets"]["sender"])
    assert said == {senders.TOO_MANY: 5, "without a sender": 3}


def test_senders_beyond_those_named_are_counted_together(made: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(senders, "NAMED", 1)
    said = counted(made.facets("canvasser")["facets"]["sender"])
    assert said == {"ann@campaign.test": 2, "other senders": 3, "without a sender": 3}


def test_they_come_with_a_search_where_they_are_asked_for(made: Case) -> None:
    assert "facets" not in made.search("canvasser")
    assert made.search("canvasser", facets=True)["facets"] == made.facets("canvasser")["facets"]
    named = made.search("Ann Example", names=True, facets=True)
    assert sum(counted(named["facets"]["bundle"]).values()) == named["total"]


def test_the_terminal_shows_each_with_its_query(made: Case) -> None:
    out = ask("search", "canvasser", "--facets", case=made.path).out
    lines = [" ".join(line.split()) for line in out.splitlines()]
    for line in (
        "By bundle:",
        "5 bundle:BUN-0002 from Example Society, received 2026-03-03",
        "4 NOT date:0001.. undated",
        "8 state:text.complete all its text is had",
        "7 opened:nobody opened by nobody",
        "8 judged:nobody judged by nobody",
    ):
        assert line in lines, out


def test_a_stream_says_them_beside_it(made: Case) -> None:
    done = ask("search", "canvasser", "--facets", "--jsonl", case=made.path)
    assert len(done.lines) == 8
    assert "By bundle:" in done.err
    assert done.err.splitlines()[-1].startswith("8 found. Searched whole:")
