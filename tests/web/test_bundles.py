"""Bundles, the sender's list, and things on shelves."""

from typing import Any

from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.looking import Looker
from web.parsed import first

from muniment.web import bundles


def _text(pages: Any, address: str) -> str:
    answer = pages.get(address)
    assert answer.status_code == 200, address
    return " ".join(first(HTMLParser(answer.text), "body").text(separator=" ").split())


def test_a_bundle_says_which_way_it_came(pages: Any) -> None:
    text = _text(pages, "/bundles/BUN-0001")
    assert "Through the hands of Example Prosecution Service" in text
    assert "Not known who brought it" in text
    assert "who brought it" in _text(pages, "/bundles")


def test_the_list_is_the_one_of_the_case(pages: Any) -> None:
    said = pages.case.list_show("BUN-0001")["lines"]
    for chosen in ("", *bundles.LIST_STATES):
        page = HTMLParser(pages.get("/bundles/BUN-0001", params={"lines": chosen}).text)
        wanted = [one for one in said if one["state"] == chosen or (not chosen and one["line"] is not None)]
        assert len(page.css("ol.lines > li")) == len(wanted), chosen
    assert "a register that did not come" in _text(pages, "/bundles/BUN-0001?lines=missing")


def test_a_long_list_goes_by_pages(pages: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(bundles, "LINES", 2)
    page = HTMLParser(pages.get("/bundles/BUN-0001").text)
    assert len(page.css("ol.lines > li")) == 2
    (more,) = [str(link.attributes["href"]) for link in page.css(".pager a") if link.attributes.get("rel") == "next"]
    assert len(HTMLParser(pages.get(more.partition("#")[0]).text).css("ol.lines > li")) == 1


def test_a_thing_on_a_shelf_and_who_opened_it(pages: Any) -> None:
    (box,) = pages.case.boxes()
    assert "1 thing is no computer file. 1 was opened by nobody." in _text(pages, "/boxes")
    pages.case.box_open(box["item"], "looked at every page", found="E 440 118")
    text = _text(pages, "/boxes")
    assert "Somebody has opened each." in text
    assert "opened by Ann Example" in text
    assert "E 440 118" in text


def test_a_bundle_that_is_held_shows_that_it_is_there_and_no_more(pages: Any, tmp_path: Any) -> None:
    from datetime import date  # noqa: PLC0415

    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "privileged.txt").write_text("for counsel")
    bundle = pages.case.intake(tmp_path / "more", "Counsel", date(2026, 5, 1), hold=True)["bundle"]["id"]
    text = _text(pages, f"/bundles/{bundle}")
    assert "This bundle is held" in text
    assert "privileged.txt" not in text
    assert "privileged.txt" not in _text(pages, f"/items?bundle={bundle}")
    assert "privileged.txt" not in pages.get(f"/items.csv?bundle={bundle}").text


def test_everybody_can_use_the_bundles(looker: Looker) -> None:
    for address in ("/bundles", "/bundles/BUN-0001", "/bundles/BUN-0003", "/boxes"):
        looker.holds(address)
