"""What people say of an item on its page: an entry each, acknowledged when it is durable; and what is refused keeps what was typed."""

from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.iteming import named, openings, shown

from muniment.case import Case


def done(pages: Any, address: str, /, **data: Any) -> Any:
    """Send a form, and look at the page that it leads to: the ledger has the entry that this names."""
    answer = pages.post(address, data=data)
    assert answer.status_code == 303, answer.text
    page = shown(pages, answer.headers["location"])
    assert "Kept." in page.css_first(".kept").text()
    assert f"entry {pages.case.head()['as_of']}" in page.css_first(".kept").text()
    return page


def refused(pages: Any, address: str, status: int = 400, /, **data: Any) -> Any:
    """Send a form that will not do."""
    before = pages.case.head()["as_of"]
    answer = pages.post(address, data=data)
    assert answer.status_code == status, answer.text
    page: Any = HTMLParser(answer.text)
    assert "Nothing was recorded" in page.css_first("[role=alert]").text()
    target = page.css_first("[role=alert] a").attributes["href"]
    assert page.css_first(str(target)) is not None
    assert {each["do"] for each in pages.case.entries()[: pages.case.head()["as_of"] - before]} <= {"opened"}
    return page


@pytest.fixture
def letter(pages: Any) -> str:
    """An item that is open before somebody."""
    item = named(pages.case, "letter.pdf")
    shown(pages, f"/item/{item}")
    return item


def test_judged_and_taken_back(pages: Any, letter: str) -> None:
    page = shown(pages, f"/item/{letter}")
    assert page.css('.judge [checked], .judge .main, form[action$="/take-back"]') == []
    page = done(pages, f"/item/{letter}/judge", judgement="relevant", note="He says <b>who</b>.", page="2")
    assert "He says <b>who</b>." in page.css_first(".stands").text()
    assert "Page two" in page.css_first(".text").text(), "the same page is shown after it"
    (said,) = pages.case.reviewed(letter)["says"]
    assert (said["judgement"], said["by"], said["way"]) == ("relevant", "Ann Example", "aside")
    page = done(pages, f"/item/{letter}/judge", judgement="unsure")
    assert len(page.css(".stands li")) == 1
    entry = page.css_first('form[action$="/take-back"] [name=entry]').attributes["value"]
    page = done(pages, f"/item/{letter}/take-back", entry=entry)
    assert "relevant" in page.css_first(".stands").text()
    told = shown(pages, f"/item/{letter}/custody").body.text()
    assert "no longer" in told


def test_two_people_who_differ_are_both_shown(pages: Any, letter: str) -> None:
    done(pages, f"/item/{letter}/judge", judgement="relevant")
    with Case.open(pages.case.path, by="Ben Example") as other:
        other.judge(letter, judgement="not-relevant")
    page = shown(pages, f"/item/{letter}")
    assert "People judge it differently" in page.css_first(".lede").text()
    assert len(page.css(".stands li")) == 2
    page = done(pages, f"/item/{letter}/judge", judgement="relevant", decides="yes")
    assert "Judged relevant" in page.css_first(".lede").text()


def test_a_judgement_that_is_none_keeps_the_note(pages: Any, letter: str) -> None:
    page = refused(pages, f"/item/{letter}/judge", judgement="guilty", note="as I typed it")
    assert page.css_first("#note").text().strip() == "as I typed it"
    assert pages.case.reviewed(letter)["says"] == []


def test_somebody_elses_judgement_is_not_taken_back(pages: Any, letter: str) -> None:
    with Case.open(pages.case.path, by="Ben Example") as other:
        entry = other.judge(letter, judgement="relevant")["entry"]
    assert shown(pages, f"/item/{letter}").css('form[action$="/take-back"]') == []
    assert pages.post(f"/item/{letter}/take-back", data={"entry": entry}).status_code == 409
    assert len(pages.case.reviewed(letter)["says"]) == 1


def test_the_coding_form_says_what_changed_and_no_more(pages: Any, letter: str) -> None:
    page = done(pages, f"/item/{letter}/tag", list="Topic", **{"tag-name": "postal <votes>"})
    (tag,) = pages.case.tags()
    box = page.css_first('.choices input[name="tag"]')
    assert ("checked" in box.attributes, box.attributes["data-key"]) == (True, "1")
    with Case.open(pages.case.path, by="Ben Example") as other:
        other.code("used", "unused", letter)
    form = {
        "had": tag["tag"],
        "privileged": "yes",
        "was-privileged": "",
        "assists": "yes",
        "was-assists": "",
        "was-used": "",
        "used": "",
    }
    page = done(pages, f"/item/{letter}/code", **form)
    coded = pages.case.coded(letter)
    assert coded["tags"] == []
    assert [coded[each]["value"] for each in ("privileged", "assists", "used")] == ["yes", "yes", "unused"]
    assert len(page.css(".kept a")) == 3, "the page names every entry that the form made"
    done(
        pages,
        f"/item/{letter}/code",
        **{"was-privileged": "yes", "privileged": "", "was-assists": "yes", "assists": "yes"},
    )
    assert pages.case.coded(letter)["privileged"] is None
    refused(pages, f"/item/{letter}/code", **{"was-assists": "yes", "assists": "yes"})


def test_what_is_sensitive_is_said_with_a_reason(pages: Any, letter: str) -> None:
    done(pages, f"/item/{letter}/code", why="names an informant")
    assert pages.case.coded(letter)["sensitive"]["why"] == "names an informant"
    assert shown(pages, f"/item/{letter}").css_first("#why").attributes["value"] == "names an informant"
    done(pages, f"/item/{letter}/code", **{"why": "", "was-why": "names an informant"})
    assert pages.case.coded(letter)["sensitive"] is None


@pytest.mark.parametrize("form", [{"tag": "99"}, {"used": "perhaps"}], ids=["tag", "value"])
def test_what_was_not_offered_is_refused_whole(pages: Any, letter: str, form: dict[str, str]) -> None:
    refused(pages, f"/item/{letter}/code", why="names an informant", privileged="yes", **form)
    coded = pages.case.coded(letter)
    assert (coded["sensitive"], coded["privileged"]) == (None, None), "all of a form, or none"
    page = refused(
        pages, f"/item/{letter}/judge", judgement="relevant", note="as I typed it", why="a child", assists="no", **form
    )
    stands = pages.case.reviewed(letter)
    assert (stands["judgement"], stands["notes"], pages.case.coded(letter)["sensitive"]) == (None, [], None)
    assert page.css_first("#note").text().strip() == "as I typed it"
    assert page.css_first("#why").attributes["value"] == "a child", "what was chosen is still there to be sent again"
    assert "checked" in page.css_first('[name=assists][value="no"]').attributes
    assert page.css_first('[name="was-why"]').attributes["value"] == ""


def test_notes_texts_and_statements(pages: Any, letter: str) -> None:
    page = done(pages, f"/item/{letter}/note", noted="=1+1\nsee <page> 2")
    assert "=1+1\nsee <page> 2" in page.css_first("article .said-by").text()
    done(pages, f"/item/{letter}/describe", kind="translation", language="pl", words="Kopia listu")
    said = {each["kind"]: each for each in pages.case.item(letter)["said"]}
    assert (said["translation"]["language"], said["translation"]["text"]) == ("pl", "Kopia listu")
    done(pages, f"/item/{letter}/read-to-end")
    assert [each["by"] for each in pages.case.reviewed(letter)["read_to_end"]] == ["Ann Example"]
    done(pages, f"/item/{letter}/opened", how="on paper, at the registry")
    assert len(openings(pages.case, letter)) == 2
    page = refused(pages, f"/item/{letter}/describe", kind="transcript", language="no language", words="What he said")
    assert page.css_first("#words").text().strip() == "What he said"
    refused(pages, f"/item/{letter}/note", noted="  ")
    refused(pages, f"/item/{letter}/opened", how="")


def test_settled_and_opened_again(pages: Any) -> None:
    item = named(pages.case, "inside.txt")
    page = refused(pages, f"/item/{item}/settle", reason="read on paper")
    assert page.css_first("#reason").text().strip() == "read on paper"
    refused(pages, f"/item/{item}/settle", **{"as": "read-elsewhere", "reason": ""})
    page = done(pages, f"/item/{item}/settle", **{"as": "read-elsewhere", "reason": "read on paper"})
    entry = page.css_first('form[action$="/unsettle"] [name=entry]').attributes["value"]
    refused(pages, f"/item/{item}/unsettle", entry=entry)
    done(pages, f"/item/{item}/unsettle", entry=entry, **{"unsettle-why": "the wrong box"})
    assert pages.case.item(item)["settled"] == []


def test_a_thing_on_a_shelf_is_opened_moved_judged_and_settled(pages: Any) -> None:
    item = pages.case.boxes()[0]["item"]
    page = shown(pages, f"/item/{item}")
    assert "Opened by nobody" in page.css_first(".lede").text()
    page = done(
        pages,
        f"/item/{item}/box-open",
        **{"box-how": "every page, at the store", "box-found": "E 440 119", "box-pages": "41"},
    )
    assert "Opened by Ann Example" in page.css_first(".lede").text()
    page = refused(pages, f"/item/{item}/box-open", **{"box-how": "again", "box-pages": "many"})
    assert page.css_first("#box-pages").attributes["value"] == "many"
    page = refused(pages, f"/item/{item}/box-move", 409, giver="Somebody Else", holder="The court")
    assert page.css_first("#holder").attributes["value"] == "The court"
    done(pages, f"/item/{item}/box-move", giver="Example Constabulary", holder="The court", place="strong room")
    assert pages.case.boxes()[0]["holder"] == "The court"
    done(pages, f"/item/{item}/judge", judgement="not-relevant")
    done(pages, f"/item/{item}/settle", **{"as": "read-elsewhere", "reason": "read at the store"})
    assert "E 440 119" in shown(pages, f"/item/{item}/custody").body.text()
