"""The pages of an item as everybody must be able to use them, and its keys."""

from typing import Any

import pytest
from web.iteming import named
from web.looking import Looker, reach

from muniment.case import Case

PAGES = {
    "pages": ("letter.pdf", ""),
    "shelf": ("Box 14, door logs", ""),
    "unread": ("inside.txt", ""),
    "markup": ("<img src=x onerror=alert(1)>.txt", ""),
    "custody": ("note.txt", "/custody"),
    "family": ("locked.zip", "/family"),
    "alike": ("statement.txt", "/alike"),
    "facts": ("letter.pdf", "/facts"),
}


@pytest.mark.parametrize("kind", PAGES)
def test_every_page_holds(looker: Looker, kind: str) -> None:
    name, under = PAGES[kind]
    looker.holds(f"/item/{named(looker.served.case, name)}{under}")


def test_an_item_is_judged_by_keys_alone(alone: Looker) -> None:
    letter = named(alone.case, "letter.pdf")

    def says() -> list[Any]:
        with Case.open(alone.served.path, by="Ben Example") as other:  # the server is asked by its own threads alone
            return [each["judgement"] for each in other.reviewed(letter)["says"]]

    def pressed(key: str) -> None:
        """Press a key that judges, and wait for the page that says what was kept."""
        before = tab.url
        tab.keyboard.press(key)
        tab.wait_for_url(lambda url: url != before and "kept=" in url)

    with alone.tab(f"/item/{letter}") as tab:
        tab.keyboard.press("m")
        tab.keyboard.type("run")  # while somebody types, keys are letters
        assert tab.locator("#note").input_value() == "run"
        tab.keyboard.press("Escape")
        tab.keyboard.press("]")
        tab.wait_for_url("**page=2**")
        tab.keyboard.press("[")
        tab.wait_for_url("**page=1**")
        pressed("u")
        assert says() == ["unsure"]
        assert tab.locator(".kept").is_visible()
        pressed("z")
        assert says() == []
        tab.locator("[data-keys] input").uncheck()
        tab.keyboard.press("r")
        tab.locator("h1").click()
        tab.keyboard.press("n")
        assert says() == []
        tab.locator("[data-keys] input").check()
        reach(tab, 'button[value="relevant"]')
        pressed("Enter")
        assert says() == ["relevant"]


def test_a_judgement_that_does_not_arrive_is_not_shown_as_kept(alone: Looker) -> None:
    letter = named(alone.case, "letter.pdf")
    with alone.without_script(f"/item/{letter}") as tab:
        tab.route("**/judge", lambda route: route.abort())
        tab.locator('button[value="relevant"]').click(no_wait_after=True)
        tab.wait_for_timeout(200)
        assert tab.locator(".kept").count() == 0
        tab.unroute("**/judge")
    with Case.open(alone.served.path, by="Ben Example") as other:
        assert other.reviewed(letter)["says"] == []
    with alone.without_script(f"/item/{letter}") as tab:
        tab.locator('button[value="relevant"]').click()
        tab.wait_for_url("**kept=**")
        assert "Kept." in tab.locator(".kept").inner_text()
    with Case.open(alone.served.path, by="Ben Example") as other:
        assert len(other.reviewed(letter)["says"]) == 1
