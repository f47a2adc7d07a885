"""Erasure by law: everything that has the bytes goes, from every file of the case, and the account still holds."""

import hashlib
import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import erased
import pytest
from asking import ask
from erased import BOTH
from PIL import Image, ImageDraw, ImageFont

from muniment.case import Case
from muniment.demo.sealed import locked_zip
from muniment.errors import AskedWrong, AtWork, Refused
from muniment.store import alone
from muniment.store.sync import locked

TWO = ("--agreed-by", "Ann Example", "--agreed-by", "Ben Example")
ORDER = "order of 3 March, ref 12"
HASH = hashlib.sha256(erased.TEXT.encode())


def ids(path: Path) -> dict[str, str]:
    with Case.open(path) as case:
        return {row["path"]: row["id"] for row in case.items()}


def whole(path: Path) -> None:
    erased.whole(path)
    with Case.open(path) as case:
        assert case.check() == []
        assert case.account()["balanced"]
        digest = case.digest()
        assert case.rebuild()["digest"] == digest


def test_what_would_go_is_listed_and_nothing_goes(path: Path) -> None:
    rows = ids(path)
    said = ask("erase", rows[erased.NAME], "--json", case=path)
    assert said.code == 0
    assert {each["item"]: (each["why"], each["through"]) for each in said.json["families"]} == {
        rows[erased.NAME]: ("asked", []),
        rows["mail.eml"]: ("holds", [rows[f"mail.eml/{erased.NAME}"]]),
        rows["papers.zip"]: ("holds", [rows[f"papers.zip/inner/{erased.NAME}"]]),
    }
    assert said.json["items"] == 6
    assert said.json["same_words"] == [rows["typed.txt"]]
    assert said.json["named_in"] == [rows["list.csv"]]
    assert [each["bundle"] for each in said.json["elsewhere"]["receipts"]] == ["BUN-0001"]
    told = ask("erase", rows[erased.NAME], case=path).out
    assert f"the same words in other bytes, which stay unless they are named: {rows['typed.txt']}" in told
    assert len(erased.left(path, erased.WORDS[0])) > 0
    whole(path)


def test_it_is_refused_until_each_is_named(path: Path) -> None:
    rows, most = ids(path), ("--count", "6", "--json")
    said = ask("erase", rows[erased.NAME], "--authority", ORDER, *TWO, *most, case=path)
    assert (said.code, said.error["kind"]) == (5, "Refused")
    assert rows["mail.eml"] in said.error["subject"]
    assert rows["papers.zip"] in said.error["subject"]
    some = ("--with", rows["mail.eml"])
    said = ask("erase", rows[erased.NAME], "--authority", ORDER, *TWO, *some, *most, case=path)
    assert (said.code, said.error["subject"]) == (5, rows["papers.zip"])
    said = ask("erase", rows[f"mail.eml/{erased.NAME}"], "--authority", ORDER, *TWO, *most, case=path)
    assert rows[erased.NAME] in said.error["subject"], "named by its member"
    assert len(erased.left(path, erased.WORDS[0])) > 0


def test_nothing_is_left_in_any_byte_of_the_case(path: Path) -> None:
    rows = ids(path)
    with Case.open(path) as case:
        mine = case.item(rows[erased.NAME])["reading"]
        case.search("heron")
        case.duplicates(rows[erased.NAME])
    wanted = (*erased.WORDS, erased.NAME, erased.SENDER, HASH.hexdigest(), HASH.digest(), mine)
    assert {needle for _, needle in erased.left(path, *wanted)} >= {b"heron", erased.NAME.encode(), mine.encode()}
    with Case.open(path) as case:
        said = case.erase(
            rows[erased.NAME],
            rows["typed.txt"],
            rows["list.csv"],
            authority=ORDER,
            agreed_by=BOTH,
            others=[rows["mail.eml"]],
            successor=[f"{rows['papers.zip']}={rows['redacted.txt']}"],
            words=["heron", erased.NAME],
            count=8,
        )
        assert (said["items"], said["removed"]["originals"], said["removed"]["readings"]) == (8, 5, 5)
    assert erased.left(path, *wanted) == []
    whole(path)
    with Case.open(path) as case:
        assert case.search("heron")["total"] == 0
        account = case.account()
        assert (account["items"], account["states"]["unread.erased"], account["needs_person"]) == (10, 8, 0)
        shown = case.item(rows["papers.zip"])
        assert (shown["state"], shown["name"], shown["text"]) == ("unread.erased", "[erased]", "")
        act = shown["custody"][-1]
        assert (act["authority"], act["agreed"], act["successor"]) == (ORDER, BOTH, rows["redacted.txt"])
        assert case.item(rows["minutes.txt"])["text"], "what has nothing to do with it stays"
        with pytest.raises(Refused, match="erased already"):
            case.to_erase(rows[erased.NAME])
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(Path(alone.__file__).with_name("check.py")), str(path)],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_what_people_wrote_of_other_things_goes_only_where_it_names_it(path: Path) -> None:
    rows = ids(path)
    with Case.open(path) as case:
        entry = case.describe(rows["minutes.txt"], "Read it twice.")["entry"]
        settled = case.settle(rows["minutes.txt"], says="read-elsewhere", why="read it on paper")["entry"]
        said = case.erase(
            rows[erased.NAME],
            authority=ORDER,
            agreed_by=BOTH,
            others=[rows["mail.eml"], rows["papers.zip"]],
            may_stay=[],
        )
        assert said["values_elsewhere"] >= 1
        texts = [each["text"] for each in case.item(rows["minutes.txt"])["said"]]
        assert texts == ["Read it twice."], "the one that named the file is gone"
        assert case._store.ledger.entry(entry).sealed != (None,)
        assert case._store.ledger.entry(settled).sealed[0] == ("why", "read it on paper")
        line = case.list_show("BUN-0001")["lines"]
        assert [each["text"] == "[erased]" for each in line if each["line"]] == [True, False]
    queries = [
        sealed[1]
        for entry in Case.open(path)._store.access.entries()
        for sealed in entry.sealed
        if sealed and sealed[0] == "query"
    ]
    assert queries == ["heron"], "the query for its name is gone; one for a word stays unless it is asked for"
    whole(path)


def test_two_persons_agree_or_one_says_why_alone(path: Path) -> None:
    item = ids(path)["typed.txt"]
    with Case.open(path) as case:
        for agreed, alone_ in ((["Ann Example"], ""), (["Ann Example", "ann  EXAMPLE"], ""), ([], "x"), (BOTH, "x")):
            with pytest.raises(AskedWrong, match="two persons"):
                case.erase(item, authority=ORDER, agreed_by=agreed, alone=alone_)
        with pytest.raises(AskedWrong, match="authority"):
            case.erase(item, authority=" ", agreed_by=BOTH)
        with pytest.raises(AskedWrong, match="names what is to be erased"):
            case.erase(item, authority="as to typed.txt", agreed_by=BOTH)
        with pytest.raises(Refused, match="3 items were shown"):
            case.erase(item, authority=ORDER, agreed_by=BOTH, count=3)
    one = ("--authority", ORDER, "--agreed-by", "Ann Example", "--alone", "a sole practitioner")
    assert ask("erase", item, *one, "--json", case=path).error["next"].endswith("--count 1 erases them")
    said = ask("erase", item, *one, "--count", "1", case=path)
    assert said.code == 0
    assert "single-user rule: one person decided alone" in said.out
    with Case.open(path) as case:
        act = case.item(item)["custody"][-1]
        assert (act["agreed"], act["alone"]) == (["Ann Example"], "a sole practitioner")
    whole(path)


def test_a_hold_keeps_what_it_has(path: Path, tmp_path: Path) -> None:
    held = tmp_path / "held"
    held.mkdir()
    (held / "another name.txt").write_text(erased.TEXT)
    rows = ids(path)
    with Case.open(path) as case:
        bundle = case.intake(held, "Example Chambers", date(2026, 3, 5), hold=True)["bundle"]["id"]
        others = [rows["mail.eml"], rows["papers.zip"]]
        listed = case.to_erase(rows[erased.NAME])
        assert "another name" not in str(listed)
        with pytest.raises(Refused, match="a hold keeps what it has") as refused:
            case.erase(
                rows[erased.NAME], authority=ORDER, agreed_by=BOTH, others=[*others, listed["families"][-1]["item"]]
            )
        assert refused.value.subject == bundle
        case.withdraw(bundle, "the wrong stick")
        more = next(row["id"] for row in case.items() if row["bundle"] == bundle)
        case.erase(rows[erased.NAME], authority=ORDER, agreed_by=BOTH, others=[*others, more], words=["another name"])
    assert erased.left(path, "another name") == []
    whole(path)


def test_bytes_that_a_member_shares_with_what_stays(path: Path) -> None:
    """The archive holds the minutes too; they may stay where they lie on their own."""
    rows = ids(path)
    with Case.open(path) as case:
        every = {each["item"] for each in case.to_erase(rows["papers.zip"])["families"]}
        assert rows["minutes.txt"] in every
        may = [rows["papers.zip/other.txt"]]
        fewer = case.to_erase(rows["papers.zip"], may_stay=may)
        assert {each["item"] for each in fewer["families"]} == every - {rows["minutes.txt"]}
        others = [each["item"] for each in fewer["families"]]
        case.erase(rows["papers.zip"], authority=ORDER, agreed_by=BOTH, others=others, may_stay=may)
        assert case.item(rows["minutes.txt"])["text"]
    whole(path)


def test_what_a_password_opened_goes_too(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    members = [("inside.txt", b"Kept under the counter of the kiosk.\n", "kingfisher")]
    (stick / "locked.zip").write_bytes(locked_zip(members, datetime(2014, 6, 12, 10, tzinfo=UTC)))
    with Case.new("Eastmere", tmp_path / "case") as case:
        case.intake(stick, "Example Society", erased.DAY)
        (tmp_path / "words.txt").write_text("kingfisher\n")
        ask("retry", "--only", "unread.encrypted", "--password-file", tmp_path / "words.txt", case=case.path)
        assert case.search("kiosk")["total"] == 1
        item = next(row["id"] for row in case.items() if row["path"] == "locked.zip")
        assert case.erase(item, authority=ORDER, agreed_by=BOTH, words=["kiosk"])["removed"]["originals"] == 2
    assert erased.left(tmp_path / "case", "kiosk", "inside.txt") == []
    whole(tmp_path / "case")


def test_nobody_erases_while_somebody_takes_in(path: Path) -> None:
    lock = path / "derived" / "locks" / "evidence"
    with Case.open(path) as case, locked(lock, shared=True), pytest.raises(AtWork):
        case.erase("ITM-000001", authority=ORDER, agreed_by=BOTH)


def test_what_was_given_out_is_said(path: Path, tmp_path: Path) -> None:
    item = ids(path)["typed.txt"]
    assert ask("--by", "Cem Example", "show", item, "--save", tmp_path / "out", case=path).code == 0
    with Case.open(path) as case:
        said: dict[str, Any] = case.to_erase(item)["elsewhere"]
    assert [(each["item"], each["by"]) for each in said["saved"]] == [(item, "Cem Example")]
    assert "has it still" in ask("erase", item, case=path).out


@pytest.mark.parametrize("item", ["ITM-999999", "ITM-1", "x", ""])
def test_what_is_not_there_cannot_be_erased(path: Path, item: str) -> None:
    said = ask("erase", item, "--json", case=path)
    assert (said.code, said.error["kind"]) == (2, "UnknownItem")


def test_words_recognised_in_a_picture_go_too(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    image = Image.new("L", (1200, 300), 255)
    ImageDraw.Draw(image).text((60, 100), "The otter was signed twice.", font=ImageFont.load_default(48), fill=0)
    image.save(stick / "scan-of-otter.png", dpi=(200, 200))
    with Case.new("Eastmere", tmp_path / "case") as case:
        case.intake(stick, "Example Society", erased.DAY)
        assert case.search("otter signed")["total"] == 1
        said = case.erase("ITM-000001", authority=ORDER, agreed_by=BOTH, words=["otter"])
        assert (said["removed"]["originals"], said["removed"]["readings"]) == (1, 2)
        assert said["access_values"] >= 1, "what was searched for"
    assert erased.left(tmp_path / "case", "otter", "signed twice") == []
    whole(tmp_path / "case")


def test_a_receipt_lists_what_was_erased_by_number_and_an_earlier_one_stays(path: Path, tmp_path: Path) -> None:
    rows = ids(path)
    with Case.open(path) as case:
        first = case.receipt("BUN-0001", tmp_path / "out")
        kept = {Path(name): Path(name).read_bytes() for name in first["written"]}
        case.erase(rows[erased.NAME], authority=ORDER, agreed_by=BOTH, others=[rows["mail.eml"], rows["papers.zip"]])
        said = case.receipt("BUN-0001", tmp_path / "out")
        acts = {each["item"]: case.item(each["item"])["custody"] for each in said["erased"]}
    assert first["erased"] == []
    counts = {rows[erased.NAME]: 1, rows["mail.eml"]: 2, rows["papers.zip"]: 3}
    assert {each["item"]: each["items"] for each in said["erased"]} == counts
    lines = said["text"].splitlines()
    assert "Erased by law since it came: 6 items, whose content, names and hashes are gone:" in lines
    for each in said["erased"]:
        act = next(one for one in acts[each["item"]] if one["do"] == "item-erased")
        day = datetime.fromisoformat(act["at"]).astimezone(ZoneInfo("Europe/London")).date().isoformat()
        assert (each["entry"], each["on"], each["authority"]) == (act["entry"], day, ORDER)
        assert f"  erased on {day}, by authority: {ORDER}" in lines
    named = [f"{item} with {more - 1} in it" if more > 1 else item for item, more in sorted(counts.items())]
    assert f"    {', '.join(named)}" in lines
    assert "Bytes: 111 without what was erased" in lines
    assert "Of no item that is left text is missing, as far as a machine can say." in lines
    gone = (*erased.WORDS, erased.NAME, "mail.eml", "papers.zip")
    assert not [word for word in gone if word in json.dumps(said)]
    assert {name: name.read_bytes() for name in kept} == kept
    note = next(name for name in kept if name.suffix == ".txt")
    assert Case.verify_at(path, against=note)["ok"], "an earlier one holds the case still"
