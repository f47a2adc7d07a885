"""Notes, and the statement that an item was read to its end; and what goes of all that people said when it is erased."""

import erased
import pytest
from reviewing import ANN, BEN, ids, whole

from muniment.case import Case
from muniment.errors import AskedWrong, Refused, UnknownItem


def test_an_item_has_any_number_of_notes(case: Case, ben: Case) -> None:
    item = ids(case)["canvass.txt"]
    case.note(item, "Ask which houses.\nAll nine.")
    ben.note(item, "The rota names the driver.")
    assert [(each["by"], each["text"]) for each in case.reviewed(item)["notes"]] == [
        (ANN, "Ask which houses.\nAll nine."), (BEN, "The rota names the driver."),
    ]  # fmt: skip
    with pytest.raises(AskedWrong, match="nothing in the note"):
        case.note(item, " \n")
    with pytest.raises(UnknownItem):
        case.note("ITM-000999", "x")
    with pytest.raises(AskedWrong, match="more than"):
        case.note(item, "x" * 100_001)
    whole(case)


def test_who_reads_to_the_end_has_opened_it(case: Case, ben: Case) -> None:
    item = ids(case)["minutes.txt"]
    case.opened(item, how="on screen")
    with pytest.raises(Refused, match="you have not opened"):
        ben.read_to_end(item)
    case.read_to_end(item)
    said = case.reviewed(item)
    assert [each["by"] for each in said["read_to_end"]] == [ANN]
    assert said["read_to_end"][0]["reading"] in case.item(item)["readings"][0]["entries"]
    assert said["judgement"] is None, "reading settles nothing"
    assert "read-to-end" in {each["do"] for each in case.item(item)["custody"]}
    whole(case)


def test_what_people_said_of_an_item_goes_with_it(case: Case, ben: Case) -> None:
    names = ids(case)
    gone, stays = names["rota.txt"], names["menu.txt"]
    case.judge(gone, judgement="relevant", note="the quetzal feather on the dashboard")
    entry = ben.judge(gone, judgement="unsure", note="no quetzal feather to be seen")["entry"]
    ben.take_back(entry, "there was a quetzal feather")
    case.code("sensitive", "yes", gone, why="a quetzal feather names him")
    undone = case.code("privileged", "yes", gone, why="of the quetzal feather")["entry"]
    case.undo_code(undone, "no quetzal feather is advice")
    case.note(gone, "Ask about the quetzal feather.")
    case.describe(gone, "A quetzal feather is drawn in the margin.")
    case.answer_overtaken(case.overtaken()["judgements"][0]["entry"], "stands", "the drawing shows it too")
    case.judge(stays, judgement="not-relevant", note="food")
    case.judge(gone, stays, judgement="not-relevant", note="both are of the week before")
    assert erased.left(case.path, "quetzal feather")
    case.erase(gone, authority="order 12", agreed_by=[ANN, BEN])
    assert erased.left(case.path, "quetzal feather") == []
    for table, texts in (("judged", "note"), ("code", "why"), ("note", "text")):
        sql = f"SELECT {texts} FROM {table} WHERE item=? AND {texts} IS NOT NULL"
        number = int(gone.removeprefix("ITM-"))
        assert [
            text for (text,) in case._store.tables.rows(sql, (number,)) if text != "both are of the week before"
        ] == []
    assert [each["note"] for each in case.reviewed(stays)["says"]] == ["both are of the week before"]
    assert [each["do"] for each in case.reviewed(gone)["history"]][:3] == ["judged", "judged", "taken-back"]
    assert [each["note"] for each in case.reviewed(gone)["history"][:2]] == [None, None]
    said = case.verify()
    assert said["ok"], said["problems"]
    assert case.check() == []
