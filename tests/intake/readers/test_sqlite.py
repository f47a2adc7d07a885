"""SQLite databases: rows of every table, files in cells, what was deleted, and damage."""

import sqlite3
from pathlib import Path
from random import Random

import pytest
from packing import read

from muniment.intake import identify
from muniment.intake.limits import Limits, Unreadable
from muniment.intake.readers.apps import sqlite as reader
from muniment.intake.readers.apps.sqliteschema import columns
from muniment.intake.source import Source
from muniment.model.state import State


def database(folder: Path, *statements: str, page: int = 4096, encoding: str = "UTF-8") -> bytes:
    path = folder / "made.db"
    with sqlite3.connect(path, isolation_level=None) as made:
        for line in (
            f"PRAGMA page_size={page}",
            f"PRAGMA encoding='{encoding}'",
            "PRAGMA secure_delete=OFF",
            *statements,
        ):
            made.execute(line)
    made.close()
    return path.read_bytes()


@pytest.mark.parametrize("page", [512, 4096, 65536])
@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16le", "UTF-16be"])
def test_every_row_of_every_table_is_a_line(tmp_path: Path, page: int, encoding: str) -> None:
    data = database(
        tmp_path,
        "CREATE TABLE messages(id INTEGER PRIMARY KEY, sender TEXT, body TEXT, score REAL)",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<1500) "
        "INSERT INTO messages SELECT i, 'Ana', 'পোস্টাল vote ' || i, i * 0.5 FROM n",
        f"INSERT INTO messages VALUES(9000, 'Bo', '{'x' * 20000} its end', NULL)",
        "CREATE INDEX bodies ON messages(body)",
        page=page,
        encoding=encoding,
    )
    assert identify.identify(Source(data)).type == "application/x-sqlite3"
    made = read(reader, data)
    lines = made.draft.pages[0].text.splitlines()
    assert lines[:3] == ["messages", "id\tsender\tbody\tscore", "1\tAna\tপোস্টাল vote 1\t0.5"]
    assert lines[1501] == "1500\tAna\tপোস্টাল vote 1500\t750"
    assert lines[1502] == f"9000\tBo\t{'x' * 20000} its end\t"
    assert made.draft.facts["tables"] == [{"name": "messages", "rows": 1501}]
    assert made.draft.state is State.TEXT_COMPLETE
    assert "failed" not in made.draft.facts


def test_a_table_without_row_numbers_comes_in_the_order_of_its_key(tmp_path: Path) -> None:
    data = database(
        tmp_path,
        "CREATE TABLE pairs(name TEXT, number INTEGER, note, PRIMARY KEY(number, name)) WITHOUT ROWID",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<900) "
        "INSERT INTO pairs SELECT 'key' || i, 1000 - i, 'note ' || i FROM n",
        page=512,
    )
    lines = read(reader, data).draft.pages[0].text.splitlines()
    assert lines[1] == "number\tname\tnote"
    assert lines[2:] == [f"{1000 - i}\tkey{i}\tnote {i}" for i in range(900, 0, -1)]


def test_a_picture_in_a_cell_is_a_member(tmp_path: Path) -> None:
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 9000
    data = database(
        tmp_path,
        "CREATE TABLE pictures(id INTEGER PRIMARY KEY, data BLOB)",
        f"INSERT INTO pictures VALUES(7, x'{png.hex()}')",
        "INSERT INTO pictures VALUES(8, x'00010203')",
        "INSERT INTO pictures VALUES(9, 'plain')",
    )
    made = read(reader, data)
    assert made.members == [png]
    assert [(child.locator, child.name) for child in made.draft.children] == [("pictures/7/data", "pictures 7 data")]
    assert made.draft.pages[0].text == "pictures\nid\tdata\n7\t[image/png]\n8\t[4 bytes]\n9\tplain\n"
    assert made.draft.facts["binary_values"] == 1


def test_what_was_deleted_is_found_and_marked(tmp_path: Path) -> None:
    data = database(
        tmp_path,
        "CREATE TABLE messages(id INTEGER PRIMARY KEY, body TEXT)",
        "INSERT INTO messages VALUES(1, 'the meeting is on Tuesday')",
        "INSERT INTO messages VALUES(2, 'burn the postal ballot papers tonight')",
        "DELETE FROM messages WHERE id = 2",
    )
    made = read(reader, data)
    assert "burn" not in made.draft.pages[0].text
    assert any("burn the postal ballot papers tonight" in text for text in made.parts("leftover"))
    assert "hidden-content" in made.draft.flags


def test_nothing_of_the_database_is_run(tmp_path: Path) -> None:
    data = database(
        tmp_path,
        "CREATE TABLE notes(body)",
        "INSERT INTO notes VALUES('kept')",
        "CREATE VIEW loop AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT * FROM n",
        "CREATE TRIGGER fires AFTER INSERT ON notes BEGIN DELETE FROM notes; END",
        "CREATE VIRTUAL TABLE words USING fts5(t)",
        "INSERT INTO words VALUES('searchable words')",
    )
    made = read(reader, data)
    assert "notes\nbody\nkept\n" in made.text
    assert "searchable words" in made.text
    assert any("CREATE VIEW loop" in page.text for page in made.draft.pages if page.label == "schema")


def test_a_row_that_goes_on_in_circles_is_said(tmp_path: Path) -> None:
    data = bytearray(
        database(
            tmp_path,
            "CREATE TABLE t(b)",
            "INSERT INTO t VALUES('short')",
            f"INSERT INTO t VALUES('{'y' * 5000}')",
            page=512,
        )
    )
    first = data.index(b"y" * 500) // 512 * 512
    data[first : first + 4] = (first // 512 + 1).to_bytes(4, "big")
    made = read(reader, bytes(data))
    assert made.draft.state is State.TEXT_PARTIAL
    assert "short" in made.text
    assert made.draft.facts["failed"] == [{"part": "pages and rows", "why": "1 could not be read"}]


def test_what_a_row_unpacks_to_is_limited(tmp_path: Path) -> None:
    data = database(tmp_path, "CREATE TABLE t(b)", *[f"INSERT INTO t VALUES('{'y' * 5000}')"] * 20, page=512)
    made = read(reader, data, Limits(bytes=20_000))
    assert (made.draft.state, made.draft.reason) == (State.TEXT_PARTIAL, "limit-bytes")
    assert made.draft.facts["tables"] == [{"name": "t", "rows": 3}]


@pytest.mark.parametrize("data", [b"SQLite format 3\0", b"SQLite format 3\0" + bytes(200)])
def test_what_has_no_pages_is_damaged(data: bytes) -> None:
    with pytest.raises(Unreadable) as fault:
        read(reader, data)
    assert fault.value.state is State.UNREAD_CORRUPT


def test_damage_ends_in_a_state(tmp_path: Path) -> None:
    whole = database(
        tmp_path,
        "CREATE TABLE a(id INTEGER PRIMARY KEY, t TEXT)",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<200) INSERT INTO a SELECT i, 'word ' || i FROM n",
        "CREATE TABLE b(k PRIMARY KEY, t) WITHOUT ROWID",
        "INSERT INTO b SELECT 'key' || id, t FROM a",
        page=512,
    )
    random = Random(3)
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(20):
            data[random.randrange(100, len(data))] = random.randrange(256)
        draft = read(reader, bytes(data[: random.choice([len(data), random.randrange(600, len(data))])])).draft
        assert draft.state in {
            State.TEXT_COMPLETE,
            State.TEXT_PARTIAL,
            State.UNREAD_CORRUPT,
            State.NONE_BLANK,
            State.UNREAD_LIMIT,
        }


@pytest.mark.parametrize(
    ("sql", "names", "key"),
    [
        ("CREATE TABLE t(a, b)", ("a", "b"), -1),
        (
            'CREATE TABLE "t ("("a,b" INTEGER PRIMARY KEY, [c d] DECIMAL(10,2) DEFAULT (1+2), `e``f`)',
            ("a,b", "c d", "e`f"),
            0,
        ),
        ("CREATE TABLE t(a integer, -- the, number\n b /* , */ text, PRIMARY KEY(a))", ("a", "b"), 0),
        ("CREATE TABLE t(a, b AS (a+1), c GENERATED ALWAYS AS (a) STORED, CONSTRAINT u UNIQUE(a, c))", ("a", "c"), -1),
        ("", (), -1),
        ("(((", (), -1),
    ],
)
def test_names_of_columns(sql: str, names: tuple[str, ...], key: int) -> None:
    found = columns(sql, numbered=True)
    assert (found.names, found.key) == (names, key)
