"""The counts that people see are those of the items behind them, whatever was done with a case, and after it is made anew."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from muniment.case import Case
from muniment.case.base import Json

DAY = date(2026, 3, 3)
CHOSEN = [
    {},
    {"waits": "needs_person"},
    {"waits": "unseen"},
    {"opened": "yes"},
    {"opened": "no"},
    {"settled": "yes"},
    {"settled": "no"},
    {"judged": "yes"},
    {"opened": "yes", "judged": "no"},
]


@pytest.fixture
def case(tmp_path: Path, no_waiting: None) -> Iterator[Case]:
    """Two bundles: texts, one file that no reader knows twice, one that is empty; the second has one of them too, and is held."""
    for bundle, names in (("stick", ("a.txt", "b.txt", "x.bin", "y.bin", "empty.txt")), ("post", ("a.txt", "x.bin"))):
        (tmp_path / bundle).mkdir()
        for name in names:
            text = b"\x01\x02unknown" if name.endswith("bin") else b"" if name == "empty.txt" else b"A note."
            (tmp_path / bundle / name).write_bytes(text)
    with Case.new("Eastmere", tmp_path / "case", by="Ann Example") as made:
        made.intake(tmp_path / "stick", "Example Constabulary", DAY)
        made.intake(tmp_path / "post", "Example Society", DAY, hold=True)
        yield made


def ids(case: Case) -> list[str]:
    return [str(row["id"]) for row in case.items()]


def counted(case: Case) -> Json:
    """Every count that is kept holds; then what is said of the case."""
    assert case.check() == []
    for chosen in CHOSEN:
        for bundle in ("", "BUN-0001", "BUN-0002"):
            asked: dict[str, Any] = chosen | {"bundle": bundle}
            assert case.item_page(**asked)["total"] == len(list(case.item_lines(**asked))), asked
    bands = case.bands()
    for bundle in ("", "BUN-0001", "BUN-0002"):
        for sum_, band in bands.get(bundle, {}).items():
            said: dict[str, Any] = {"opened": {"opened": "yes"}, "judged": {"judged": "yes"}, "items": {}}
            said["opened_only"] = {"opened": "yes", "judged": "no"}
            for name, chosen in said.items():
                assert band[name] == len(list(case.item_lines(bundle=bundle, sum=sum_, **chosen))), (bundle, sum_, name)
    return {name: value for name, value in case.account().items() if name != "as_of"} | {"bands": bands}


def test_counts_follow_what_is_done_and_are_the_same_when_made_anew(case: Case) -> None:
    first = counted(case)
    assert first["needs_person"] == 3
    assert first["originals"]["needs_person"] == 2  # what is held is an original apart
    a, _, empty, x, y, *_ = ids(case)
    case.opened(a, x, empty, how="on paper")
    case.judge(a, judgement="relevant")
    entry = case.judge(x, judgement="unsure")["entry"]
    settled = case.settle(x, y, says="set-aside", why="not of this case")["entry"]
    said = counted(case)
    assert (said["opened"], said["settled"], said["needs_person"], said["unseen"]) == (3, 2, 1, 0)
    case.take_back(entry)
    case.unsettle(settled, "asked again")
    case.release("BUN-0002", "looked at by somebody else")
    said = counted(case)
    assert (said["needs_person"], said["originals"]["needs_person"]) == (3, 1)
    case.withdraw("BUN-0001", "sent by mistake")
    said = counted(case)
    assert (said["items"], said["opened"], said["needs_person"]) == (2, 0, 1)
    case.rebuild()
    assert counted(case) == said


def test_counts_hold_after_an_erasure(case: Case) -> None:
    x = ids(case)[3]
    case.opened(x, how="on paper")
    agreed = ["Grace Example", "Noor Example"]
    case.release("BUN-0002", "looked at by somebody else")
    same = [str(row["id"]) for row in case.items() if row["id"] != x and row["name"].endswith("bin")]
    case.erase(x, authority="order 7 of the court", agreed_by=agreed, others=same)
    said = counted(case)
    assert said["needs_person"] == 0
    case.rebuild()
    assert counted(case) == said


def test_a_count_that_is_not_what_was_counted_is_said(case: Case) -> None:
    case.opened(ids(case)[0], how="on paper")
    with case._store.tables.base as base:
        base.execute("UPDATE sums SET items=items+1 WHERE what='opened'")
    assert [each["where"] for each in case.check()] == ["derived"]
