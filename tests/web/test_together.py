"""A family judged alike: all of it is named and counted first, one entry says it, one step takes it back."""

from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.iteming import named, shown
from web.looking import Looker

from muniment.errors import Refused
from muniment.web import family as families
from muniment.web import together


@pytest.fixture
def family(pages: Any) -> list[str]:
    """A mail and what is attached to it."""
    items = {each["id"]: each for each in pages.case.items()}
    mail = next(
        each["parent"]
        for each in items.values()
        if each["parent"] and items[each["parent"]]["type"] == "message/rfc822"
    )
    return [mail, *(one for one, each in items.items() if each["parent"] == mail)]


def judgements(pages: Any, ids: list[str]) -> set[Any]:
    return {pages.case.reviewed(each)["judgement"] for each in ids}


def test_all_of_it_is_named_before_anything_is_recorded(pages: Any, family: list[str]) -> None:
    before = pages.case.head()["as_of"]
    for member in family:
        page = shown(pages, f"/item/{member}/family/judge")
        assert f"{len(family)} items belong together" in page.css_first(".lede").text()
        assert [each.text() for each in page.css("tbody .id")] == family
        assert page.css_first("[name=count]").attributes["value"] == str(len(family))
    assert pages.case.head()["as_of"] == before


def test_one_entry_judges_all_and_one_step_takes_it_back(pages: Any, family: list[str]) -> None:
    form = {"count": str(len(family)), "judgement": "relevant", "note": "one letter, with its list"}
    answer = pages.post(f"/item/{family[-1]}/family/judge", data=form)
    assert answer.status_code == 303, answer.text
    assert judgements(pages, family) == {"relevant"}
    entry = pages.case.entry(pages.case.head()["as_of"])
    assert (entry["do"], entry["said"]["count"]) == ("judged", len(family))
    page = shown(pages, answer.headers["location"])
    assert "Kept." in page.css_first(".kept").text()
    item = shown(pages, f"/item/{family[0]}")
    assert f"of all {len(family)} items" in item.css_first('form[action$="/take-back"] button').text()
    form = page.css_first("form.undo")
    undone = pages.post(form.attributes["action"], data={"to": form.css_first("[name=to]").attributes["value"]})
    assert undone.status_code == 303
    assert judgements(pages, family) == {None}


def test_from_review_the_next_item_comes(pages: Any, family: list[str]) -> None:
    assert "from=review" in pages.get(f"/review/{family[0]}").text
    form = {"count": str(len(family)), "judgement": "not-relevant", "review": "yes"}
    to = pages.post(f"/item/{family[0]}/family/judge", data=form).headers["location"]
    assert to.startswith("/review/ITM-")
    assert not any(member in to for member in family)
    assert f"/undo/{pages.case.head()['as_of']}" in pages.get(to).text


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"count": "1", "judgement": "relevant"}, 409),
        ({"judgement": "relevant"}, 409),
        ({"count": "all", "judgement": "guilty"}, 400),
    ],
    ids=["another count", "no count", "no judgement"],
)
def test_another_count_or_no_judgement_records_nothing(
    pages: Any, family: list[str], form: dict[str, str], status: int
) -> None:
    form = {name: str(len(family)) if value == "all" else value for name, value in form.items()}
    answer = pages.post(f"/item/{family[0]}/family/judge", data=form)
    assert answer.status_code == status
    assert "Nothing was recorded" in HTMLParser(answer.text).css(".notice")[0].text()
    assert judgements(pages, family) == {None}


def test_what_has_no_family_says_so(pages: Any) -> None:
    item = named(pages.case, "letter.pdf")
    assert "family/judge" not in pages.get(f"/item/{item}").text
    page = shown(pages, f"/item/{item}/family/judge")
    assert "has no family" in page.css_first(".lede").text()
    assert page.css("form.judge") == []


def test_a_family_too_large_to_look_at_is_refused(
    pages: Any, family: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "family/judge" in pages.get(f"/item/{family[0]}").text
    monkeypatch.setattr(families, "MOST", 1)
    for address in (f"/item/{family[0]}", f"/item/{family[0]}/family", f"/review/{family[0]}"):
        assert "family/judge" not in pages.get(address).text, "what is refused is not offered"
    with pytest.raises(Refused):
        together.members(pages.case, family[0])
    assert pages.get(f"/item/{family[0]}/family/judge").status_code == 409


def test_everybody_can_use_it(looker: Looker) -> None:
    items = list(looker.served.case.items())
    parents = {each["id"]: each["type"] for each in items}
    mail = next(each["parent"] for each in items if each["parent"] and parents[each["parent"]] == "message/rfc822")
    looker.holds(f"/item/{mail}/family/judge")
