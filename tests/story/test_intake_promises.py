"""What an intake promises, tried where it is hard: odd names, odd entries, changes meanwhile, and doing it twice."""

import os
import shutil
import socket
import subprocess
import sys
import threading
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from asking import FROM, ask

from muniment import Case
from muniment.errors import AskedWrong, AtWork, OtherListing, Trouble
from muniment.intake import bundle, custody, intake
from muniment.intake.limits import Limits
from muniment.model.act import IntakeEnded
from muniment.store import sync
from muniment.store.store import Store

DAY, WHO = date(2026, 3, 3), "Example Constabulary"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case.new("Eastmere", tmp_path / "case")


@pytest.fixture
def box(tmp_path: Path) -> Path:
    folder = tmp_path / "box"
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.txt").write_text(f"paper {name}\n")
    return folder


def take(case: Case, source: Path, **more: Any) -> Any:
    return case.intake(source, WHO, DAY, **({"read": "later"} | more))


def rows(case: Case) -> dict[str, Any]:
    return {row["path"]: row for row in case.items()}


def ledger(case: Case) -> bytes:
    return (case.path / "ledger.jsonl").read_bytes()


# -- every entry, whatever it is and however it is called


def test_every_kind_of_entry_ends_in_a_state(case: Case, tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.mkdir()
    (box / "one.txt").write_text("one")
    os.link(box / "one.txt", box / "two.txt")
    (box / "dangling").symlink_to("/nowhere")
    (box / "to a folder").symlink_to(tmp_path)
    (box / "empty").mkdir()
    os.mkfifo(box / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(box / "socket"))
        said = take(case, box)
    found = rows(case)
    assert said["bundle"]["files"] == 6, "an empty folder is no file"
    assert {path: (row["state"], row["reason"]) for path, row in found.items()} == {
        "one.txt": ("unread.pending", "not-read-yet"),
        "two.txt": ("unread.pending", "not-read-yet"),
        "dangling": ("unread.refused", "link"),
        "to a folder": ("unread.refused", "link"),
        "pipe": ("unread.refused", "fifo"),
        "socket": ("unread.refused", "socket"),
    }
    assert found["one.txt"]["sha256"] == found["two.txt"]["sha256"]
    assert case.check() == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root to make a device")
def test_a_device_is_recorded_and_not_read(case: Case, box: Path) -> None:
    try:
        os.mknod(box / "null", 0o600 | 0o020000, os.makedev(1, 3))
    except PermissionError:
        return  # a container that may not make one
    take(case, box)
    assert (rows(case)["null"]["state"], rows(case)["null"]["reason"]) == ("unread.refused", "device")


def test_names_that_are_not_utf_8_or_act_on_a_terminal(case: Case, tmp_path: Path) -> None:
    names = [b"caf\xe9.txt", b"new\nline.txt", b"\x1b[2Jclear.txt", "\u202etxt.exe".encode(), b"\\xff", b"\xff"]
    box = tmp_path / os.fsdecode(b"b\xf6x")
    box.mkdir()
    for name in names:
        (box / os.fsdecode(name)).write_bytes(b"x")
    said = ask("intake", box, *FROM, "--read", "later", "--json", case=case.path)
    assert said.code == 1, said.err
    found = ask("account", "--items", "--jsonl", case=case.path).lines
    assert sorted(bytes.fromhex(row["name_bytes"]) if row["name_bytes"] else row["name"].encode() for row in found) == (
        sorted(names)
    )
    told = ask("account", "--items", case=case.path).out
    assert len(told.splitlines()) == len(names) + 1
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert ask("intake", box, *FROM, "--read", "later", "--json", case=case.path).json["nothing_to_do"]
    assert case.check() == []


@pytest.mark.parametrize("where", ["--from", "--by", "query", "source", "item"])
def test_words_that_are_not_utf_8_are_no_traceback(case: Case, box: Path, where: str) -> None:
    odd = os.fsdecode(b"A\xff")
    requests: dict[str, list[str | Path]] = {
        "--from": ["intake", box, "--from", odd, "--received", "2026-03-03", "--read", "later"],
        "--by": ["--by", odd, "search", "x"],
        "query": ["search", odd],
        "source": ["intake", odd, *FROM],
        "item": ["show", odd],
    }
    said = ask("--case", case.path, *requests[where])
    assert said.code in {0, 1, 2}
    assert "Traceback" not in said.err
    assert "cannot be written" not in said.err
    if where == "--from":
        assert ask("account", "--json", case=case.path).json["bundles"][0]["from"] == "A\\xff"


def test_many_files_are_listed_in_short_acts(case: Case, tmp_path: Path) -> None:
    box = tmp_path / "many"
    box.mkdir()
    for number in range(5_000):
        (box / f"{number:05d}").touch()
    said = take(case, box)
    assert said["bundle"]["files"] == said["bundle"]["items"] == 5_000
    assert bundle.ROWS * bundle.ENTRIES <= 5_000, "20,000 rows in one act hold the lock for longer than 200 ms"
    assert case.check() == []


# -- one computer file, links on the way, the case itself


def test_a_single_file_is_a_bundle_however_it_is_reached(case: Case, box: Path, tmp_path: Path) -> None:
    link = tmp_path / "latest.txt"
    link.symlink_to(box / "a.txt")
    assert take(case, box / "a.txt")["bundle"] == {"id": "BUN-0001", "files": 1, "items": 1}
    assert take(case, link)["nothing_to_do"]
    assert [row["path"] for row in case.items()] == ["a.txt"]
    assert next(iter(case.items()))["state"] == "unread.pending"


def test_where_a_folder_lies_is_no_part_of_what_it_is(
    case: Case, box: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (box / "link").symlink_to("a.txt")
    (box / "empty").mkdir()
    os.mkfifo(box / "pipe")
    take(case, box)
    size = len(ledger(case))
    elsewhere = tmp_path / "elsewhere"
    subprocess.run(["/bin/cp", "-a", box, elsewhere], check=True)
    (tmp_path / "by link").symlink_to(elsewhere)
    monkeypatch.chdir(elsewhere)
    for source in (elsewhere, Path(), Path("../elsewhere"), tmp_path / "by link", f"{elsewhere}/"):
        assert take(case, Path(source))["nothing_to_do"], source
    assert len(ledger(case)) == size


def test_a_case_is_no_evidence_of_itself(case: Case, box: Path, tmp_path: Path) -> None:
    size = len(ledger(case))
    (tmp_path / "way in").symlink_to(case.path / "originals")
    for source in (case.path, case.path / "originals", tmp_path, tmp_path / "way in"):
        with pytest.raises(AskedWrong, match="case"):
            take(case, source)
    assert len(ledger(case)) == size
    assert take(case, box)["bundle"]["files"] == 3


# -- what happens meanwhile


def test_what_happens_between_the_scans(case: Case, box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = custody._copy

    def meanwhile(copies: Any, path: bytes, file: Any) -> Any:
        match path[-5:]:
            case b"a.txt":
                (box / "late.txt").write_text("late")
            case b"b.txt":
                (box / "b.txt").unlink(missing_ok=True)
            case b"c.txt":
                (box / "c.txt").write_text("paper C\n")
        return copy(copies, path, file)

    monkeypatch.setattr(custody, "_copy", meanwhile)
    take(case, box)
    found = {path: (row["state"], row["reason"]) for path, row in rows(case).items()}
    assert found["b.txt"] == ("unread.inaccessible", "vanished")
    assert found["c.txt"] == ("unread.inaccessible", "changed")
    account = case.account()["bundles"][0]
    assert (account["appeared"], account["gone"], account["changed"]) == (["late.txt"], ["b.txt"], ["c.txt"])
    assert account["files"] == 3
    assert case.check() == []


def test_a_file_that_grows_while_it_is_copied(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    box = tmp_path / "box"
    box.mkdir()
    (box / "log").write_bytes(b"x" * 3_000_000)
    read = custody._Guarded.read

    def grow(self: Any, size: int = -1) -> bytes:
        with (box / "log").open("ab") as file:
            file.write(b"more")
        return read(self, size)

    monkeypatch.setattr(custody._Guarded, "read", grow)
    take(case, box)
    assert rows(case)["log"]["reason"] == "changed"
    assert not [path for path in (case.path / "originals").rglob("*") if path.is_file()]


def test_a_drive_lost_before_the_second_scan_is_trouble(
    case: Case, box: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = custody.take

    def lose(*args: Any) -> None:
        taken(*args)
        box.rename(tmp_path / "pulled")

    with monkeypatch.context() as patch:
        patch.setattr(custody, "take", lose)
        with pytest.raises(Trouble, match="source is gone") as raised:
            take(case, box)
    assert raised.value.exit == 4
    assert take(case, tmp_path / "pulled")["bundle"]["id"] == "BUN-0001"
    assert case.check() == []


def test_an_unreadable_folder_and_file_are_accounted_for(case: Case, box: Path) -> None:
    (box / "shut").mkdir()
    (box / "shut" / "inside.txt").write_text("x")
    (box / "shut").chmod(0)
    (box / "a.txt").chmod(0)
    program: list[str | Path] = [
        sys.executable,
        "-I",
        "-m",
        "muniment.cli.main",
        "--case",
        case.path,
        "intake",
        box,
        *FROM,
    ]
    try:
        done = subprocess.run([*_as_anybody(), *program, "--read", "later"], capture_output=True, check=False)
    finally:
        (box / "shut").chmod(0o700)
    assert done.returncode == 1, done.stderr
    found = {path: (row["state"], row["reason"]) for path, row in rows(case).items()}
    assert found["shut"] == found["a.txt"] == ("unread.inaccessible", "no-permission")
    assert found["b.txt"] == ("unread.pending", "not-read-yet")


def _as_anybody() -> list[str]:
    """What makes root like anybody else: permissions hold."""
    if not hasattr(os, "geteuid") or os.geteuid():
        return []
    setpriv = shutil.which("setpriv")
    assert setpriv, "util-linux is part of every Debian"
    return [setpriv, "--bounding-set=-dac_override,-dac_read_search,-fowner"]


# -- the same again


@pytest.mark.parametrize("inside", [[], ["empty"]])
def test_a_folder_without_files_can_be_taken_in_twice(case: Case, tmp_path: Path, inside: list[str]) -> None:
    box = tmp_path / "nothing"
    box.mkdir()
    for name in inside:
        (box / name).mkdir()
    assert take(case, box)["bundle"] == {"id": "BUN-0001", "files": 0, "items": 0}
    size = len(ledger(case))
    assert take(case, box, read="now")["nothing_to_do"]
    assert len(ledger(case)) == size


def test_read_later_then_retry_then_the_same_again_is_nothing_to_do(case: Case, box: Path) -> None:
    take(case, box)
    assert case.retry(["unread.pending"])["states"] == {"text.complete": 3}
    size = len(ledger(case))
    assert take(case, box, read="now")["nothing_to_do"]
    assert len(ledger(case)) == size


def test_what_a_kill_left_unsigned_is_signed_by_the_same_again(case: Case, box: Path) -> None:
    take(case, box)
    with Case.open(case.path) as other:
        other._store.record(IntakeEnded("BUN-0001", 3, {}, (0, "")))
        other._store.signer = None  # it is killed before it can sign
    assert any("not signed yet" in note for note in case.verify()["not_shown"])
    with Case.open(case.path) as other:
        other.account()
    assert any("not signed yet" in note for note in case.verify()["not_shown"]), "who only looks adds nothing"
    assert take(case, box)["nothing_to_do"]
    assert not any("not signed yet" in note for note in case.verify()["not_shown"])


def test_nothing_to_do_is_said_though_others_write(case: Case, box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take(case, box)
    looked = intake._look_again

    def meanwhile(*args: Any) -> None:
        with Case.open(case.path, by="Another") as other:
            other.opened("ITM-000001")
        looked(*args)

    monkeypatch.setattr(intake, "_look_again", meanwhile)
    assert take(case, box)["nothing_to_do"]


def test_a_supplement_of_a_supplement_holds_what_is_new_alone(case: Case, box: Path) -> None:
    take(case, box)
    for number, name in ((1, "d"), (2, "e"), (3, "f")):
        (box / f"{name}.txt").write_text(name)
        with pytest.raises(OtherListing):
            take(case, box)
        said = take(case, box, supplement=f"BUN-{number:04d}")
        assert said["bundle"] == {"id": f"BUN-{number + 1:04d}", "files": 1, "items": 1}
        assert take(case, box, supplement=f"BUN-{number:04d}")["nothing_to_do"]
    assert take(case, box)["nothing_to_do"]
    assert [row["path"] for row in case.items()] == [f"{name}.txt" for name in "abcdef"]
    (box / "g.txt").write_text("g")
    take(case, box, continue_="BUN-0003")
    assert [each["appeared"] for each in case.account()["bundles"]] == [[], [], ["g.txt"], []]
    take(case, box, supplement="BUN-0003")
    assert [each["appeared"] for each in case.account()["bundles"]] == [[], [], [], [], []]
    assert case.check() == []


def test_a_supplement_that_was_stopped_is_finished(case: Case, box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take(case, box)
    (box / "d.txt").write_text("d")

    def stop(*_: object) -> None:
        raise Trouble("stop")

    with monkeypatch.context() as patch:
        patch.setattr(custody, "_copy", stop)
        with pytest.raises(Trouble):
            take(case, box, supplement="BUN-0001")
    said = take(case, box, supplement="BUN-0001", read="now")
    assert not said["nothing_to_do"]
    assert rows(case)["d.txt"]["state"] == "text.complete"
    assert len(case.account()["bundles"]) == 2


def test_continue_is_of_the_same_sender_and_day(case: Case, box: Path) -> None:
    take(case, box)
    for sender, day in (("Somebody Else", DAY), (WHO, date(2026, 3, 4))):
        with pytest.raises(AskedWrong, match="is from Example Constabulary, received 2026-03-03"):
            case.intake(box, sender, day, read="later", continue_="BUN-0001")


def test_one_bundle_is_worked_at_by_one_intake_whatever_it_calls_itself(
    case: Case, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(case, box)
    (box / "d.txt").write_text("d")
    taken, refused = custody.take, []

    def meanwhile(*args: Any) -> None:
        monkeypatch.setattr(custody, "take", taken)
        with Case.open(case.path) as other:
            for more in ({"supplement": "BUN-0001"}, {"continue_": "BUN-0001"}, {}):
                with pytest.raises(AtWork) as raised:
                    take(other, box, **more)
                refused.append(raised.value.exit)
            with pytest.raises(AtWork):
                other.intake(box, WHO, date(2026, 3, 9), read="later", supplement="BUN-0001")
        taken(*args)

    monkeypatch.setattr(custody, "take", meanwhile)
    assert take(case, box, supplement="BUN-0001")["bundle"]["files"] == 1
    assert refused == [5, 5, 5]


def test_an_erased_name_is_no_reason_to_refuse_what_is_left(case: Case, box: Path) -> None:
    from muniment.model.act import Erased  # noqa: PLC0415

    take(case, box)
    entry = case._store.tables.one("SELECT entry FROM listed LIMIT 1")
    case._store.record(Erased([(entry, 0)], "an order of the court"))
    with pytest.raises(OtherListing, match=r"1 new \(a.txt\); 0 gone; 0 changed"):
        take(case, box)
    (box / "a.txt").unlink()
    assert take(case, box)["nothing_to_do"]
    assert case.check() == []


# -- nothing that is known is left out, and ids are given once


def test_members_beyond_a_limit_have_a_row_each(case: Case, tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.mkdir()
    with zipfile.ZipFile(box / "five.zip", "w") as package:
        for number in range(5):
            package.writestr(f"{number}.txt", f"paper {number}")
    said = take(case, box, read="now", limits=Limits(children=2))
    assert said["states"] == {"none.container": 1, "text.complete": 2, "unread.limit": 3}
    assert said["needs_person"] == 3
    found = rows(case)
    assert found["five.zip"]["children_recorded"] == found["five.zip"]["children_declared"] == 5
    assert {row["reason"] for row in found.values() if row["state"] == "unread.limit"} == {"limit-children"}
    ids = {path: row["id"] for path, row in found.items()}
    assert case.retry(["unread.limit"])["states"] == {"none.container": 1, "text.complete": 5}
    assert {path: row["id"] for path, row in rows(case).items()} == ids, "reading again keeps them"
    assert case.account()["needs_person"] == 0
    assert case.check() == []


@pytest.mark.parametrize("limits", [{"bytes": 1}, {"depth": 0}, {"member_bytes": 1}, {"output": 1}])
def test_a_retry_with_more_room_settles_what_a_limit_left(case: Case, tmp_path: Path, limits: dict[str, int]) -> None:
    box = tmp_path / "box"
    box.mkdir()
    with zipfile.ZipFile(box / "two.zip", "w") as package:
        package.writestr("1.txt", "one paper")
        package.writestr("2.txt", "another paper")
    said = take(case, box, read="now", limits=Limits(**limits))
    assert said["needs_person"] > 0
    ids = {path: row["id"] for path, row in rows(case).items()}
    again = case.retry(["unread.limit"])
    assert again["states"] == {"none.container": 1, "text.complete": 2}
    assert again["needs_person"] == 0
    found = {path: row["id"] for path, row in rows(case).items()}
    assert ids.items() <= found.items()
    assert case.check() == []


@pytest.mark.parametrize(
    "limit", ["depth=-1", "depth=1.5", "depth=", "=5", "depth", "seconds=" + "9" * 16, "pages=" + "9" * 5000]
)
def test_a_limit_that_is_none_is_refused(case: Case, box: Path, limit: str) -> None:
    size = len(ledger(case))
    said = ask("intake", box, *FROM, "--limit", limit, "--json", case=case.path)
    assert (said.code, said.error["kind"]) == (2, "AskedWrong")
    assert len(ledger(case)) == size


def test_two_readings_of_one_item_at_once_number_its_members_once(case: Case, tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.mkdir()
    with zipfile.ZipFile(box / "two.zip", "w") as package:
        package.writestr("1.txt", "one paper")
        package.writestr("2.txt", "another paper")
    take(case, box)
    others = [Case.open(case.path) for _ in range(3)]
    start = threading.Barrier(3)

    def retry(other: Case) -> None:
        start.wait()
        other.retry(["unread.pending"])

    threads = [threading.Thread(target=retry, args=(other,)) for other in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for other in others:
        other.close()
    assert [row["path"] for row in case.items()] == ["two.zip", "two.zip/1.txt", "two.zip/2.txt"]
    assert case.check() == []


def test_nobody_waits_long_for_an_append(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lock of an append, held for the largest act that an intake makes."""
    from muniment.model.act import Row  # noqa: PLC0415
    from muniment.store import store  # noqa: PLC0415

    held: list[str] = []

    class Watched:
        def __init__(self, path: Path, **more: Any) -> None:
            held.append(path.name)
            self._lock = sync.locked(path, **more)

        def __enter__(self) -> bool:
            return self._lock.__enter__()

        def __exit__(self, *args: Any) -> None:
            self._lock.__exit__(*args)

    monkeypatch.setattr(store, "locked", Watched)
    listing = [Row(f"{number:06d}".encode(), "file", 1, number) for number in range(2 * bundle.ROWS * bundle.ENTRIES)]
    began = bundle.begin(case._store, Path("/box"), bundle.Began(WHO, "2026-03-03"), listing)
    assert began.files == len(listing)
    assert held.count("record") == 3, "the listing in two acts, and the act that counts it"
    assert isinstance(case._store, Store)
