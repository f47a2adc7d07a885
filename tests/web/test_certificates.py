"""Recall certificates on their pages: what one costs, a draw that a second person seeds, a blind audit, the paper."""

import re
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.looking import Looker
from web.parsed import first

from muniment.ledger.key import Signer
from muniment.review import cosigned


def _lede(pages: Any) -> str:
    return " ".join(first(HTMLParser(pages.get("/certificates").text), ".lede").text().split())


def _seeded(pages: Any, target: str = "80%", counting: str = "readable") -> int:
    """A draw, begun and seeded; the entry that began it."""
    began = pages.post("/certificates/begin", data={"target": target, "counting": counting})
    assert began.status_code == 303, began.text
    seeded = pages.post("/certificates/seed", data={"digits": "614 253", "person": "Bea Second"})
    assert seeded.status_code == 303, seeded.text
    return int(began.headers["location"].rpartition("=")[2])


def _audited(pages: Any) -> list[str]:
    """Audit until nothing is left; what was judged, in order."""
    done: list[str] = []
    sent = pages.get("/review?audit=yes")
    while found := re.search(r"/review/(ITM-\d+)\?", sent.headers.get("location", "") + "?"):
        done.append(found[1])
        judgement = "relevant" if len(done) % 2 else "not-relevant"
        sent = pages.post(f"/review/{done[-1]}", data={"judgement": judgement})
        assert sent.status_code == 303
    return done


def test_a_body_outside_seeds_the_draw_by_its_signature(pages: Any) -> None:
    signer = Signer.make("example.org/cosigner")
    pages.post("/certificates/begin", data={"target": "80%", "counting": "readable"})
    (draw,) = pages.case.draws()
    leaf = pages.case.certificate("80%", issue=False)["draw"]["leaf"]
    assert cosigned.text(leaf).strip() in pages.get("/certificates").text, "what they sign stands there"
    note = f"{cosigned.text(leaf)}\n{signer.sign(cosigned.text(leaf).encode())}"
    own = Signer.make("example.org/cosigner")
    for sent, field in (
        ({"note": note.replace(leaf, "0" * 64), "cosigner": signer.vkey}, "note"),
        ({"note": note, "cosigner": own.vkey}, "note"),
        ({"note": note, "cosigner": "no key"}, "cosigner"),
    ):
        answer = pages.post("/certificates/cosign", data=sent)
        assert answer.status_code == 400
        page = HTMLParser(answer.text)
        assert page.css_first(f"#{field}[aria-invalid=true]") is not None
        assert sent["note"].strip() == first(page, "#note").text().strip(), "what was typed is kept"
    as_browsers_send = note.rstrip("\n").replace("\n", "\r\n")
    assert (
        pages.post("/certificates/cosign", data={"note": as_browsers_send, "cosigner": signer.vkey}).status_code == 303
    )
    assert pages.case.draws()[0] | {"entry": draw["entry"]} == pages.case.draws()[0]
    assert pages.case.draws()[0]["how"] == "cosigned"


def test_what_it_costs_is_said_before_anyone_starts(pages: Any) -> None:
    said = pages.case.certificate("90%", issue=False)
    page = HTMLParser(pages.get("/certificates?target=90%25").text)
    cells = [each.text().strip() for each in page.css('td[data-l="expect to open"]')]
    assert cells == [f"about {each['opens']:,}" for each in said["expect"]]
    assert "90 %" in first(page, "#h-begin").parent.text()  # type: ignore[union-attr] # a section is around it
    assert pages.get("/certificates?target=lots").status_code == 400


def test_a_draw_is_fixed_before_its_seed_can_be_known(pages: Any) -> None:
    began = pages.post("/certificates/begin", data={"target": "80%", "counting": "all"})
    entry = int(began.headers["location"].rpartition("=")[2])
    assert pages.case.entry(entry)["do"] == "draw-began"
    page = pages.get("/certificates").text
    assert pages.case.draws()[0]["leaf"] in page
    assert "second person must now type digits" in page
    assert pages.get("/review?audit=yes").status_code == 409  # nothing is drawn yet
    for form, field in (
        ({"digits": "123", "person": "Bea Second"}, "digits"),
        ({"digits": "614253", "person": "Ann Example"}, "person"),
        ({"digits": "614253", "person": ""}, "person"),
    ):
        wrong = pages.post("/certificates/seed", data=form)
        assert wrong.status_code == 400
        assert HTMLParser(wrong.text).css_first(f"#{field}-wrong") is not None
    assert pages.case.draws()[0]["seeded"] is None
    assert pages.post("/certificates/begin", data={"target": "80%"}).status_code == 409  # one at a time


def test_the_audit_is_blind_and_ends_in_a_certificate(pages: Any) -> None:
    pages.case.note("ITM-000006", "a thought of before")
    _seeded(pages)
    address = pages.get("/review?audit=yes").headers["location"]
    page = pages.get(address).text
    assert "Judged alone" in page
    for told in ("Why it is next", "What it belongs to", "a thought of before", "Coding"):
        assert told not in page
    audited = _audited(pages)
    assert len(audited) == len(set(audited)) > 3
    assert all(pages.case.reviewed(item)["says"][0]["way"] in {"audit", "queue"} for item in audited)
    assert "What it belongs to" in pages.get(f"/review/{audited[0]}").text  # when it was judged, all is shown
    if pages.case.certificate(issue=False)["do"] != "stop":
        pages.case.judge(query="judged:nobody", judgement="not-relevant")
    assert "It can be issued now" in _lede(pages)
    issued = pages.post("/certificates/issue")
    paper = pages.get(issued.headers["location"])
    said = pages.case.certificates()[0]
    text = " ".join(HTMLParser(paper.text).text().split())
    assert f"at least {100 * said['recall_at_least']:.2f} %" in text.replace("\u00a0", " ")
    assert "Recall certificate" in text
    for each in said["assumptions"]:
        assert each in text
    assert "Judged in the audit, of those drawn" in text
    ways = [pages.case.reviewed(item)["says"][0]["way"] for item in audited]
    assert said["sample_blind"] <= min(ways.count("audit"), said["sampled"]), "what was judged in bulk is not blind"
    assert "digits 614253" in text
    assert "in force" in text
    pages.case.box_add("Box 20, found later", "Example Constabulary")
    assert "overtaken" in pages.get(issued.headers["location"]).text
    assert "overtaken" in pages.get("/certificates").text
    assert f"/certificates/{said['entry']}" in pages.get("/overtaken").text


def test_it_is_not_issued_before_it_may_be(pages: Any) -> None:
    _seeded(pages)
    before = pages.case.head()["as_of"]
    assert pages.post("/certificates/issue").status_code == 409
    assert pages.case.head()["as_of"] == before
    assert _lede(pages).startswith("Not yet")


def test_a_draw_alone_and_one_given_up_stay_listed_and_are_said(pages: Any) -> None:
    pages.post("/certificates/begin", data={"target": "80%", "counting": "all"})
    pages.post("/certificates/seed", data={"alone": "yes"})
    assert "not independently seeded" in pages.get("/certificates").text
    assert pages.post("/certificates/abandon", data={"why": ""}).status_code == 400
    assert pages.post("/certificates/abandon", data={"why": "a slip"}).status_code == 303
    page = pages.get("/certificates").text
    assert "given up" in page
    assert len(pages.case.draws()) == 1
    _seeded(pages)
    assert any("draw 2 of the case" in each for each in pages.case.certificate(issue=False)["assumptions"])


@pytest.mark.parametrize("address", ["/certificates/999", "/certificates/x"])
def test_there_is_no_such_certificate(pages: Any, address: str) -> None:
    assert pages.get(address).status_code == 404


def test_everybody_can_use_the_pages(alone: Looker) -> None:
    case = alone.case
    alone.holds("/certificates")
    case.begin_draw("80%", "readable")
    alone.holds("/certificates")
    case.seed_draw("614253", "Bea Second")
    alone.holds(f"/review/{case.review_next(audit=True)['item']}")
    case.judge(query="judged:nobody", judgement="relevant")
    while item := case.review_next(audit=True)["item"]:
        case.judge(item, judgement="relevant", way="audit")
    issued = case.certificate()
    assert issued["issued"], issued
    alone.holds(f"/certificates/{issued['entry']}")


def test_a_judgement_of_what_nobody_opened_says_that_it_does_not_count(pages: Any) -> None:
    """What no machine could read is possibly relevant until one person both opened and judged it: the answer says so."""
    case = pages.case
    item = next(row["id"] for row in case.items() if row["state"].startswith("unread"))
    before = case.certificate("80%", issue=False)["not_readable"]

    def kept() -> str:
        sent = pages.post(f"/review/{item}", data={"judgement": "relevant"})
        page = pages.get(sent.headers["location"], follow_redirects=True)
        return first(HTMLParser(page.text), ".kept").text()

    says = "It still counts as possibly relevant"
    assert says in kept()
    assert case.certificate("80%", issue=False)["not_readable"] == before
    case.settle(item, says="read-elsewhere", why="I have the paper.")
    assert says not in kept()
    assert case.certificate("80%", issue=False)["not_readable"] == before - 1
