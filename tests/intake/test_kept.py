"""What passwords opened waits in temporary files until it is an original: none of them stays open."""

import hashlib
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from muniment import Case
from muniment.demo import sealed
from muniment.intake import attempt
from muniment.intake.course import Alone, Job
from muniment.intake.limits import Limits
from muniment.model.reading import NOTHING

MEMBER = b"Kept under the counter of the shop."


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[tempfile.SpooledTemporaryFile[bytes]]]:
    """Every temporary file that was made for what a password opened."""
    found: list[tempfile.SpooledTemporaryFile[bytes]] = []

    def make(*args: Any, **more: Any) -> tempfile.SpooledTemporaryFile[bytes]:
        assert more["dir"] == str(tmp_path / "case" / "derived"), "nowhere but in the case"
        found.append(tempfile.SpooledTemporaryFile(*args, **more))  # noqa: SIM115 # whether it is closed is asked below
        return found[-1]

    monkeypatch.setattr(attempt, "SpooledTemporaryFile", make)
    yield found
    for each in found:
        each.close()


def test_what_a_password_opened_is_closed_once_it_is_kept(
    tmp_path: Path, made: list[tempfile.SpooledTemporaryFile[bytes]]
) -> None:
    (tmp_path / "box").mkdir()
    locked = sealed.locked_zip([("inside.txt", MEMBER, "kingfisher")], datetime(2014, 6, 12, 10, tzinfo=UTC))
    (tmp_path / "box" / "locked.zip").write_bytes(locked)
    with Case.new("Eastmere", tmp_path / "case", by="Ann Example") as case:
        case.intake(tmp_path / "box", "Example Constabulary", date(2026, 3, 3))
        case.retry(["unread.encrypted"], passwords=["kingfisher"])
        assert [each.closed for each in made] == [True]
        assert MEMBER.decode() in {case.item(row["id"])["text"] for row in case.items()}


def test_what_a_child_opened_that_died_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "locked.zip"
    path.write_bytes(b"locked")
    sha256 = hashlib.sha256(b"locked").hexdigest()
    course = Alone(Job(sha256, path, sha256, 6, NOTHING, Limits(), ("kingfisher",)), doubled=True)
    died = attempt.Attempt(Limits(), 60, 0.0, kept=[(("inside.txt",), BytesIO(MEMBER))], late=True)
    outcomes, again = course.settle(died)
    assert (outcomes, again) == ([], [course])
    assert died.kept[0][1].closed
