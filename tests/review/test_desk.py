"""What comes next: the ranking learns as people judge, hands nothing out twice, and never learns of a sealed judgement."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import ranked

from muniment.case import Case
from muniment.errors import Refused


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ranked.make(tmp_path_factory.mktemp("ranked"))


@pytest.fixture
def case(large: Path, tmp_path: Path) -> Iterator[Case]:
    with Case.open(shutil.copytree(large, tmp_path / "case"), by=ranked.ANN) as case:
        yield case


def test_it_begins_by_itself_and_hands_each_item_out_once(case: Case) -> None:
    done = ranked.read(case, 200)
    assert len(done) == len(set(done)) == 91
    assert case.review_next()["item"] is None
    assert case.progress()["judged"] == 91


def test_asking_twice_gives_the_same_and_records_nothing(case: Case) -> None:
    first = case.review_next()
    entry = case.as_of
    assert case.review_next()["item"] == first["item"]
    assert case.as_of == entry
    assert not case.item(first["item"])["opened"], "being handed out is not being opened"


def test_it_learns_and_says_why(case: Case) -> None:
    case.rank("postal OR canteen")
    ranked.read(case, 20)
    terms, rest = set(), []
    for _ in range(15):
        terms |= {each["term"] for each in case.review_next()["why"]}
        rest += ranked.read(case, 1)
    assert any("votes" in term or "elector" in term for term in terms)
    relevant = sum(ranked.is_relevant(case, item) == "relevant" for item in rest)
    assert relevant >= 10, "of what is left one in three would be relevant by chance"


def test_another_process_goes_on_where_this_one_was(case: Case) -> None:
    ranked.read(case, 25)
    here = case.review_next()
    with Case.open(case.path, by=ranked.BEN) as other:
        there = other.review_next()
        assert (there["item"], there["why"]) == (here["item"], here["why"])
        other.judge(there["item"], judgement="unsure")
    assert case.review_next()["item"] != here["item"]


def test_what_was_withdrawn_is_not_handed_out(case: Case) -> None:
    ranked.read(case, 3)
    case.withdraw("BUN-0001", "It was another matter's.")
    assert case.review_next()["item"] is None


def test_what_came_in_later_is_ranked_too(case: Case, tmp_path: Path) -> None:
    ranked.read(case, 200)
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "late.txt").write_text("A late note about the postal ballots.")
    case.intake(tmp_path / "more", "Example Society", date(2026, 3, 4))
    assert ranked.read(case, 10) == ["ITM-000092"]


def test_the_order_does_not_hang_on_the_audit(large: Path, tmp_path: Path) -> None:
    """Twice the same case and the same ranking; in one of them an audit is judged in between, and sealed."""
    begun = shutil.copytree(large, tmp_path / "begun")
    with Case.open(begun, by=ranked.ANN) as case:
        case.rank("postal")
        ranked.read(case, 12)
        case.begin_draw("80%")
        case.seed_draw("314159", ranked.BEN)
    orders = []
    for name, audited in (("with", 25), ("without", 0)):
        with Case.open(shutil.copytree(begun, tmp_path / name), by=ranked.ANN) as case:
            ranked.read(case, 1, audit=True)  # from here on judgements are sealed in both
            sealed = set(ranked.read(case, audited, audit=True))
            order = ranked.read(case, 40)
            orders.append((order, sealed))
    (one, sealed), (other, _) = orders
    assert len(sealed) == 25
    reached = [item for item in other if item not in sealed]
    assert one[: len(reached)] == reached, "what is sealed is passed over in its place, and moves nothing"


def test_a_ranking_does_not_begin_anew_under_an_audit(case: Case) -> None:
    ranked.read(case, 5)
    case.begin_draw("80%")
    with pytest.raises(Refused):
        case.review_next(audit=True)
    case.seed_draw("314159", ranked.BEN)
    ranked.read(case, 1, audit=True)
    with pytest.raises(Refused):
        case.rank("postal")
