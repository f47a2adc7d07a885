"""Asking on the search page, without a browser."""

from typing import Any

from selectolax.lexbor import LexborHTMLParser as HTMLParser


def ask(pages: Any, query: str, *, names: bool = False) -> str:
    """Type a query; the address of its answer."""
    sent = pages.post("/search", data={"query": query} | ({"names": "yes"} if names else {}))
    assert sent.status_code == 303, sent.text
    return str(sent.headers["location"])


def handle(address: str) -> str:
    """The handle in the address of an answer."""
    return address.partition("q=")[2].partition("&")[0]


def found(pages: Any, address: str) -> list[str]:
    """The items of a page of an answer, in order."""
    return [each.text().strip() for each in HTMLParser(pages.get(address).text).css(".hit .meta > .id:first-child")]


def link(pages: Any, address: str, words: str) -> str:
    """Where the first link of that text in a page leads."""
    page = HTMLParser(pages.get(address).text)
    return next(str(each.attributes["href"]) for each in page.css("a") if each.text().strip() == words)


def confirm(pages: Any, query: str, **form: str) -> tuple[str, str]:
    """Ask for an act over a search; the token of the wish, and the count that is shown."""
    address = ask(pages, query)
    sent = pages.post("/search/bulk", data={"q": handle(address), "of": "all", "why": "", **form})
    assert sent.status_code == 303, sent.text
    token = sent.headers["location"].partition("b=")[2]
    shown = HTMLParser(pages.get(sent.headers["location"]).text)
    return token, str(shown.css("input[name=count]")[0].attributes["value"])
