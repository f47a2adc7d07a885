"""What the made-up case proves: every passage stands where it is said to, on both sides, and the story of a decision is whole."""

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from muniment.case import Case
from muniment.cli.demoproof import again, known
from muniment.cli.demoreview import FIRST
from muniment.demo import proof

from .conftest import Built

CITED = {"ALG-0001": (proof.KNOWN, *proof.POSTAL), "ALG-0002": proof.TREATING, "ALG-0003": proof.GRANTS}
QUOTED = {each.passage.path for some in CITED.values() for each in some}
PAPERS = (*QUOTED, proof.NOTICE, *proof.UNREADABLE, proof.STATEMENT_WETHERLAND)
ON = "2026-03-10"


@contextmanager
def proved(folder: Path, papers: Path) -> Iterator[Case]:
    """The case with the papers that it quotes and no others, and all that is proved in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(folder / "installation"))
        with Case.new("Eastmere mayoral election", folder / "case", by="Ann Example") as case:
            bundle = str(case.intake(papers, proof.FORCE, date(2026, 3, 3))["bundle"]["id"])
            case.prove.name_decider(FIRST)
            known(folder / "case", None)
            again(folder / "case", None, bundle)
            yield case


@pytest.fixture(scope="module")
def case(small: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    papers = tmp_path_factory.mktemp("quoted")
    for path in PAPERS:
        (papers / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(small.folder / path, papers / path)
    with proved(tmp_path_factory.mktemp("proved"), papers) as made:
        yield made


def decision(case: Case, number: str) -> Mapping[str, Any]:
    (found,) = case.prove.decisions(number, ON)["decisions"]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("allegation", CITED)
def test_every_passage_is_fixed_to_its_element_on_its_side(case: Case, allegation: str) -> None:
    court = case.prove.matrix(allegation)["forums"][0]
    rows = [(cell["id"], row) for cell in court["elements"] for row in cell["links"]]
    paths = {row["id"]: row["path"] for row in case.items()}
    found = {(element, row["side"], paths[row["item"]], " ".join(row["words"].split())) for element, row in rows}
    assert found == {(each.element, each.side, each.passage.path, each.passage.words) for each in CITED[allegation]}
    assert {row["side"] for _, row in rows} == {"for", "against"}
    assert any(cell["gap"] for cell in court["elements"]), "an empty cell is the work that is left"


def test_a_decision_was_made_without_sight_of_the_volumes_and_is_overtaken(case: Case) -> None:
    made = decision(case, "DEC-0001")
    basis = made["basis"]
    assert [made["kind"], made["elsewhere"], made["day"]] == ["no-further-action", True, "2015-03-16"]
    assert [basis["opened_by_decider"], basis["put_before"]] == [1, 1]
    assert basis["unopened"] == basis["items"] - 2
    assert {each["why"] for each in made["overtaken"]} == {"linked", "judged", "witness", "clock"}
    assert made["waiting"] == len(made["overtaken"])
    (asked,) = case.prove.advice(ON)["advice"]
    assert [asked["decisions"], len(asked["items"])] == [["DEC-0001"], 2]
    assert asked["waiting"]
    strategy = decision(case, "DEC-0002")
    assert [strategy["kind"], strategy["decider"], strategy["elsewhere"]] == ["strategy", FIRST, False]
    assert strategy["basis"]["unopened"] > 0


def test_some_were_heard_and_some_were_never_asked(case: Case) -> None:
    replies = {(each["allegation"], each["name"]): each for each in case.prove.replies()["replies"]}
    heard = {name for (_, name), each in replies.items() if each["put"]}
    assert heard == {proof.SKELLRAKE}
    assert replies["ALG-0001", proof.SKELLRAKE]["steps"][0]["replies"]
    assert replies["ALG-0001", proof.FARENPIKE]["steps"] == []
    complaints = case.prove.complaints(ON)
    assert complaints["unanswered"] == ["CMP-0003"]
    assert {each["outcome"] for each in complaints["complaints"]} == {"no-further-action", "under-investigation"}
    requests = case.prove.requests(ON)
    assert requests["overdue"] == ["REQ-0001", "REQ-0002"]
    assert [[one["answer"] for one in each["answers"]] for each in requests["requests"]] == [[], ["part"]]


def test_a_witness_speaks_in_one_forum_and_one_was_asked_by_nobody(case: Case) -> None:
    found = case.prove.witnesses()
    assert found["leads"] == ["WIT-0003"]
    first = found["witnesses"][0]
    assert [first["willing"][forum]["says"] for forum in ("election-court", "criminal-court")] == ["yes", "no"]
    assert first["exhibits"][0]["ref"] == "CO/1"
    claims = case.prove.claims()
    assert [len(each["claims"]) for each in claims["contradictions"]] == [2]


def test_clocks_run_and_have_ended(case: Case) -> None:
    then, now = (Counter(each["state"] for each in case.prove.clocks(on)["clocks"]) for on in ("2014-07-01", ON))
    assert min(then["running"], then["ended"]) > 1
    assert now["met"] > 1, "the petition was presented and the return received"
    assert now["ended"] > then["ended"]
    assert now["running"] == 1, "what lies on shelves"
    barred = case.prove.barred("2018-05-03")
    assert [each["name"] for each in barred["people"]] == [proof.TARRWORTH]
    assert barred["by_agents"] == [proof.RUDDLEWICK]
    assert [each["name"] for each in barred["cannot_be_computed"]] == [proof.FARENPIKE]


def test_both_sides_have_their_place(case: Case) -> None:
    assert {each["points"] for each in case.prove.lines()["lines"]} == {"towards", "away", "either"}
    schedule = case.prove.schedule("mg6c")
    assert [each["test"] for each in schedule["rows"]] == ["may-meet", "not-examined"]
    assert len(schedule["rows"][1]["items"]) == len(proof.UNREADABLE)
    assert schedule["work"]["undermining_unscheduled"], "not all of it was described yet"


def test_where_nothing_could_be_read_it_is_proved_all_the_same(tmp_path: Path) -> None:
    for path in PAPERS:
        (tmp_path / "papers" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "papers" / path).write_bytes(path.encode())
    with proved(tmp_path, tmp_path / "papers") as case:
        assert [each["for"] + each["against"] for each in case.prove.allegations()["allegations"]] == [0, 0, 0]
        assert {each["why"] for each in decision(case, "DEC-0001")["overtaken"]} == {"witness", "clock"}
