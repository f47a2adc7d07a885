"""Where there is much: what an answer asks of the tables does not grow with links, decisions or what overtakes them."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from prove.deciding import alleged, named, no_action, one, why

from muniment.case import Case
from muniment.model.prove import AdviceAsked, AdviceGiven, Linked, Put, Side, WitnessNamed
from muniment.prove.law.book import ours
from muniment.store.tables import Tables


def linked(case: Case, allegation: str, count: int, item: str, **more: Any) -> None:
    """So many links, as acts."""
    routes = dict.fromkeys(ours().forums.forums, "direct")
    given: dict[str, Any] = {"element": "a1", "reading": None, "page": None, "span": None, "routes": routes} | more
    acts = (Linked(allegation=allegation, side=[*Side][n % 2], item=item, **given) for n in range(count))
    case._store.record(*acts)


def asked(case: Case, ask: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> int:
    """How many questions an answer asks of the tables."""
    count = Counter[str]()
    with monkeypatch.context() as patch:
        for name in ("rows", "one", "numbers"):
            patch.setattr(Tables, name, _counted(getattr(Tables, name), count))
        ask()
    return count.total()


def _counted(real: Callable[..., Any], count: Counter[str]) -> Callable[..., Any]:
    def ask(tables: Tables, sql: str, values: Any = ()) -> Any:
        count[sql] += 1
        return real(tables, sql, values)

    return ask


ASKED: dict[str, Callable[[Case, str], object]] = {
    "matrix": lambda case, allegation: case.prove.matrix(allegation),
    "allegations": lambda case, _: case.prove.allegations(),
    "subject": lambda case, _: case.prove.subject("Bo Example"),
    "decisions": lambda case, _: case.prove.decisions(),
    "summary": lambda case, _: case.prove.summary(),
    "schedule": lambda case, _: case.prove.schedule("mg6c"),
}


@pytest.mark.parametrize("what", ASKED)
def test_more_links_are_no_more_questions(ann: Case, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    allegation, item = alleged(ann, subjects=["Bo Example"]), named(ann)["file-01.txt"]
    bo = ann.prove.add_witness("Bo Example", subject="SUB-0001")["id"]
    ann.prove.paper(item, "answers", bo)
    no_action(ann, allegation)
    linked(ann, allegation, 3, item, witness=bo)
    few = asked(ann, lambda: ASKED[what](ann, allegation), monkeypatch)
    linked(ann, allegation, 60, item, witness=bo)
    assert asked(ann, lambda: ASKED[what](ann, allegation), monkeypatch) == few


def test_more_allegations_are_no_more_questions(ann: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    item = named(ann)["file-01.txt"]
    bo = ann.prove.name_subject("Bo Example")["id"]
    ann.prove.paper(item, "answers", ann.prove.add_witness("Bo Example", subject=bo)["id"])
    linked(ann, alleged(ann, subjects=[bo]), 2, item)
    few = [asked(ann, ask, monkeypatch) for ask in (ann.prove.allegations, ann.prove.summary)]
    for _ in range(5):
        linked(ann, alleged(ann, subjects=[bo]), 2, item)
    assert [asked(ann, ask, monkeypatch) for ask in (ann.prove.allegations, ann.prove.summary)] == few


def test_more_judgements_that_overtake_are_no_more_questions(ann: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    allegation, items = alleged(ann), named(ann)
    for n in range(1, 9):
        linked(ann, allegation, 1, items[f"file-{n:02}.txt"])
    id = no_action(ann, allegation)  # noqa: A001
    ann.judge(items["file-01.txt"], judgement="relevant")
    few = asked(ann, ann.prove.decisions, monkeypatch)
    for n in range(2, 9):
        ann.judge(items[f"file-{n:02}.txt"], judgement="relevant")
    assert asked(ann, ann.prove.decisions, monkeypatch) == few
    assert len(why(ann, id)) == 8


def test_the_summary_says_what_the_lists_say(ann: Case) -> None:
    allegation, items = alleged(ann, subjects=["Bo Example", "Cy Example"]), named(ann)
    alleged(ann)
    ann._store.record(Put(allegation=allegation, subject="SUB-0001", day="2014-07-01", how="letter", what="It."))
    ann.prove.add_witness("Di Example", speaks=[allegation])
    ann.prove.act("poll", "2014-05-22")
    no_action(ann, allegation)
    ann._store.record(AdviceAsked(day="2014-07-01", of=[allegation], body="Counsel", what="Is it enough?"))
    ann._store.record(AdviceGiven(on="ADV-0001", day="2014-07-02", text="No."))
    linked(ann, allegation, 3, items["file-01.txt"])
    now, prove = ann.prove.summary("2014-06-01"), ann.prove
    listed = prove.allegations()["allegations"]
    running = [each for each in prove.clocks("2014-06-01")["clocks"] if each["state"] == "running"]
    assert (now["allegations"], now["put"], now["silent"]) == (2, 0, 1)
    assert now["gaps"] == sum(all(each["gaps"].values()) for each in listed)
    assert (now["running"], now["first"]) == (len(running), running[0]["conservative_ends"])
    decided, advised = prove.decisions(on="2014-06-01")["decisions"], prove.advice("2014-06-01")["advice"]
    assert (now["decisions"], now["waiting"]) == (1, sum(each["waiting"] for each in decided))
    assert (now["advice"], now["bearing"]) == (1, sum(each["waiting"] for each in advised))
    assert now["waiting"] > 0
    assert now["bearing"] > 0
    assert (now["witnesses"], now["leads"], now["acts"]) == (1, 1, 1)
    assert now["unscheduled"] == len(prove.schedule("mg6c")["work"]["undermining_unscheduled"])
    assert now["adopted"] == "", "none was adopted"
    prove.adopt_law()
    assert prove.summary()["adopted"] == prove.adopted()["version"]


def test_a_clock_that_ran_out_bears_on_what_it_belongs_to_and_nothing_else(ann: Case) -> None:
    allegation, other = alleged(ann), alleged(ann)
    act = ann.prove.act("offence", "2014-05-22", of=allegation)["id"]
    asked_for = ann.prove.set_clock("Film of the street", "2100-01-01", of=act)["id"]
    first, second = no_action(ann, allegation), no_action(ann, other)

    def of_act(id: str) -> list[str]:  # noqa: A002
        return [about for _, about in why(ann, id, "2101-01-01") if about == asked_for]

    assert of_act(first) == [asked_for], "it belongs to an act that belongs to the allegation"
    assert of_act(second) == []
    assert one(ann, first, "2099-01-01")["overtaken"] == []


def test_a_witness_named_in_a_link_speaks_to_its_allegation(ann: Case) -> None:
    allegation, other, item = alleged(ann), alleged(ann), named(ann)["file-01.txt"]
    wit = ann.prove.add_witness("Di Example")["id"]
    linked(ann, allegation, 1, item, witness=wit)
    first, second = no_action(ann, allegation), no_action(ann, other)
    ann._store.record(WitnessNamed(on=wit, name="Di Example", about="Abroad now."))
    assert [each for each, _ in why(ann, first)] == ["witness"]
    assert why(ann, second) == []
