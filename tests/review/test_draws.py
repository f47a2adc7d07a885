"""A draw from its begin to its recall certificate, on the ways that people leave it by: what is allowed, said and counted."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import ranked

from muniment.case import Case
from muniment.errors import AskedWrong, Refused
from muniment.model.review import Judged, Judgement, Way
from muniment.store.ids import number_of

SMALL = {"target": "80%", "counting": "readable"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ranked.make(tmp_path_factory.mktemp("drawn"), items=60)


@pytest.fixture
def case(made: Path, tmp_path: Path) -> Iterator[Case]:
    with Case.open(shutil.copytree(made, tmp_path / "case"), by=ranked.ANN) as case:
        yield case


def unread(case: Case) -> str:
    return str(next(row["id"] for row in case.items() if row["state"].startswith("unread")))


def begin(case: Case, **more: str) -> None:
    case.begin_draw(**(SMALL | more))
    case.seed_draw("271828", ranked.BEN)


def more(case: Case, at: Path, *names: str, hold: bool = False) -> None:
    at.mkdir()
    for name in names:
        (at / f"{name}.txt").write_text(f"A late note about the postal votes, {name}.")
    case.intake(at, "Example Society", date(2026, 3, 4), hold=hold)


def holds(case: Case) -> bool:
    said = Case.verify_at(case.path)
    assert said["ok"], said["problems"]
    return all(each["holds"] for each in said["certificates"])


# -- the audit and the ranking beside it


def test_an_audit_begins_a_ranking_where_there_is_none(case: Case) -> None:
    """A ranking cannot begin after the first audit: without one nobody could read on in ranked order."""
    begin(case)
    ranked.read(case, 2, audit=True)
    assert case.review_next()["item"] is not None
    assert ranked.certify(case, "80%")["issued"]
    assert holds(case)


def test_what_nobody_handed_out_is_no_audit(case: Case) -> None:
    """Whoever happens on the first item of a draw by a search knows nothing of its number, and begins no audit."""
    ranked.read(case, 2)
    begin(case)
    with Case.open(shutil.copytree(case.path, case.path.parent / "other"), by=ranked.ANN) as other:
        first = other.review_next(audit=True)["item"]
        assert other.way_of(first) in {"audit", "queue"}
    assert case.way_of(first) in {"aside", "queue"}
    case.judge(first, judgement=ranked.is_relevant(case, first))
    assert case._desk.course().audit_began is None


def test_nothing_is_sealed_before_there_is_a_seed(case: Case) -> None:
    """Also where an entry says that an item came by an audit: the case and the replay follow the same entries."""
    ranked.read(case, 8)
    case.begin_draw(**SMALL)
    aside = [row["id"] for row in case.items() if not case.reviewed(row["id"])["says"]][-2]
    with pytest.raises(Refused):
        case.judge(aside, judgement=ranked.is_relevant(case, aside), way="audit")
    judgement, at = Judgement(ranked.is_relevant(case, aside)), [(number_of(aside), 1)]
    case._store.record(Judged(judgement, Way.AUDIT, "", at, 1))
    ranked.read(case, 20)
    assert aside in case._desk.course().reached()
    case.seed_draw("271828", ranked.BEN)
    assert ranked.certify(case, "80%")["issued"]
    assert holds(case)


def test_an_audit_is_of_what_the_draw_handed_out(case: Case) -> None:
    """One by one and in its order; of two people who have the same item before them both were handed it."""
    ranked.read(case, 4)
    begin(case)
    first = case.review_next(audit=True)["item"]
    other = next(row["id"] for row in reversed([*case.items()]) if row["id"] not in {first, case.review_next()["item"]})
    for items in ((other,), (first, other)):
        with pytest.raises(Refused):
            case.judge(*items, judgement="not-relevant", way="audit")
    with pytest.raises(Refused):
        case.judge(query="postal", judgement="relevant", way="audit", count=case.to_judge("postal", "relevant"))
    case.judge(first, judgement="not-relevant", way="audit")
    with Case.open(case.path, by=ranked.BEN) as ben:
        assert ben.judge(first, judgement="relevant", way="audit")["entry"]
    said = case.certificate("80%", issue=False)
    assert (said["sampled"], said["sample_blind"], said["sample_opened"]) == (said["sampled"], 1, 0)


# -- the seed


def test_one_more_blank_makes_nobody_a_second_person(case: Case) -> None:
    case.begin_draw()
    for name in ("", "  ", f" {ranked.ANN} ", ranked.ANN.replace(" ", "  "), ranked.ANN.upper()):
        with pytest.raises(AskedWrong):
            case.seed_draw("123456", name)


@pytest.mark.parametrize(
    ("digits", "how"),
    [("5a" * 64, "cosigned"), ("1" * 2_000, "typed"), ("1", "alone")],
    ids=["cosigned", "long", "alone"],
)
def test_what_nobody_can_check_is_no_seed(case: Case, digits: str, how: str) -> None:
    """A signature without the note and the key that made it could be anything, and hide that nobody else gave the seed."""
    case.begin_draw()
    with pytest.raises(AskedWrong):
        case.seed_draw(digits, ranked.BEN, how)


def test_without_a_seed_nothing_is_claimed_though_all_is_judged(case: Case) -> None:
    for row in case.items():
        case.judge(row["id"], judgement=ranked.is_relevant(case, row["id"]))
    case.begin_draw()
    said = case.certificate()
    assert (said["issued"], said["do"], said["recall_at_least"]) == (False, "seed", None)
    case.seed_draw("271828", ranked.BEN)
    assert case.certificate()["issued"]


# -- what is counted


def test_one_that_cannot_be_read_and_was_taken_back_is_undecided_once(case: Case) -> None:
    item = unread(case)
    case.opened(item)
    entry = case.judge(item, judgement="not-relevant")["entry"]
    ranked.read(case, 20)
    case.take_back(entry)
    begin(case)
    for _ in range(100):
        said = case.certificate("80%")
        if said["issued"]:
            break
        following = case.review_next(audit=said["do"] == "audit")["item"]
        case.judge(following, judgement="unsure" if following == item else ranked.is_relevant(case, following))
    assert said["issued"]
    assert (said["undecided"], said["not_readable"]) == (1, 0)
    assert holds(case)


def test_it_says_what_the_doubtful_ones_cost(case: Case) -> None:
    """One item without text: at 95 % nineteen must be found before it may be missing."""
    case.begin_draw()
    case.seed_draw(how="alone")
    said = case.certificate()
    assert (said["do"], said["settle"], said["enough"]) == ("impossible", 1, 19)
    ranked.read(case, 100)
    assert case.certificate()["found"] == 20
    assert case.certificate()["do"] != "impossible"


def test_what_came_in_since_waits_and_is_counted(case: Case, tmp_path: Path) -> None:
    begin(case)
    more(case, tmp_path / "more", "late", "later")
    assert case.certificate("80%")["outside"] == 2
    ranked.read(case, 200)
    said = case.review_next()
    assert (said["item"], said["outside"], said["remaining"]) == (None, 2, 2)
    case.abandon_draw("More came.")
    assert case.review_next()["item"] is not None


# -- what overtakes it


@pytest.fixture
def issued(case: Case) -> Case:
    ranked.read(case, 10)
    begin(case)
    assert ranked.certify(case, "80%")["issued"]
    return case


def overtaken(case: Case) -> int | None:
    """By the tables and by the replay, which agree."""
    found = case.certificates()[0]["overtaken_by"]
    assert Case.verify_at(case.path)["certificates"][0]["overtaken_by"] == found
    return found if found is None else int(found)


def test_what_is_judged_again_as_it_was_overtakes_nothing(issued: Case) -> None:
    item = next(hit["item"] for hit in issued.search_all("judged:relevant"))
    entry = issued.judge(item, judgement="unsure")["entry"]
    assert overtaken(issued) == entry
    issued.take_back(entry)
    assert overtaken(issued) is None


def test_what_came_in_and_was_withdrawn_overtakes_nothing(issued: Case, tmp_path: Path) -> None:
    more(issued, tmp_path / "more", "late")
    assert overtaken(issued) is not None
    issued.withdraw("BUN-0002", "Of another matter.")
    assert overtaken(issued) is None


def test_what_came_in_after_the_draw_lies_outside_its_frame(case: Case, tmp_path: Path) -> None:
    """Judged before the certificate was issued, and another way after it: the certificate says nothing of such an item."""
    ranked.read(case, 10)
    begin(case)
    more(case, tmp_path / "more", "late")
    late = next(row["id"] for row in case.items() if row["name"] == "late.txt")
    case.judge(late, judgement="not-relevant")
    assert ranked.certify(case, "80%")["issued"]
    case.judge(late, judgement="relevant")
    assert overtaken(case) is None
    assert case.progress()["certificates_overtaken"] == 0
    within = next(hit["item"] for hit in case.search_all("judged:relevant") if hit["item"] != late)
    entry = case.judge(within, judgement="unsure")["entry"]
    assert overtaken(case) == entry


def test_what_is_withdrawn_or_erased_later_leaves_it_replayed(issued: Case) -> None:
    """What could not be read then is asked of the readings of then."""
    nobody = [row["id"] for row in issued.items() if not issued.reviewed(row["id"])["says"]]
    issued.erase(nobody[0], unread(issued), authority="Order 7", agreed_by=[ranked.ANN, ranked.BEN])
    assert holds(issued)
    issued.withdraw("BUN-0001", "Of another matter.")
    assert holds(issued)


def test_what_is_read_again_later_leaves_it_replayed(issued: Case) -> None:
    before = issued.as_of
    issued.reread()
    assert issued.as_of > before
    assert holds(issued)


def test_what_was_held_then_could_not_be_read(case: Case, tmp_path: Path) -> None:
    more(case, tmp_path / "more", "held", "too", hold=True)
    ranked.read(case, 10)
    begin(case)
    said = ranked.certify(case, "80%")
    # Two are held, and one has no text: it ranks by chance, and where it was judged nobody who did so had opened it.
    assert (said["issued"], said["not_readable"]) == (True, 3)
    case.release("BUN-0002", "It is ours.")
    assert holds(case)


# -- the words beside an item


def test_what_comes_in_within_a_batch_changes_no_reasons(case: Case, tmp_path: Path) -> None:
    case.rank("postal")
    ranked.read(case, 25)
    before = case.review_next()
    assert before["why"]
    more(case, tmp_path / "more", *(f"zebra{n} aardvark{n}" for n in range(20)))
    assert case.review_next()["why"] == before["why"]
    with Case.open(case.path, by=ranked.BEN) as other:
        assert other.review_next()["why"] == before["why"]


def test_what_no_model_gave_has_no_reasons(case: Case) -> None:
    case.rank("postal")
    ranked.read(case, 25)
    assert case.review_next()["why"]
    said = case.rank("drivers")
    assert case.review_next()["item"] == said["first"]
    assert case.review_next()["why"] == [], "the search gave it, not the model of the ranking before"


def test_a_query_that_finds_nothing_begins_nothing(case: Case) -> None:
    before = case.as_of
    with pytest.raises(AskedWrong):
        case.rank("zzznothing")
    assert case.as_of == before
