"""Acts of proof: numbered, kept as they were said, in the tables and again after a rebuild; and erased where the law says so."""

from pathlib import Path

import pytest

from muniment.errors import Broken
from muniment.model import prove
from muniment.model.deed import BoxAdded
from muniment.model.prove import KINDS, Alleged, Decided, LinkAssessed, Linked, Side, Struck
from muniment.prove.entered import numbers_in
from muniment.store.proved import NAMES
from muniment.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "case", "Example", "Europe/London", "Ada Example")


def said(store: Store, what: str) -> list[tuple[object, ...]]:
    return store.tables.rows(f"SELECT * FROM {what}")


ALLEGED = Alleged(
    offence="personation",
    first="2014-05-22",
    last="2014-05-22",
    election="local",
    nation="england",
    text="Voted twice.",
)


def linked(allegation: str, routes: dict[str, str]) -> Linked:
    return Linked(
        allegation=allegation,
        element="a1",
        side=Side.AGAINST,
        item="ITM-000001",
        reading=None,
        page=2,
        span=(3, 9),
        routes=routes,
        words="he was abroad",
        reasons={"criminal": "the maker is dead"},
    )


def test_numbers_are_given_in_order_and_once(store: Store) -> None:
    first = store.record(ALLEGED, ALLEGED)
    store.record(ALLEGED)
    found = store.tables.rows("SELECT entry, id FROM proof")
    assert found == [(first, "ALG-0001"), (first + 1, "ALG-0002"), (first + 2, "ALG-0003")]


def test_a_new_wording_keeps_the_number(store: Store) -> None:
    store.record(ALLEGED)
    store.record(Alleged(on="ALG-0001", offence="treating", first="", last="", election="local", nation="wales"))
    assert store.tables.rows("SELECT id FROM proof") == [("ALG-0001",), ("ALG-0001",)]


def test_links_have_rows_and_routes_that_can_be_said_anew_and_struck(store: Store) -> None:
    store.record(linked("ALG-0001", {"criminal": "s116", "election-court": "direct"}))
    assert said(store, "route") == [("LNK-0001", "criminal", "s116"), ("LNK-0001", "election-court", "direct")]
    store.record(LinkAssessed(on="LNK-0001", routes={"criminal": "direct"}, assessment="strong"))
    assert said(store, "route") == [("LNK-0001", "criminal", "direct")]
    at = store.record(Struck(on="LNK-0001", why="the wrong page"))
    assert store.tables.rows("SELECT side, item, page, first, last, struck FROM link") == [("against", 1, 2, 3, 9, at)]


def things(count: int) -> list[BoxAdded]:
    """So many items, for what names some."""
    return [BoxAdded("BUN-0001", f"Box {n}", "", "", "", "") for n in range(1, count + 1)]


def decided(parts: tuple[int, int, int, int]) -> Decided:
    return Decided(
        kind="no-further-action",
        day="2016-03-16",
        of=["ALG-0001"],
        stage="evidential",
        shape="inadmissible",
        elsewhere=True,
        decider="",
        body_kind="police",
        advice=[],
        parts=parts,
        roots=("", "", "", ""),
        items=27,
        unread=0,
        textless=0,
        next_item=28,
        ids=[(1, 3), (10, 17)],
        count=20,
        reason="Not enough evidence.",
    )


def test_a_decision_keeps_what_it_was_based_on_in_the_ledger_alone(store: Store) -> None:
    before = {name: said(store, name) for name in NAMES}
    at = store.record(*things(27), decided((1, 2, 0, 17)))
    assert numbers_in(store, at + 27) == [1, 2, 3, *range(10, 27)]
    assert {name for name in NAMES if said(store, name) != before[name]} == {"proof"}, "no row for each item"


def test_a_decision_that_names_other_items_than_it_counts_is_broken(store: Store) -> None:
    store.record(*things(27))
    with pytest.raises(Broken):
        store.record(decided((1, 2, 0, 3)))


def test_what_is_personal_is_sealed(store: Store) -> None:
    at = store.record(linked("ALG-0001", {"criminal": "s116"}))
    entry = store.ledger.entry(at)
    assert [sealed and sealed[0] for sealed in entry.sealed] == ["words", "assessment", "reasons"]
    assert not {"words", "assessment", "reasons"} & entry.fields.keys()


def test_a_rebuild_gives_the_same_rows(store: Store) -> None:
    store.record(ALLEGED)
    store.record(*things(27), linked("ALG-0001", {"criminal": "s116"}), decided((1, 2, 0, 17)))
    before = [said(store, name) for name in NAMES]
    path = store.path
    store.close()
    for file in (path / "derived").glob("tables*"):
        file.unlink()
    again = Store.open(path)
    assert [said(again, name) for name in NAMES] == before


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.do)
def test_every_kind_says_each_of_its_fields_once(kind: type[prove.Proof]) -> None:
    named = [*kind.open_names(), *kind.sealed_names()]
    assert len(named) == len(set(named))
    assert not set(named) & {"seal", "seq", "at", "do", "v", "by", "uid", "proved"}
