"""The table of decisions: whole, said how far it was read, and a made-up kind of a file works."""

from pathlib import Path

import pytest

from muniment.errors import BadLaw
from muniment.prove.law import decisions
from muniment.prove.law.book import FILES, ours
from muniment.prove.law.load import FOLDER, Status

KINDS = "charge no-further-action refer petition caution advice-given time-barred not-to-seize not-to-search search-parameters strategy"


def spoilt(folder: Path, old: str, new: str) -> Path:
    text = (FOLDER / decisions.FILE).read_text()
    assert old in text
    (folder / decisions.FILE).write_text(text.replace(old, new, 1))
    return folder


def test_it_has_every_kind_and_its_hash_counts() -> None:
    law = ours().decisions
    assert set(law.kinds) == set(KINDS.split())
    assert decisions.FILE in FILES


def test_every_fact_says_where_it_was_read_and_how_far() -> None:
    law = ours().decisions
    said = [(each.source, each.status) for each in law.stages.values()]
    said += [(each.source, each.status) for each in law.shapes.values()]
    said += [(each.source, each.status) for each in law.guidance.values()]
    assert all(source and status in Status for source, status in said)


def test_what_needs_a_stage_and_a_shape_has_some_that_fit_each_other() -> None:
    law = ours().decisions
    for kind in law.kinds.values():
        assert not kind.shapes or {"stage", "shape"} <= {*kind.needs}
        for stage in kind.stages if kind.shapes else ():
            assert any(stage in law.shapes[each].stages for each in kind.shapes), (kind.id, stage)


@pytest.mark.parametrize("kind", ["no-further-action", "time-barred"])
def test_what_ends_a_case_finds_neither_guilt_nor_innocence(kind: str) -> None:
    law = ours().decisions.kinds[kind]
    assert "neither guilt nor innocence" in law.text
    assert {"of", "stage", "shape"} == {*law.needs}


def test_a_made_up_kind_of_a_file_works(tmp_path: Path) -> None:
    made_up = """kinds:
- {id: made-up, title: "made up", needs: [of], stages: [none], shapes: []}
"""
    found = decisions.load(spoilt(tmp_path, "kinds:\n", made_up))
    assert found.kinds["made-up"].needs == ("of",)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("stages: [none, threshold]", "stages: [moral]", "decisions.yaml: charge: stages"),
        ("bodies: [prosecutor]", "bodies: [moon]", "bodies"),
        ("kinds: [caution]", "kinds: [cautions]", "cautions: kinds"),
        ("of: insufficient", "of: thin", "not-credible: of"),
        ("needs: [of, stage, shape]", "needs: [luck]", "needs"),
        ("shapes: [time]", "shapes: [tide]", "time-barred: shapes"),
    ],
)
def test_what_refers_to_nothing_is_named(tmp_path: Path, old: str, new: str, named: str) -> None:
    with pytest.raises(BadLaw) as wrong:
        decisions.load(spoilt(tmp_path, old, new))
    assert named in wrong.value.subject
