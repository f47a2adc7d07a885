"""Decisions: exactly what they were based on, never silent about what nobody opened; by whom, and against which guidance."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from prove.deciding import NFA, alleged, named, no_action, one, why

from muniment.case import Case
from muniment.errors import AskedWrong, Refused, UnknownItem
from muniment.ledger import tree
from muniment.prove import basis
from muniment.prove.basis import PARTS


@pytest.fixture
def allegation(ann: Case) -> str:
    return alleged(ann)


def test_a_decision_without_sight_of_the_files_says_so_and_is_overtaken_by_one_of_them(
    ann: Case, ben: Case, allegation: str
) -> None:
    items = named(ann)
    ann.opened(*(items[f"letter-{n}.txt"] for n in (1, 2, 3)))
    done = ann.prove.decide("no-further-action", "police", "Example Constabulary", of=[allegation], unopened=27, **NFA)
    assert done["says"] == "No further action finds neither guilt nor innocence."
    assert done["basis"]["unopened"] == 27
    found = one(ann, done["id"])
    assert [found["basis"][part] for part in PARTS] == [3, 0, 0, 27]
    assert found["since"] == {"arrived": 0, "newly_readable": 0, "unopened": 27}
    assert found["overtaken"] == []

    file = items["file-14.txt"]
    ben.opened(file)
    found = one(ann, done["id"])
    assert found["since"]["unopened"] == 26
    assert found["overtaken"] == [], "that somebody opened it bears on nothing yet"
    link = ben.prove.link(allegation, "a1", "for", file, words="what witness 14 told the court")
    (later,) = one(ann, done["id"])["overtaken"]
    assert (later["why"], later["entry"], later["about"], later["answer"]) == (
        "linked",
        link["entry"],
        link["id"],
        None,
    )
    assert one(ann, done["id"])["waiting"] == 1

    answer = ann.prove.answer_decision(done["id"], "stands", "The witness cannot be found.")
    assert [(each["why"], each["entry"]) for each in answer["covers"]] == [("linked", link["entry"])]
    found = one(ann, done["id"])
    (later,) = found["overtaken"]
    assert (later["answer"], later["answered"]["why"]) == ("stands", "The witness cannot be found.")
    assert (later["answered"]["entry"], later["answered"]["by"]) == (answer["entry"], "Ann Example")
    assert found["waiting"] == 0
    assert found["basis"]["unopened"] == 27, "what it was based on never changes"


def test_the_number_that_nobody_opened_must_be_said(ann: Case, ben: Case, allegation: str) -> None:
    before = ann.as_of
    with pytest.raises(Refused, match="30 items of the case were opened by nobody"):
        ann.prove.decide("charge", "prosecutor", "Example Prosecution", of=[allegation], reason="Enough.")
    with pytest.raises(Refused, match="29 were shown, and now 30"):
        ann.prove.decide("charge", "prosecutor", "Example Prosecution", of=[allegation], reason="Enough.", unopened=29)
    with pytest.raises(AskedWrong, match="reason is missing"):
        ann.prove.decide("charge", "prosecutor", "Example Prosecution", of=[allegation], unopened=30)
    assert ann.as_of == before
    ben.opened(*named(ann).values())
    ann.prove.decide("charge", "prosecutor", "Example Prosecution", of=[allegation], reason="Enough.")


def test_each_list_of_the_basis_is_kept_with_its_root_and_read_in_parts(ann: Case, ben: Case, allegation: str) -> None:
    items = named(ann)
    mine, put, theirs = ([items[f"file-{n:02}.txt"] for n in some] for some in ((9, 2), (3, 4), (5, 4, 6, 2)))
    ann.opened(*mine)
    ben.opened(*theirs)
    told = ann.prove.before_deciding(put)
    id = no_action(ann, allegation, items=put)  # noqa: A001
    expect = {
        "opened_by_decider": sorted(mine),
        "put_before": sorted(put),
        "opened": sorted({*theirs} - {*put} - {*mine}),
    }
    expect["unopened"] = sorted({*items.values()} - {each for some in expect.values() for each in some})
    found = one(ann, id)["basis"]
    for part, ids in expect.items():
        assert told[part] == found[part] == len(ids)
        whole, after = [], ""
        while True:
            page = ann.prove.basis(id, part, after, limit=5)
            whole += [each["item"] for each in page["items"]]
            if page["next"] is None:
                break
            after = page["next"]
        assert whole == ids
        assert found["roots"][part] == tree.root([each.encode() for each in ids]).hex() == page["root"]
    assert told["put_unopened"] == 1, "one of what was put before the decider was opened by nobody here"
    assert found["root"] == tree.root([bytes.fromhex(found["roots"][part]) for part in PARTS]).hex()
    (row,) = ann.prove.basis(id, "opened", limit=1)["items"]
    assert [each["by"] for each in row["opened"]] == ["Ben Example"]


@given(opened=st.sets(st.integers(1, 30)), put=st.sets(st.integers(1, 30)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
def test_every_item_is_in_one_list(ann: Case, opened: set[int], put: set[int]) -> None:
    found = basis.now(ann._store, "", opened, put)
    assert sorted(found.numbers) == list(range(1, 31))
    assert sum(found.parts) == 30
    assert found.lists[0] == sorted(opened)


def test_only_a_decider_decides_and_what_was_decided_elsewhere_may_always_be_recorded(
    ann: Case, ben: Case, allegation: str
) -> None:
    before = ben.as_of
    with pytest.raises(Refused, match="role of decider"):
        no_action(ben, allegation)
    with pytest.raises(Refused, match="role of decider"):
        ben.prove.name_decider("Ben Example")
    assert ben.as_of == before
    elsewhere = {"elsewhere": True, "day": "2016-03-16", "name": "Cy Example"}
    told = NFA | elsewhere | {"of": [allegation]}
    done = ben.prove.decide("no-further-action", "police", "Example Constabulary", **told)
    assert done["basis"]["opened_by_decider"] == 0
    assert (one(ben, done["id"])["decider"], one(ben, done["id"])["recorded_by"]) == ("Cy Example", "Ben Example")

    named_ = ann.prove.name_decider("Ben Example")
    assert [each["name"] for each in named_["deciders"]] == ["Ann Example", "Ben Example"]
    id = no_action(ben, allegation)  # noqa: A001
    assert one(ann, id)["decider"] == "Ben Example"
    ann.prove.name_decider("Ben Example", "He left.", ends=True)
    with pytest.raises(Refused, match="role of decider"):
        no_action(ben, allegation)
    with pytest.raises(AskedWrong, match="always may"):
        ann.prove.name_decider("Ann Example", "She left.", ends=True)


def test_somebody_who_has_not_acted_yet_can_be_named(ann: Case, allegation: str) -> None:
    ann.prove.name_decider("Cy Example")
    with Case.open(ann.path, by="Cy Example") as cy:
        no_action(cy, allegation)
    assert [each["name"] for each in ann.prove.deciders()["deciders"]] == ["Ann Example", "Cy Example"]


def test_a_decision_of_another_body_than_guidance_names_is_recorded_and_flagged(ann: Case, allegation: str) -> None:
    def flags(kind: str, body: str, **more: Any) -> list[str]:
        left = ann.prove.before_deciding()["unopened"]
        told = {"of": [allegation], "unopened": left, "reason": "Because."} | more
        done = ann.prove.decide(kind, body, "Example Body", **told)
        assert done["flags"] == one(ann, done["id"])["flags"]
        return [each["guidance"] for each in done["flags"]]

    assert flags("caution", "police") == ["cautions"]
    assert flags("charge", "prosecutor") == []
    assert flags("charge", "police") == ["charging"]
    assert flags("no-further-action", "police", **NFA) == ["not-charging"]
    assert flags("no-further-action", "police", stage="none", shape="insufficient") == []
    assert flags("strategy", "police") == []
    (flag,) = one(ann, "DEC-0004")["flags"]
    assert (flag["status"], flag["verified"]) == ("I", False)
    assert flag["source"]


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"kind": "guilty"}, "kind"),
    ({"body_kind": "moon"}, "body_kind"),
    ({"body": " "}, "body"),
    ({"of": []}, "of is missing"),
    ({"of": ["ALG-0009"]}, "of"),
    ({"of": ["WIT-0001"]}, "of"),
    ({"stage": ""}, "stage is missing"),
    ({"stage": "moral"}, "stage"),
    ({"stage": "not-said"}, "stage"),
    ({"shape": ""}, "shape is missing"),
    ({"shape": "public-interest"}, "shape"),
    ({"kind": "charge", "stage": ""}, "shape"),
    ({"items": ["ITM-000099"]}, "items"),
    ({"advice": ["ADV-0009"]}, "advice"),
    ({"day": "2016-03-16"}, "day"),
    ({"name": "Cy Example"}, "name"),
    ({"opened": ["ITM-000001"]}, "opened"),
    ({"elsewhere": True}, "day"),
    ({"elsewhere": True, "day": "2016-02-30"}, "day"),
    ({"elsewhere": True, "day": "2199-01-01"}, "day has not come yet"),
    ({"elsewhere": True, "day": "2016-03-16", "opened": ["ITM-000099"]}, "opened"),
]


@pytest.mark.parametrize(("changed", "field"), WRONG, ids=[f"{n} {field}" for n, (_, field) in enumerate(WRONG)])
def test_a_wrong_decision_names_its_field_and_writes_nothing(
    ann: Case, allegation: str, changed: dict[str, Any], field: str
) -> None:
    before = ann.as_of
    told = NFA | {"kind": "no-further-action", "body_kind": "prosecutor", "body": "Example", "of": [allegation]}
    with pytest.raises(AskedWrong, match=field):
        ann.prove.decide(**(told | {"unopened": 30} | changed))
    assert ann.as_of == before


def test_what_was_decided_elsewhere_may_leave_out_what_nobody_said(ann: Case, allegation: str) -> None:
    items = named(ann)
    done = ann.prove.decide(
        "no-further-action",
        "police",
        "Example Constabulary",
        of=[allegation],
        stage="not-said",
        shape="not-said",
        elsewhere=True,
        day="2016-03-16",
        opened=[items["letter-1.txt"]],
        items=[items["letter-2.txt"]],
    )
    found = one(ann, done["id"])
    assert [found["basis"][part] for part in PARTS] == [1, 1, 0, 28]
    assert (found["day"], found["elsewhere"]) == ("2016-03-16", True)


def test_a_rebuild_gives_the_same_decisions(ann: Case, ben: Case, allegation: str) -> None:
    items = named(ann)
    id = no_action(ann, allegation, items=[items["file-03.txt"]])  # noqa: A001
    ben.prove.link(allegation, "a1", "for", items["file-14.txt"])
    ann.prove.answer_decision(id, "varied", "One witness more.")
    ann.prove.begin_reassessment(id, "Example Prosecution")
    before = ann.prove.decisions()
    pages = [ann.prove.basis(id, part) for part in PARTS]
    ann.rebuild()
    assert ann.prove.decisions() == before
    assert [ann.prove.basis(id, part) for part in PARTS] == pages


def test_a_decision_entered_in_error_stays_and_is_marked(ann: Case, allegation: str) -> None:
    id = no_action(ann, allegation)  # noqa: A001
    ann.prove.strike(id, "of another case")
    found = one(ann, id)
    assert found["struck"]["why"] == "of another case"
    ann.prove.link(allegation, "a1", "for", named(ann)["file-01.txt"])
    assert one(ann, id)["overtaken"] == []
    with pytest.raises(UnknownItem, match="entered in error"):
        ann.prove.answer_decision(id, "stands", "So.")


def test_a_joint_reassessment_is_prepared_begun_and_ended(ann: Case, ben: Case, allegation: str) -> None:
    items = named(ann)
    ann.opened(items["letter-1.txt"])
    id = no_action(ann, allegation)  # noqa: A001
    ben.opened(items["letter-1.txt"], items["file-01.txt"], items["file-02.txt"])
    link = ben.prove.link(allegation, "a1", "against", items["file-01.txt"])["id"]
    found = ann.prove.reassessment(id)
    (person,) = found["opened_since"]
    assert (person["by"], person["items"], person["first"]) == ("Ben Example", 3, 2)
    assert found["unopened"] == {"known_then": 27, "arrived_since": 0}
    assert found["first_unopened"][0] == items["letter-2.txt"]
    assert [each["about"] for each in found["decision"]["overtaken"]] == [link]

    with pytest.raises(Refused, match="no reassessment of it is going on"):
        ann.prove.end_reassessment(id, "stands", "Nothing new.")
    with pytest.raises(Refused, match="role of decider"):
        ben.prove.begin_reassessment(id, "Example Constabulary")
    began = ann.prove.begin_reassessment(id, "Example Constabulary", note="With two officers.")["entry"]
    with pytest.raises(Refused, match="going on"):
        ann.prove.begin_reassessment(id, "Example Constabulary")
    with pytest.raises(AskedWrong, match="outcome"):
        ann.prove.end_reassessment(id, "guilty", "So.")
    ended = ann.prove.end_reassessment(id, "varied", "One file is to be looked into.")["entry"]
    (said,) = one(ann, id)["reassessments"]
    assert (said["body"], said["outcome"]) == ("Example Constabulary", "varied")
    assert (said["began"]["entry"], said["ended"]["entry"]) == (began, ended)
    assert why(ann, id) == [("linked", link)], "an answer is an entry of its own"


ASKS: list[tuple[str, tuple[str, ...]]] = [
    ("decisions", ()),
    ("basis", ("unopened",)),
    ("answer_decision", ("stands", "So.")),
    ("reassessment", ()),
    ("begin_reassessment", ("Example",)),
    ("end_reassessment", ("stands", "So.")),
]


@pytest.mark.parametrize(("name", "more"), ASKS, ids=[name for name, _ in ASKS])
def test_a_number_that_there_is_not_is_named(ann: Case, name: str, more: tuple[str, ...]) -> None:
    with pytest.raises(UnknownItem, match="DEC-0009"):
        getattr(ann.prove, name)("DEC-0009", *more)
