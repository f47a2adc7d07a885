"""A judgement, the coding, a note and a statement in one go: all of it or none."""

import pytest
from reviewing import ids, whole

from muniment.case import Case
from muniment.errors import AskedWrong, Refused, UnknownItem
from muniment.model.review import Field
from muniment.review.coding import Saying


def test_all_that_a_form_says_is_kept_in_one_go(case: Case) -> None:
    item, tag = ids(case)["canvass.txt"], case.define_tag("Issues", "estate")["tag"]
    case.opened(item, how="on screen")
    codes = [Saying(Field.TAG, str(tag)), Saying(Field.PRIVILEGED, "no"), Saying(Field.SENSITIVE, "yes", why="a child")]
    before = case.as_of
    done = case.say_at_once(item, judgement="relevant", note="all nine", codes=codes, end=True)
    assert done["entries"] == list(range(before + 1, before + 6))
    assert [case.entry(each)["do"] for each in done["entries"]] == ["read-to-end", *["coded"] * 3, "judged"]
    stands = case.reviewed(item)
    assert (stands["judgement"], stands["says"][0]["note"], stands["notes"]) == ("relevant", "all nine", [])
    assert (done["entry"], done["judgement"], stands["entry"]) == (done["entries"][-1], "relevant", done["entry"])
    coded = case.coded(item)
    assert ([each["name"] for each in coded["tags"]], coded["privileged"]["value"]) == (["estate"], "no")
    case.say_at_once(item, codes=[Saying(Field.TAG, str(tag), remove=True)], note="by itself")
    assert (case.coded(item)["tags"], case.reviewed(item)["notes"][0]["text"]) == ([], "by itself")
    assert len(case.reviewed(item)["says"]) == 1
    whole(case)


@pytest.mark.parametrize("wrong", ["retired", "not opened", "too long", "not said", "judgement", "audit"])
def test_where_one_part_is_wrong_nothing_is_kept(case: Case, wrong: str) -> None:
    item, tag = ids(case)["minutes.txt"], case.define_tag("Issues", "treating")["tag"]
    if wrong == "retired":
        case.retire_tag("treating")
    before = case.as_of
    with pytest.raises((AskedWrong, Refused)):
        case.say_at_once(
            item,
            judgement="perhaps" if wrong == "judgement" else "relevant",
            note="x" * 100_001 if wrong == "too long" else "seen",
            codes=[Saying(Field.PRIVILEGED, "yes"), Saying(Field.TAG, str(tag), remove=wrong == "not said")],
            end=wrong == "not opened",
            way="audit" if wrong == "audit" else "",
        )
    assert case.as_of == before
    assert case.reviewed(item)["judgement"] is None


def test_nothing_said_is_nothing_kept(case: Case) -> None:
    before = case.as_of
    with pytest.raises(AskedWrong, match="nothing of it is new"):
        case.say_at_once("ITM-000001", note=" \n")
    with pytest.raises(UnknownItem):
        case.say_at_once("ITM-999999", judgement="relevant")
    assert case.as_of == before
