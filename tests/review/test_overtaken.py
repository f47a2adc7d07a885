"""What comes after a judgement or a recall certificate, who answers, and what is answered for good."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from reviewing import ANN, BEN, ids, rows, whole

from muniment.case import Case
from muniment.demo.sealed import locked_zip
from muniment.errors import AskedWrong, Refused, UnknownItem
from muniment.model.act import ranges
from muniment.model.review import CertificateIssued, DrawBegan
from muniment.review import overtaken
from muniment.store.ids import number_of


def waiting(case: Case) -> list[tuple[str, list[str]]]:
    """What waits for an answer: the item, and what came."""
    return [(each["item"], [one["what"] for one in each["later"]]) for each in case.overtaken()["judgements"]]


def test_words_of_people_overtake_and_somebody_answers(case: Case, ben: Case) -> None:
    item = ids(case)["menu.txt"]
    case.describe(item, "It was there before.")
    entry = case.judge(item, judgement="not-relevant")["entry"]
    assert waiting(case) == []
    with pytest.raises(Refused, match="nothing later bears"):
        case.answer_overtaken(entry, "stands", "nothing came")
    words = ben.describe(item, "The menu lists a dinner for voters.", "translation", "en")["entry"]
    found = case.overtaken()["judgements"][0]
    assert (found["entry"], found["by"], found["overtaken_by"]) == (entry, ANN, words)
    assert [(each["what"], each["answered"]) for each in found["later"]] == [("translation", False)]
    assert case.progress()["overtaken"] == 1
    for answer, why in (("perhaps", "so"), ("stands", " ")):
        with pytest.raises(AskedWrong):
            case.answer_overtaken(entry, answer, why)
    with pytest.raises(UnknownItem):
        case.answer_overtaken(words, "stands", "it is no judgement")
    ben.answer_overtaken(entry, "stands", "the dinner was in another year")
    assert (waiting(case), case.progress()["overtaken"]) == ([], 0)
    done = case.overtaken(answered=True)["judgements"][0]
    assert [(each["answer"], each["by"], each["why"]) for each in done["answers"]] == [
        ("stands", BEN, "the dinner was in another year")
    ]
    assert "overtaken-answered" in {each["do"] for each in case.reviewed(item)["history"]}
    case.describe(item, "The dinner was in May.")
    assert waiting(case) == [(item, ["translation", "description"])], "what comes later waits again"
    assert case.overtaken(answered=True)["judgements"] == []
    case.judge(item, judgement="relevant")
    assert waiting(case) == [], "who judges again has it before them"
    whole(case)


def test_a_judgement_that_stands_again_is_overtaken_again(case: Case) -> None:
    item = ids(case)["menu.txt"]
    case.judge(item, judgement="not-relevant")
    second = case.judge(item, judgement="relevant")["entry"]
    case.describe(item, "A dinner for voters.")
    assert case.overtaken()["judgements"][0]["entry"] == second
    case.take_back(second)
    assert [each["judgement"] for each in case.overtaken()["judgements"]] == ["not-relevant"]


def test_what_is_found_in_it_later_overtakes(case: Case, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    data = locked_zip(
        [("statement.txt", b"The votes were kept in the hall.", "marsh2014")], datetime(2026, 3, 3, tzinfo=UTC)
    )
    (tmp_path / "more" / "locked.zip").write_bytes(data)
    (tmp_path / "more" / "scan.txt").write_text("A page of the box.\n")
    case.intake(tmp_path / "more", "Example Chambers", date(2026, 3, 4))
    names = ids(case)
    box = case.box_add("Box 14", "Example Constabulary")["item"]
    inner = names["statement.txt"]
    case.judge(box, inner, names["menu.txt"], names["locked.zip"], judgement="unsure")
    assert waiting(case) == []
    case.retry(["unread.encrypted"], passwords=["marsh2014"])
    case.box_scanned(box, [names["scan.txt"]])
    found = dict(waiting(case))
    assert found[inner] == ["reading"], "another text was had of it"
    assert found[box] == ["family"]
    assert names["menu.txt"] not in found
    page = case.overtaken(limit=1)
    rest = case.overtaken(after=page["next"], limit=10)
    assert [each["item"] for each in (*page["judgements"], *rest["judgements"])] == sorted(found, key=number_of)
    with pytest.raises(AskedWrong, match="ENTRY:ITEM"):
        case.overtaken(after="menu")
    whole(case)


def issue(case: Case) -> int:
    """A recall certificate over what is there, as a verdict would issue it."""
    numbers = [number_of(row["id"]) for row in case.items()]
    draw = case._store.record(DrawBegan("certificate", (8, 10), (4, 100), 0, ranges(numbers), len(numbers)))
    return case._store.record(CertificateIssued(draw, {"found": 0}, (), 0))


def certificates(case: Case) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = case.overtaken()["certificates"]
    return found


def test_what_comes_in_overtakes_a_recall_certificate(case: Case, tmp_path: Path) -> None:
    entry = issue(case)
    assert overtaken.overtaken_by(case._store, entry) is None
    assert certificates(case) == []
    (tmp_path / "late").mkdir()
    (tmp_path / "late" / "late.txt").write_text("Late.\n")
    (tmp_path / "late" / "later.txt").write_text("Later.\n")
    bundle = case.intake(tmp_path / "late", "Example Chambers", date(2026, 3, 5))["bundle"]["id"]
    found = certificates(case)[0]
    assert (found["entry"], found["kind"]) == (entry, "recall certificate")
    assert [(each["what"], each["items"], each["answered"]) for each in found["later"]] == [("items", 2, False)]
    assert overtaken.overtaken_by(case._store, entry) == found["overtaken_by"] > entry
    assert case.progress()["certificates_overtaken"] == 1
    case.answer_overtaken(entry, "withdrawn", "a new one is drawn")
    assert (certificates(case), case.progress()["certificates_overtaken"]) == ([], 0)
    assert case.overtaken(answered=True)["certificates"][0]["answers"][0]["answer"] == "withdrawn"
    case.box_add("Box 15", "Example Constabulary")
    assert len(certificates(case)[0]["later"]) == 2
    assert case.progress()["certificates_overtaken"] == 1
    case.withdraw(bundle, "the wrong stick")
    assert [each["items"] for each in certificates(case)[0]["later"]] == [1], "what was withdrawn is in no count"


def test_a_changed_judgement_overtakes_a_recall_certificate(case: Case, ben: Case) -> None:
    names = ids(case)
    first = case.judge(names["menu.txt"], names["rota.txt"], judgement="not-relevant")["entry"]
    issue(case)
    case.judge(names["menu.txt"], judgement="not-relevant")
    case.judge(names["canvass.txt"], judgement="not-relevant")
    assert certificates(case) == [], "the same again, or what nobody had judged, changes none"
    change = ben.judge(names["menu.txt"], judgement="relevant")["entry"]
    assert [(each["entry"], each["item"]) for each in certificates(case)[0]["later"]] == [(change, names["menu.txt"])]
    ben.take_back(change)
    assert certificates(case) == []
    case.take_back(first)
    assert {each["item"] for each in certificates(case)[0]["later"]} == {names["rota.txt"]}
    before = rows(case._store.tables)
    case.rebuild()
    assert rows(case._store.tables) == before
