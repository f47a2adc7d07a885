"""What is kept of what people did, and of what waits for them, is what counting gives, whatever happens to items and bundles."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.intake import people
from muniment.intake.check import _KEPT
from muniment.model.state import State, Sum
from muniment.store.rows import REPLACE, ROW
from muniment.store.tables import COUNTED, Tables
from muniment.store.view import Places

BUNDLES, HASHES = ["BUN-0001", "BUN-0002", "BUN-0003"], [None, "a" * 64, "b" * 64]
STATES = ["text.complete", "none.by-nature", "unread.pending", "unread.encrypted", "text.partial", "unread.physical"]
NUMBERS, PEOPLE = st.integers(1, 6), st.sampled_from(["p1", "p2"])
ENTRIES = st.integers(1, 4)
DONE = st.one_of(
    st.tuples(
        st.just("put"), NUMBERS, st.sampled_from(BUNDLES), st.sampled_from(STATES), st.sampled_from(HASHES), PEOPLE
    ),
    st.tuples(st.just("state"), NUMBERS, st.sampled_from(STATES), st.sampled_from(["", "password"])),
    st.tuples(st.just("took"), NUMBERS, st.sampled_from(HASHES)),
    st.tuples(st.just("gone"), NUMBERS),
    st.tuples(st.just("opened"), NUMBERS, PEOPLE),
    st.tuples(st.just("settled"), NUMBERS, ENTRIES),
    st.tuples(st.just("unsettled"), ENTRIES),
    st.tuples(st.just("judged"), NUMBERS),
    st.tuples(st.just("unjudged"), NUMBERS),
    st.tuples(st.just("aside"), st.sampled_from(BUNDLES), st.sampled_from(["", "held", "withdrawn"])),
)
_NEEDS = ",".join(f"'{state.value}'" for state in State if state.needs_person)
_TEXTLESS = ",".join(
    f"'{state.value}'" for state in State if state.sum is Sum.WITHOUT_TEXT or state is State.UNREAD_PHYSICAL
)
# what each sum is, said without anything that is kept
TRULY = {
    "opened": "n IN (SELECT item FROM opened)",
    "settled": "n IN (SELECT item FROM settled)",
    "needs_person": f"state IN ({_NEEDS}) AND n NOT IN (SELECT item FROM settled)",
    "unseen": f"state IN ({_TEXTLESS}) AND n NOT IN (SELECT item FROM settled) AND n NOT IN (SELECT item FROM opened)",
    "held": "bundle IN (SELECT id FROM bundle WHERE aside='held')",
    "withdrawn": "bundle IN (SELECT id FROM bundle WHERE aside='withdrawn')",
}
ORIGINAL = "coalesce(iif(bundle IN (SELECT id FROM bundle WHERE aside='held'), 'held ', '') || sha256, n)"


def tables() -> Tables:
    made = Places(Path("nowhere")).tables(None)
    made.make()
    for n, name in enumerate(BUNDLES, 1):
        values = (n, name, "2026-03-03", "[]", "{}")
        made.base.execute(
            "INSERT INTO bundle VALUES (?,?,'',?,'',0,0,1,'',?,'','','',?,NULL,NULL)",
            values,
        )
    return made


def put(here: Tables, n: int, bundle: str, state: str, sha256: str | None, kind: str) -> None:
    about = {"n": n, "bundle": bundle, "top": n, "ordinal": 0, "name": "a", "path": "a", "kind": "file"}
    here.base.executemany(
        REPLACE, [ROW | about | {"state": state, "reason": "", "type": kind, "sha256": sha256, "changed": 0}]
    )


def say(sql: str) -> Callable[..., None]:
    return lambda here, *values: here.base.execute(sql, values)


DOES: dict[str, Callable[..., None]] = {
    "put": put,
    "state": say("UPDATE item SET state=?2, reason=?3, changed=changed+1 WHERE n=?1"),
    "took": say("UPDATE item SET sha256=?2 WHERE n=?1"),
    "gone": say("DELETE FROM item WHERE n=?1"),
    "opened": say("INSERT INTO opened SELECT ?1, ?2, NULL, count(*), '' FROM opened"),
    "settled": say("INSERT OR IGNORE INTO settled VALUES (?1, ?2, 'set-aside', 'p1', '')"),
    "unsettled": say("DELETE FROM settled WHERE entry=?1"),
    "judged": say("INSERT OR IGNORE INTO standing VALUES (?1, 'relevant', 1, 0)"),
    "unjudged": say("DELETE FROM standing WHERE item=?1"),
    "aside": say("UPDATE bundle SET aside=?2 WHERE id=?1"),
}


def truly(here: Tables, bundle: str | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {"originals": {}}
    for name, condition in TRULY.items():
        within = "bundle=?" if bundle else "1" if name in {"held", "withdrawn"} else COUNTED
        sql = f"SELECT count(*), count(DISTINCT {ORIGINAL}) FROM item WHERE {within} AND {condition}"
        found[name], found["originals"][name] = here.rows(sql, (bundle,) if bundle else ())[0]
    return found


def groups(here: Tables, name: str) -> list[tuple[Any, ...]]:
    return here.rows(
        f"SELECT state, reason, type, count(*), count(DISTINCT {ORIGINAL}) FROM item WHERE {COUNTED} AND {TRULY[name]} "
        "GROUP BY state, reason, type ORDER BY 4 DESC, 1, 2, 3"
    )


@settings(max_examples=300, deadline=None)
@given(st.lists(DONE, max_size=30))
def test_what_is_kept_is_what_is_counted(done: list[tuple[Any, ...]]) -> None:
    here = tables()
    for what, *values in done:
        DOES[what](here, *values)
    for name, rows in people.recounted(here).items():
        assert set(here.rows(_KEPT[name])) == rows, name
    for bundle in (None, *BUNDLES):
        assert people.sums(here, bundle) == truly(here, bundle)
    said = people.groups(here)
    for name in ("needs_person", "unseen"):
        keys = ("state", "reason", "type", "items", "originals")
        assert [tuple(each[key] for key in keys) for each in said if each["sum"] == name] == groups(here, name)
    here.close()


@pytest.mark.parametrize("aside", ["held", "withdrawn"])
def test_the_same_original_in_two_bundles_is_one_while_both_are_open(aside: str) -> None:
    here = tables()
    put(here, 1, BUNDLES[0], "unread.encrypted", "a" * 64, "application/pdf")
    put(here, 2, BUNDLES[1], "unread.encrypted", "a" * 64, "application/pdf")
    for n in (1, 2):
        DOES["opened"](here, n, "p1")
    assert people.sums(here)["originals"]["opened"] == 1
    DOES["aside"](here, BUNDLES[1], aside)
    said = people.sums(here)
    assert (said["opened"], said["originals"]["opened"]) == ((2, 2) if aside == "held" else (1, 1))
    DOES["aside"](here, BUNDLES[1], "")
    assert people.sums(here)["originals"]["opened"] == 1
    here.close()
