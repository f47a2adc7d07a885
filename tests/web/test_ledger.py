"""The ledger in the browser: its entries, its checkpoints, and whether it holds."""

import csv
import hashlib
import io
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from web.looking import Looker
from web.making import lines_of
from web.parsed import first

from muniment.case import Case
from muniment.web import acts, ledger


def test_every_entry_is_listed_page_by_page(pages: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "PAGE", 7)
    address, found = "/ledger", []
    while address:
        page = HTMLParser(pages.get(address).text)
        found += [int(cell.text(strip=True).replace(",", "")) for cell in page.css("#entries ~ .body td.num a")]
        more = [str(link.attributes["href"]) for link in page.css(".pager a") if link.attributes.get("rel") == "next"]
        address = more[0].partition("#")[0] if more else ""
    assert found == list(range(pages.case.as_of, -1, -1))


def test_entries_are_found_by_act_by_person_and_by_item(pages: Any) -> None:
    page = HTMLParser(_chosen(pages, do="settled"))
    assert [first(row, "th").text(strip=True) for row in page.css("#entries ~ .body tbody tr")] == [
        "settled 1 item as set-aside"
    ]
    (number,) = [number for number, name in pages.case.people() if name == "Ann Example"]
    assert "Ann Example" in _chosen(pages, by=number)
    item = next(row["id"] for row in pages.case.items() if row["path"] == "empty.txt")
    assert "wrote a description" in _chosen(pages, on=item)
    assert "No such entry" in _chosen(pages, on="ITM-999999")


def _chosen(pages: Any, **said: str) -> str:
    """The page of the entries that are chosen so."""
    sent = pages.post("/ledger", data=said)
    assert sent.status_code == 303
    assert not [value for value in said.values() if value in sent.headers["location"]], "it stands in no address"
    return str(pages.get(sent.headers["location"].partition("#")[0]).text)


def test_who_is_asked_for_stands_in_no_address(pages: Any) -> None:
    (number,) = [number for number, name in pages.case.people() if name == "Ann Example"]
    page = HTMLParser(_chosen(pages, by=number, on="BUN-0001"))
    links = [str(link.attributes["href"]) for link in page.css("a")]
    assert not [link for link in links if "by=" in link or "on=" in link]
    (file,) = [link for link in links if link.startswith("/ledger.csv")]
    rows = list(csv.reader(io.StringIO(pages.get(file).text)))
    assert {row[2] for row in rows[1:] if row and row[0].isdigit()} == {"Ann Example"}
    assert pages.get("/ledger?q=guessed").status_code == 404


def test_the_oldest_first_page_by_page_and_in_the_file(pages: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "PAGE", 7)
    address, found = "/ledger?order=oldest", []
    while address:
        page = HTMLParser(pages.get(address).text)
        found += [int(cell.text(strip=True).replace(",", "")) for cell in page.css("#entries ~ .body td.num a")]
        more = [str(link.attributes["href"]) for link in page.css(".pager a") if link.attributes.get("rel") == "next"]
        address = more[0].partition("#")[0] if more else ""
    assert found == list(range(pages.case.as_of + 1))
    rows = list(csv.reader(io.StringIO(pages.get("/ledger.csv?order=oldest").text)))
    assert [int(row[0]) for row in rows[1 : 1 + len(found)]] == found


def test_an_entry_is_shown_as_it_lies(pages: Any, path: Path) -> None:
    page = HTMLParser(pages.get("/ledger/3").text)
    leaf = first(page, "pre").text()
    lines = [line for line in (path / "ledger.jsonl").read_text().splitlines() if not line.startswith('"')]
    assert leaf == lines[3]
    assert hashlib.sha256(b"\0" + leaf.encode()).hexdigest() in first(page, "body").text()
    assert pages.get("/ledger/999999").status_code == 404
    assert pages.get("/ledger/x").status_code == 404


def test_every_kind_of_act_has_a_sentence() -> None:
    from muniment.model import act, deed, prove, review  # noqa: PLC0415

    known = {
        each.do
        for module in (act, deed, review, prove)
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, act.Act) and "do" in vars(each)
    }
    assert set(prove.KINDS) <= known
    assert known <= set(acts.kinds())
    for do in acts.kinds():
        assert acts.says({"do": do, "said": {}})


def test_what_was_recorded_about_proof_is_said_in_words(pages: Any) -> None:
    number = pages.case.prove.name_subject("Ivo Example", kind="person")["id"]
    pages.case.prove.strike(number, why="entered twice")
    rows = [
        first(row, "th").text(strip=True)
        for row in HTMLParser(pages.get("/ledger").text).css("#entries ~ .body tbody tr")
    ]
    assert rows[:2] == [
        "said that it was entered in error; it stays, marked so",
        "entered somebody of whom something is alleged (person)",
    ]


def test_verify_now_says_what_holds_and_what_it_cannot_show(pages: Any, path: Path) -> None:
    assert "Not verified since this server began" in pages.get("/ledger").text
    _verified(pages)
    text = pages.get("/ledger").text
    assert "Everything holds" in text
    assert "Not shown:" in text
    assert lines_of(path, "verified")


def test_verify_now_says_what_does_not_hold(pages: Any, path: Path) -> None:
    original = next((path / "originals").rglob("*/*"))
    original.chmod(0o600)
    original.write_bytes(b"another")
    _verified(pages)
    text = first(HTMLParser(pages.get("/ledger").text), "body").text()
    assert "Not everything holds" in text
    assert "Change nothing" in text


def _verified(pages: Any) -> None:
    answer = pages.post("/ledger/verify")
    assert (answer.status_code, answer.headers["location"]) == (303, "/ledger")
    assert pages.app.inner.state.desk.kept["verifying"].done.wait(120)


def test_a_checkpoint_is_saved_and_holds(pages: Any, path: Path, tmp_path: Path) -> None:
    answer = pages.post("/ledger/checkpoint")
    assert answer.headers["content-disposition"].startswith("attachment")
    (tmp_path / "given.txt").write_bytes(answer.content)
    assert Case.verify_at(path, None, tmp_path / "given.txt")["ok"]
    assert lines_of(path, "gave-checkpoint")


def test_the_verifier_that_is_saved_verifies(pages: Any, path: Path, tmp_path: Path) -> None:
    (tmp_path / "verify.py").write_bytes(pages.get("/ledger/verifier/verify.py").content)
    case = Path(shutil.copytree(path, tmp_path / "elsewhere"))
    command = [sys.executable, "-I", "-S", str(tmp_path / "verify.py"), str(case)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert pages.get("/ledger/verifier/verify.html").text.startswith("<!doctype html>")
    assert pages.get("/ledger/verifier/other").status_code == 404


def test_everybody_can_use_the_ledger(looker: Looker) -> None:
    for address in ("/ledger", "/ledger?order=oldest", "/ledger/3"):
        looker.holds(address)


def test_it_is_verified_by_keyboard_and_without_a_script(alone: Looker) -> None:
    with alone.without_script("/ledger") as tab:
        tab.focus("form[action='/ledger/verify'] button")
        tab.keyboard.press("Enter")
        for _ in range(30):
            if tab.locator("text=Everything holds").count():
                break
            tab.wait_for_timeout(500)
            tab.goto(f"{alone.base}/ledger")
        assert tab.locator("text=Everything holds").count()
    alone.holds("/ledger")


def test_the_entries_go_out_as_files_with_no_formula(pages: Any) -> None:
    letter = next(each["id"] for each in pages.case.items() if each["name"] == "letter.pdf")
    pages.case.opened(letter, how='=HYPERLINK("x")', again=True)
    sent = pages.get(f"/ledger.csv?on={letter}")
    assert "attachment" in sent.headers["content-disposition"]
    lines = sent.text.splitlines()
    assert lines[0].lstrip("\ufeff").startswith("entry,")
    assert len([each for each in lines if f",{letter}," in each]) == len(pages.case.entries(on=letter, limit=1000))
    assert not any(cell.startswith(("=", '"=')) for each in lines for cell in each.split(","))
    assert pages.get("/ledger.xlsx").content[:2] == b"PK"
    assert "/ledger.csv?" in pages.get("/ledger").text
