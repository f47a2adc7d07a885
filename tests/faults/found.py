"""What must hold of a case whatever befell it: held against what somebody was told, with the real program."""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from faults.work import RECEIVED, SENDER

from muniment.case import Case
from muniment.search import probes

MENDED = "open the case"  # the next step of all that a power cut, and it alone, leaves


@contextmanager
def at_home(home: Path) -> Iterator[None]:
    """Keys and marks of this installation lie there."""
    with mock.patch.dict(os.environ, {"XDG_DATA_HOME": str(home)}):
        yield


@contextmanager
def unsynced() -> Iterator[None]:
    """What a check writes itself need not reach the disk; nor is search asked each time whether it finds its probes."""
    passed = probes.Outcome(0, "", ())
    with (
        mock.patch("muniment.search.probes.outcome", return_value=passed),
        mock.patch("muniment.search.probes.run", return_value=passed),
        mock.patch("os.fsync"),
        mock.patch("os.fdatasync"),
        mock.patch("muniment.store.sync._syncfs", return_value=True),
    ):
        yield


def of(told: Iterable[str]) -> list[dict[str, Any]]:
    """The lines that the work wrote."""
    return [json.loads(line) for line in told]


def sound(case: Path) -> dict[str, Any]:
    """Verify, and let nothing be wrong; what no entry names must be whole and named."""
    said = Case.verify_at(case)
    assert said["ok"], said["problems"]
    return said


def mended(case: Path) -> None:
    """As it lies, nothing is wrong but what opening mends."""
    for problem in Case.verify_at(case)["problems"]:
        assert problem["next"].startswith(MENDED), problem


def kept(case: Path, told: Iterable[dict[str, Any]]) -> None:
    """Every entry that somebody was told of is in its place."""
    logs = {"case": "ledger", "access": "access"}
    dids = {
        log: [json.loads(line)["do"] for line in (case / f"{name}.jsonl").read_bytes().splitlines() if line[:1] == b"{"]
        for log, name in logs.items()
        if (case / f"{name}.jsonl").exists()
    }
    for each in told:
        if "log" in each:
            found = dids.get(each["log"], [])[each["first"] : each["first"] + len(each["did"])]
            assert found == each["did"], f"entry {each['first']} of {each['log']} was told, and is lost"


def whole(case: Path, told: list[dict[str, Any]]) -> None:
    """Open it: nothing told is lost."""
    with Case.open(case, by="Dan Example") as opened:
        kept(case, told)
        assert opened.account()["balanced"]
        for each in told:
            assert each.get("digest") in {None, opened.digest()}, "what became of everything is another"


def goes_on(case: Path, box: Path, digest: str, *, read: bool) -> None:
    """The same intake once more ends as if nothing had happened; `read` too, or custody alone, which is quicker."""
    with Case.open(case, by="Ann Example") as opened:
        opened.intake(box, SENDER, RECEIVED, read="now" if read else "later", workers=1, ocr="later")
        assert opened.check() == []
        assert not read or opened.digest() == digest, "it ends otherwise than without the fault"
    sound(case)


def supplemented(case: Path, box: Path) -> None:
    """A part of the source could not be read while it was listed: that is an item, unread; what it holds is a supplement."""
    with Case.open(case, by="Ann Example") as opened:
        unread = [row for row in opened.items() if row["state"] == "unread.inaccessible"]
        assert unread, "it has another listing, and no item says why"
        said = opened.intake(box, SENDER, RECEIVED, supplement="BUN-0001", workers=1, ocr="later")
        assert said["balanced"]
        assert said["bundle"]["items"]
        assert opened.check() == []
    sound(case)


def held(case: Path, box: Path, digest: str, told: list[dict[str, Any]]) -> None:
    """After a fault that left a whole disk: nothing told is lost, and the same command ends as if it had not been."""
    if not any("log" in each for each in told):
        return  # nothing was made that anybody could rely on
    mended(case)
    whole(case, told)
    goes_on(case, box, digest, read=True)
