"""The tables of registers: complaints, replies, witnesses, supply: whole, said how far they were read; a made-up entry works."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from muniment.errors import BadLaw
from muniment.prove.law import complaints, replies, supply, witnesses
from muniment.prove.law.book import FILES, REGISTERS, ours
from muniment.prove.law.load import FOLDER, Status

LOAD: dict[str, Callable[[Path], Any]] = {
    complaints.FILE: complaints.load,
    replies.FILE: lambda folder: replies.load(folder, ours().decisions.bodies),
    witnesses.FILE: lambda folder: witnesses.load(folder, ours().forums.forums),
    supply.FILE: supply.load,
}


def spoilt(folder: Path, name: str, old: str, new: str) -> Any:
    text = (FOLDER / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1))
    return LOAD[name](folder)


def test_they_are_part_of_the_law_that_a_case_adopts() -> None:
    assert {*LOAD} <= {*REGISTERS}
    assert {*REGISTERS} <= {*FILES}


def test_categories_and_outcomes_are_those_of_the_yearly_data() -> None:
    law = ours().complaints
    assert {*law.categories} == {"campaign", "voting", "nomination", "registration", "administration", "other"}
    assert [each.id for each in law.outcomes.values() if not each.ends] == [
        "under-investigation",
        "awaiting-advice",
        "court-proceedings",
    ]
    assert [each.id for each in law.outcomes.values() if each.reasons] == ["no-further-action"]
    assert not law.reasons["time"].status.verified


def test_the_ways_to_put_an_allegation_are_a_closed_list() -> None:
    law = ours().replies
    assert [*law.ways] == ["interview-under-caution", "letter", "notice-s160", "court", "press"]
    assert [*law.not_yet] == ["too-early", "would-prejudice", "declined"]
    assert law.open_to("") == [*law.ways]
    assert law.open_to("election-court") == ["notice-s160", "court"]


def test_every_grade_of_the_scheme_has_its_words() -> None:
    scheme = ours().witnesses.grades["3x5x2"]
    assert len(scheme.grades) == 3 * 5 * 2
    assert all(all(scheme.says(each)) for each in scheme.grades)


def test_what_officers_hold_says_who_may_have_it_and_how_far_it_was_read() -> None:
    law = ours().supply
    said = [(each.source, each.status) for each in law.data.values()]
    said += [(way.basis, way.status) for each in law.data.values() for way in each.ways]
    assert all(source and status in Status for source, status in said)
    assert all(each.ways for each in law.data.values())


@pytest.mark.parametrize(
    ("name", "old", "new", "named"),
    [
        (complaints.FILE, "reasons: [no-offence", "reasons: [boredom", "no-further-action: reasons"),
        (complaints.FILE, "id: voting", "id: campaign", "campaign: id"),
        (replies.FILE, "bodies: [election-court]", "bodies: [moon]", "notice-s160: bodies"),
        (replies.FILE, "id: press", "id: not-yet", "not-yet: id"),
        (witnesses.FILE, "forums: [election-court]", "forums: [moon]", "civil: forums"),
        (witnesses.FILE, "reached: true", "reached: maybe", "spoke: reached"),
        (supply.FILE, "who: elected, how", "who: moon, how", "full-register: ways"),
        (supply.FILE, "how: inspection", "how: theft", "how"),
    ],
)
def test_what_a_table_does_not_say_exactly_is_named(tmp_path: Path, name: str, old: str, new: str, named: str) -> None:
    with pytest.raises(BadLaw) as wrong:
        spoilt(tmp_path, name, old, new)
    assert named in wrong.value.subject
    assert name in wrong.value.subject


@pytest.mark.parametrize(
    ("name", "section", "entry", "where"),
    [
        (complaints.FILE, "channels", '{id: made-up, title: "made up"}', "channels"),
        (replies.FILE, "not_yet", '{id: made-up, title: "made up", text: "made up"}', "not_yet"),
        (witnesses.FILE, "hows", '{id: made-up, title: "made up"}', "hows"),
        (supply.FILE, "bases", '{id: made-up, title: "made up"}', "bases"),
    ],
)
def test_a_made_up_entry_of_a_file_works(tmp_path: Path, name: str, section: str, entry: str, where: str) -> None:
    found = spoilt(tmp_path, name, f"{section}:\n", f"{section}:\n- {entry}\n")
    assert "made-up" in getattr(found, where)
