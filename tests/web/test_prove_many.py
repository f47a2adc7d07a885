"""Where there is much: pages in parts, in which both sides have the same room, nothing is lost, and paper has all of it."""

import io
from collections import Counter
from typing import Any

import pypdfium2
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.looking import Looker
from web.parsed import first
from web.proving import item, prove

from muniment.model.prove import Linked, Side
from muniment.prove.law.book import ours
from muniment.web.prove.clocks import AT_ONCE as CLOCKS
from muniment.web.prove.clocks import over_at
from muniment.web.prove.passages import AT_ONCE

LONG = "She said that three men had come, each with a bag of envelopes, and that none of them would say for whom. " * 9


def link(case: Any, allegation: str, sides: tuple[int, int], element: str = "a1", words: str = "It was so.") -> None:
    """So many passages for an element, and so many against it."""
    routes = dict.fromkeys(ours().forums.forums, "direct")
    where: dict[str, Any] = {"item": item(case, "statement.txt"), "reading": None, "page": 1, "span": (0, 9)}
    acts = [
        Linked(allegation=allegation, element=element, side=side, routes=routes, words=words, **where)
        for side, count in zip(Side, sides, strict=True)
        for _ in range(count)
    ]
    case._store.record(*acts)


def shown(page: HTMLParser) -> list[tuple[str, str]]:
    """Each passage of the table: the side that it stands on, and its number."""
    found, side = [], ""
    for row in page.css(".passes tbody tr"):
        mark = row.css_first("th[colspan] .mark")
        side = mark.text().strip() if mark else side
        found += [(side, each.text()) for each in row.css("a.id") if each.text().startswith("LNK-")]
    return found


def follow(pages: Any, address: str) -> list[HTMLParser]:
    """A page, and each that follows it."""
    found = [HTMLParser(pages.get(address).text)]
    while (next_ := found[-1].css_first("[aria-label='Pages of this table'] a[rel=next]")) is not None:
        found.append(HTMLParser(pages.get(next_.attributes["href"]).text))
    return found


def test_a_few_passages_are_all_on_one_page(pages: Any) -> None:
    at = prove(pages.case)
    link(pages.case, at, (100, 90))
    (page,) = follow(pages, f"/prove/allegations/{at}")
    assert len(shown(page)) == 192


def test_of_many_passages_both_sides_have_the_same_room_and_none_is_lost(pages: Any) -> None:
    at = prove(pages.case)
    link(pages.case, at, (150, 60))
    link(pages.case, at, (3, 40), "a2")
    every = follow(pages, f"/prove/allegations/{at}")
    assert Counter(side for side, _ in shown(every[0])) == {"For": AT_ONCE + 3, "Against": 2 * AT_ONCE}
    assert len(every) == -(-151 // AT_ONCE)
    found = [each for page in every for each in shown(page)]
    assert len(found) == len(set(found)) == 2 + 150 + 60 + 3 + 40
    whole = HTMLParser(pages.get(f"/prove/allegations/{at}?all=1").text)
    assert sorted(shown(whole)) == sorted(found)
    assert len(follow(pages, f"/prove/allegations/{at}?all=1")) == 1


def test_each_of_the_pages_has_the_whole_grid_and_the_whole_work(pages: Any) -> None:
    at = prove(pages.case)
    link(pages.case, at, (150, 60))
    pages.case._store.record(
        *(
            Linked(
                allegation=at,
                element="a2",
                side=Side.FOR,
                item=item(pages.case, "letter.pdf"),
                reading=None,
                page=None,
                span=None,
                routes={},
            )
            for _ in range(40)
        )
    )
    every = follow(pages, f"/prove/allegations/{at}")
    grids = {first(page, ".grid").text() for page in every}
    assert len(grids) == 1
    assert "151 for" in grids.pop()
    for page in every:
        asked = {each.text() for each in page.css("#h-work ~ * a.id") if each.text().startswith("LNK-")}
        assert len(asked) >= 40, "each link of which nobody chose a way is named"
        for cell in page.css(".grid td a"):
            assert page.css_first(str(cell.attributes["href"])) is not None


def test_ended_clocks_come_in_parts_and_the_month_finds_each(pages: Any) -> None:
    prove(pages.case)
    for n in range(34):
        pages.case.prove.act("poll", f"{1990 + n}-05-0{1 + n % 7}")
    said = pages.case.prove.clocks()["clocks"]
    over = sum(each["state"] != "running" for each in said)
    assert over > 2 * CLOCKS
    every = follow(pages, "/prove/clocks")
    rows = [str(row.attributes["id"]) for page in every for row in page.css("tr[id^=over-]")]
    assert rows == [f"over-{n}" for n in range(1, over + 1)]
    running = [each for each in said if each["state"] == "running"]
    assert all(len(page.css("tr[id^=runs-]")) == len(running) for page in every), "what runs is never out of sight"
    assert len(HTMLParser(pages.get("/prove/clocks?all=1").text).css("tr[id^=over-]")) == over
    for n in (1, CLOCKS, CLOCKS + 1, over):
        address, _, anchor = over_at(n).partition("#")
        assert HTMLParser(pages.get(address).text).css_first(f"#{anchor}") is not None


def test_a_part_of_many_passages_is_for_everybody(alone: Looker) -> None:
    at = prove(alone.case)
    link(alone.case, at, (150, 60))
    alone.holds(f"/prove/allegations/{at}?from={AT_ONCE}")


def test_long_citations_are_read_on_sheets_that_lie_on_their_side(alone: Looker) -> None:
    at = prove(alone.case)
    link(alone.case, at, (4, 4), words=LONG)
    with alone.tab(f"/prove/allegations/{at}") as tab:
        tab.emulate_media(media="print")
        tab.set_viewport_size({"width": 1010, "height": 680})  # what a sheet leaves within its margins
        cut = "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).length"
        assert tab.locator(".passes :is(th, td), .grid :is(th, td)").evaluate_all(cut) == 0
        sheets = pypdfium2.PdfDocument(io.BytesIO(tab.pdf(prefer_css_page_size=True)))
    assert all(round(sheet.get_width()) == 842 > sheet.get_height() for sheet in sheets)
    texts = [" ".join(sheet.get_textpage().get_text_bounded().split()) for sheet in sheets]
    assert "At a glance" in texts[0], "the grid begins on the first sheet"
    assert sum(each.count("envelopes,") for each in texts) == 8 * LONG.count("envelopes,"), "to the last word"
