"""The tables of time limits: what they hold, that a made-up one works, and that what is wrong in one is named exactly."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from prove.dating import act, clocks

from muniment.errors import BadLaw, NoSource
from muniment.prove.law import clockbook
from muniment.prove.law.load import FOLDER, Status

SHARED = [
    "petition_local",
    "petition_local_corrupt_payment",
    "petition_local_illegal_act",
    "petition_local_expenses",
    "petition_local_amend",
    "petition_parl",
    "petition_parl_corrupt_payment",
    "petition_parl_illegal",
    "petition_parl_illegal_act",
    "s164_counts_as_corrupt",
    "petition_security",
    "petition_service",
    "petition_trial_notice",
    "petition_costs_default",
    "prosecution",
    "prosecution_extension_application",
    "prosecution_extended_cap",
    "retention_order",
    "no_limit_nsa",
    "non_rpa_offences",
    "ppera_summary",
    "election_documents",
    "home_address_forms",
    "expenses_returns_public",
    "expenses_return_due",
    "expenses_return_due_parish",
    "expenses_declaration_due",
    "claims_in",
    "claims_paid",
    "third_party_return_due",
    "returns_notice",
    "incapacity_corrupt",
    "incapacity_illegal",
    "vacate_on_conviction",
    "vacate_on_report",
    "judicial_review",
    "victims_right_to_review",
    "marked_register_inspection",
    "register_publication",
    "absent_vote",
    "voter_authority_certificate",
    "postal_vote_hand_in",
    "civil_penalty_sitting",
]


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A copy of the tables, to be spoilt."""
    for name in clockbook.FILES:
        shutil.copy(FOLDER / name, tmp_path)
    return tmp_path


def spoil(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text()
    assert old in text, old
    (folder / name).write_text(text.replace(old, new, 1))


@pytest.mark.parametrize("name", SHARED)
def test_every_entry_of_the_first_table_is_a_clock_or_a_rule_or_was_split_into_some(name: str) -> None:
    book = clockbook.ours()
    known = {*book.clocks, *book.rules}
    assert name in known or sum(each.startswith(f"{name}_") for each in known) > 1


def test_every_entry_says_where_it_was_read_and_how_far() -> None:
    book = clockbook.ours()
    said = [(each.source, each.status) for each in book.clocks.values()]
    said += [(each.source, each.status) for each in book.rules.values()]
    said += [(each.source, each.status) for each in book.acts.kinds.values()]
    assert all(source and status in Status for source, status in said)
    assert {each.status for each in book.clocks.values()} == {Status.V, Status.P, Status.M}


def test_every_kind_of_act_starts_a_clock_or_meets_one_or_says_why_not() -> None:
    book = clockbook.ours()
    used = {kind for clock in book.clocks.values() for kind in (*clock.trigger, *clock.met_by, *clock.requires)}
    used |= {kind for clock in book.clocks.values() if clock.extension for kind in clock.extension.granted}
    unused = {kind for kind in book.acts.kinds if kind not in used}
    assert unused == {"complaint", "relief-applied", "relief-allowed", "relief-refused"}
    assert all(book.acts.kinds[kind].note.startswith("No clock of these tables runs") for kind in unused)


MADE_UP = """
- id: made_up
  title: "A made-up limit"
  nature: step
  trigger: [made-up-act]
  offset: {n: 2, unit: working-days, first: not-counted, status: V, source: "nowhere"}
  calendar: FAIR
  nations: [england]
  elections: [school]
  person: "whoever made it up"
  consequence: "nothing"
  met_by: [made-up-step]
  when_ended: [made_up_rule]
  source: "nowhere"
  status: M
"""


def test_a_made_up_clock_of_a_file_works(tables: Path) -> None:
    with (tables / "clocks.yaml").open("a") as more:
        more.write(MADE_UP)
    spoil(
        tables,
        "clocks.yaml",
        "calendars:\n",
        'calendars:\n- {id: FAIR, title: "days of the fair", text: "made up", excluded: [saturday, bank-holiday], source: "nowhere", status: V}\n',
    )
    spoil(
        tables, "clocks.yaml", "elections:\n", 'elections:\n- {id: school, title: "election of a school", groups: []}\n'
    )
    spoil(
        tables,
        "acts.yaml",
        "acts:\n",
        'acts:\n- {id: made-up-act, title: "made up", status: M, source: "nowhere", needs: [ref]}\n- {id: made-up-step, title: "made up too", status: M, source: "nowhere"}\n',
    )
    spoil(
        tables,
        "rules.yaml",
        "rules:\n",
        'rules:\n- {id: made_up_rule, title: "made up", text: "made up", source: "nowhere", status: M}\n',
    )
    spoil(
        tables,
        "holidays.yaml",
        '"05-26": "Spring bank holiday"',
        '"05-23": "made-up day", "05-26": "Spring bank holiday"',
    )
    book = clockbook.load(tables)
    start = act("made-up-act", "2014-05-22", election="school", ref="7")
    clock = clocks([start], on="2014-05-22", book=book)["made-up-act/made_up"]
    assert clock.ends == date(2014, 5, 27)  # Friday made up, Saturday, Sunday (1), Monday a bank holiday, Tuesday (2)
    assert "Friday 23 May 2014 (made-up day)" in clock.working
    assert clocks([start], on="2014-05-28", book=book)["made-up-act/made_up"].otherwise == ("made_up_rule",)
    done = clocks([start, act("made-up-step", "2014-05-26", election="school")], on="2014-05-28", book=book)
    assert done["made-up-act/made_up"].met_by == "made-up-step"


PETITION = "- id: petition_local\n"


@pytest.mark.parametrize(
    ("name", "old", "new", "spot", "what"),
    [
        ("clocks.yaml", PETITION, f"{PETITION}  colour: red\n", "clocks.yaml: petition_local: colour", "no such field"),
        ("clocks.yaml", "  nature: limit\n", "", "clocks.yaml: petition_local: nature", "missing"),
        ("clocks.yaml", "nature: limit", "nature: limits", "clocks.yaml: petition_local: nature", "one of"),
        (
            "clocks.yaml",
            "{n: 21, unit: days",
            '{n: "21", unit: days',
            "clocks.yaml: petition_local: offset.n",
            "a whole number",
        ),
        (
            "clocks.yaml",
            "{n: 21, unit: days",
            "{n: true, unit: days",
            "clocks.yaml: petition_local: offset.n",
            "a whole number",
        ),
        ("clocks.yaml", "{n: 21, unit: days", "{n: -1, unit: days", "clocks.yaml: petition_local: offset", "negative"),
        (
            "clocks.yaml",
            "trigger: [poll]",
            "trigger: [pole]",
            "clocks.yaml: petition_local: trigger",
            "no kind of act 'pole'",
        ),
        ("clocks.yaml", "trigger: [poll]", "trigger: poll", "clocks.yaml: petition_local: trigger", "a list"),
        ("clocks.yaml", "  trigger: [poll]\n", "", "clocks.yaml: petition_local: trigger", "runs from acts"),
        ("clocks.yaml", "calendar: S119", "calendar: S120", "clocks.yaml: petition_local: calendar", "no calendar"),
        (
            "clocks.yaml",
            "nations: [england, wales, scotland]\n",
            "nations: [engeland]\n",
            "clocks.yaml: petition_local: nations",
            "no nation",
        ),
        (
            "clocks.yaml",
            'elections: [local-government]\n  person: "four',
            'elections: [locals]\n  person: "four',
            "clocks.yaml: petition_local: elections",
            "no kind of election",
        ),
        ("clocks.yaml", "forum: election_court", "forum: court", "clocks.yaml: petition_local: forum", "no forum"),
        (
            "clocks.yaml",
            "met_by: [petition-presented]",
            "met_by: [petition]",
            "clocks.yaml: petition_local: met_by",
            "no kind of act",
        ),
        (
            "clocks.yaml",
            "id: petition_local_corrupt_payment",
            "id: petition_local",
            "clocks.yaml: petition_local: id",
            "twice",
        ),
        (
            "clocks.yaml",
            "after: [expenses_return_due]",
            "after: [petition_parl_illegal]",
            "clocks.yaml: petition_parl_illegal: after",
            "own end",
        ),
        (
            "clocks.yaml",
            "after: [expenses_return_due]",
            "after: [nothing]",
            "clocks.yaml: petition_parl_illegal: after",
            "no clock",
        ),
        (
            "clocks.yaml",
            "direction: before, ",
            "direction: before, from_day: 2, ",
            "clocks.yaml: petition_trial_notice_local: offset",
            "counted back",
        ),
        (
            "clocks.yaml",
            "when_ended: [non_rpa_offences",
            "when_ended: [nothing",
            "clocks.yaml: prosecution: when_ended",
            "no rule",
        ),
        (
            "clocks.yaml",
            "valid_from: 2007-01-01",
            'valid_from: "2007"',
            "clocks.yaml: prosecution_extension_application: valid_from",
            "a day",
        ),
        (
            "clocks.yaml",
            "excluded: [saturday,",
            "excluded: [caturday,",
            "clocks.yaml: S119: excluded",
            "no kind of day",
        ),
        ("clocks.yaml", "forums:\n", "forum:\n", "clocks.yaml: forum", "no such field"),
        ("clocks.yaml", "warn: [90,", "warn: [often,", "clocks.yaml: warn", "list of days"),
        (
            "clocks.yaml",
            'title: "Petition questioning a local election"',
            'title: ""',
            "clocks.yaml: petition_local: title",
            "text",
        ),
        ("clocks.yaml", "  status: V\n", "  status: X\n", "clocks.yaml: S119: status", "one of"),
        (
            "acts.yaml",
            "needs: [person]",
            "needs: [name]",
            "acts.yaml: corrupt-practice-report: needs",
            "no field 'name'",
        ),
        ("acts.yaml", ", values: [corrupt, illegal]", "", "acts.yaml: practice: values", "where it is one of some"),
        (
            "rules.yaml",
            "clocks: [petition_local,",
            "clocks: [petition,",
            "rules.yaml: s164_counts_as_corrupt: clocks",
            "no clock",
        ),
        ("holidays.yaml", '"05-26"', '"05-32"', "holidays.yaml: england-wales: 2014.05-32", "no such day"),
        ("holidays.yaml", "first: 2012,", "first: 2013,", "holidays.yaml: spans", "each year once"),
        (
            "holidays.yaml",
            "day: 2022-06-03",
            "day: 2022-06-02",
            "holidays.yaml: platinum-jubilee-2022: day",
            "off already",
        ),
        ("holidays.yaml", "    2014: {", "    2041: {", "holidays.yaml: england-wales", "each year of the spans"),
    ],
    ids=lambda each: "",
)
def test_what_is_wrong_in_a_table_is_named_by_file_entry_and_field(
    tables: Path, name: str, old: str, new: str, spot: str, what: str
) -> None:
    spoil(tables, name, old, new)
    with pytest.raises(BadLaw) as wrong:
        clockbook.load(tables)
    assert wrong.value.subject == spot
    assert what in wrong.value.what


def test_a_key_that_stands_twice_is_refused(tables: Path) -> None:
    spoil(tables, "clocks.yaml", "  nature: limit\n", "  nature: limit\n  nature: step\n")
    with pytest.raises(BadLaw, match="the key 'nature' stands twice") as wrong:
        clockbook.load(tables)
    assert wrong.value.subject.startswith("clocks.yaml: line ")


@pytest.mark.parametrize("text", ["a: [", "- just a list", "\xff", "!!python/object/apply:os.system ['true']"])
def test_what_is_no_table_is_refused(tables: Path, text: str) -> None:
    (tables / "rules.yaml").write_bytes(text.encode("latin-1"))
    with pytest.raises(BadLaw, match="rules"):
        clockbook.load(tables)


def test_a_table_that_is_not_there_is_missed(tables: Path) -> None:
    (tables / "rules.yaml").unlink()
    with pytest.raises(NoSource):
        clockbook.load(tables)


def test_no_is_a_word_and_not_a_lie(tables: Path) -> None:
    spoil(tables, "clocks.yaml", 'only: {field: by_agents, values: ["no"]}', "only: {field: by_agents, values: [no]}")
    assert (
        clockbook.load(tables).clocks["incapacity_corrupt"].only == clockbook.ours().clocks["incapacity_corrupt"].only
    )
