"""What people said can be asked for: for any items and any acts, a query finds what a look into the tables row by row says."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from memory import Case

from muniment.errors import BadQuery
from muniment.ledger.entry import Entry
from muniment.model.act import Act, PersonNamed
from muniment.model.deed import As, Opened, Settled, Unsettled
from muniment.model.review import VALUES, Coded, CodeUndone, Field, Judged, Judgement, TagDefined, TakenBack, Way
from muniment.search import document, find, lex, people, plan, runs
from muniment.search.match import Matcher
from muniment.search.overtaking import Overtaking
from muniment.search.query import parse
from muniment.search.tree import All, ByPeople, Either, Node, Not
from muniment.search.understood import understood
from muniment.store.ids import id_of, number_of

PEOPLE = ("Ann Example", "Ben O'Example", "ann  EXAMPLE")  # the third is the first, in other capitals
TAGS = (("witnesses", "to call"), ("rooms", "To Call"), ("rooms", "a/b"))
ITEMS = 6


class Ledger:
    """Acts as they come, applied to the tables as they stand."""

    def __init__(self, case: Case) -> None:
        self.case, self.seq = case, 0
        self.case.tables.base.execute("INSERT OR REPLACE INTO meta VALUES ('next_item', ?)", (len(case.rows) + 1,))
        for n, name in enumerate(PEOPLE, 1):
            self.add(PersonNamed(f"p{n}", name), "p1")
        self.tags = [self.add(TagDefined(*tag), "p1") for tag in TAGS]

    def add(self, act: Act, by: str) -> int:
        self.seq += 1
        fields = {"v": act.version, "do": act.do, "by": by, "on": getattr(act, "item", None)} | act.fields()
        if isinstance(act, PersonNamed):
            fields["on"] = act.person
        self.case.tables.apply([Entry(self.seq, self.seq, fields, tuple(act.sealed()))])
        return self.seq


# -- what the tables say, looked at row by row


def looked(case: Case, leaf: ByPeople) -> set[int]:
    rows = case.tables.rows
    anybody = leaf.value in ("anybody", "nobody")
    match leaf.field:
        case "opened":
            names = {id_: " ".join(name.lower().split()) for id_, name in rows("SELECT id, name FROM person")}
            found = {
                item
                for item, person in rows("SELECT item, person FROM opened")
                if anybody or names[person] == leaf.value.lower()
            }
        case "judged":
            found = {
                item
                for item, judgement, differ in rows("SELECT item, judgement, differ FROM standing")
                if anybody or leaf.value == judgement or (leaf.value == "differ" and differ)
            }
        case "tag":
            called = {
                str(entry): (of.lower(), name.lower()) for entry, of, name in rows("SELECT entry, list, name FROM tag")
            }
            found = {
                item
                for item, field, value, gone in rows("SELECT item, field, value, gone FROM code")
                if field == "tag"
                and gone is None
                and (anybody or leaf.value.lower() in (called[value][1], "/".join(called[value])))
            }
        case "settled":
            found = {item for (item,) in rows("SELECT item FROM settled")}
        case _:
            found = {
                item
                for item, field, value, gone in rows("SELECT item, field, value, gone FROM code")
                if (field, value, gone) == (leaf.field, leaf.value, None)
            }
    return set(range(1, ITEMS + 1)) - found if leaf.value == "nobody" else found


def holds(case: Case, node: Node, id_: str) -> bool:
    match node:
        case All(parts):
            return all(holds(case, part, id_) for part in parts)
        case Either(parts):
            return any(holds(case, part, id_) for part in parts)
        case Not(part):
            return not holds(case, part, id_)
        case ByPeople():
            return number_of(id_) in looked(case, node)
        case _:
            item = case.rows[id_]
            return Matcher(node).of(document.of(item, case.reading(item))).holds()


def said(case: Case, query: str) -> list[int]:
    tree = parse(query)
    return sorted(number_of(i) for i, item in case.rows.items() if not item.aside and holds(case, tree, i))


# -- any acts, any queries

PERSON = st.sampled_from(["p1", "p2", "p3"])
IDS = st.lists(st.integers(1, ITEMS), min_size=1, max_size=4, unique=True).map(sorted)
NUMBER = st.integers(1, ITEMS)
Doing = Callable[[Ledger], object]


def ranges(ids: Sequence[int]) -> tuple[list[tuple[int, int]], int]:
    return [(n, 1) for n in ids], len(ids)


def _judged(by: str, ids: Sequence[int], judgement: Judgement, decides: bool) -> Doing:
    return lambda ledger: ledger.add(Judged(judgement, Way.ASIDE, "", *ranges(ids), decides=decides), by)


def _coded(by: str, ids: Sequence[int], about: tuple[Field, int], remove: bool) -> Doing:
    field, choice = about

    def do(ledger: Ledger) -> None:
        values = tuple(map(str, ledger.tags)) if field is Field.TAG else VALUES[field]
        ledger.add(Coded(field, values[choice % len(values)], remove, "", *ranges(ids)), by)

    return do


def _back(by: str, kind: str, choice: int) -> Doing:
    """Take back, undo or open again what an entry said that is still so."""
    known: dict[str, tuple[str, Callable[[int], Act]]] = {
        "judged": ("SELECT DISTINCT entry FROM judged WHERE back IS NULL", lambda seq: TakenBack(seq, "")),
        "coded": ("SELECT DISTINCT entry FROM code WHERE gone IS NULL", lambda seq: CodeUndone(seq, "")),
        "settled": ("SELECT DISTINCT entry FROM settled", lambda seq: Unsettled(seq, "")),
    }
    sql, act = known[kind]

    def do(ledger: Ledger) -> None:
        entries = sorted(entry for (entry,) in ledger.case.tables.rows(sql))
        if entries:
            ledger.add(act(entries[choice % len(entries)]), by)

    return do


ACT = st.one_of(
    st.builds(lambda by, n: lambda ledger: ledger.add(Opened(id_of(n), None, "here"), by), PERSON, NUMBER),
    st.builds(_judged, PERSON, IDS, st.sampled_from(Judgement), st.booleans()),
    st.builds(_coded, PERSON, IDS, st.tuples(st.sampled_from(Field), st.integers(0, 2)), st.booleans()),
    st.builds(lambda by, ids: lambda ledger: ledger.add(Settled(As.SET_ASIDE, "logos", *ranges(ids)), by), PERSON, IDS),
    st.builds(_back, PERSON, st.sampled_from(["judged", "coded", "settled"]), st.integers(0, 9)),
)
FIELDS = [
    *(f"opened:{value}" for value in ("anybody", "nobody", '"Ann Example"', '"ben o\'example"')),
    *(f"judged:{value}" for value in (*Judgement, "differ", "anybody", "nobody")),
    *(f"tag:{value}" for value in ('"to call"', '"witnesses/to call"', '"rooms/TO CALL"', "a/b", "anybody", "nobody")),
    *(f"{field}:{value}" for field, values in VALUES.items() for value in values),
    *("settled:anybody", "settled:nobody"),
]
TEXT = [
    "alpha",
    '"alpha beta"',
    "alpha near/2 (b* OR gamma)",
    "name:paper",
    "type:pdf",
    "alph~1 near/3 beta",
    "bytes:0",
]
LEAF = st.one_of(st.sampled_from(FIELDS), st.sampled_from(FIELDS), st.sampled_from(TEXT))
QUERY = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["AND", "OR", ""]), inner),
        st.builds("(NOT {})".format, inner),
    ),
    max_leaves=6,
)
WORDS = st.lists(st.sampled_from(["alpha", "beta", "gamma"]), max_size=4).map(" ".join)
ROW = st.tuples(
    WORDS, st.sampled_from(["application/pdf", "text/plain"]), st.sampled_from(["", "", "", "held", "withdrawn"])
)


def agree(case: Case, queries: list[str]) -> None:
    for query in queries:
        wanted = said(case, query)
        answer = find.find(case, query, limit=None)
        ordered = [number_of(hit.item) for hit in answer.hits]
        assert sorted(ordered) == wanted, query
        some = find.find(case, query, limit=2, offset=1)
        assert some.total == answer.total == len(wanted), query
        assert [number_of(hit.item) for hit in some.hits] == ordered[1:3], query
        assert find.every(case, query)[1] == wanted, query
        whole, hits = find.whole(case, query)
        assert [number_of(hit.item) for hit in hits] == ordered, query
        assert whole.total == len(wanted), query
        assert find.count(case, people.resolved(case, parse(query), query)) == len(wanted), query


def fill(case: Case, rows: Sequence[tuple[str, str, str]]) -> Case:
    for text, kind, aside in rows:
        key = case.put(text, kind=kind)
        case.rows[key] = replace(case.rows[key], aside=aside)
    return case


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Items whose words do not change, while people go on: nothing of the index is made again."""
    words = ("alpha", "alpha beta gamma", "gamma beta alpha", "", "alpha", "beta")
    asides = ("", "", "", "", "held", "withdrawn")
    kinds = ("application/pdf", "text/plain") * 3
    return fill(Case(tmp_path_factory.mktemp("people")), list(zip(words, kinds, asides, strict=True)))


@pytest.mark.parametrize("most", [1, plan.MOST])
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(ACT, max_size=10),
    queries=st.lists(QUERY, min_size=1, max_size=4),
    length=st.sampled_from([2, runs.LENGTH]),
)
def test_a_query_finds_what_the_tables_say(
    filled: Case, most: int, acts: list[Doing], queries: list[str], length: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan, "MOST", most)
        patch.setattr(runs, "LENGTH", length)
        vars(filled).pop("tables", None)
        ledger = Ledger(filled)
        for act in acts:
            act(ledger)
        agree(filled, queries)


@settings(max_examples=8, deadline=None)
@given(
    rows=st.lists(ROW, min_size=ITEMS, max_size=ITEMS),
    acts=st.lists(ACT, min_size=1, max_size=6),
    queries=st.lists(QUERY, min_size=1, max_size=4),
)
def test_so_it_is_in_any_case(rows: list[Any], acts: list[Doing], queries: list[str]) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        case = fill(Case(Path(folder)), rows)
        ledger = Ledger(case)
        for act in acts:
            act(ledger)
        agree(case, queries)


@pytest.mark.parametrize("query", FIELDS)
def test_what_is_said_to_be_understood_is_what_is_asked(query: str) -> None:
    tree = parse(f"alpha ({query} OR NOT {query})")
    assert parse(understood(tree)) == tree
    assert people.asked(tree) == {query.partition(":")[0]}


@given(QUERY)
def test_what_lies_around_a_query_finds_at_least_as_much(query: str) -> None:
    tree = parse(query)
    rest = people.around(tree)
    assert rest is None or not people.asked(rest)
    if not people.asked(tree):
        assert rest == tree


def test_what_people_said_and_words_together_keep_the_order_of_the_words(case: Case) -> None:
    for text in ("alpha", "alpha beta gamma", "beta", "alpha alpha alpha alpha"):
        case.put(text)
    ledger = Ledger(case)
    for n in (1, 3, 4):
        ledger.add(Opened(id_of(n), None, "here"), "p1")
    plain = [(hit.item, hit.score) for hit in find.stream(case, "alpha")]
    both = [(hit.item, hit.score) for hit in find.stream(case, "alpha opened:anybody")]
    assert both == [each for each in plain if each[0] != "ITM-000002"]
    (hit,) = find.find(case, 'alpha NOT opened:"ann example"').hits
    assert hit.item == "ITM-000002"
    assert [hit.snippet[a:b] for a, b in hit.marks] == ["alpha"]


def test_long_runs_and_gaps_are_named_either_way(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(40):
        case.put("alpha" if n % 3 else "beta")
    ledger = Ledger(case)
    judged = [*range(2, 25), 27, 40]
    ledger.add(Judged(Judgement.RELEVANT, Way.ASIDE, "", *ranges(judged)), "p1")
    for length in (7, 1_000):
        monkeypatch.setattr(runs, "LENGTH", length)
        assert find.every(case, "judged:relevant")[1] == judged
        assert find.every(case, "judged:nobody")[1] == sorted({*range(1, 41)} - {*judged})
        assert find.every(case, "beta judged:relevant")[1] == [n for n in judged if n % 3 == 1]


# -- what is asked wrongly


@pytest.mark.parametrize(
    ("query", "next_says"),
    [
        ("judged:maybe", "relevant, not-relevant, unsure, differ, anybody, nobody"),
        ("alpha judged:yes", "relevant, not-relevant"),
        ("sensitive:no", "write one of: yes"),
        ("privileged:maybe", "yes, no"),
        ("used:yes", "used, unused"),
        ("settled:ann", "anybody, nobody"),
        ("tag:nothing", 'tag:"rooms/To Call", tag:"rooms/a/b", tag:"witnesses/to call"'),
        ("opened:zoe", 'opened:anybody, opened:nobody, or one of: opened:"Ann Example"'),
        ('tag:" "', "write a name, anybody or nobody"),
    ],
)
def test_a_value_that_there_is_not_is_refused_with_those_that_there_are(case: Case, query: str, next_says: str) -> None:
    Ledger(case)
    case.put("alpha")
    for asking in (find.find, find.stream, find.every, find.whole):
        with pytest.raises(BadQuery) as bad:
            asking(case, query)
        assert next_says in bad.value.next
        assert bad.value.subject.startswith(f"at character {query.index(':') + 2}")


def test_several_values_in_brackets_are_none(case: Case) -> None:
    with pytest.raises(BadQuery) as bad:
        find.find(case, "opened:(a OR b)")
    assert bad.value.next == "write for example opened:nobody"


def test_where_there_are_no_tags_only_two_values_are_offered(case: Case) -> None:
    case.put("alpha")
    with pytest.raises(BadQuery) as bad:
        find.find(case, "tag:x")
    assert bad.value.next == "write tag:anybody, tag:nobody"


# -- which later acts overtake a search that asks for what people said


def heard(*entries: dict[str, Any]) -> Overtaking:
    found = Overtaking()
    for seq, fields in enumerate(entries):
        found.hear(Entry(seq, seq, fields))
    return found


def test_what_people_said_later_overtakes_what_asks_for_it() -> None:
    found = heard(
        {"do": "person-named"},
        {"do": "tag-defined"},
        {"do": "searched"},
        {"do": "opened"},
        {"do": "judged"},
        {"do": "coded", "field": "tag"},
        {"do": "coded", "field": "used"},
        {"do": "code-undone", "entry": 5},
        {"do": "taken-back", "entry": 4},
        {"do": "settled"},
        {"do": "erased", "erased": [[0, 0]]},
        {"do": "erased", "erased": [[1, 1]]},
    )
    assert found.after(2) is None
    first = {field: found.after(2, [field]) for field in lex.OF_PEOPLE}
    assert first == {
        "opened": 3,
        "judged": 4,
        "tag": 5,
        "used": 6,
        "settled": 9,
        **dict.fromkeys(("sensitive", "privileged", "assists")),
    }
    assert found.after(5, ["judged"]) == 8
    assert found.after(6, ["tag"]) == 7
    assert found.after(8, ["tag"]) == 11, "nobody can ask by a name that is erased"
    assert found.after(4, ["opened"]) == 10
    assert found.after(2, ["tag", "judged"]) == 4
