"""The index follows the tables, is made anew where it must be, and damage to it is found."""

import dataclasses
from pathlib import Path

import pytest
from memory import Case

from muniment.errors import Broken
from muniment.model.state import State
from muniment.search import index, manifest
from muniment.search import snapshot as one_state
from muniment.search.find import find, stream
from muniment.store.sync import locked


def ids(case: Case, query: str) -> list[str]:
    return [hit.item for hit in stream(case, query)]


def files(case: Case) -> list[Path]:
    return sorted(path for path in (case.derived / "index").rglob("*") if path.is_file() and path.name[0] != ".")


def test_what_changed_is_replaced(case: Case) -> None:
    key = case.put(name="scan.pdf", state=State.UNREAD_PENDING)
    case.put("other")
    assert ids(case, "scan state:unread") == [key]
    case.put("the words", key=key, name="scan.pdf")
    assert ids(case, "words state:text") == [key]
    assert ids(case, "state:unread") == []
    assert find(case, "NOT other").total == 1
    assert index.check(case) == []


def test_what_was_touched_and_is_the_same_is_not_indexed_again(case: Case) -> None:
    key = case.put("text")
    index.update(case)
    before = {path.name for path in files(case)}
    case.as_of += 1
    case.rows[key] = dataclasses.replace(case.rows[key], changed=case.as_of)
    assert index.update(case) == case.as_of
    assert {path.name for path in files(case)} == before


def test_a_deletion_that_deletes_nothing_is_noticed(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    key = case.put("old")
    index.update(case)
    case.put("new", key=key)

    class Deaf:
        def __init__(self, writer: object) -> None:
            self.writer = writer

        def __getattr__(self, name: str) -> object:
            return (lambda *_: 0) if name == "delete_documents_by_term" else getattr(self.writer, name)

    made = index._Writer.__init__

    def deaf(self: index._Writer, *args: object) -> None:
        made(self, *args)  # type: ignore[arg-type]
        self.writer = Deaf(self.writer)  # type: ignore[assignment]

    monkeypatch.setattr(index._Writer, "__init__", deaf)
    with pytest.raises(Broken, match="did not let go"):
        index.update(case)


def test_several_batches(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "_BATCH_ITEMS", 3)
    for number in range(10):
        case.put(f"word{number}")
    assert index.update(case) == 10
    assert sorted(ids(case, "word*")) == sorted(case.rows)


def test_stopped_between_batches_it_goes_on(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "_BATCH_ITEMS", 3)
    keys = [case.put(f"word{number}") for number in range(10)]
    lost = case.readings.pop(str(case.rows[keys[7]].reading))
    with pytest.raises(KeyError):
        index.update(case)
    found = manifest.read(case.derived)
    assert found is not None
    assert (found.at_work, found.as_of) == (True, 6)
    assert index.check(case) == []
    case.readings[str(case.rows[keys[7]].reading)] = lost
    assert sorted(ids(case, "word*")) == keys


@pytest.mark.parametrize("gone", ["all", "manifest", "a file", "cut", "other maker", "meta"])
def test_it_is_made_again(case: Case, gone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        case.put(f"word{number} " * 3)
    before = [(hit.item, hit.score) for hit in stream(case, "word*")]
    case.put("more", key="ITM-000001")
    case.put("word0 " * 3, key="ITM-000001")
    index.update(case)
    match gone:
        case "all":
            index.remove(case)
            assert not (case.derived / "index").exists()
        case "manifest":
            (case.derived / "index" / "manifest.json").write_text("{")
        case "a file":
            next(path for path in files(case) if path.suffix == ".term").unlink()
        case "cut":
            path = next(path for path in files(case) if path.suffix == ".idx")
            path.write_bytes(path.read_bytes()[:-1])
        case "other maker":
            monkeypatch.setattr(manifest, "FORM", 2)
        case _:
            found = manifest.read(case.derived)
            assert found is not None
            manifest.write(case.derived, dataclasses.replace(found, at_work=True))
            next(path for path in files(case) if path.name == "meta.json").write_text("{")
    assert [(hit.item, hit.score) for hit in stream(case, "word*")] == before
    assert index.check(case) == []
    assert len([path for path in (case.derived / "index").iterdir() if path.is_dir()]) == 1


def test_left_half_way_with_damage_that_only_a_question_shows_it_is_made_again(case: Case) -> None:
    """A power cut keeps what was not synced in part: the engine opens such an index, and fails where it looks an item up."""
    key = case.put("old words")
    index.update(case)
    found = manifest.read(case.derived)
    assert found is not None
    manifest.write(case.derived, dataclasses.replace(found, at_work=True))
    (terms,) = [path for path in files(case) if path.suffix == ".idx"]
    whole = terms.read_bytes()
    terms.write_bytes(bytes(len(whole) - 200) + whole[-200:])  # its foot is whole
    case.put("new words", key=key)
    assert ids(case, "new") == [key]
    assert index.check(case) == []


def test_while_another_process_indexes(case: Case) -> None:
    case.put("first")
    index.update(case)
    case.put("second")
    case.put("first again", key="ITM-000001")
    with locked(case.derived / "index.lock", wait=False) as held:
        assert held
        answer = find(case, "first OR second")
        assert [hit.item for hit in answer.hits] == ["ITM-000001"]
        assert (answer.searched, answer.not_searchable, answer.as_of) == (0, 2, 1)
    answer = find(case, "first OR second")
    assert (answer.total, answer.searched, answer.not_searchable, answer.as_of) == (2, 2, 0, 3)


def test_another_process_makes_the_first_index(case: Case) -> None:
    case.put("first")
    with locked(case.derived / "index.lock", wait=False):
        answer = find(case, "first")
    assert (answer.total, answer.searched, answer.not_searchable, answer.as_of) == (0, 0, 1, -1)


def test_an_older_reader_keeps_what_it_has(case: Case) -> None:
    case.put("first")
    old = index.snapshot(case)
    case.put("second", key="ITM-000001")
    index.update(case)
    assert old.searcher.num_docs == 1
    assert old.mark("ITM-000001") != index.snapshot(case).mark("ITM-000001")


def test_a_case_that_cannot_be_written(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    case.put("first")
    for module in (index, one_state):
        monkeypatch.setattr(module, "writable", lambda _: False)
    answer = find(case, "first")
    assert (answer.total, answer.searched, answer.as_of) == (1, 1, 1)
    assert not (case.derived / "index").exists()


def test_nothing_is_found_wrong_where_nothing_is(case: Case) -> None:
    assert index.check(case) == []
    case.put("text")
    assert index.check(case) == []
    index.update(case)
    case.put("newer")
    assert index.check(case) == []


@pytest.mark.parametrize("suffix", [".term", ".store", ".json"])
def test_a_changed_file_is_found(case: Case, suffix: str) -> None:
    case.put("text")
    index.update(case)
    path = next(path for path in files(case) if path.suffix == suffix and path.name != "manifest.json")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert index.check(case) == [("a file of the index was changed", f"index/1/{path.name}")]
    path.unlink()
    assert index.check(case) == [("a file of the index is missing", f"index/1/{path.name}")]


def test_a_manifest_that_is_none_is_found(case: Case) -> None:
    case.put("text")
    index.update(case)
    (case.derived / "index" / "manifest.json").write_text("[]")
    assert index.check(case) == [("the index's manifest cannot be read", "index/manifest.json")]


def test_an_index_of_something_else_is_found(case: Case, tmp_path: Path) -> None:
    for text in ("one", "two", "three"):
        case.put(text)
    index.update(case)
    changed = case.rows["ITM-000001"]
    other = Case(tmp_path / "other")
    other.put("another one")
    case.readings |= other.readings
    case.rows["ITM-000001"] = dataclasses.replace(changed, reading=other.rows["ITM-000001"].reading)
    case.rows["ITM-000002"] = dataclasses.replace(case.rows["ITM-000002"], name="renamed")
    row = case.rows.pop("ITM-000003")
    case.rows["ITM-000004"] = dataclasses.replace(row, id="ITM-000004")
    assert set(index.check(case)) == {
        ("the reading that is indexed differs", "ITM-000001"),
        ("what is indexed of an item differs", "ITM-000002"),
        ("an item is not indexed", "ITM-000004"),
        ("an item is indexed that the ledger does not know", "ITM-000003"),
    }


def test_an_index_that_is_ahead_of_the_ledger_is_found(case: Case) -> None:
    case.put("one")
    index.update(case)
    case.as_of -= 1
    assert [where for _, where in index.check(case)] == ["index/manifest.json"]
    assert index.check(case, lambda: case.as_of + 5) == [], "others went on meanwhile"
