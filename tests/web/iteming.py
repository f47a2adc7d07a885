"""Items of the small case, as tests of their pages ask for them."""

from datetime import date
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser as HTMLParser

from muniment.case import Case

DAY = date(2026, 5, 5)


def named(case: Case, name: str) -> str:
    """The id of the item of this name."""
    return next(str(each["id"]) for each in case.items() if each["name"] == name)


def taken(pages: Any, at: Path, files: dict[str, bytes], *, hold: bool = False) -> dict[str, str]:
    """Take more files in while the pages are open; ids by name."""
    at.mkdir()
    for name, data in files.items():
        (at / name).write_bytes(data)
    bundle = pages.case.intake(at, "Example Society", DAY, hold=hold)["bundle"]["id"]
    found = pages.case.item_page(bundle=bundle)["items"]
    names = list(files) if hold else [each["name"] for each in found]
    return {name: each["id"] for name, each in zip(names, found, strict=True)}


def openings(case: Case, item: str) -> list[Any]:
    """The entries that say that somebody opened it, the newest first."""
    return case.entries(do="opened", on=item)


def shown(pages: Any, address: str) -> Any:
    answer = pages.get(address)
    assert answer.status_code == 200, answer.text
    return HTMLParser(answer.text)
