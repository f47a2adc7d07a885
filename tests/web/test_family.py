"""The family of an item: mails by what they say of themselves, and large families a page at a time."""

from pathlib import Path
from typing import Any

import pytest
from asking import MAIL
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.iteming import named, shown, taken
from web.making import lines_of

MANY = 130


@pytest.fixture
def mailbox(pages: Any, tmp_path: Path) -> str:
    """A mailbox of many mails, taken in while the pages are open."""
    return taken(pages, tmp_path / "more", {"sent.mbox": b"".join(map(_mail, range(1, MANY + 1)))})["sent.mbox"]


def _mail(number: int) -> bytes:
    head = f"From: Ben Example <ben@campaign.test>\nSubject: Round {number}\nDate: Thu, 22 May 2014 10:00:00 +0100\n"
    return f"From ben@campaign.test Thu May 22 10:00:00 2014\n{head}\nThe round of {number}.\n\n".encode()


def _words(page: HTMLParser, item: str) -> str:
    """What a tree says of an item."""
    link = next(each for each in page.css(f'.tree a[href="/item/{item}"]'))
    assert link.parent is not None
    return " ".join(link.parent.text().split())


def test_a_mail_is_named_by_its_subject_its_sender_and_its_day(pages: Any) -> None:
    mail = named(pages.case, "mail.eml")
    attached = pages.case.kin(mail)["inside"][0]
    for under in ("", "/family"):
        said = _words(shown(pages, f"/item/{attached}{under}"), mail)
        assert said.startswith("leaflets ")
        assert "Ann Example <ann@campaign.test>, 22 May 2014, 10:00; mail.eml" in said
    assert _words(shown(pages, f"/item/{mail}/family"), attached).startswith("note.txt ")
    together = shown(pages, f"/item/{attached}/family/judge").css_first("tbody th").text()
    assert "leaflets" in together
    assert "Ann Example" in together


def test_a_mail_without_a_subject_keeps_its_name(pages: Any, tmp_path: Path) -> None:
    plain = MAIL.replace("Subject: leaflets\n", "").encode()
    mail = taken(pages, tmp_path / "more", {"plain.eml": plain})["plain.eml"]
    said = _words(shown(pages, f"/item/{pages.case.kin(mail)['inside'][0]}"), mail)
    assert said.startswith("plain.eml ")
    assert "Ann Example <ann@campaign.test>, 22 May 2014, 10:00" in said
    assert said.count("plain.eml") == 1


def test_a_large_family_is_never_there_all_at_once(pages: Any, mailbox: str) -> None:
    page = shown(pages, f"/item/{mailbox}")
    members = pages.case.kin(mailbox, limit=MANY)["inside"]
    there = [each for each in members if page.css(f'.tree a[href="/item/{each}"]')]
    assert there == members[: len(there)]
    assert len(there) < 20
    to = next(each.attributes["href"] for each in page.css(".tree a") if each.text() == f"{MANY - len(there)} more")
    page = shown(pages, to)
    assert page.css(f'.tree a[href="/item/{members[len(there)]}"]')
    assert f"{len(there) + 1} to {len(there) + 100} of the {MANY} in it" in page.css_first(".pager").text()
    seen, to = list[str](), f"/item/{mailbox}/family"
    while to:
        page = shown(pages, to)
        seen += [each for each in members if page.css(f'.tree a[href="/item/{each}"]')]
        to = next((each.attributes["href"] for each in page.css(".pager a[rel=next]")), "")
    assert seen == members
    assert f"101 to {MANY} of the {MANY} in it" in page.css_first(".pager").text()


def test_among_many_the_neighbours_stand_there_and_the_way_to_all(pages: Any, mailbox: str) -> None:
    members = pages.case.kin(mailbox, limit=MANY)["inside"]
    page = shown(pages, f"/item/{members[60]}")
    tree = page.css_first(".tree").text()
    assert [number for number in range(1, MANY + 1) if f"Round {number} " in tree] == [58, 59, 60, 61, 62, 63, 64]
    assert page.css_first(f'.tree a[href="/item/{mailbox}/family"]').text() == f"all {MANY}"


def test_naming_mails_opens_none(pages: Any, path: Path, mailbox: str) -> None:
    shown(pages, f"/item/{mailbox}/family")
    assert lines_of(path, "showed")[-1]["what"] == "family"
    assert all(not each["opened_by"] for each in pages.case.item_some(pages.case.kin(mailbox)["inside"]))
