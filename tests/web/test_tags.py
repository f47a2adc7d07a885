"""Tags: defined, used, retired."""

from typing import Any

from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.looking import Looker
from web.parsed import first
from web.searching import found


def test_a_tag_is_defined_found_and_retired(pages: Any) -> None:
    sent = pages.post("/tags", data={"list": "witnesses", "name": "to call <soon>"})
    assert sent.status_code == 303
    tag = pages.case.tags()[0]
    page = pages.get(sent.headers["location"]).text
    assert "Kept." in page
    assert "to call &lt;soon&gt;" in page
    pages.case.tag(str(tag["tag"]), "ITM-000006")
    count = next(each for each in HTMLParser(pages.get("/tags").text).css('td[data-l="items"] a'))
    assert count.text() == "1"
    assert "call" not in str(count.attributes["href"])
    assert found(pages, str(count.attributes["href"])) == ["ITM-000006"]
    assert pages.post(f"/tags/{tag['tag']}/retire").status_code == 303
    assert "retired" in pages.get("/tags").text
    assert pages.post(f"/tags/{tag['tag']}/retire").status_code == 409
    assert [each["name"] for each in pages.case.coded("ITM-000006")["tags"]] == ["to call <soon>"]


def test_a_tag_that_will_not_do_keeps_what_was_typed(pages: Any) -> None:
    pages.post("/tags", data={"list": "witnesses", "name": "to call"})
    before = pages.case.head()["as_of"]
    for form, status in (
        ({"list": "witnesses", "name": "To Call"}, 409),
        ({"list": "", "name": "x"}, 400),
        ({"list": "a", "name": "a/b"}, 400),
    ):
        answer = pages.post("/tags", data=form)
        assert answer.status_code == status
        page = HTMLParser(answer.text)
        assert page.css_first("[aria-invalid=true]") is not None
        assert [first(page, f"#{name}").attributes["value"] for name in ("list", "name")] == [
            form["list"],
            form["name"],
        ]
    assert pages.case.head()["as_of"] == before


def test_everybody_can_use_the_page(alone: Looker) -> None:
    alone.case.define_tag("witnesses", "to call")
    alone.case.retire_tag(str(alone.case.define_tag("topics", "hall")["tag"]))
    alone.holds("/tags")
