"""What a log says of one subject is found whole, wherever it lies."""

import json
from pathlib import Path

import pytest

from muniment.errors import Trouble
from muniment.ledger import about
from muniment.ledger.key import Signer
from muniment.ledger.log import Draft, Log


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log of some entries about few subjects, and heads between them."""
    with_heads = Log.create(tmp_path, "muniment.access/test")
    for number in range(40):
        subject = {"on": f"ITM-{number % 7:06d}"} if number % 3 else {"told": f'"on":"ITM-{number % 7:06d}"'}
        with_heads.append([Draft({"do": "showed", "v": 1, "page": number} | subject, [("name", "Ann Example")])])
    with_heads.checkpoint(Signer.make("muniment.access/test"))
    with_heads.close()
    return tmp_path / "ledger.jsonl"


def _expected(log: Path, subject: str) -> list[int]:
    lines = (json.loads(line) for line in log.read_text().splitlines())
    return [each["page"] for each in lines if isinstance(each, dict) and each.get("on") == subject]


@pytest.mark.parametrize("step", [1, 7, 100, 1 << 20])
def test_every_entry_is_found_wherever_the_pieces_end(log: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    monkeypatch.setattr(about, "_STEP", step)
    for subject in ("ITM-000001", "ITM-000005", "ITM-00000", "nobody"):
        found = [each["page"] for each in about.about(log, log.stat().st_size, subject)]
        assert found == _expected(log, subject)
    assert _expected(log, "ITM-000001")


def test_what_is_behind_the_end_is_not_read(log: Path) -> None:
    text = log.read_bytes()
    middle = text.index(b"\n", len(text) // 2) + 1
    found = [each["page"] for each in about.about(log, middle, "ITM-000001")]
    assert found == [page for page in _expected(log, "ITM-000001") if page in found]
    assert 0 < len(found) < len(_expected(log, "ITM-000001"))


def test_a_log_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(Trouble):
        list(about.about(tmp_path / "none.jsonl", 10, "ITM-000001"))
