"""What helps, on pages: in words, with the way to where it is done; commands are told apart from the sentence."""

import shlex
from pathlib import Path
from typing import Any

import click
import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.iteming import named, shown, taken

from muniment.cli.main import muniment
from muniment.intake.picture.none import NoPicture
from muniment.model.helps import HELPS
from muniment.model.reason import REASONS
from muniment.web import helps


def _without_commands(node: Any) -> str:
    """The words of a part of a page without what stands there as a command."""
    copy: Any = HTMLParser(node.html)
    for each in copy.css("code"):
        each.decompose()
    return " ".join(copy.body.text().split())


@pytest.mark.parametrize("reason", sorted(set(REASONS) - {""}))
def test_no_sentence_holds_a_command(reason: str) -> None:
    said = helps.of({"id": "ITM-000001", "reason": reason, "next": REASONS[reason].next})
    told = "".join(text for text, _ in said.pieces) if said else ""
    assert bool(told) == bool(REASONS[reason].next)
    for word in ("muniment", "sudo", "--", "ITEM", "["):
        assert word not in told


_OURS = {each for one in HELPS.values() for each in one.commands if each.startswith("muniment ")}


@pytest.mark.parametrize("command", sorted(_OURS))
def test_the_commands_are_those_that_there_are(command: str) -> None:
    _, verb, *words = shlex.split(command)
    found = muniment.get_command(click.Context(muniment), verb)
    assert found is not None
    known = {name for each in found.params for name in each.opts}
    assert {word for word in words if word.startswith("--")} <= known


def test_it_is_said_of_each_item_that_was_not_searched(pages: Any) -> None:
    locked = named(pages.case, "inside.txt")
    row = next(each for each in shown(pages, "/search/unsearched").css("tbody tr") if locked in each.text())
    cell = row.css_first('[data-l="what helps"]')
    assert cell.css_first("code").text() == "muniment retry --only unread.encrypted --password-file FILE"
    assert "muniment" not in _without_commands(cell)
    assert cell.css_first(f'a[href="/item/{locked}#h-settle"]') is not None


def test_on_its_own_page_it_leads_to_where_it_is_done(pages: Any) -> None:
    for name in ("inside.txt", "way"):
        page = shown(pages, f"/item/{named(pages.case, name)}")
        section = page.css_first("[aria-labelledby=h-settle]")
        assert "Next:" in section.text()
        assert "muniment" not in _without_commands(page.css_first("main"))
    item = named(pages.case, "inside.txt")
    assert shown(pages, f"/item/{item}").css_first('a[href="#h-settle"]') is not None


def test_the_account_and_the_review_pages_say_it_so(pages: Any) -> None:
    for section in shown(pages, "/").css("[aria-labelledby=needs], [aria-labelledby=unseen]"):
        assert "muniment" not in _without_commands(section)
    locked = shown(pages, f"/review/{named(pages.case, 'inside.txt')}").css_first("main")
    assert "What helps:" in locked.text()
    assert "muniment" not in _without_commands(locked)


def test_a_reason_that_the_item_says_more_exactly_is_told_exactly() -> None:
    line = "pip install 'muniment[pst]'"
    said = {"reason": "missing-library", "next": f"{line}; then muniment retry --only unread.dependency-missing"}
    found = helps.of(said)
    assert found is not None
    assert found.commands[0] == line
    assert "first line" not in found.pieces[0][0]
    about = helps.of({"id": "ITM-000001", "reason": "ocr-coverage", "next": REASONS["ocr-coverage"].next + ": page 3"})
    assert about is not None
    assert about.pieces[-1][0].endswith(": page 3")
    group = helps.of({"reason": "ocr-coverage", "next": REASONS["ocr-coverage"].next})
    assert group is not None
    assert not any(to for _, to in group.pieces)


@pytest.mark.parametrize("reason", ["timed-out", "no-bytes", "no-ffmpeg", "password"])
def test_where_no_picture_is_had_the_way_on_is_a_link_or_a_command(reason: str) -> None:
    said = helps.instead(NoPicture.of(reason, "ITM-000001"), "ITM-000001")
    assert "muniment" not in "".join(text for text, _ in said.pieces)
    assert any(to for _, to in said.pieces) or said.commands


def test_a_file_of_no_known_kind_leads_to_its_original(pages: Any, tmp_path: Path) -> None:
    (item,) = taken(pages, tmp_path / "more", {"thing.bin": bytes(range(256)) * 8}).values()
    page = shown(pages, f"/item/{item}")
    assert page.css_first('a[href="#h-original"]') is not None
    assert page.css_first("#h-original") is not None
