"""The page of help names every part of the menu, and says what the words of Prove mean."""

from typing import Any

from web.iteming import shown


def test_every_part_of_the_menu_is_in_help(pages: Any) -> None:
    page = shown(pages, "/help")
    menu = {each.attributes["href"] for each in page.css("header nav a")}
    told = {each.attributes["href"] for each in page.css("[aria-labelledby=way] a")}
    assert "/prove" in menu
    assert menu - {"/help"} <= told


def test_the_words_of_prove_are_told(pages: Any) -> None:
    page = shown(pages, "/help")
    words = {each.text() for each in page.css("[aria-labelledby=prove] dt")}
    assert {"Never put", "Not verified", "Based on", "Overtaken"} <= words
    assert "finds anybody guilty" in page.css_first("[aria-labelledby=prove]").text()
