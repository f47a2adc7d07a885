"""A recall certificate of a case: what it takes, what it says, what overtakes it, and that anybody can replay it."""

import json
import random
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import ranked

from muniment.case import Case
from muniment.errors import AskedWrong, Refused
from muniment.model.review import Judgement
from muniment.review.certificate import issue
from muniment.review.certificate.number import numbers, seed
from muniment.review.certificate.said import Sayings
from muniment.store.ids import id_of

SMALL = {"target": "80%", "counting": "readable"}


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with a recall certificate."""
    path = ranked.make(tmp_path_factory.mktemp("certified"))
    with Case.open(path, by=ranked.ANN) as case:
        case.rank("postal")
        ranked.read(case, 20)
        case.begin_draw(**SMALL)
        case.seed_draw("271828", ranked.BEN)
        assert ranked.certify(case, "80%")["issued"]
    return path


@pytest.fixture
def case(certified: Path, tmp_path: Path) -> Iterator[Case]:
    with Case.open(shutil.copytree(certified, tmp_path / "case"), by=ranked.ANN) as case:
        yield case


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Case]:
    with Case.open(ranked.make(tmp_path, items=24), by=ranked.ANN) as case:
        yield case


def test_what_it_says_is_what_is_there(case: Case) -> None:
    said = case.certificates()[0]
    assert said["issued"]
    assert said["frame"] == 91
    unjudged = case.reviewed("ITM-000091")["judgement"] is None  # it has no text, and ranks by chance
    assert said["not_readable"] == unjudged
    assert said["confidence"] == 0.95
    assert 0.8 <= said["recall_at_least_readable"] <= 1
    assert (said["recall_at_least"] < said["recall_at_least_readable"]) is unjudged
    assert said["found"] == case.progress()["relevant"]
    assert said["overtaken_by"] is None
    assert any("judgement of an item is taken as right" in each for each in said["assumptions"])


def test_anybody_replays_it(case: Case) -> None:
    said = Case.verify_at(case.path)
    assert said["ok"], said["problems"]
    assert [(each["holds"], each["overtaken_by"]) for each in said["certificates"]] == [(True, None)]


def test_it_survives_a_rebuild(case: Case) -> None:
    before = case.certificates()
    case.rebuild()
    assert case.certificates()[0] | {"as_of": 0} == before[0] | {"as_of": 0}


def test_what_came_in_later_overtakes_it(case: Case, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "late.txt").write_text("A late note.")
    case.intake(tmp_path / "more", "Example Society", date(2026, 3, 4))
    entry = case.certificates()[0]["overtaken_by"]
    assert entry > case.certificates()[0]["entry"]
    assert Case.verify_at(case.path)["certificates"][0]["overtaken_by"] == entry


def test_another_judgement_of_an_item_overtakes_it(case: Case) -> None:
    item = next(hit["item"] for hit in case.search_all("judged:relevant"))
    entry = case.judge(item, judgement="unsure")["entry"]
    assert case.certificates()[0]["overtaken_by"] == entry
    assert Case.verify_at(case.path)["certificates"][0]["overtaken_by"] == entry


def test_the_next_draw_says_that_it_is_the_second(case: Case) -> None:
    case.begin_draw(**SMALL)
    case.seed_draw(how="alone")
    said = case.certificate("80%", issue=False)
    assert any("draw 2" in each for each in said["assumptions"])
    assert any("not independently seeded" in each for each in said["assumptions"])
    case.abandon_draw("One is enough.")
    assert [draw["abandoned"] is not None for draw in case.draws()] == [False, True]


def test_nothing_is_said_before_a_draw_but_what_it_would_cost(fresh: Case) -> None:
    said = fresh.certificate()
    assert (said["issued"], said["do"], said["entry"], said["recall_at_least"]) == (False, "begin", None, None)
    assert said["need"] >= 20
    assert said["expect"][0]["opens"] <= said["frame"] == 25


def test_who_begins_a_draw_cannot_seed_it(fresh: Case) -> None:
    with pytest.raises(Refused):
        fresh.seed_draw("123456", ranked.BEN)
    fresh.begin_draw()
    with pytest.raises(AskedWrong):
        fresh.seed_draw("123456", ranked.ANN)
    with pytest.raises(AskedWrong):
        fresh.seed_draw("12345", ranked.BEN)
    with pytest.raises(Refused):
        fresh.begin_draw()
    fresh.seed_draw("123456", ranked.BEN)
    with pytest.raises(Refused):
        fresh.seed_draw("123456", ranked.BEN)


def test_where_everything_is_judged_nothing_is_left_to_chance(fresh: Case) -> None:
    ranked.read(fresh, 100)
    fresh.begin_draw()
    fresh.seed_draw(how="alone")
    said = fresh.certificate()
    assert (said["issued"], said["not_readable"]) == (False, 1), "nobody opened what has no text"
    fresh.opened(unread(fresh))
    said = fresh.certificate()
    assert said["issued"]
    assert said["recall_at_least"] == said["recall_at_least_readable"] == 1


def unread(case: Case) -> str:
    return str(next(row["id"] for row in case.items() if row["state"].startswith("unread")))


def test_what_cannot_be_read_forbids_it_until_somebody_opened_and_judged_it(fresh: Case) -> None:
    """Eight are relevant: one that may be relevant too is more than one in twenty."""
    textless = unread(fresh)
    for item in [row["id"] for row in fresh.items() if row["id"] != textless]:
        fresh.judge(item, judgement=ranked.is_relevant(fresh, item))
    fresh.begin_draw()
    fresh.seed_draw(how="alone")
    said = fresh.certificate()
    assert (said["issued"], said["do"], said["settle"]) == (False, "impossible", 1)
    fresh.settle(textless, says="nothing-there", why="I looked.")
    assert not fresh.certificate()["issued"], "that it was settled says nothing of what it is to the case"
    assert fresh.judge(textless, judgement="not-relevant")["unread"] == 1
    said = fresh.certificate()
    assert (said["issued"], said["not_readable"]) == (False, 1), "nobody who judged it has opened it"
    with Case.open(fresh.path, by=ranked.BEN) as ben:
        ben.opened(textless)
    assert not fresh.certificate()["issued"], "one person must do both"
    entry = fresh.settle(textless, says="read-elsewhere", why="I have the paper.")["entry"]
    assert fresh.judge(textless, judgement="not-relevant")["unread"] == 0
    assert fresh.certificate(issue=False)["not_readable"] == 0
    fresh.unsettle(entry, "It was another paper.")
    assert not fresh.certificate()["issued"]
    fresh.opened(textless, how="in the evidence room")
    said = fresh.certificate()
    assert (said["issued"], said["not_readable"], said["sample_opened"]) == (True, 0, 1)
    assert Case.verify_at(fresh.path)["ok"]


def test_a_judgement_in_bulk_of_what_nobody_opened_certifies_nothing(tmp_path: Path) -> None:
    """Boxes on a shelf, judged by a search: each still counts as possibly relevant, and the certificate names them all."""
    with Case.open(ranked.make(tmp_path, items=24), by=ranked.ANN) as case:
        boxes = [case.box_add(f"Box {n} of ballots", "Example Society")["item"] for n in range(3)]
        for row in case.items():
            case.judge(row["id"], judgement=ranked.is_relevant(case, row["id"]))
        said = case.judge(*boxes, judgement="relevant")
        assert said["unread"] == 3
        case.box_open(boxes[0], "with two witnesses")
        assert case.still_unread(said["entry"]) == 2
        case.begin_draw("50%", "readable")
        case.seed_draw(how="alone")
        said = case.certificate("50%")
        assert (said["issued"], said["not_readable"], said["found"]) == (True, 3, 9)
        assert said["recall_at_least"] == 0.75, "9 of 12: the other boxes and the file without text may be relevant"
        assert said["sample_blind"] == 0
        assert any("0 were judged alone" in each for each in said["assumptions"])
        assert Case.verify_at(case.path)["ok"]


def test_anybody_works_the_audit_out(case: Case) -> None:
    draw = case.draws()[0]
    frame = [id_of(n) for n in range(1, 92)]
    found = numbers(seed(draw["leaf"], "typed", draw["digits"]), frame)
    level = case.certificates()[0]
    judged = {hit["item"] for hit in case.search_all("NOT judged:nobody")}
    below = [
        item
        for item in frame
        if found[item] < min(found[each] for each in frame if each not in judged and each != "ITM-000091")
    ]
    assert len([item for item in below if item in judged]) == level["sampled"]


def test_a_figure_that_does_not_follow_is_named(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever holds the key can write any figure: replaying it shows that it does not follow."""
    real = issue.Decision.figures

    def better(self: issue.Decision) -> dict[str, int]:
        return real(self) | {"recall_part": 99, "recall_of": 100}

    case.begin_draw(**SMALL)
    case.seed_draw(how="alone")
    monkeypatch.setattr(issue.Decision, "figures", better)
    assert ranked.certify(case, "80%")["issued"]
    monkeypatch.undo()
    said = Case.verify_at(case.path)
    assert not said["ok"]
    assert any("recall_part" in each["what"] for each in said["problems"])
    assert [each["holds"] for each in said["certificates"]] == [True, False]


def test_tables_and_replay_agree_on_what_stands(fresh: Case) -> None:
    """Two ways to work out what people say of an item: in SQL as acts come in, and in the replay of a certificate."""
    chance, items = random.Random(5), [id_of(n) for n in range(1, 6)]
    said, entries = Sayings(), list[tuple[Case, int]]()
    with Case.open(fresh.path, by=ranked.BEN) as ben, Case.open(fresh.path, by="Cat Example") as cat:
        for _ in range(160):
            who, item = chance.choice([fresh, ben, cat]), chance.choice(items)
            judgement, decides = chance.choice(list(Judgement)), chance.random() < 0.25
            if entries and chance.random() < 0.2:
                by, entry = entries.pop(chance.randrange(len(entries)))
                by.take_back(entry)
                said.take_back(entry)
            else:
                entry = who.judge(item, judgement=judgement, decides=decides)["entry"]
                entries.append((who, entry))
                said.say(entry, item, who.by, judgement, decides=decides)
            for each in items:
                found, stands = fresh.reviewed(each), said.of(each)
                assert found["judgement"] == (None if stands is None else stands.value), json.dumps(found)


def test_a_search_beside_the_audit_teaches_nothing(fresh: Case) -> None:
    """From the first item that a draw hands out, whoever finds its like by a search is sealed too."""
    done = ranked.read(fresh, 3)
    fresh.begin_draw(**SMALL)
    fresh.seed_draw("271828", ranked.BEN)
    handed = {*done, fresh.review_next(audit=True)["item"], fresh.review_next()["item"]}
    aside = next(row["id"] for row in fresh.items() if row["id"] not in handed)
    fresh.judge(aside, judgement="relevant")
    course = fresh._desk.course()
    assert aside in course.sealed()
    assert aside not in course.taught()


def test_what_is_withdrawn_under_a_draw_stops_nothing(tmp_path: Path) -> None:
    """It stays in the frame and counts as possibly relevant; the queue and the audit pass it over, here and in the replay."""
    (tmp_path / "wrong").mkdir()
    (tmp_path / "wrong" / "other.txt").write_text("Of another matter.")
    with Case.open(ranked.make(tmp_path, items=40, every=2), by=ranked.ANN) as case:
        case.intake(tmp_path / "wrong", "Example Society", date(2026, 3, 4))
        ranked.read(case, 10)
        case.begin_draw("60%", "readable")
        case.seed_draw("271828", ranked.BEN)
        ranked.read(case, 2, audit=True)
        case.withdraw("BUN-0002", "It was another matter's.")
        assert ranked.certify(case, "60%")["issued"]
        said = Case.verify_at(case.path)
        assert said["ok"], said["problems"]
        assert said["certificates"][0]["holds"]
