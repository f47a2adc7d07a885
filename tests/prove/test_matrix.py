"""Links and the matrix: both sides in the same place, routes for each forum, gaps as work, and what s.141 bars."""

import re
from typing import Any

import pytest
from asking import ask
from prove.proofing import LETTER

from muniment.case import Case
from muniment.errors import AskedWrong, UnknownItem
from muniment.model.prove import WitnessNamed
from muniment.prove.gaps import gaps
from muniment.prove.law.book import ours

WORDS = "took our ballot papers"


@pytest.fixture
def allegation(case: Case) -> str:
    return str(
        case.prove.allege("A man voted for us.", "s.60", "2014-05-22", subjects=["Bo Example"], poll="2014-05-22")["id"]
    )


def cell(found: dict[str, Any], forum: str, element: str) -> dict[str, Any]:
    (one,) = [each for each in found["forums"] if each["id"] == forum]
    return next(each for each in one["elements"] if each["id"] == element)


def witness(case: Case, name: str, **more: str) -> str:
    entry = case._store.record(WitnessNamed(name=name, **more))
    return str(case._store.tables.one("SELECT id FROM proof WHERE entry=?", (entry,)))


def test_a_passage_is_found_by_its_words_and_shown_with_them(case: Case, allegation: str, letter: str) -> None:
    case.prove.link(
        allegation,
        "a1",
        "for",
        letter,
        words=WORDS,
        routes={"criminal-court": "s116"},
        reasons={"criminal-court": "fear"},
    )
    found = case.prove.matrix(allegation)
    here = cell(found, "criminal-court", "a1")
    (row,) = here["links"]
    assert (here["for"], here["against"]) == (1, 0)
    assert (row["words"], row["route"], row["use"]) == (WORDS, "s116", "if")
    assert LETTER[slice(*row["span"])] == WORDS
    assert cell(found, "election-court", "a1")["gap"], "a route in one court is none in another"
    assert not here["gap"]


def test_both_sides_stand_in_the_same_cell_and_an_undermining_passage_fills_no_gap(
    case: Case, allegation: str, letter: str
) -> None:
    case.prove.link(
        allegation, "a2", "against", letter, words="I was abroad in May", routes={"criminal-court": "direct"}
    )
    here = cell(case.prove.matrix(allegation), "criminal-court", "a2")
    assert (here["for"], here["against"], here["gap"]) == (0, 1, True)
    (row,) = case.prove.allegations()["allegations"]
    assert (row["for"], row["against"]) == (0, 1)


def test_what_can_be_used_is_counted_alike_on_both_sides(case: Case, allegation: str, letter: str) -> None:
    ways = ("direct", "direct", "s116", "excluded")
    for side, many in (("for", ways), ("against", ways[1:])):
        for way in many:
            reasons = {"criminal-court": "fear"} if way in {"s116", "excluded"} else {}
            case.prove.link(allegation, "a1", side, letter, routes={"criminal-court": way}, reasons=reasons)
    here = cell(case.prove.matrix(allegation), "criminal-court", "a1")
    assert (here["for"], here["usable"], here["against"], here["usable_against"]) == (4, 2, 3, 1)
    elsewhere = cell(case.prove.matrix(allegation), "election-court", "a1")
    assert (elsewhere["usable"], elsewhere["usable_against"]) == (0, 0), "no way was chosen there"
    case.close()
    said = ask("prove", "matrix", allegation, case=case.path)
    assert re.search(r"^  a1  for 4 \(2 usable\), against 3 \(1 usable\)$", said.out, re.MULTILINE)
    assert re.search(r"^  a2  for 0, against 0\b", said.out, re.MULTILINE)


def test_what_is_missing_is_a_list_of_work(case: Case, allegation: str, letter: str) -> None:
    link = case.prove.link(allegation, "a1", "for", letter, words=WORDS)["id"]
    work = case.prove.matrix(allegation)["work"]
    assert {"what": "route", "forum": "regulator", "links": [link]} in work
    assert {"what": "paper", "items": [letter]} in work
    assert {"what": "put", "subjects": ["SUB-0001"]} in work
    case.prove.paper(letter, "none")
    case.prove.assess(link, dict.fromkeys(ours().forums.forums, "direct"), assessment="She saw it.")
    work = case.prove.matrix(allegation)["work"]
    assert [each for each in work if each["what"] in {"route", "paper"}] == []


def test_the_overview_counts_as_the_matrix_does(case: Case, allegation: str, letter: str, answers: str) -> None:
    everywhere = dict.fromkeys(ours().forums.forums, "direct")
    case.prove.link(allegation, "a1", "for", letter, words=WORDS, routes=everywhere)
    case.prove.link(allegation, "a2", "for", answers, routes=everywhere)
    bo = witness(case, "Bo Example", subject="SUB-0001")
    case.prove.paper(answers, "answers", bo)
    found = case.prove.matrix(allegation)
    counted = {each["id"]: sum(one["gap"] for one in each["elements"]) for each in found["forums"]}
    (row,) = case.prove.allegations()["allegations"]
    assert row["gaps"] == counted


def test_answers_in_an_election_court_are_barred_against_the_witness_and_their_spouse_but_for_perjury(
    case: Case, answers: str
) -> None:
    def route(subject: str, offence: str) -> str:
        told = dict.fromkeys(ours().forums.forums, "direct")
        allegation = case.prove.allege("He signed it.", offence, "2014-05-22", subjects=[subject])["id"]
        element = "a1" if offence == "s.60" else "a"
        case.prove.link(allegation, element, "for", answers, words="I did sign it", routes=told)
        found = case.prove.matrix(allegation)
        assert cell(found, "election-court", element)["links"][0]["route"] == "direct"
        return str(cell(found, "criminal-court", element)["links"][0]["route"])

    bo, di = case.prove.name_subject("Bo Example")["id"], case.prove.name_subject("Di Example")["id"]
    case.prove.name_subject("Cy Example")
    wife = witness(case, "Di Example", subject=di)
    husband = witness(case, "Bo Example", subject=bo, spouse=wife)
    case.prove.paper(answers, "answers", husband)
    assert route("Bo Example", "s.60") == "barred-s141"
    assert route("Di Example", "s.60") == "barred-s141", "the spouse"
    assert route("Cy Example", "s.60") == "direct", "somebody else"
    assert route("Bo Example", "perjury") == "direct"


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"element": "m9"}, "element"),
    ({"side": "both"}, "side"),
    ({"item": "ITM-000099"}, "item"),
    ({"page": 7}, "page"),
    ({"words": "never written"}, "words"),
    ({"words": "I "}, "words"),
    ({"span": (5, 99999)}, "span"),
    ({"routes": {"criminal-court": "civil-hearsay"}}, "route for criminal-court"),
    ({"routes": {"moon": "direct"}}, "forum"),
    ({"routes": {"criminal-court": "s116"}}, "reason for criminal-court"),
    ({"routes": {"criminal-court": "s116"}, "reasons": {"criminal-court": "tired"}}, "reason for criminal-court"),
    ({"witness": "WIT-0009"}, "witness"),
    ({"allegation": "ALG-0009"}, "allegation"),
]


@pytest.mark.parametrize(("changed", "field"), WRONG, ids=[f"{n} {field}" for n, (_, field) in enumerate(WRONG)])
def test_a_wrong_link_names_its_field_and_writes_nothing(
    case: Case, allegation: str, letter: str, changed: dict[str, Any], field: str
) -> None:
    before = case.as_of
    given = {"allegation": allegation, "element": "a1", "side": "for", "item": letter} | changed
    with pytest.raises(AskedWrong, match=field):
        case.prove.link(**given)
    assert case.as_of == before


def test_an_allegation_is_held_against_the_law_of_its_day(case: Case) -> None:
    with pytest.raises(AskedWrong, match=r"it was not the law on 2014-05-22: s\.114A"):
        case.prove.allege("Pressed by a cleric.", "s.114A", "2014-05-22")
    with pytest.raises(AskedWrong, match="several are made by that section"):
        case.prove.allege("Gave money.", "s.113", "2014-05-22")
    with pytest.raises(AskedWrong, match="when is a day that cannot be"):
        case.prove.allege("Gave money.", "bribery_giver", "2014-02-30")
    with pytest.raises(AskedWrong, match="no such section"):
        case.prove.allege("Gave money.", "s.999", "2014-05-22")
    with pytest.raises(UnknownItem):
        case.prove.allege("Gave money.", "bribery_giver", "2014-05-22", subjects=["SUB-0007"])
    assert case.prove.allege("Gave money.", "bribery_giver", "2014-05-22")["offence"] == "bribery_giver"


def test_what_was_struck_counts_no_longer_and_stays(case: Case, allegation: str, letter: str) -> None:
    link = case.prove.link(allegation, "a1", "for", letter, words=WORDS)["id"]
    case.prove.strike(link, "the wrong letter")
    assert cell(case.prove.matrix(allegation), "criminal-court", "a1")["for"] == 0
    case.prove.strike(allegation, "entered twice")
    assert case.prove.allegations()["allegations"] == []
    assert case.prove.matrix(allegation)["struck"]


def test_of_several_acts_one_is_enough_and_a_defence_is_no_gap() -> None:
    law = ours().offences.offences
    tampering, personation = law["tampering"].elements, law["personation"].elements
    assert gaps(tampering, {"a3"}) == {"m"}
    assert gaps(personation, {"b"}) == {"a2", "m"}
    assert gaps(law["bribery_giver"].elements, {"p3"}) == {"a"}
    assert gaps(law["bribery_giver"].elements, {"a"}) == {"p1", "p2", "p3"}
    assert "d" not in gaps(law["false_statement_candidate"].elements, set())
