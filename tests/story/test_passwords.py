"""Passwords that come later: whole commands over locked papers, and what must hold of them afterwards."""

import io
import time
import zipfile
from pathlib import Path
from typing import Any

import lockedarchives
import locking
import pytest
from asking import FROM, Answer, ask
from zipping import Part, zipped

from muniment.demo import pdf, sealed

PDF, ZIP, WORD = "lantern hill 27", "Zeeland-1914", "শাপলা-ফুল"
TOLD = {PDF: "The clerk counted the postal votes twice.", ZIP: "The canvasser kept the keys.", WORD: "ভোট কেন্দ্র"}
INFO = pdf.Info("Volume 11", "Ann Example", locking.WHEN)


def papers(at: Path) -> Path:
    """A locked PDF; a zip of two members under two passwords, in a zip; a locked Word document; a zip that nobody opens."""
    at.mkdir()
    volume = sealed.locked_pdf([[TOLD[PDF]]], INFO, PDF)
    (at / "volume 11.pdf").write_bytes(volume)
    word = locking.locked_docx(locking.plain_docx(TOLD[WORD]), WORD)
    (at / "minutes.docx").write_bytes(word)
    inner = sealed.locked_zip(
        [("statement.txt", TOLD[ZIP].encode(), ZIP), ("volume.pdf", volume, ZIP), ("open.txt", b"open", "")],
        locking.WHEN,
    )
    inside = zipped(locking.aes_part("letter.txt", b"A letter to the agent.", WORD), Part(b"more.zip", inner))
    (at / "box.zip").write_bytes(inside)
    (at / "lost.zip").write_bytes(sealed.locked_zip([("lost.txt", b"nobody knows", "forgotten")], locking.WHEN))
    (at / "old.doc").write_bytes(locking.locked_doc(TOLD[ZIP], WORD))
    (at / "old.xls").write_bytes(locking.locked_xls(TOLD[PDF], WORD))
    (at / "new.odt").write_bytes(locking.locked_odf(TOLD[PDF], ZIP))
    (at / "newer.odt").write_bytes(locking.locked_odf(TOLD[PDF], WORD, "gcm"))
    (at / "threads.odt").write_bytes(locking.locked_odf(TOLD[PDF], WORD, "gcm", 4))
    (at / "older.odt").write_bytes(locking.locked_odf(TOLD[PDF], WORD, "blowfish"))
    for name in ("names.7z", "mixed.7z", "names.5.rar"):
        (at / name).write_bytes(lockedarchives.ARCHIVES[name])
    return at


def begun(where: Path) -> Path:
    """A case that has taken these papers in."""
    case = where / "case"
    assert ask("new", "Eastmere", "--at", case).code == 0
    assert ask("intake", papers(where / "papers"), *FROM, "--ocr", "later", case=case).code == 1
    return case


def words(where: Path, *lines: str) -> Path:
    file = where / "words.txt"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def retry(case: Path, source: Path) -> Answer:
    asked = ("retry", "--only", "unread.encrypted", "--password-file", source, "--ocr", "later", "--json")
    return ask(*asked, case=case)


def rows(case: Path) -> dict[str, Any]:
    return {row["path"]: row for row in ask("account", "--items", "--jsonl", case=case).lines}


def locked(case: Path) -> set[str]:
    return {path for path, row in rows(case).items() if row["state"] == "unread.encrypted"}


def truth(case: Path) -> bytes:
    """Every byte of the case that is not worked out, and of what is."""
    return b"".join(path.read_bytes() for path in sorted(case.rglob("*")) if path.is_file())


def holds(case: Path) -> None:
    assert ask("account", "--check", case=case).code in {0, 1}
    assert ask("verify", case=case).code in {0, 1}


LOST = {"lost.zip/lost.txt"}
STAYS = LOST | {"threads.odt"}  # the second is locked in a way that the jail cannot follow


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case in which all passwords but one were supplied, among wrong ones and empty lines."""
    where = tmp_path_factory.mktemp("opened")
    case = begun(where)
    before = locked(case)
    assert before == LOST | {
        "box.zip/letter.txt",
        "box.zip/more.zip/statement.txt",
        "box.zip/more.zip/volume.pdf",
        "minutes.docx",
        "volume 11.pdf",
        "old.doc",
        "old.xls",
        "new.odt",
        "newer.odt",
        "older.odt",
        "threads.odt",
        "names.7z",
        "names.5.rar",
        *(f"mixed.7z/{name}" for name in lockedarchives.NOTES),
    }
    said = retry(case, words(where, "", "wrong", WORD, "", PDF, "also wrong", ZIP, ZIP))
    assert said.code == 1, said.err
    return case


def test_what_was_locked_is_read_and_the_rest_stays_counted(opened: Path) -> None:
    assert locked(opened) == STAYS
    found = rows(opened)
    facts = ask("show", found["threads.odt"]["id"], "--json", case=opened).json["facts"]
    assert "Argon2id" in facts["not_opened"]
    text = {
        "volume 11.pdf/unlocked.pdf": TOLD[PDF],
        "minutes.docx/unlocked.docx": TOLD[WORD],
        "old.doc/unlocked.doc": TOLD[ZIP],
        "old.xls/unlocked.xls": TOLD[PDF],
        "new.odt/unlocked.odt": TOLD[PDF],
        "newer.odt/unlocked.odt": TOLD[PDF],
        "older.odt/unlocked.odt": TOLD[PDF],
        "box.zip/letter.txt": "A letter to the agent.",
        "box.zip/more.zip/statement.txt": TOLD[ZIP],
        "box.zip/more.zip/volume.pdf/unlocked.pdf": TOLD[PDF],
        "mixed.7z/box/note1.txt": "ward 1",
        "names.7z/unlocked.7z/box/note2.txt": "ward 2",
        "names.5.rar/unlocked.rar/box/note3.txt": "ward 3",
    }
    for path, told in text.items():
        shown = ask("show", found[path]["id"], "--json", case=opened).json
        assert told in shown["text"], path
        assert "password-supplied" in found[path]["flags"], path
    for path in ("volume 11.pdf", "minutes.docx", "box.zip/more.zip/volume.pdf"):
        assert found[path]["state"] == "none.container"
        assert "password-supplied" in found[path]["flags"]
    hits = ask("search", "canvasser", "--json", case=opened).json["hits"]
    assert {hit["item"] for hit in hits} == {
        found[path]["id"] for path in ("box.zip/more.zip/statement.txt", "old.doc/unlocked.doc")
    }
    holds(opened)


def test_the_bytes_are_had_without_the_password(opened: Path, tmp_path: Path) -> None:
    found = rows(opened)
    for path in (
        "volume 11.pdf/unlocked.pdf",
        "box.zip/letter.txt",
        "box.zip/more.zip/statement.txt",
        "box.zip/more.zip/volume.pdf",
        "box.zip/more.zip/volume.pdf/unlocked.pdf",
        "box.zip/more.zip/open.txt",
        "minutes.docx/unlocked.docx/thumbnail.bin",
        "mixed.7z/box/note1.txt",
        "mixed.7z/open.txt",
        "names.7z/unlocked.7z",
        "names.7z/unlocked.7z/box/note2.txt",
        "names.5.rar/unlocked.rar/box/note3.txt",
    ):
        row = found[path]
        out = tmp_path / row["id"]
        said = ask("show", row["id"], "--save", out, case=opened)
        assert said.code == 0, (path, said.err)
        assert out.stat().st_size == row["bytes"]
    out = tmp_path / found["box.zip/more.zip/statement.txt"]["id"]
    assert out.read_text() == TOLD[ZIP]
    locked_pdf, open_pdf = (
        tmp_path / found[f"box.zip/more.zip/volume.pdf{end}"]["id"] for end in ("", "/unlocked.pdf")
    )
    assert b"/Encrypt" in locked_pdf.read_bytes()
    assert b"/Encrypt" not in open_pdf.read_bytes()


def test_reading_again_without_the_password_keeps_everything_open(opened: Path) -> None:
    before = rows(opened)
    assert ask("reread", "--ocr", "later", case=opened).code == 1
    after = rows(opened)
    assert {path: (row["id"], row["state"], row["sha256"]) for path, row in after.items()} == {
        path: (row["id"], row["state"], row["sha256"]) for path, row in before.items()
    }
    assert ask("rebuild", case=opened).code in {0, 1}
    assert rows(opened) == after
    holds(opened)


def test_no_password_is_in_the_case(opened: Path) -> None:
    everything = truth(opened)
    for password in (PDF, ZIP, WORD, "also wrong"):
        for charset in ("utf-8", "utf-16-le"):
            assert password.encode(charset) not in everything
        assert password.encode("ascii", "backslashreplace") not in everything
    ledger = (opened / "ledger.jsonl").read_text()
    assert ledger.count('"passwords-tried"') == 1
    assert '"unlocked"' in ledger


def test_the_same_paper_brought_later_is_open_already(opened: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    again.mkdir()
    (again / "copy.pdf").write_bytes(sealed.locked_pdf([[TOLD[PDF]]], INFO, PDF))
    assert ask("intake", again, *FROM, "--ocr", "later", case=opened).code == 0
    found = rows(opened)
    row = found["copy.pdf/unlocked.pdf"]
    assert TOLD[PDF] in ask("show", row["id"], "--json", case=opened).json["text"]
    assert ask("show", row["id"], "--save", tmp_path / "out.pdf", case=opened).code == 0
    holds(opened)


def test_wrong_passwords_change_nothing_but_the_record(tmp_path: Path) -> None:
    case = begun(tmp_path)
    before = rows(case)
    said = retry(case, words(tmp_path, "wrong", "wronger", "Lantern Hill 27"))
    assert said.code == 1
    assert {path: row["state"] for path, row in rows(case).items()} == {
        path: row["state"] for path, row in before.items()
    }
    ledger = (case / "ledger.jsonl").read_text()
    assert ledger.count('"passwords-tried"') == 1
    assert '"unlocked"' not in ledger
    holds(case)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("kettle\nK\u00f6nig\n".encode("utf-16"), "UTF-8"),
        ("kettle\nKing\n".encode("utf-16-le"), "line 1"),
        ("kettle\nK\u00f6nig\n".encode("latin-1"), "line 2"),
        (b"\n\r\n\n", "no password"),
        (b"", "no password"),
    ],
    ids=["utf-16", "utf-16 without a mark", "latin-1", "empty lines", "nothing"],
)
def test_a_file_that_is_no_list_of_passwords(tmp_path: Path, data: bytes, says: str) -> None:
    case = tmp_path / "case"
    assert ask("new", "Eastmere", "--at", case).code == 0
    before = (case / "ledger.jsonl").read_bytes()
    source = tmp_path / "words.txt"
    source.write_bytes(data)
    said = retry(case, source)
    assert said.code == 2
    assert says in said.err
    assert "nig" not in said.err.replace("nothing", "")
    assert (case / "ledger.jsonl").read_bytes() == before


def test_many_passwords_in_another_script_reach_the_reader(tmp_path: Path) -> None:
    case = tmp_path / "case"
    assert ask("new", "Eastmere", "--at", case).code == 0
    box = tmp_path / "box"
    box.mkdir()
    (box / "volume.pdf").write_bytes(locking.locked_pdf([[TOLD[PDF]]], INFO, WORD))
    assert ask("intake", box, *FROM, "--ocr", "later", case=case).code == 1
    many = [f"ভুল শব্দ, সংখ্যা {number:04d}, একটু লম্বা" for number in range(1999)]
    assert retry(case, words(tmp_path, *many, WORD)).code == 0
    assert not locked(case)


def test_two_copies_of_a_locked_paper_in_one_archive(tmp_path: Path) -> None:
    """They are read once, and both are had."""
    case = tmp_path / "case"
    assert ask("new", "Eastmere", "--at", case).code == 0
    box = tmp_path / "box"
    box.mkdir()
    word = locking.locked_docx(locking.plain_docx(TOLD[WORD]), WORD)
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as package:
        package.writestr("a.docx", word)
        package.writestr("b.docx", word)
    (box / "both.zip").write_bytes(whole.getvalue())
    assert ask("intake", box, *FROM, "--ocr", "later", case=case).code == 1
    retry(case, words(tmp_path, WORD))
    found = rows(case)
    for name in ("a", "b"):
        row = found[f"both.zip/{name}.docx/unlocked.docx/thumbnail.bin"]
        out = tmp_path / f"{name}.bin"
        assert ask("show", row["id"], "--save", out, case=case).code == 0
        assert out.stat().st_size == 6000
        (case / "derived" / "members" / row["sha256"]).unlink()


def test_too_many_wrong_passwords_leave_it_locked_and_say_so(tmp_path: Path) -> None:
    case = tmp_path / "case"
    assert ask("new", "Eastmere", "--at", case).code == 0
    box = tmp_path / "box"
    box.mkdir()
    (box / "minutes.docx").write_bytes(locking.locked_docx(locking.plain_docx(TOLD[WORD]), WORD, 100_000))
    assert ask("intake", box, *FROM, "--ocr", "later", case=case).code == 1
    source = words(tmp_path, *(f"wrong {number}" for number in range(1000)))
    asked = ("retry", "--only", "unread.encrypted", "--password-file", source, "--ocr", "later")
    began = time.process_time()
    assert ask(*asked, "--limit", "seconds=6", "--limit", "member_seconds=2", case=case).code == 1
    assert time.process_time() - began < 60
    (row,) = rows(case).values()
    assert row["state"] == "unread.encrypted"
    facts = ask("show", row["id"], "--json", case=case).json["facts"]
    assert 900 < facts["passwords_not_tried"] < 1000
