"""The coding form: tags from lists, and the other fields, in one entry each, removed and undone as easily."""

import pytest
from reviewing import ANN, BEN, ids, whole

from muniment.case import Case
from muniment.errors import AskedWrong, Refused, UnknownItem


def tags(case: Case, name: str) -> list[str]:
    return [each["name"] for each in case.coded(ids(case)[name])["tags"]]


def test_tags_are_defined_in_lists_under_names_of_their_own(case: Case) -> None:
    made = case.define_tag("Issues", "  Postal   votes ")
    assert made["called"] == "Issues/Postal votes"
    case.define_tag("Persons", "postal votes")
    with pytest.raises(Refused, match="has a tag of that name"):
        case.define_tag("ISSUES", "POSTAL VOTES")
    for name in ("", " ", "a/b", "-x", "12", "x" * 81):
        with pytest.raises(AskedWrong, match="cannot be called so"):
            case.define_tag("Issues", name)
    item = ids(case)["ballots.txt"]
    with pytest.raises(AskedWrong, match="several lists"):
        case.tag("postal votes", item)
    assert case.tag("issues/postal VOTES", item)["tag"] == made["tag"]
    assert case.tag(str(made["tag"]), item)["called"] == "Issues/Postal votes"
    with pytest.raises(UnknownItem, match="no such tag"):
        case.tag("Issues/treating", item)
    assert [(each["called"], each["items"], each["by"]) for each in case.tags()] == [
        ("Issues/Postal votes", 1, ANN), ("Persons/postal votes", 0, ANN),
    ]  # fmt: skip
    whole(case)


def test_a_retired_tag_stays_on_its_items_and_is_offered_no_longer(case: Case) -> None:
    names = ids(case)
    first = case.define_tag("Issues", "treating")["tag"]
    case.tag("treating", names["menu.txt"])
    case.retire_tag("treating")
    assert [(each["name"], each["retired"]) for each in case.coded(names["menu.txt"])["tags"]] == [("treating", True)]
    with pytest.raises(Refused, match="retired"):
        case.tag("treating", names["rota.txt"])
    with pytest.raises(Refused, match="retired already"):
        case.retire_tag("treating")
    second = case.define_tag("Issues", "treating")["tag"]
    assert case.tag("treating", names["rota.txt"])["tag"] == second, "the one that is offered"
    assert [each["tag"] for each in case.tags()] == [first, second]
    case.tag(str(first), names["menu.txt"], remove=True)
    assert tags(case, "menu.txt") == [], "it can still be taken off"


def test_in_bulk_over_a_search_and_off_again_as_easily(case: Case) -> None:
    case.define_tag("Issues", "estate")
    assert case.to_tag("estate", "estate") == 3
    with pytest.raises(Refused, match="5 items were shown, and now there are 3"):
        case.tag("estate", query="estate", count=5)
    size = case.as_of
    done = case.tag("estate", query="estate", count=3)
    assert (done["count"], case.as_of) == (3, size + 1)
    assert case.to_tag("estate", "estate") == 0
    case.tag("estate", ids(case)["menu.txt"], why="by hand")
    assert case.tags()[0]["items"] == 4
    off = case.tag("estate", query="estate OR drivers", count=3, remove=True)
    assert (off["count"], case.tags()[0]["items"]) == (3, 1), "one entry, of those that have it"
    undone = case.undo_code(off["entry"], "the wrong search")
    assert (undone["count"], case.tags()[0]["items"]) == (3, 4)
    case.undo_code(done["entry"])
    assert case.tags()[0]["items"] == 1
    assert tags(case, "menu.txt") == ["estate"], "what somebody said by hand stays"
    with pytest.raises(Refused, match="undone already"):
        case.undo_code(done["entry"])
    with pytest.raises(UnknownItem, match="coded nothing"):
        case.undo_code(0)
    with pytest.raises(AskedWrong, match="nothing to say it of"):
        case.tag("estate", ids(case)["rota.txt"], remove=True)
    whole(case)


def test_an_item_has_one_value_of_a_field_and_the_one_before_comes_back(case: Case, ben: Case) -> None:
    item = ids(case)["minutes.txt"]
    yes = case.code("privileged", "yes", item, why="advice")
    no = ben.code("privileged", "no", item)
    assert (yes["field"], yes["value"], yes["item"]) == ("privileged", "yes", item)
    assert case.codes()["privileged"] == {"yes": 0, "no": 1}
    said = case.coded(item)["privileged"]
    assert (said["value"], said["by"], said["entry"]) == ("no", BEN, no["entry"])
    case.undo_code(no["entry"])
    assert case.coded(item)["privileged"]["why"] == "advice"
    case.code("privileged", "yes", item, remove=True)
    assert case.coded(item)["privileged"] is None
    whole(case)


def test_what_the_form_takes(case: Case) -> None:
    item = ids(case)["minutes.txt"]
    with pytest.raises(AskedWrong, match="why is it sensitive"):
        case.code("sensitive", "yes", item)
    case.code("sensitive", "yes", item, why="a witness's address")
    case.code("assists", "yes", item)
    case.code("used", "unused", item)
    for field, value in (("sensitive", "no"), ("privileged", "maybe"), ("used", "yes")):
        with pytest.raises(AskedWrong, match=f"nothing is {field} so"):
            case.code(field, value, item)
    for field in ("tag", "score"):
        with pytest.raises(AskedWrong, match="no such field"):
            case.code(field, "yes", item)
    assert {name: each and each["value"] for name, each in case.coded(item).items() if name != "tags"} == {
        "sensitive": "yes", "privileged": None, "assists": "yes", "used": "unused",
    }  # fmt: skip
    case.code("sensitive", "yes", item, remove=True)
    assert [(each["field"], each["remove"]) for each in case.reviewed(item)["history"]] == [
        ("sensitive", False), ("assists", False), ("used", False), ("sensitive", True),
    ]  # fmt: skip


def test_counts_leave_out_what_was_withdrawn(case: Case) -> None:
    case.define_tag("Issues", "hall")
    assert case.tag("hall", query="hall")["count"] == 2
    case.code("used", "used", query="hall")
    case.withdraw("BUN-0002", "the wrong letter")
    assert case.tags()[0]["items"] == 1
    assert case.codes()["used"] == {"used": 1, "unused": 0}
