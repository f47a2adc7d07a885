"""Custody: what is copied, what is not, and what each file's state says of it."""

import errno
import json
import os
import stat
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from muniment import Case
from muniment.errors import AtWork, OtherListing, Trouble
from muniment.intake import custody
from muniment.store import blobs

DAY = date(2026, 3, 3)
WHO = "Example Constabulary"


@pytest.fixture
def box(tmp_path: Path) -> Path:
    folder = tmp_path / "box"
    (folder / "ward").mkdir(parents=True)
    (folder / "a.txt").write_text("first")
    (folder / "b.txt").write_text("second")
    (folder / "ward" / "c.txt").write_text("first")
    (folder / "empty").mkdir()
    return folder


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case.new("Eastmere", tmp_path / "case")


def take(case: Case, box: Path, **more: Any) -> Any:
    return case.intake(box, WHO, DAY, read="later", **more)


def states(case: Case) -> dict[str, tuple[str, str]]:
    return {row["path"]: (row["state"], row["reason"]) for row in case.items()}


def kinds(case: Case) -> list[str]:
    return [json.loads(line)["do"] for line in (case.path / "ledger.jsonl").read_text().splitlines() if line[0] == "{"]


def test_it_is_counted_before_anything_is_opened(case: Case, box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def first_open(*_: object) -> None:
        opened.extend(kinds(case))
        raise Trouble("stop here")

    monkeypatch.setattr(custody, "_copy", first_open)
    with pytest.raises(Trouble):
        take(case, box)
    assert opened[-1] == "intake-began"
    assert "took" not in opened
    began = next(
        entry
        for line in (case.path / "ledger.jsonl").read_text().splitlines()
        if line[0] == "{" and (entry := json.loads(line))["do"] == "intake-began"
    )
    assert (began["rows"], began["files"]) == (4, 3), "an empty folder is a row and no file"


def test_names_stand_in_sealed_values_alone(case: Case, box: Path) -> None:
    take(case, box)
    assert "a.txt" not in (case.path / "ledger.jsonl").read_text()
    assert "a.txt" in (case.path / "sealed.jsonl").read_text()
    assert not list((case.path / "lists").rglob("*.json"))


def test_the_same_bytes_are_stored_once_and_counted_twice(case: Case, box: Path) -> None:
    said = take(case, box)
    assert said["bundle"]["items"] == 3
    stored = [path for path in (case.path / "originals").rglob("*") if path.is_file()]
    assert len(stored) == 2
    assert all(not stat.S_IMODE(path.stat().st_mode) & 0o222 for path in stored)
    one = case.item("ITM-000001")
    assert one["duplicates"] == ["ITM-000003"]


def test_the_source_is_left_as_it_was(case: Case, box: Path) -> None:
    before = {path: (path.stat().st_mtime_ns, path.stat().st_mode) for path in box.rglob("*")}
    take(case, box)
    assert {path: (path.stat().st_mtime_ns, path.stat().st_mode) for path in box.rglob("*")} == before


def between(monkeypatch: pytest.MonkeyPatch, change: Any) -> None:
    """Let something happen to the source after it was counted."""
    take_custody = custody.take

    def later(*args: Any) -> None:
        change()
        take_custody(*args)

    monkeypatch.setattr(custody, "take", later)


def test_what_vanished_or_changed_says_so(case: Case, box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def change() -> None:
        (box / "a.txt").unlink(missing_ok=True)
        (box / "b.txt").write_text("second, and more")
        (box / "late.txt").write_text("later")

    between(monkeypatch, change)
    said = take(case, box)
    found = states(case)
    assert found["a.txt"] == ("unread.inaccessible", "vanished")
    assert found["b.txt"] == ("unread.inaccessible", "changed")
    assert found["ward/c.txt"] == ("unread.pending", "not-read-yet")
    assert said["bundle"]["files"] == 3
    bundle = case.account()["bundles"][0]
    assert bundle["appeared"] == ["late.txt"]
    assert bundle["balanced"]
    assert not case.check()


def test_a_file_that_becomes_a_link_is_not_followed(case: Case, box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def change() -> None:
        (box / "a.txt").unlink()
        (box / "a.txt").symlink_to("/etc/hostname")

    between(monkeypatch, change)
    take(case, box)
    assert states(case)["a.txt"] == ("unread.inaccessible", "changed")


@pytest.mark.parametrize(("number", "reason"), [(errno.EACCES, "no-permission"), (errno.EIO, "io-error")])
def test_what_cannot_be_opened_says_why(
    case: Case, box: Path, monkeypatch: pytest.MonkeyPatch, number: int, reason: str
) -> None:
    real = os.open

    def refuse(path: Any, *args: Any, **more: Any) -> int:
        if os.fsencode(path).endswith(b"/a.txt"):
            raise OSError(number, os.strerror(number))
        return real(path, *args, **more)

    monkeypatch.setattr(os, "open", refuse)
    take(case, box)
    assert states(case)["a.txt"] == ("unread.inaccessible", reason)
    monkeypatch.undo()
    monkeypatch.setenv("XDG_DATA_HOME", os.environ.get("XDG_DATA_HOME", ""))
    assert not case.check()


def test_what_was_missed_is_taken_when_it_can_be(case: Case, box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = custody._copy
    monkeypatch.setattr(custody, "_copy", lambda copies, path, file: custody._missed(file, "io-error"))
    take(case, box)
    assert {state for state, _ in states(case).values()} == {"unread.inaccessible"}
    monkeypatch.setattr(custody, "_copy", copy)
    take(case, box)
    assert {state for state, _ in states(case).values()} == {"unread.pending"}


def test_a_drive_that_is_pulled_is_no_reason_to_call_files_gone(
    case: Case, box: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    between(monkeypatch, lambda: box.rename(tmp_path / "pulled"))
    with pytest.raises(Trouble, match="source is gone"):
        take(case, box)
    assert {state for state, _ in states(case).values()} == {"unread.pending"}
    monkeypatch.undo()


def test_a_full_disk_stops_and_goes_on_later(case: Case, box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(blobs, "sync_files", full)
        with pytest.raises(Trouble, match="full"):
            take(case, box)
    assert "took" not in kinds(case)
    assert not list((case.path / "derived" / "tmp").iterdir())
    said = take(case, box)
    assert said["bundle"]["id"] == "BUN-0001"
    assert case.verify()["ok"]


def test_the_same_three_again_is_nothing_to_do(case: Case, box: Path, tmp_path: Path) -> None:
    first = take(case, box)
    size = case.verify()["entries"]
    elsewhere = tmp_path / "mounted elsewhere"
    box.rename(elsewhere)
    again = take(case, elsewhere)
    assert again["nothing_to_do"]
    assert again["bundle"] == first["bundle"]
    assert case.verify()["entries"] == size


def test_another_listing_is_refused_and_named(case: Case, box: Path) -> None:
    take(case, box)
    (box / "new.txt").write_text("new")
    (box / "a.txt").unlink()
    (box / "b.txt").write_text("another")
    size = case.verify()["entries"]
    with pytest.raises(OtherListing) as raised:
        take(case, box)
    assert raised.value.exit == 5
    assert "1 new (new.txt); 1 gone (a.txt); 1 changed (b.txt)" in str(raised.value)
    assert "--supplement BUN-0001" in raised.value.next
    assert case.verify()["entries"] == size


def test_a_supplement_takes_what_is_new_and_changed(case: Case, box: Path) -> None:
    take(case, box)
    (box / "new.txt").write_text("new")
    (box / "b.txt").write_text("another")
    said = take(case, box, supplement="BUN-0001")
    assert said["bundle"] == {"id": "BUN-0002", "files": 2, "items": 2}
    bundles = case.account()["bundles"]
    assert bundles[1]["supplements"] == "BUN-0001"
    assert bundles[0]["files"] == 3
    assert bundles[0]["appeared"] == []
    assert take(case, box, supplement="BUN-0001")["nothing_to_do"]
    assert take(case, box)["nothing_to_do"], "the bundle with its supplement is the same listing"
    assert not case.check()


def test_continue_lists_what_appeared_and_counts_it_not(case: Case, box: Path) -> None:
    take(case, box)
    (box / "new.txt").write_text("new")
    said = take(case, box, continue_="BUN-0001")
    assert said["bundle"]["files"] == 3
    assert case.account()["bundles"][0]["appeared"] == ["new.txt"]
    assert take(case, box, supplement="BUN-0001")["bundle"]["files"] == 1
    assert case.account()["bundles"][0]["appeared"] == []


def test_another_day_or_sender_is_another_bundle(case: Case, box: Path) -> None:
    take(case, box)
    said = case.intake(box, WHO, date(2026, 3, 4), read="later")
    assert said["bundle"]["id"] == "BUN-0002"
    assert case.intake(box, "Someone Else", DAY, read="later")["bundle"]["id"] == "BUN-0003"
    assert case.item("ITM-000001")["duplicates"] == [f"ITM-{n:06d}" for n in (3, 4, 6, 7, 9)]
    assert len([path for path in (case.path / "originals").rglob("*") if path.is_file()]) == 2


def test_the_second_of_two_intakes_of_one_bundle_is_refused(
    case: Case, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[type] = []
    take_custody = custody.take

    def meanwhile(*args: Any) -> None:
        monkeypatch.setattr(custody, "take", take_custody)
        other = Case.open(case.path)
        with pytest.raises(AtWork) as raised:
            take(other, box)
        seen.append(raised.type)
        assert raised.value.exit == 5
        other.intake(box, "Someone Else", DAY, read="later")  # another bundle is not held up
        take_custody(*args)

    monkeypatch.setattr(custody, "take", meanwhile)
    take(case, box)
    assert seen == [AtWork]
    assert [bundle["id"] for bundle in case.account()["bundles"]] == ["BUN-0001", "BUN-0002"]
