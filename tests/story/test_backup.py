"""A backup is a verified copy without the key; a case made of it goes on."""

import json
import os
import shutil
from datetime import date
from pathlib import Path

import erased
import pytest
from asking import ask
from erased import BOTH, whole

from muniment.case import Case
from muniment.errors import AskedWrong, AtWork, Broken, NotACase, NotEmpty, Refused, UnsafePlace
from muniment.store import place
from muniment.store.sync import locked


def originals(path: Path) -> int:
    return sum(each.is_file() for each in (path / "originals").rglob("*"))


def test_a_backup_is_a_case_as_it_lies_and_again_copies_only_what_is_new(path: Path, tmp_path: Path) -> None:
    to = tmp_path / "disk" / "backup"
    said = ask("backup", to, "--json", case=path)
    assert said.code == 0
    assert said.json["ok"]
    assert (said.json["kept"], said.json["removed"]) == (0, 0)
    files = sum(each.is_file() for kind in ("originals", "readings", "lists") for each in (path / kind).rglob("*"))
    assert said.json["copied"] == files > 10
    whole(to)
    (tmp_path / "note").write_text(said.json["checkpoint"])
    with Case.open(path) as case:
        assert Case.verify_at(to, case.fingerprint, tmp_path / "note")["signer_confirmed"]
    assert not (to / "derived").exists()
    key = place.key_path(json.loads((to / "ledger.jsonl").read_bytes().split(b"\n")[0])["case"]).read_bytes().strip()
    assert not [each for each in to.rglob("*") if each.is_file() and key in each.read_bytes()]

    more = tmp_path / "more"
    more.mkdir()
    (more / "late.txt").write_text("A late paper.\n")
    with Case.open(path) as case:
        case.intake(more, "Example Society", date(2026, 3, 9))
        again = case.backup(to)
        assert (again["copied"], again["kept"], again["removed"]) == (2, files, 0)
        assert again["bytes"] < 2_000
        nothing = case.backup(to)
        assert (nothing["copied"], nothing["bytes"], nothing["kept"]) == (0, 0, files + 2)
    whole(to)
    assert Case.verify_at(to)["root"] == Case.verify_at(path)["root"]


def test_a_case_made_of_it_gives_the_same_answers(path: Path, tmp_path: Path) -> None:
    with Case.open(path) as case:
        digest, found = case.digest(), case.search("heron")["total"]
        case.backup(tmp_path / "backup")
    said = ask("restore", tmp_path / "backup", "--at", tmp_path / "again", "--json")
    assert (said.code, said.json["ok"], said.json["key_here"], said.json["signed"]) == (0, True, True, True)
    told = ask("restore", tmp_path / "backup", "--at", tmp_path / "more").out
    assert "work on one copy alone" in told
    with Case.open(tmp_path / "again") as case:
        assert (case.digest(), case.search("heron")["total"]) == (digest, found)
        assert case.check() == []
    whole(tmp_path / "again")


def test_without_its_key_a_case_is_read_and_looks_are_logged(path: Path, tmp_path: Path) -> None:
    with Case.open(path) as case:
        first = case.fingerprint
        case.backup(tmp_path / "backup")
    elsewhere = tmp_path / "elsewhere.key"
    case_id = json.loads((path / "ledger.jsonl").read_bytes().split(b"\n")[0])["case"]
    shutil.move(place.key_path(case_id), elsewhere)
    try:
        told = ask("restore", tmp_path / "backup", "--at", tmp_path / "again").out
        assert "muniment adopt goes on with a new one" in told
        again = tmp_path / "again"
        before = Case.verify_at(again)
        assert ask("search", "heron", case=again).code == 0
        assert ask("intake", tmp_path / "stick", "--from", "x", "--received", "2026-03-03", case=again).code in {2, 5}
        after = Case.verify_at(again)
        assert (after["ok"], after["root"]) == (True, before["root"])
        assert after["access_entries"] > before["access_entries"]
        assert after["signed_by"] == [{"key": first, "from": 0, "to": before["entries"] - 1}]
        with Case.open(again) as case:
            unsigned = case.backup(tmp_path / "second")
            assert (unsigned["ok"], unsigned["checkpoint"] is not None) == (True, True), "as the old key signed it"
            with pytest.raises(Refused, match="without its signing key"):
                case.erase("ITM-000001", authority="x", agreed_by=BOTH, others=[])
        assert ask("adopt", case=again).code == 0
        whole(again)
        signed = Case.verify_at(again)["signed_by"]
        assert [each["from"] for each in signed] == [0, before["entries"]]
        assert signed[0]["key"] == first != signed[1]["key"]
        assert "entries 0 to" in ask("verify", case=again).out
    finally:
        place.key_path(case_id).unlink(missing_ok=True)
        shutil.move(elsewhere, place.key_path(case_id))


def test_what_was_erased_is_removed_from_the_backup_too(path: Path, tmp_path: Path) -> None:
    to = tmp_path / "backup"
    with Case.open(path) as case:
        rows = {row["path"]: row["id"] for row in case.items()}
        case.backup(to)
        said = case.to_erase(rows["typed.txt"])["elsewhere"]["backups"]
        assert [each["to"] for each in said] == [str(to.resolve())]
        asked = [rows[name] for name in (erased.NAME, "typed.txt", "list.csv")]
        others = [rows["mail.eml"], rows["papers.zip"]]
        case.erase(*asked, authority="order 12", agreed_by=BOTH, others=others, words=["heron", "Quagmire"])
    assert erased.left(to, *erased.WORDS, erased.SENDER)
    said = ask("backup", to, case=path)
    assert "10 files removed that the case no longer names: erased since" in said.out
    assert erased.left(to, *erased.WORDS, erased.SENDER) == []
    whole(to)
    assert Case.restore(to, tmp_path / "again")["ok"]
    assert erased.left(tmp_path / "again", *erased.WORDS) == []


def test_where_no_backup_can_be(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    with Case.new("Another", other) as case:
        case.backup(tmp_path / "of-another")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    with Case.open(path) as case:
        for to, error in (
            (path / "inside", (AskedWrong, UnsafePlace)),
            (path, AskedWrong),
            (tmp_path, AskedWrong),
            (other, NotEmpty),
            (tmp_path / "full", NotEmpty),
            (tmp_path / "of-another", Refused),
            (tmp_path / "full" / "letter.txt", AskedWrong),
            (tmp_path / "Dropbox" / "backup", UnsafePlace),
        ):
            with pytest.raises(error):
                case.backup(to)
    assert sorted(each.name for each in (tmp_path / "full").iterdir()) == ["letter.txt"]
    assert (path / "originals").is_dir()
    with pytest.raises(NotACase):
        Case.restore(tmp_path / "full", tmp_path / "new")
    with pytest.raises(NotEmpty):
        Case.restore(tmp_path / "of-another", tmp_path / "full")


def test_a_backup_of_more_than_the_case_has_is_kept(path: Path, tmp_path: Path) -> None:
    """The case was put back to an older state, or another copy went on."""
    shutil.copytree(path, tmp_path / "older")
    with Case.open(path) as case:
        case.describe("ITM-000002", "One more act.")
        case.backup(tmp_path / "backup")
    before = (tmp_path / "backup" / "ledger.jsonl").read_bytes()
    with Case.open(tmp_path / "older") as case, pytest.raises(Refused, match="entries that this case has not"):
        case.backup(tmp_path / "backup")
    assert (tmp_path / "backup" / "ledger.jsonl").read_bytes() == before


def test_nothing_damaged_is_copied_and_a_damaged_backup_is_not_restored(path: Path, tmp_path: Path) -> None:
    to = tmp_path / "backup"
    with Case.open(path) as case:
        case.backup(to)
    victim = next(each for each in (to / "originals").rglob("*") if each.is_file())
    victim.chmod(0o600)
    victim.write_bytes(b"other bytes")
    said = ask("restore", to, "--at", tmp_path / "again", "--json")
    assert (said.code, said.json["ok"], len(said.json["problems"])) == (3, False, 1)
    assert victim.name in said.json["problems"][0]["where"]
    assert not (tmp_path / "again").exists()
    with Case.open(path) as case:
        assert case.backup(to)["mended"] == 1
    whole(to)
    same = path / "originals" / victim.name[:2] / victim.name
    same.chmod(0o600)
    same.write_bytes(b"rot")
    victim.chmod(0o600)
    victim.unlink()
    with Case.open(path) as case, pytest.raises(Broken, match="other bytes than its name"):
        case.backup(to)


def test_a_backup_is_not_worked_in(path: Path, tmp_path: Path) -> None:
    with Case.open(path) as case:
        case.backup(tmp_path / "backup")
    if os.access(tmp_path / "backup", os.W_OK):
        said = ask("search", "heron", "--json", case=tmp_path / "backup")
        assert (said.code, said.error["kind"]) == (5, "Refused")
        assert "restore" in said.error["next"]
    assert ask("verify", case=tmp_path / "backup").code == 0


def test_one_backup_at_a_time_and_none_while_something_is_erased(path: Path, tmp_path: Path) -> None:
    to = tmp_path / "backup"
    with Case.open(path) as case:
        case.backup(to)
        with locked(to / "backup.lock"), pytest.raises(AtWork):
            case.backup(to)
        with locked(path / "derived" / "locks" / "erase"), pytest.raises(AtWork):
            case.backup(to)
