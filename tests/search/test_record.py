"""A search record as text, the query as it was understood, and which entries overtake a search."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.ledger.entry import Entry
from muniment.model import deed, prove, review
from muniment.model.act import Act
from muniment.model.state import State
from muniment.search import recordtext
from muniment.search.expand import Expansion, Token
from muniment.search.find import Answer
from muniment.search.overtaking import CODES, KINDS, OF_FIELDS, Overtaking
from muniment.search.probes import Outcome
from muniment.search.query import parse
from muniment.search.recordtext import Asked, Found
from muniment.search.understood import understood
from muniment.search.unsearched import IN_PART, NOT_AT_ALL, Unsearched

assert (deed.Searched.do, review.Judged.do) == ("searched", "judged")

ASKED = Asked(
    case="7f3a",
    title="Eastmere mayoral election",
    query='ballot "Marsh estate"',
    understood='ballot AND "marsh estate"',
    when=datetime(2026, 3, 4, 9, 5, 7, tzinfo=UTC),
    by="Ann Example",
    versions="Muniment 1; index form 2, analyser 1 unicode 14.0.0, tantivy 0.27.0",
    size=57,
    root="ab" * 32,
    mark="0f" * 16,
)
NOTE = "muniment.case/7f3a\n58\nVMEtXpCynS+ADLjjXoC7z/M1RjQYFRXnUgVzuVIUP80=\n\n— muniment.case/7f3a dwgavHT+aPFF"

GOLDEN = """SEARCH RECORD

Case: Eastmere mayoral election (7f3a)
Query: ballot "Marsh estate"
Understood as: ballot AND "marsh estate"
Searched: 2026-03-04T09:05:07Z, by this machine's clock
By: Ann Example, as they name themselves
With: Muniment 1; index form 2, analyser 1 unicode 14.0.0, tantivy 0.27.0
Of the case as it stood after entry 56, root abababababababababababababababababababababababababababababababab

WHAT WAS SEARCHED
2 items found.
1,200 items searched, 1 more in part; 3 could not be searched
(of which 1 is held until a named person releases them)
= 1,204 items in the case, without what was withdrawn.

SELF-TEST
224 of 224 planted probes answered as they must (table 00ff): punctuation, hyphens,
ligatures, width, capitals, accents, scripts, digits, phrases, near, fields and dates as this search claims them.

WHAT THIS CANNOT SHOW
- What stands in the 4 items that could not be searched, or only in part: they are listed below.
- What came into the case, or could be read, after entry 56.
- Words that are written in another way than was asked for. Words are not stemmed: ballots is not ballot.
- Words that a machine misread in a picture, and what pictures, sound and films show.
- That what was found is true or matters, or that what was not found does not exist.
- Who searched, but for the name that they gave; and when, but for this machine's clock.

FOUND: 2 items
ITM-000004  2014-05-22T10:00:00+01:00  mail.eml
ITM-000007  no date  ␛[31mnote�txt.exe ��‍

SEARCHED IN PART: 1 item
ITM-000009  text.partial (some pages could not be read)  roll.pdf

NOT SEARCHED: 3 items
ITM-000011  unread.unknown-type (its type is not known)  odd.bin
ITM-000012  none.by-nature (sound)  call␊.wav
and 1 item that is held, and not named here

Mark: 0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f

ENTERED IN THE LEDGER
Entry 57 of the case's ledger, made at 2026-03-04T09:05:08Z, holds a salted hash of every line above.
muniment verify --record holds this file against the case. The ledger's head, which covers the entry, signed
by the key 1c53-60a3:

muniment.case/7f3a
58
VMEtXpCynS+ADLjjXoC7z/M1RjQYFRXnUgVzuVIUP80=

— muniment.case/7f3a dwgavHT+aPFF
"""


def test_the_text_of_a_record() -> None:
    answer = Answer(ASKED.query, 2, [], 1200, 1, 3, 1, 56)
    found = [
        Found("ITM-000004", "2014-05-22T10:00:00+01:00", "mail.eml"),
        Found("ITM-000007", "", "\x1b[31mnote\u202etxt.exe\u00a0\u00ad\ue000\u200d"),
    ]
    in_part = [Unsearched(9, "roll.pdf", "application/pdf", State.TEXT_PARTIAL, "pages-failed")]
    rest = [
        Unsearched(11, "odd.bin", "", State.UNREAD_UNKNOWN_TYPE, "unknown-type"),
        Unsearched(12, "call\n.wav", "audio/x-wav", State.NONE_BY_NATURE, "audio"),
    ]
    at = 1_772_615_108_123_456
    lines = [*recordtext.body(ASKED, answer, Outcome(224, "00ff"), found, in_part, rest)]
    text = "".join(f"{line}\n" for line in [*lines, recordtext.tail(57, at, "1c53-60a3", NOTE)])
    assert text == GOLDEN


def test_of_nothing_and_of_all_it_says_so() -> None:
    lines = [*recordtext.body(ASKED, Answer("", 0, [], 1, 0, 0, 0, 56), Outcome(1, ""), [], [], [])]
    assert "FOUND: 0 items" in lines
    assert "1 item searched, 0 more in part; 0 could not be searched" in lines
    assert not any("listed below" in line or "held" in line for line in lines)


def test_names_that_were_expanded_are_said_in_full() -> None:
    forms = ((Token(("md",)), Token(("miah",))), (Token(("mohammed", "mohd")), Token(("m", "mi"), prefix=True)))
    expanded = (Expansion("Md\tMiah", forms, ("lexicon line 7",), 3),)
    answer = replace(Answer("", 0, [], 1, 0, 0, 0, 56), expanded=expanded)
    lines = [*recordtext.body(ASKED, answer, Outcome(1, ""), [], [], [])]
    at = lines.index("NAMES: Md␉Miah WAS ALSO LOOKED FOR AS")
    assert lines[at + 1 : at + 4] == ["md miah", "mohammed|mohd m|mi*", "and not as 3 more, which were too many"]


def test_states_are_searched_in_part_or_not() -> None:
    whole = {state for state in State if state.searchable}
    assert whole | {*IN_PART} | {*NOT_AT_ALL} == {*State}
    assert len(whole) + len(IN_PART) + len(NOT_AT_ALL) == len(State)


# -- the query as it was understood


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("Postal BALLOT", "postal AND ballot"),
        ("bribe-taking", '"bribe taking"'),
        ("a OR b c NOT (d OR e)", "a OR (b AND c AND NOT (d OR e))"),
        ("canvass* near/5 (estate OR quay)", "canvass* near/5 (estate OR quay)"),
        ('name:("ballot pap*" near/2 box)', 'name:("ballot pap*" near/2 box)'),
        ("Łódź~1", "lodz~1"),
        ("from:ann@ward.test", 'from:"ann ward test"'),
        ("date:2014-05..", "date:2014-05-01.."),
        ("date:..2014", "date:..2014-12-31"),
        ("bytes:1kB..", "bytes:1000.."),
        ("type:gz", "type:application/gzip"),
        ("state:text.partial bundle:bun-0001", "state:text.partial AND bundle:BUN-0001"),
        ("type:jpg NOT NOT x", "type:image/jpeg AND x"),
    ],
)
def test_the_query_as_it_was_understood(query: str, said: str) -> None:
    assert understood(parse(query)) == said


_WORDS = st.sampled_from(["ballot", "Łódź", "canvass*", "leaflet~1", '"Marsh estate"', '"pap* box"', "bribe-taking"])
_LEAVES = _WORDS | st.sampled_from(
    [
        "from:ann",
        "name:(a near/3 b)",
        "to:(a OR b)",
        "date:2014-05",
        "date:2014..2015",
        "bytes:..20kB",
        "bundle:BUN-0002",
    ]
)
_NEAR = st.builds(
    "{} near/{} ({} OR {})".format, _WORDS.filter(lambda w: "~" not in w), st.integers(1, 9), _WORDS, _WORDS
)
_QUERIES = st.recursive(
    _LEAVES | _NEAR,
    lambda inner: (
        st.builds("({} AND {})".format, inner, inner)
        | st.builds("({} OR {} OR {})".format, inner, inner, inner)
        | st.builds("NOT {}".format, inner)
    ),
    max_leaves=8,
)


@given(_QUERIES)
def test_what_is_said_to_be_understood_is_what_is_asked(query: str) -> None:
    tree = parse(query)
    assert parse(understood(tree)) == tree


# -- what overtakes a search

QUIET = {
    "case-began",
    "clock-jumped",
    "person-named",
    "listed",
    "scanned",
    "waits",
    "intake-ended",
    "unlocked",
    "adopted",
    "erased",  # where it erases words that are searched it overtakes, see below
    "box-moved",
    "box-scanned",
    "list-taken",
    "list-matched",
    "list-missed",
    "receipted",
    "passwords-tried",
    "searched",
    "search-saved",
    "search-forgotten",
    "tag-defined",
    "tag-retired",
    "read-to-end",
    "ranking-began",
    "ranked",
    "sample-drawn",
    "draw-began",
    "draw-seeded",
    "audit-began",
    "draw-abandoned",
    "certificate-issued",
    "overtaken-answered",
    *prove.KINDS,  # what is proved is not searched
}
SAID = {*OF_FIELDS, *CODES}  # overtakes what asks for it, see test_people_fields


def kinds(kind: type[Act]) -> Iterator[type[Act]]:
    for each in kind.__subclasses__():
        yield each
        yield from kinds(each)


def test_of_every_kind_of_entry_it_is_said_whether_it_overtakes_a_search() -> None:
    known = {kind.do for kind in kinds(Act) if "do" in vars(kind) and kind.__module__.startswith("muniment.")}
    assert known == KINDS | QUIET | SAID
    assert len(known) == len(KINDS) + len(QUIET) + len(SAID)


def heard(*dos: str, erased: dict[int, int] | None = None) -> Overtaking:
    found = Overtaking()
    for seq, do in enumerate(dos):
        places = [[(erased or {})[seq], 0]] if seq in (erased or {}) else []
        found.hear(Entry(seq, seq, {"do": do, "erased": places}))
    return found


def test_the_first_entry_that_overtakes() -> None:
    found = heard("case-began", "intake-began", "took", "read", "searched", "settled", "described", "read")
    assert [found.after(size) for size in (4, 5, 6, 7, 8, 9)] == [6, 6, 6, 7, None, None]


def test_what_is_erased_overtakes_where_it_was_searched() -> None:
    dos = ("case-began", "listed", "read", "searched", "erased")
    assert heard(*dos, erased={4: 2}).after(3) == 4
    assert heard(*dos, erased={4: 1}).after(3) == 4, "names are searched"
    assert heard(*dos, erased={4: 3}).after(3) is None, "a query changes no search"
