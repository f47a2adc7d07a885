"""A review at the terminal: judged, taken back, tagged, noted, sampled, and how far people came."""

import shutil
from pathlib import Path

import pytest
import reviewing
from asking import Answer, ask

ANN, BEN = ("--by", reviewing.ANN), ("--by", reviewing.BEN)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return reviewing.make(tmp_path_factory.mktemp("reviewed"))


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "case"))


def as_(who: tuple[str, str], path: Path, *words: str) -> Answer:
    return ask(*who, "review", *words, case=path)


def test_judgements_at_the_terminal(path: Path) -> None:
    said = as_(ANN, path, "judge", "ITM-000001", "relevant", "--note", "the hall", "--json")
    assert said.code == 0
    assert set(said.json) >= {"entry", "item", "judgement", "by", "at", "as_of"}
    assert (said.json["item"], said.json["judgement"], said.json["by"]) == ("ITM-000001", "relevant", reviewing.ANN)
    differs = as_(BEN, path, "judge", "ITM-000001", "not-relevant")
    assert differs.code == 0
    assert "people differ, so it counts as unsure" in differs.out
    assert as_(ANN, path, "disagreements", "--json").json["items"][0]["item"] == "ITM-000001"
    refused = as_(BEN, path, "take-back", str(said.json["entry"]), "--json")
    assert (refused.code, refused.error["kind"]) == (5, "Refused")
    assert as_(ANN, path, "take-back", str(said.json["entry"]), "--why", "the wrong one").code == 0
    told = as_(ANN, path, "history", "ITM-000001")
    assert "the hall" in told.out
    assert "took back entry" in told.out
    assert told.out.splitlines()[-1] == "ITM-000001  not-relevant"
    progress = as_(ANN, path, "progress", "--json").json
    assert set(progress) >= {
        "items",
        "opened",
        "judged",
        "relevant",
        "not_relevant",
        "unsure",
        "opened_by_nobody",
        "overtaken",
    }
    assert (progress["judged"], progress["not_relevant"], progress["opened"]) == (1, 1, 0)
    assert (
        as_(ANN, path, "progress").out.splitlines()[-1].startswith(f"{progress['items']:,} items: 0 opened by a person")
    )


def test_a_script_gives_the_count(path: Path) -> None:
    asked = as_(ANN, path, "judge", "not-relevant", "--query", "estate", "--json")
    assert (asked.code, asked.error["next"]) == (2, "--count 3 says that you mean these")
    other = as_(ANN, path, "judge", "not-relevant", "--query", "estate", "--count", "2", "--json")
    assert other.code == 5
    done = as_(ANN, path, "judge", "not-relevant", "--query", "estate", "--count", "3", "--json")
    assert (done.code, done.json["count"], done.json["item"]) == (0, 3, None)
    for wrong in (
        ("judge", "ITM-000001"),
        ("judge", "guilty"),
        ("judge", "relevant"),
        ("judge", "ITM-000001", "relevant", "--query", "x"),
    ):
        assert as_(ANN, path, *wrong).code == 2, wrong
    assert ask("--by", "x", "review", "nothing", case=path).code == 2


def test_the_coding_form_at_the_terminal(path: Path) -> None:
    assert as_(ANN, path, "tag", "--define", "Issues/treating").code == 0
    tagged = as_(ANN, path, "tag", "Issues/treating", "ITM-000001", "ITM-000002", "--json").json
    assert tagged["count"] == 2
    assert "Issues/treating: 2 items" in as_(BEN, path, "tag").out
    assert as_(ANN, path, "tag", "treating", "--query", "estate", "--count", "9").code == 5
    assert as_(ANN, path, "tag", "--undo", str(tagged["entry"])).out.startswith("entry ")
    assert as_(BEN, path, "tag", "--json").json["tags"][0]["items"] == 0
    assert as_(ANN, path, "tag", "--retire", "treating").code == 0
    assert as_(ANN, path, "tag", "treating", "ITM-000001").code == 5
    assert as_(ANN, path, "tag", "--define", "x/y", "--retire", "x/y").code == 2
    assert as_(ANN, path, "code", "sensitive", "ITM-000001").code == 2, "a reason is needed"
    assert as_(ANN, path, "code", "sensitive", "ITM-000001", "--why", "an address").code == 0
    assert as_(ANN, path, "code", "assists=yes", "--query", "hall", "--count", "2", "--json").json["count"] == 2
    assert "assists=yes: 2 items" in as_(BEN, path, "code").out
    assert as_(ANN, path, "code", "sensitive", "ITM-000001", "--remove").code == 0
    assert as_(ANN, path, "note", "ITM-000001", "Ask about the hall.").code == 0
    assert as_(ANN, path, "note", "ITM-000001", "--read-to-end").code == 5
    assert ask("--by", reviewing.ANN, "opened", "ITM-000001", "--how", "on screen", case=path).code == 0
    assert as_(ANN, path, "note", "ITM-000001", "--read-to-end").code == 0
    history = as_(BEN, path, "history", "ITM-000001", "--json").json
    did = [each["do"] for each in history["history"]]
    assert did == ["coded", "code-undone", "coded", "coded", "coded", "noted", "read-to-end"]
    assert [each["text"] for each in history["notes"]] == ["Ask about the hall."]
    assert ask("verify", "--json", case=path).json["ok"]


def test_overtaken_and_a_second_look_at_the_terminal(path: Path, tmp_path: Path) -> None:
    entry = as_(ANN, path, "judge", "ITM-000001", "ITM-000002", "ITM-000003", "relevant", "--json").json["entry"]
    assert as_(ANN, path, "overtaken").code == 0
    words = tmp_path / "words.txt"
    words.write_text("Another hall is meant.\n")
    assert ask("describe", "ITM-000002", "--file", words, case=path).code == 0
    waits = as_(BEN, path, "overtaken")
    assert waits.code == 1, "it needs a person"
    assert "ITM-000002  judged relevant" in waits.out
    assert as_(BEN, path, "overtaken", "--answer", str(entry), "stands").code == 2, "a reason is needed"
    assert as_(BEN, path, "overtaken", "--answer", str(entry), "stands", "--why", "the same hall").code == 0
    assert as_(BEN, path, "overtaken", "--json").json["judgements"] == []
    assert len(as_(BEN, path, "overtaken", "--answered", "--json").json["judgements"]) == 1
    drawn = as_(BEN, path, "sample", "--size", "2", "--seed", "5", "--json").json
    assert (drawn["frame"], drawn["size"]) == (3, 2)
    number = str(drawn["sample"])
    for _ in range(2):
        item = as_(BEN, path, "sample", number, "--next", "--json").json["item"]
        assert as_(BEN, path, "judge", item, "relevant", "--way", "sample").code == 0
    assert as_(BEN, path, "sample", number, "--next", "--json").json["item"] is None
    result = as_(BEN, path, "sample", number)
    assert "0 of 2 judged another way the second time: at 95% confidence between 0.0% and 84.2% of the 3" in result.out
    assert "it cannot show" in result.out
    assert as_(BEN, path, "sample", number, "--again", "--json").json["same"] is True
    assert "1 drawn" in as_(BEN, path, "sample").out
    assert as_(BEN, path, "sample", "--next").code == 2
    asked = (path / "access.jsonl").read_text()
    assert "sample-shown" in asked
    assert "overtaken-listed" in asked
