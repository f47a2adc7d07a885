"""One case folder: who may make it, who may write to it, and what is made again when it is opened."""

import multiprocessing
import os
import shutil
import stat
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from muniment.errors import Broken, NewerCase, NotACase, NotEmpty, Refused, UnsafePlace
from muniment.ledger.log import Draft, Entry
from muniment.model.act import Erased, IntakeBegan, Listed, Read, Row, Scanned, Took
from muniment.model.state import State
from muniment.store import place
from muniment.store.store import Store
from muniment.store.verify import verify


def rows(*names: str) -> list[Row]:
    return [Row(name.encode(), "file", 5, 1_400_000_000_000_000_000 + n) for n, name in enumerate(names)]


def bundle(store: Store, *names: str) -> str:
    """A bundle that is listed, and no more."""
    listed = store.record(Listed(rows(*names)))
    entry = store.record(
        IntakeBegan("A sender", "2026-03-03", "/box", len(names), len(names), "00", [(listed, listed + 1)], "")
    )
    return str(store.ledger.entry(entry).fields["on"])


def took(store: Store, number: int, data: bytes = b"bytes") -> str:
    sha256 = store.places.originals.put(data)
    store.record(Took(f"ITM-{number:06d}", sha256, len(data)))
    return sha256


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "case", "Eastmere", "Europe/London", "Ann Example")


def test_a_new_case_has_every_part_and_a_key_outside(store: Store) -> None:
    names = {path.name for path in store.path.iterdir()}
    assert {"case.toml", "ledger.jsonl", "sealed.jsonl", "access.jsonl", "access-sealed.jsonl"} <= names
    assert {"originals", "readings", "lists", "derived"} <= names
    key = place.key_path(store.id)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert store.path not in key.parents
    said = tomllib.loads((store.path / "case.toml").read_text())
    assert (said["id"], said["title"], said["zone"]) == (store.id, "Eastmere", "Europe/London")
    # The secret is base64, and may hold a "+" of its own: no more is split than the four before it.
    secret = key.read_text().split("+", 4)[4].strip()
    assert len(secret) > 40
    assert not any(secret in path.read_text() for path in store.path.rglob("*.jsonl"))


def test_the_title_is_sealed(store: Store) -> None:
    assert "Eastmere" not in (store.path / "ledger.jsonl").read_text()
    assert "Eastmere" in (store.path / "sealed.jsonl").read_text()


@pytest.mark.parametrize("what", ["file", "case"])
def test_a_folder_that_holds_something_is_refused(store: Store, tmp_path: Path, what: str) -> None:
    target = store.path
    if what == "file":
        target = tmp_path / "other"
        target.mkdir()
        (target / "a.txt").write_text("a")
    before = sorted(path.name for path in target.iterdir())
    with pytest.raises(NotEmpty):
        Store.create(target, "On top", "Europe/London")
    assert sorted(path.name for path in target.iterdir()) == before


@pytest.mark.parametrize("name", ["Dropbox", "OneDrive - Example Council", "Nextcloud"])
def test_a_synchronised_folder_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(UnsafePlace) as raised:
        Store.create(tmp_path / name / "case", "Eastmere", "Europe/London")
    assert "disk of this machine" in raised.value.next
    assert not (tmp_path / name / "case").exists()


def test_a_marker_of_a_synchroniser_is_seen_above(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    with pytest.raises(UnsafePlace):
        Store.create(tmp_path / "deep" / "case", "Eastmere", "Europe/London")


def test_a_network_share_is_refused_by_statfs(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.close()
    monkeypatch.setattr(place, "_network", lambda _: "NFS")
    with pytest.raises(UnsafePlace, match="NFS"):
        Store.open(store.path)


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"\xff\xfe", b'{"do":"something"}\n'])
def test_what_is_no_case_says_so(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "ledger.jsonl").write_bytes(text)
    with pytest.raises(NotACase):
        Store.open(tmp_path)


def test_a_case_of_a_newer_muniment_says_so(tmp_path: Path) -> None:
    (tmp_path / "ledger.jsonl").write_text('{"do":"case-began","case":"x","format":99}\n')
    with pytest.raises(NewerCase):
        Store.open(tmp_path)


def test_a_kind_of_entry_from_the_future_says_so(store: Store) -> None:
    store.ledger.append([Draft({"do": "dreamt", "v": 1, "by": "p1", "uid": 0, "proved": "none"})])
    with pytest.raises(NewerCase, match="dreamt"):
        store.catch_up()


def test_ids_are_given_in_the_order_of_the_listing(store: Store) -> None:
    first = bundle(store, "a", "b", "c")
    second = bundle(store, "d")
    assert (first, second) == ("BUN-0001", "BUN-0002")
    assert [item.path for item in store.items()] == ["a", "b", "c", "d"]
    assert [item.id for item in store.items()] == [f"ITM-{n:06d}" for n in (1, 2, 3, 4)]


def test_two_processes_record_at_once(store: Store) -> None:
    store.close()
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_record_many, args=(store.path, who)) for who in ("Ann Example", "Bo Example")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0]
    again = Store.open(store.path)
    assert len(list(again.items())) == 40
    assert {row[0] for row in again.tables.rows("SELECT id FROM bundle")} == {f"BUN-{n:04d}" for n in range(1, 21)}
    assert {name for (name,) in again.tables.rows("SELECT name FROM person")} == {"Ann Example", "Bo Example"}
    assert verify(store.path)[0].ok


def _record_many(path: Path, who: str) -> None:
    store = Store.open(path, who)
    for number in range(10):
        bundle(store, f"{who} {number}", f"{who} {number} too")
    store.close()


def test_one_process_sees_what_another_records(store: Store) -> None:
    other = Store.open(store.path, "Bo Example")
    bundle(other, "a")
    store.catch_up()
    assert store.item("ITM-000001").path == "a"


def test_tables_are_made_again(store: Store) -> None:
    bundle(store, "a", "b")
    took(store, 1)
    before = list(store.items())
    store.close()
    shutil.rmtree(store.path / "derived")
    assert list(Store.open(store.path).items()) == before


@pytest.mark.parametrize("by", ["rebuild", "opening"])
def test_tables_that_only_an_earlier_version_had_are_gone_with_what_they_held(store: Store, by: str) -> None:
    bundle(store, "a", "b")
    took(store, 1)
    fresh, before = _tables(store), list(store.items())
    store.tables.base.execute("""
        CREATE TABLE "as said then" (entry INTEGER PRIMARY KEY, words TEXT);
        CREATE INDEX then_words ON "as said then" (words);
        CREATE TRIGGER then_taken AFTER INSERT ON item BEGIN INSERT INTO "as said then" (words) VALUES (new.path); END;
        INSERT INTO "as said then" (words) VALUES ('what nobody may read any more');
    """)
    if by == "rebuild":
        store.rebuild()
    else:
        store.tables.base.execute("UPDATE meta SET value='an earlier version' WHERE key='made_by'")
        store.close()
        store = Store.open(store.path, "Ann Example")
    assert (_tables(store), list(store.items())) == (fresh, before)
    store.close()
    assert not any(b"nobody may read" in each.read_bytes() for each in (store.path / "derived").glob("tables.db*"))
    assert verify(store.path)[0].ok


def _tables(store: Store) -> set[tuple[str, str]]:
    """Whatever the tables are made of, by kind and name."""
    return set(store.tables.rows("SELECT type, name FROM sqlite_master"))


def test_who_reads_while_tables_are_made_again_sees_those_of_before(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle(store, "a", "b")
    other = Store.open(store.path, "Bo Example")
    apply, seen = store.tables.apply, list[list[str]]()

    def looked(entries: Iterator[Entry]) -> None:
        for entry in entries:
            apply([entry])
            other.catch_up()
            seen.append([each.path for each in other.items()])

    monkeypatch.setattr(store.tables, "apply", looked)
    store.rebuild()
    assert seen == [["a", "b"]] * store.ledger.size
    assert [each.path for each in store.items()] == ["a", "b"]


def test_a_rebuild_that_is_stopped_leaves_the_tables_of_before(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle(store, "a", "b")
    apply = store.tables.apply

    def stopped(entries: Iterator[Entry]) -> None:
        apply([next(iter(entries))])
        raise KeyboardInterrupt

    monkeypatch.setattr(store.tables, "apply", stopped)
    with pytest.raises(KeyboardInterrupt):
        store.rebuild()
    assert store.as_of == store.ledger.size - 1
    assert [each.path for each in store.items()] == ["a", "b"]


def test_a_moment_is_of_whole_tables_whoever_empties_them_before_it_begins(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle(store, "a", "b")
    other, catch_up, calls = Store.open(store.path, "Bo Example"), store.catch_up, list[int]()

    def late() -> None:
        catch_up()
        calls.append(store.as_of)
        if len(calls) == 1:
            other.tables.make()

    monkeypatch.setattr(store, "catch_up", late)
    with store.moment():
        assert store.as_of == store.ledger.size - 1
        assert [each.path for each in store.items()] == ["a", "b"]
    assert len(calls) == 2


def test_tables_of_another_installation_are_not_trusted(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bundle(store, "a")
    store.tables.base.execute("UPDATE item SET path='forged'")
    store.close()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "another"))
    assert Store.open(store.path).item("ITM-000001").path == "a"


@pytest.mark.parametrize("damage", [b"no database at all, by far" * 100, b""])
def test_damaged_tables_are_made_again(store: Store, damage: bytes) -> None:
    bundle(store, "a")
    store.close()
    for beside in store.path.glob("derived/tables.db-*"):
        beside.unlink()
    (store.path / "derived" / "tables.db").write_bytes(damage)
    assert Store.open(store.path).item("ITM-000001").path == "a"


def _spoil(store: Store, page: int) -> None:
    """Other bytes in one page of the tables of a case that nobody has open."""
    path = store.path / "derived" / "tables.db"
    data = path.read_bytes()
    path.write_bytes(data[: page * 4096] + b"\xa5" * 4096 + data[(page + 1) * 4096 :])


def test_whichever_page_of_the_tables_is_damaged_a_rebuild_mends_it(store: Store) -> None:
    """What says that the tables are damaged says: muniment rebuild."""
    bundle(store, "a", "b")
    took(store, 1)
    before = list(store.items())
    store.rebuild()
    store.close()
    pages = (store.path / "derived" / "tables.db").stat().st_size // 4096
    sound = (store.path / "derived" / "tables.db").read_bytes()
    for page in range(pages):
        (store.path / "derived" / "tables.db").write_bytes(sound)
        _spoil(store, page)
        again = Store.open(store.path, "Ann Example")
        again.consulted("looked", {})
        again.rebuild()
        assert list(again.items()) == before, page
        again.close()


def test_a_ledger_that_lost_entries_is_refused(store: Store) -> None:
    text = (store.path / "ledger.jsonl").read_bytes()
    sealed = (store.path / "sealed.jsonl").read_bytes()
    bundle(store, "a")
    store.close()
    (store.path / "ledger.jsonl").write_bytes(text)
    (store.path / "sealed.jsonl").write_bytes(sealed)
    with pytest.raises(Broken):
        Store.open(store.path)


def test_a_torn_commit_is_no_hindrance(store: Store) -> None:
    bundle(store, "a")
    store.close()
    with (store.path / "ledger.jsonl").open("ab") as file:
        file.write(b'{"at":1,"by":"p1"')
    problems = [each.what for each in verify(store.path)[0].problems]
    assert any("crash" in what for what in problems)
    again = Store.open(store.path)
    assert again.item("ITM-000001").path == "a"
    again.close()
    assert verify(store.path)[0].ok
    assert (store.path / "ledger.torn-0").read_bytes() == b'{"at":1,"by":"p1"'


def test_a_case_that_cannot_be_written_opens_for_reading(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle(store, "a")
    store.close()
    before = {path: path.read_bytes() for path in store.path.rglob("*") if path.is_file()}
    access = os.access
    monkeypatch.setattr(
        os, "access", lambda path, mode: not mode & os.W_OK and access(path, mode) if _in(path, store.path) else True
    )
    reader = Store.open(store.path)
    assert reader.item("ITM-000001").path == "a"
    with pytest.raises(Refused):
        bundle(reader, "b")
    reader.consulted("searched", {})
    reader.close()
    assert {path: path.read_bytes() for path in store.path.rglob("*") if path.is_file()} == before


def _in(path: object, folder: Path) -> bool:
    return str(path).startswith(str(folder))


def test_consulting_adds_nothing_to_the_case(store: Store) -> None:
    size = store.ledger.size
    before = store.access.size
    store.consulted("searched", {"total": 3}, [("query", "ballot")])
    assert store.ledger.size == size
    assert store.access.size == before + 1
    assert "ballot" not in (store.path / "access.jsonl").read_text()


def test_the_key_can_lie_elsewhere_and_be_adopted(store: Store, tmp_path: Path) -> None:
    bundle(store, "a")
    store.close()
    place.key_path(store.id).rename(tmp_path / "kept.key")
    without = Store.open(store.path)
    with pytest.raises(Refused):
        without.checkpoint()
    without.close()
    with_key = Store.open(store.path, signing_key=tmp_path / "kept.key")
    assert with_key.checkpoint()
    with_key.close()
    adopting = Store.open(store.path)
    old = adopting.key
    adopting.adopt()
    assert adopting.key != old
    assert adopting.checkpoint()
    adopting.close()
    found, _ = verify(store.path)
    assert found.ok, found.problems


def test_long_lists_of_ids_stand_in_lists(store: Store) -> None:
    from muniment.model.act import ranges  # noqa: PLC0415

    bundle(store, "a")
    scattered = ranges(list(range(2, 4000, 2)))
    assert len(scattered) > 500
    act = store._listed(
        Read("ITM-000001", State.TEXT_COMPLETE, "", "r", "f", "l", 0, {}, {}, "none", ids=tuple(scattered))
    )
    assert isinstance(act, Read)
    assert act.ids == ()
    assert act.list is not None
    assert act.list[1] == len(scattered)
    assert (store.places.lists.path(act.list[0])).is_file()


def test_what_appeared_is_listed_and_not_counted(store: Store) -> None:
    name = bundle(store, "a")
    store.record(Scanned(name, 0, rows("new"), [], []))
    assert [row[0] for row in store.tables.rows("SELECT name FROM appeared")] == [b"new"]
    assert len(list(store.items())) == 1


def test_an_erased_name_is_gone_and_the_rest_stands(store: Store) -> None:
    bundle(store, "Ann Example statement.txt", "b.txt")
    index = store.derived / "index"
    index.mkdir()
    listed = store.tables.one("SELECT entry FROM listed LIMIT 1")
    store.record(Erased([(listed, 0)], "an order of the court"))
    assert [item.path for item in store.items()] == ["[erased]", "b.txt"]
    assert not index.exists(), "what was worked out from the name is gone too"
    store.close()
    held = b"".join(path.read_bytes() for path in store.path.rglob("*") if path.is_file())
    assert b"Ann Example statement" not in held
    found, _ = verify(store.path)
    assert found.ok, found.problems


def test_erased_content_leaves_a_counted_item(store: Store) -> None:
    bundle(store, "a.txt", "b.txt")
    took(store, 1)
    entry = store.tables.one("SELECT took FROM item WHERE n=1")
    store.record(Erased([(entry, 0)], "an order of the court"))
    item = store.item("ITM-000001")
    assert (item.state, item.reason, item.sha256) == (State.UNREAD_ERASED, "erased", None)
    assert len(list(store.items())) == 2
