"""The counts that the table of items keeps are those that counting gives, whatever is written there."""

from collections import Counter
from pathlib import Path

import apsw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.store.rows import ITEM, REPLACE, ROW
from muniment.store.tables import Tables
from muniment.store.view import Places

BUNDLES, STATES = ["BUN-0001", "BUN-0002"], ["text.complete", "none.container", "unread.pending"]
NUMBERS = st.integers(1, 6)
DONE = st.one_of(
    st.tuples(
        st.just("put"),
        NUMBERS,
        st.sampled_from(BUNDLES),
        st.sampled_from(STATES),
        st.sampled_from(["file", "box", "link"]),
        st.booleans(),
    ),
    st.tuples(st.just("state"), NUMBERS, st.sampled_from(STATES)),
    st.tuples(st.just("family"), NUMBERS, st.sampled_from(STATES)),
    st.tuples(st.just("bundle"), NUMBERS, st.sampled_from(BUNDLES)),
    st.tuples(st.just("changed"), NUMBERS),
    st.tuples(st.just("gone"), NUMBERS),
)
COUNTED = "SELECT bundle, state, count(*), sum(n=top AND kind<>'box') FROM item GROUP BY bundle, state"


def tables() -> Tables:
    made = Places(Path("nowhere")).tables(None)
    made.make()
    return made


def row(n: int, bundle: str, state: str, kind: str, *, alone: bool) -> dict[str, object]:
    about = {"n": n, "bundle": bundle, "top": n if alone else n % 2 + 1, "ordinal": 0, "name": "a", "path": "a"}
    return ROW | about | {"kind": kind, "state": state, "reason": "", "changed": 0}


def do(here: Tables, what: str, n: int, *more: object) -> None:
    match what, more:
        case "put", (str(bundle), str(state), str(kind), bool(alone)):
            here.base.executemany(REPLACE, [row(n, bundle, state, kind, alone=alone)])
        case "state", _:
            here.base.execute("UPDATE item SET state=?, changed=changed+1 WHERE n=?", (*more, n))
        case "family", _:
            here.base.execute("UPDATE item SET state=? WHERE top=?", (*more, n))
        case "bundle", _:
            here.base.execute("UPDATE item SET bundle=? WHERE n=?", (*more, n))
        case "changed", _:
            here.base.execute("UPDATE item SET changed=changed+1, type='text/plain' WHERE n=?", (n,))
        case _:
            here.base.execute("DELETE FROM item WHERE n=?", (n,))


@settings(max_examples=200, deadline=None)
@given(st.lists(DONE, max_size=25))
def test_what_is_kept_is_what_is_counted(done: list[tuple[str, int]]) -> None:
    here = tables()
    for each in done:
        do(here, *each)
    kept = here.rows("SELECT bundle, state, items, tops FROM tally WHERE items<>0 OR tops<>0 ORDER BY bundle, state")
    assert kept == here.rows(COUNTED + " ORDER BY bundle, state")
    for bundle in BUNDLES:
        states = here.rows("SELECT state FROM item WHERE bundle=?", (bundle,))
        assert here.state_counts(bundle) == Counter(state for (state,) in states)
        found = here.rows("SELECT 1 FROM item WHERE bundle=? AND n=top AND kind<>'box'", (bundle,))
        assert here.tops(bundle) == len(found)
    here.close()


def test_a_row_that_is_refused_is_not_counted() -> None:
    here = tables()
    here.base.execute(ITEM, row(1, "BUN-0001", "text.complete", "file", alone=True))
    with pytest.raises(apsw.ConstraintError):
        here.base.execute(ITEM, row(1, "BUN-0001", "text.complete", "file", alone=True))
    assert here.rows("SELECT items, tops FROM tally") == [(1, 1)]
    here.close()
