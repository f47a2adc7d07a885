"""One form: whatever was chosen or typed goes with a judgement, in one go; what was not sent is not lost in silence."""

from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.iteming import named
from web.looking import Looker, reach
from web.parsed import first

FORM = {"judgement": "relevant", "note": "who carried it", "privileged": "yes", "why": "a child is named"}


@pytest.mark.parametrize("form", [FORM, FORM | {"judgement": "perhaps"}, FORM | {"tag": "99"}, FORM | {"end": "yes"}])
@pytest.mark.parametrize("address", ["/review/{}", "/item/{}/judge"])
def test_all_of_a_form_or_none(pages: Any, address: str, form: dict[str, str]) -> None:
    item, good = named(pages.case, "statement.txt"), form is FORM
    before = pages.case.head()["as_of"]
    answer = pages.post(address.format(item), data=form, headers={"Accept": "application/json"})
    stands = pages.case.reviewed(item)
    assert answer.json()["ok"] is good
    assert (stands["judgement"], bool(stands["coded"]["privileged"])) == (("relevant", True) if good else (None, False))
    if good:
        assert stands["says"][0]["note"] == "who carried it"
        kept = first(HTMLParser(pages.get(answer.json()["to"]).text), ".kept")
        told = [str(each.attributes["href"]) for each in kept.css("a")]
        assert sorted(told) == [f"/ledger/{entry}" for entry in answer.json()["entries"]], "each entry is acknowledged"
    else:  # a statement about what nobody opened will not do either
        assert pages.case.head()["as_of"] == before


def test_what_was_chosen_goes_without_a_judgement_too(pages: Any) -> None:
    item = named(pages.case, "statement.txt")
    for address in (f"/review/{item}/code", f"/item/{item}/code"):
        pages.get(f"/review/{item}")
        said = {"note": address, "judgement": "relevant"}  # a judgement that this button does not send
        assert pages.post(address, data=said).status_code == 303
    stands = pages.case.reviewed(item)
    assert ([each["text"][:5] for each in stands["notes"]], stands["judgement"]) == (["/revi", "/item"], None)
    assert pages.post(f"/review/{item}/code", data={}).status_code == 400


@pytest.mark.parametrize("place", ["review", "item"])
def test_a_key_that_judges_takes_everything_along(alone: Looker, place: str) -> None:
    alone.case.define_tag("Topic", "postal votes")
    item = named(alone.case, "statement.txt")
    with alone.tab(f"/{place}/{item}?as=text") as tab:
        for key in ("1", "p", "d", "x", "s"):
            tab.keyboard.press(key)
        tab.keyboard.type("a child is named")
        tab.keyboard.press("Escape")
        tab.keyboard.press("m")
        tab.keyboard.type("who carried it")
        tab.keyboard.press("Escape")
        tab.keyboard.press("r")
        tab.wait_for_url("**kept=*")
        assert tab.locator(".kept a").count() == 6
    stands = alone.case.reviewed(item)
    coded = stands["coded"]
    assert (stands["judgement"], stands["says"][0]["note"]) == ("relevant", "who carried it")
    assert [each["name"] for each in coded["tags"]] == ["postal votes"]
    said = [coded[each]["value"] for each in ("privileged", "assists", "used")]
    assert (said, coded["sensitive"]["why"]) == (["yes", "no", "unused"], "a child is named")
    with alone.tab(f"/{place}/{item}?as=text") as tab:
        for key in ("1", "i", "g", "h", "k"):
            tab.keyboard.press(key)
        tab.wait_for_url("**kept=*")
    coded = alone.case.coded(item)
    assert (coded["tags"], [coded[each] for each in ("privileged", "assists", "used")]) == ([], [None] * 3)


def test_enter_in_a_field_judges_nothing(alone: Looker) -> None:
    item = named(alone.case, "statement.txt")
    with alone.tab(f"/review/{item}") as tab:
        tab.keyboard.press("s")
        tab.keyboard.type("a child is named")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**kept=*")
    stands = alone.case.reviewed(item)
    assert (stands["judgement"], stands["coded"]["sensitive"]["why"]) == (None, "a child is named")


def test_without_a_script_a_judgement_takes_everything_along(alone: Looker) -> None:
    item = named(alone.case, "statement.txt")
    with alone.without_script(f"/review/{item}") as tab:
        tab.check("[name=privileged][value=no]")
        tab.fill("#note", "who carried it")
        reach(tab, "button[value=unsure]")
        tab.keyboard.press("Enter")
        tab.wait_for_selector(".kept")
    stands = alone.case.reviewed(item)
    assert (stands["judgement"], stands["says"][0]["note"]) == ("unsure", "who carried it")
    assert stands["coded"]["privileged"]["value"] == "no"


@pytest.mark.parametrize("place", ["review", "item"])
def test_a_page_with_something_unsent_asks_before_it_is_left(alone: Looker, place: str) -> None:
    item, asked = named(alone.case, "statement.txt"), list[str]()
    with alone.tab(f"/{place}/{item}?as=text") as tab:

        def stay(dialog: Any) -> None:
            asked.append(dialog.type)
            dialog.dismiss()

        tab.on("dialog", stay)
        tab.fill("#note", "who carried it")
        tab.click("a.word", no_wait_after=True)
        tab.wait_for_timeout(500)
        assert (asked, tab.input_value("#note")) == (["beforeunload"], "who carried it")
        tab.keyboard.press("Escape")
        tab.fill("#note", "")
        tab.keyboard.press("p")
        tab.click("a.word", no_wait_after=True)
        tab.wait_for_timeout(500)
        assert asked == ["beforeunload"] * 2
        tab.keyboard.press("k")
        tab.wait_for_url("**kept=*")
        tab.click("a.word")
        tab.wait_for_url(alone.base + "/")
    assert asked == ["beforeunload"] * 2, "what was kept is not asked for"


def test_what_stands_in_another_form_is_asked_for_before_a_judgement_leaves_it(alone: Looker) -> None:
    item, asked = named(alone.case, "statement.txt"), list[str]()
    with alone.tab(f"/item/{item}") as tab:

        def answer(dialog: Any) -> None:
            asked.append(dialog.type)
            dialog.accept() if len(asked) > 1 else dialog.dismiss()

        tab.on("dialog", answer)
        tab.keyboard.press("w")
        tab.fill("#noted", "a note by itself")
        tab.keyboard.press("Escape")
        tab.keyboard.press("u")
        tab.wait_for_timeout(300)
        assert (asked, alone.case.reviewed(item)["judgement"]) == (["confirm"], None)
        tab.keyboard.press("u")
        tab.wait_for_url("**kept=*")
    assert asked == ["confirm"] * 2
    assert alone.case.reviewed(item)["judgement"] == "unsure"


def test_the_keys_that_scroll_move_the_document(alone: Looker) -> None:
    (item,) = [each["id"] for each in alone.case.items() if each["name"] == "letter.pdf"]
    with alone.tab(f"/review/{item}?as=text") as tab:
        tab.set_viewport_size({"width": 1280, "height": 700})
        tab.evaluate("document.querySelector('#document .text').append('\\n'.repeat(600))")
        assert tab.evaluate("document.activeElement.id") == "document", "it has the focus first"
        places = [_scrolled(tab, 0)]
        for key in ("PageDown", "Space"):
            tab.keyboard.press(key)
            places.append(_scrolled(tab, places[-1]))
        assert 0 == places[0] < places[1] < places[2]
        tab.keyboard.press("m")
        tab.keyboard.press("Escape")
        tab.keyboard.press("PageUp")
        assert _scrolled(tab, places[2]) < places[2], "after a field, too"
        tab.evaluate("document.activeElement.blur()")
        tab.keyboard.press("Home")
        assert _scrolled(tab, places[1]) == 0


def _scrolled(tab: Any, before: int) -> int:
    """How far down the document is, once it has come to rest."""
    at = before
    for _ in range(20):
        tab.wait_for_timeout(200)
        now = int(tab.evaluate("document.querySelector('#document').scrollTop"))
        if now == at != before:
            break
        at = now
    return at
