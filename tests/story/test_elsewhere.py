"""Where there is no Linux there is no jail: custody, account, search, show and verify work, and the items wait."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from asking import FROM, NOTE, Answer, ask, small_folder

PROGRAM = Path(__file__).with_name("elsewhere.py")


def elsewhere(*args: str | Path) -> Answer:
    done = subprocess.run([sys.executable, PROGRAM, *args], capture_output=True, stdin=subprocess.DEVNULL, check=False)
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case made elsewhere."""
    folder = tmp_path_factory.mktemp("elsewhere")
    assert elsewhere("new", "Elsewhere", "--at", folder / "case").code == 0
    small_folder(folder / "box")
    said = elsewhere("--case", folder / "case", "intake", folder / "box", *FROM, "--json")
    assert said.code == 1, said.err
    assert said.json["states"] == {"unread.pending": 5, "unread.refused": 1}
    return folder / "case"


def test_items_wait_with_that_reason(case: Path) -> None:
    rows = elsewhere("--case", case, "account", "--items", "--jsonl").lines
    assert {row["reason"] for row in rows if row["state"] == "unread.pending"} == {"no-jail"}
    assert '"reason":"no-jail"' in (case / "ledger.jsonl").read_text()


def test_custody_later_works_too(case: Path, tmp_path: Path) -> None:
    assert elsewhere("new", "Later", "--at", tmp_path / "case").code == 0
    said = elsewhere("--case", tmp_path / "case", "intake", case.parent / "box", *FROM, "--read", "later", "--json")
    assert said.code == 1
    assert said.json["balanced"] is True


def test_everything_but_reading_works(case: Path, tmp_path: Path) -> None:
    assert elsewhere("--case", case, "account").code == 1
    assert elsewhere("--case", case, "verify", "--json").json["ok"] is True
    found = elsewhere("--case", case, "search", "name:note*", "--json")
    assert [hit["name"] for hit in found.json["hits"]] == ["note.txt"]
    item = found.json["hits"][0]["item"]
    assert elsewhere("--case", case, "show", item, "--json").json["custody"]
    assert elsewhere("--case", case, "show", item, "--save", tmp_path / "note").code == 0
    assert (tmp_path / "note").read_text() == NOTE
    assert elsewhere("--case", case, "rebuild").code == 0


def test_on_linux_the_same_case_is_read(case: Path) -> None:
    """What waited is read where there is a jail; then elsewhere it is found and shown."""
    said = ask("retry", "--only", "unread.pending", "--json", case=case)
    assert said.json["states"]["text.complete"] >= 3, json.dumps(said.json)
    found = elsewhere("--case", case, "search", "canvasser", "--json").json
    assert found["total"] == 3
