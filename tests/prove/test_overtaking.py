"""What overtakes a decision: each thing alone, nothing else, and what was answered."""

import random
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from prove.deciding import NFA, alleged, named, no_action, one, why

from muniment.case import Case
from muniment.demo.sealed import locked_zip
from muniment.errors import AskedWrong, Refused
from muniment.model.act import Act
from muniment.model.prove import Contacted, Exhibited, LawAdopted, Says, StatementTaken, Willing, WitnessNamed
from muniment.prove.law.book import ours


@pytest.fixture
def allegation(ann: Case) -> str:
    return alleged(ann)


def record(case: Case, act: Act) -> int:
    return case._store.record(act)


def witness(case: Case, *speaks: str) -> str:
    entry = record(case, WitnessNamed(name="Di Example", speaks=speaks))
    return str(case._store.tables.one("SELECT id FROM proof WHERE entry=?", (entry,)))


# -- each thing alone


def test_a_passage_linked_to_its_allegation(ann: Case, ben: Case, allegation: str) -> None:
    id = no_action(ann, allegation)  # noqa: A001
    link = ben.prove.link(allegation, "a1", "against", named(ann)["letter-1.txt"], words="our ballot papers")["id"]
    assert why(ann, id) == [("linked", link)]
    ben.prove.strike(link, "the wrong letter")
    assert why(ann, id) == [], "what was entered in error bears on nothing"


def test_a_link_to_the_allegation_as_a_whole(ann: Case, allegation: str) -> None:
    id = no_action(ann, allegation)  # noqa: A001
    link = ann.prove.link(allegation, "", "for", named(ann)["file-01.txt"])["id"]
    assert why(ann, id) == [("linked", link)]
    found = ann.prove.matrix(allegation)
    assert [each["id"] for each in found["whole"]] == [link]
    assert all(not cell["links"] for forum in found["forums"] for cell in forum["elements"])


def test_a_linked_item_judged_relevant(ann: Case, ben: Case, allegation: str) -> None:
    items = named(ann)
    for name in ("file-01.txt", "file-02.txt"):
        ann.prove.link(allegation, "a1", "for", items[name])
    ben.judge(items["file-02.txt"], judgement="relevant")
    id = no_action(ann, allegation)  # noqa: A001
    ben.judge(items["file-01.txt"], judgement="not-relevant")
    ben.judge(items["file-02.txt"], judgement="relevant")
    ben.judge(items["file-03.txt"], judgement="relevant")
    assert why(ann, id) == [], "not relevant; relevant already; not linked to it"
    entry = ben.judge(items["file-01.txt"], judgement="relevant")["entry"]
    assert why(ann, id) == [("judged", items["file-01.txt"])]
    ben.take_back(entry)
    assert why(ann, id) == []


def test_an_item_of_its_basis_read_again_with_other_text(ann: Case, allegation: str, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    locked = locked_zip([("statement.txt", b"The votes were kept.", "marsh2014")], datetime(2016, 1, 3, tzinfo=UTC))
    (tmp_path / "more" / "locked.zip").write_bytes(locked)
    ann.intake(tmp_path / "more", "Example Chambers", date(2016, 1, 4))
    statement = named(ann)["statement.txt"]
    one_of = no_action(ann, allegation, items=[statement])
    other = no_action(ann, allegation)
    before = one(ann, one_of)["since"]
    ann.retry(["unread.encrypted"], passwords=["marsh2014"])
    assert why(ann, one_of) == [("reread", statement)]
    assert why(ann, other) == [], "it was in no part of that basis but what nobody had opened"
    assert (before["newly_readable"], one(ann, one_of)["since"]["newly_readable"]) == (0, 1)
    ann.retry(["text.complete"])
    assert why(ann, one_of) == [("reread", statement)], "the same text is no other text"


CHANGES: list[tuple[str, Callable[[str], Act]]] = [
    ("named", lambda wit: WitnessNamed(on=wit, name="Di Example", about="Abroad now.")),
    ("contacted", lambda wit: Contacted(on=wit, day="2016-01-01", how="letter", result="spoke")),
    ("willing", lambda wit: Willing(on=wit, forum="criminal-court", says=Says.YES)),
    ("statement", lambda wit: StatementTaken(witness=wit, day="2016-01-01", form="mg11", signed=True)),
    ("exhibit", lambda wit: Exhibited(witness=wit, item="ITM-000001", ref="DE/1")),
]


@pytest.mark.parametrize("change", [change for _, change in CHANGES], ids=[name for name, _ in CHANGES])
def test_a_witness_of_its_allegation(ann: Case, allegation: str, change: Callable[[str], Act]) -> None:
    of_it, of_another = witness(ann, allegation), witness(ann, alleged(ann))
    id = no_action(ann, allegation)  # noqa: A001
    record(ann, change(of_another))
    assert why(ann, id) == []
    record(ann, change(of_it))
    assert why(ann, id) == [("witness", of_it)]


def test_a_witness_who_is_linked_with_it(ann: Case, allegation: str) -> None:
    wit = witness(ann)
    ann.prove.link(allegation, "a1", "for", named(ann)["file-01.txt"], witness=wit)
    id = no_action(ann, allegation)  # noqa: A001
    record(ann, Willing(on=wit, forum="election-court", says=Says.IF))
    assert why(ann, id) == [("witness", wit)]


def test_the_adopted_law_of_its_offence(ann: Case, allegation: str) -> None:
    ann.prove.adopt_law()
    id = no_action(ann, allegation)  # noqa: A001
    offences, clocks = ours().hashes

    def adopt(offence: str, number: str) -> None:
        offences[offence] = number
        record(ann, LawAdopted(tables=number, hash=number, offences=dict(offences), clocks=clocks))

    adopt("treating", "2")
    assert why(ann, id) == [], "another offence"
    adopt("personation", "3")
    assert why(ann, id) == [("law", "personation")]


def test_one_of_its_clocks_runs_out(ann: Case, allegation: str) -> None:
    def decided(day: str) -> str:
        told = NFA | {"of": [allegation], "elsewhere": True, "day": day}
        return str(ann.prove.decide("no-further-action", "prosecutor", "Example Prosecution", **told)["id"])

    before, after = decided("2015-05-21"), decided("2015-05-23")
    assert why(ann, before, on="2015-05-22") == [], "the last day has not passed"
    found = one(ann, before, on="2015-05-23")["overtaken"]
    assert ("clock", f"{allegation}/prosecution") in [(each["why"], each["about"]) for each in found]
    assert {(each["entry"], each["on"]) for each in found} == {(None, "2015-05-22")}
    said = next(each for each in found if each["about"] == f"{allegation}/prosecution")
    assert said["says"].startswith(f"for {allegation} the last day was 22 May 2015: Prosecution of an offence")
    assert why(ann, after, on="2015-05-23") == [], "it had run out when it was decided"
    own = ann.prove.set_clock("film of the street camera", "2015-06-21", of=allegation)["id"]
    ann.prove.set_clock("film of another camera", "2015-06-21")
    assert why(ann, after, on="2015-07-01") == [("clock", own)]
    ann.prove.meet(own, "2015-06-01", "It was handed over.")
    assert why(ann, after, on="2015-07-01") == []


# -- nothing else


def test_nothing_else_overtakes(ann: Case, ben: Case, allegation: str, tmp_path: Path) -> None:
    items = named(ann)
    other = alleged(ann)
    ann.prove.link(allegation, "a1", "for", items["letter-1.txt"])
    id = no_action(ann, allegation, items=[items["letter-2.txt"]])  # noqa: A001
    free = [each for name, each in items.items() if name.startswith("file-")]
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "more.txt").write_text("Letter 1: a man called and took our ballot papers.\n")

    def come() -> object:
        return ben.intake(tmp_path / "new", "Example Society", date(2016, 2, 1))

    things: Sequence[Callable[[], object]] = [
        come,
        lambda: ben.opened(*free),
        lambda: ben.opened(items["letter-1.txt"]),
        lambda: ben.judge(*free, judgement="relevant"),
        lambda: ben.judge(items["letter-1.txt"], judgement="unsure"),
        lambda: ben.describe(items["letter-2.txt"], "A letter."),
        lambda: ben.note(items["letter-1.txt"], "Who called?"),
        lambda: ben.prove.link(other, "a1", "for", items["letter-1.txt"]),
        lambda: ben.prove.link(other, "", "for", free[3]),
        lambda: ben.prove.allege("Another man.", "s.60", "2014-05-22"),
        lambda: ben.prove.name_subject("Bo Example"),
        lambda: record(ben, Contacted(on=witness(ben, other), day="2016-01-01", how="letter", result="spoke")),
        ben.prove.adopt_law,
        lambda: ben.prove.act("poll", "2014-05-22"),
        lambda: no_action(ann, other),
        lambda: ben.retry(["text.complete"]),
    ]
    for thing in random.Random(7).sample(things, len(things)):
        thing()
        assert why(ann, id) == []
    assert one(ann, id)["since"]["arrived"] == 1


def test_what_bears_on_allegations_of_its_complaint_or_subject_bears_on_it(ann: Case) -> None:
    subject = ann.prove.name_subject("Bo Example")["id"]
    told = NFA | {"of": [subject], "unopened": 30, "stage": "none"}
    id = ann.prove.decide("no-further-action", "police", "Example Constabulary", **told)["id"]  # noqa: A001
    mine, other = alleged(ann, subjects=["Bo Example"]), alleged(ann, subjects=["Cy Example"])
    assert why(ann, id) == []
    items = named(ann)
    ann.prove.link(other, "a1", "for", items["file-01.txt"])
    link = ann.prove.link(mine, "a1", "for", items["file-02.txt"])["id"]
    assert why(ann, id) == [("linked", link)]


def test_each_line_names_the_allegations_that_it_is_about(ann: Case, ben: Case, allegation: str) -> None:
    letter, other = named(ann)["letter-1.txt"], alleged(ann)
    wit, of = witness(ann, allegation, other), [allegation, other]
    ann.prove.adopt_law()
    for each in of:
        ann.prove.link(each, "a1", "for", letter)
    told = NFA | {"unopened": 30, "of": of}
    id = ann.prove.decide("no-further-action", "police", "Example Constabulary", **told)["id"]  # noqa: A001
    ben.judge(letter, judgement="relevant")
    record(ann, Contacted(on=wit, day="2016-01-01", how="letter", result="spoke"))
    offences, clocks = ours().hashes
    record(ann, LawAdopted(tables="2", hash="2", offences=offences | {"personation": "2"}, clocks=clocks))
    own = ann.prove.set_clock("film of the street camera", "2199-06-21", of=other)["id"]
    both, found = ", ".join(of), one(ann, id, on="2199-07-01")["overtaken"]
    assert [(each["why"], each["of"]) for each in found[:3]] == [("judged", of), ("witness", of), ("law", of)]
    assert [each["says"] for each in found[:3]] == [
        f"{letter}, which is linked to {both}, was judged relevant",
        f"{wit}, who speaks about {both}: somebody tried to speak with the witness, or did",
        f"for {both} the case adopted other law of personation",
    ]
    last = found[-1]
    assert (last["of"], last["about"]) == ([other], own)
    assert last["says"] == f"for {other} the last day was 21 June 2199: film of the street camera ({own})"


def test_of_many_allegations_a_line_names_the_first(ann: Case) -> None:
    of = [alleged(ann) for _ in range(7)]
    told = NFA | {"unopened": 30, "of": of}
    id = ann.prove.decide("no-further-action", "police", "Example Constabulary", **told)["id"]  # noqa: A001
    wit = witness(ann, *of)
    (line,) = one(ann, id)["overtaken"]
    assert line["says"].startswith(f"{wit}, who speaks about {', '.join(of[:5])} and 2 more: ")
    assert line["of"] == of


# -- answers


def test_an_answer_covers_what_was_shown_and_no_more(ann: Case, allegation: str) -> None:
    items = named(ann)
    id = no_action(ann, allegation)  # noqa: A001
    with pytest.raises(Refused, match="nothing later bears on it"):
        ann.prove.answer_decision(id, "stands", "Nothing came.")
    first = ann.prove.link(allegation, "a1", "for", items["file-01.txt"])
    shown = ann.prove.decisions()["as_of"]
    ann.prove.link(allegation, "a1", "for", items["file-02.txt"])
    done = ann.prove.answer_decision(id, "stands", "It says nothing new.", until=shown)
    assert [each["entry"] for each in done["covers"]] == [first["entry"]]
    assert [each["answer"] for each in one(ann, id)["overtaken"]] == ["stands", None]
    ann.prove.answer_decision(id, "withdrawn", "It does.")
    found = one(ann, id)
    assert [each["answer"] for each in found["overtaken"]] == ["withdrawn", "withdrawn"]
    assert [each["answer"] for each in found["answers"]] == ["stands", "withdrawn"], "both are kept"


def test_a_clock_is_answered_until_its_last_day_is_another(ann: Case, allegation: str) -> None:
    told = NFA | {"of": [allegation], "elsewhere": True, "day": "2015-01-05"}
    id = str(ann.prove.decide("no-further-action", "police", "Example", **told)["id"])  # noqa: A001
    ann.prove.answer_decision(id, "stands", "Nobody will prosecute.", body="Example Constabulary")

    def clock() -> dict[str, Any]:
        name = f"{allegation}/prosecution"
        (found,) = [each for each in one(ann, id)["overtaken"] if each["about"] == name]
        assert isinstance(found, dict)
        return found

    found = clock()
    assert (found["on"], found["answer"], found["answered"]["body"]) == ("2015-05-22", "stands", "Example Constabulary")
    ann.prove.allege("A man voted for us.", "s.60", "2014-06-22", on=allegation)
    assert (clock()["on"], clock()["answer"]) == ("2015-06-22", None)


def test_only_a_decider_answers_for_what_was_decided_here(ann: Case, ben: Case, allegation: str) -> None:
    id = no_action(ann, allegation)  # noqa: A001
    ann.prove.link(allegation, "a1", "for", named(ann)["file-01.txt"])
    before = ben.as_of
    with pytest.raises(Refused, match="role of decider"):
        ben.prove.answer_decision(id, "stands", "So it was.")
    wrong: list[dict[str, Any]] = [{"answer": "perhaps"}, {"why": " "}, {"until": before + 9}, {"until": 0}]
    for changed in wrong:
        with pytest.raises(AskedWrong, match=next(iter(changed))):
            ann.prove.answer_decision(**({"id": id, "answer": "stands", "why": "So it was."} | changed))
    assert ben.as_of == before


def test_a_witness_who_speaks_about_the_subject_that_was_decided_about(ann: Case, allegation: str) -> None:
    bo, di = (ann.prove.name_subject(name)["id"] for name in ("Bo Example", "Di Example"))
    of_bo, of_di = witness(ann, bo), witness(ann, di)
    id = no_action(ann, allegation, of=[bo])  # noqa: A001
    record(ann, Contacted(on=of_di, day="2016-01-01", how="letter", result="spoke"))
    assert why(ann, id) == []
    record(ann, Contacted(on=of_bo, day="2016-01-01", how="letter", result="spoke"))
    assert why(ann, id) == [("witness", of_bo)]
