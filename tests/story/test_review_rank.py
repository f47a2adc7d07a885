"""A review in ranked order at the terminal, from the first item to its recall certificate and whoever checks it."""

import csv
import shutil
from pathlib import Path
from typing import Any

import pytest
import ranked
from asking import Answer, ask

from muniment.case import Case

ANN = ("--by", ranked.ANN)
SMALL = ("--begin", "--target", "80%", "--readable")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ranked.make(tmp_path_factory.mktemp("ranked"), items=30)


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "case"))


def review(path: Path, *words: str) -> Answer:
    return ask(*ANN, "review", *words, case=path)


def judge(path: Path, item: str) -> None:
    with Case.open(path, by=ranked.ANN) as case:
        judgement = ranked.is_relevant(case, item)
    said = review(path, "judge", item, judgement, "--json")
    assert (said.code, said.json["item"], said.json["judgement"]) == (0, item, judgement)


def certified(path: Path) -> dict[str, Any]:
    """Do what it says, until it is issued."""
    for _ in range(60):
        said = review(path, "certificate", "--json")
        found: dict[str, Any] = said.json
        assert said.code == (0 if found["issued"] else 1)
        if found["issued"]:
            return found
        assert found["do"] in {"read", "audit"}
        audit = ("--audit",) if found["do"] == "audit" else ()
        judge(path, review(path, "next", *audit, "--json").json["item"])
    raise AssertionError(found)


def test_from_the_first_item_to_a_recall_certificate_that_anybody_checks(path: Path) -> None:
    before = review(path, "certificate")
    assert before.code == 1
    assert "expect to open about" in before.out
    assert before.out.splitlines()[-1].startswith("not yet. Nothing is drawn")

    said = review(path, "rank", "--query", "postal", "--json")
    assert said.code == 0
    following = review(path, "next", "--json").json
    assert set(following) >= {"item", "why", "remaining", "opened", "judged", "from", "as_of"}
    assert (following["item"], following["from"], following["judged"]) == (said.json["first"], "queue", 0)
    judge(path, following["item"])

    begun = review(path, "certificate", *SMALL)
    assert begun.code == 1
    assert "waits for a second person's digits" in begun.out
    assert review(path, "next", "--audit").code == 5
    assert review(path, "certificate", "--digits", "271828", "--second", f"{ranked.ANN} ").code == 2
    assert review(path, "certificate", "--digits", "271828", "--second", ranked.BEN).code == 1
    audited = review(path, "next", "--audit", "--json").json
    assert (audited["from"], audited["why"]) == ("audit", []), "judged blind"

    found = certified(path)
    assert set(found) >= {
        "issued",
        "recall_at_least",
        "recall_at_least_readable",
        "confidence",
        "found",
        "frame",
        "sampled",
        "sample_relevant",
        "not_readable",
        "assumptions",
        "need",
        "entry",
        "overtaken_by",
    }
    assert found["recall_at_least_readable"] >= 0.8
    assert (found["frame"], found["not_readable"], found["overtaken_by"]) == (31, 1, None)

    listed = review(path, "certificate", "--list")
    assert listed.code == 0
    assert f"entry {found['entry']}: at least" in listed.out
    assert listed.out.splitlines()[-1] == "1 recall certificates, 1 draws"
    again = review(path, "certificate")
    assert again.code == 1
    assert "issued before: 1" in again.out

    checked = ask("verify", "--json", case=path).json
    assert checked["ok"]
    assert [(each["entry"], each["holds"]) for each in checked["certificates"]] == [(found["entry"], True)]
    assert ask(*ANN, "rebuild", case=path).code == 0
    assert review(path, "certificate", "--list", "--json").json["certificates"][0]["entry"] == found["entry"]


def test_each_step_says_what_is_wrong_with_it_and_does_nothing(path: Path) -> None:
    with Case.open(path, by=ranked.ANN) as case:
        case.begin_draw("99.5%")
    assert "99.5% of 31 items" in review(path, "certificate", "--list").out
    wrong = (
        (("--abandon", ""), "a reason is needed"),
        (("--digits", "", "--second", ranked.BEN), "a draw wants digits"),
        (("--digits", "271828", "--alone"), "one step at a time"),
        (("--begin", "--list"), "one step at a time"),
        (("--second", ranked.BEN), "without digits"),
        (("--readable",), "fixed with the draw"),
        (("--target", "100%"), "no target"),
    )
    for words, what in wrong[:-1]:
        said = review(path, "certificate", *words)
        assert (said.code, said.out) == (2, "")
        assert what in said.err
        assert "Next: " in said.err
    said = review(path, "certificate", "--abandon", "The wrong target.")
    assert (said.code, said.out.splitlines()[-1].startswith("not yet. Nothing is drawn")) == (1, True)
    words, what = wrong[-1]
    said = review(path, "certificate", *words)
    assert said.code == 2
    assert what in said.err
    with Case.open(path, by=ranked.ANN) as case:
        assert [draw["seeded"] for draw in case.draws()] == [None]


@pytest.fixture
def labelled(tmp_path: Path) -> tuple[str, str]:
    with (tmp_path / "set.csv").open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["id", "title", "text"])
        out.writerows(
            (f"d{n}", "a note", f"the {'postal votes' if n % 6 == 0 else 'canteen roof'} {n % 7}") for n in range(90)
        )
    (tmp_path / "ids.csv").write_text("id\n" + "".join(f"d{n}\n" for n in range(0, 90, 6)))
    return str(tmp_path / "set.csv"), str(tmp_path / "ids.csv")


def test_anybody_replays_a_labelled_set(labelled: tuple[str, str]) -> None:
    texts, ids = labelled
    said = ask("review", "simulate", texts, "--relevant", ids, "--starts", "1", "--json")
    assert said.code == 0
    assert set(said.json) == {"documents", "relevant", "work_at_95", "loss", "cpu_s"}
    assert (said.json["documents"], said.json["relevant"]) == (90, 15)
    rule = ("--rule", "certificate", "--runs", "5", "--recall", ".9", "--confidence", "90%")
    said = ask("review", "simulate", texts, "--relevant", ids, "--starts", "1", *rule, "--json")
    assert set(said.json) >= {"runs", "coverage", "mean_work", "mean_recall", "worst_recall", "loss"}
    assert said.json["runs"] == 5


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--rule", "nobody-knows"), "no such rule"),
        (("--rule", ""), "no such rule"),
        (("--rule", "certificate", "--recall", "1.5"), "no share"),
        (("--rule", "certificate", "--confidence", ".0"), "no such target or confidence"),
    ],
    ids=["rule", "no rule", "share", "confidence"],
)
def test_what_cannot_be_replayed_is_said_before_the_work(
    labelled: tuple[str, str], words: tuple[str, ...], what: str
) -> None:
    said = ask("review", "simulate", labelled[0] + ".missing", "--relevant", labelled[1], *words)
    assert (said.code, said.out) == (2, "")
    assert what in said.err, "though the files are not there"
