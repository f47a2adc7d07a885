"""A program as people use Muniment, for the faults to fall upon: `work.py FOLDER` has its case, its key and its input there.

It writes a line `told {...}` whenever somebody could rely on something. Standing alone, it is run by a process of its own.
"""

import atexit
import json
import os
import signal
import sys
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import date
from pathlib import Path
from typing import Any

from muniment.case import Case
from muniment.errors import MunimentError
from muniment.intake import custody
from muniment.ledger.disk import sync_folder
from muniment.ledger.log import Draft, Log

SENDER, RECEIVED = "Example Constabulary", date(2026, 3, 3)
NOTE = "The canvasser collected the postal ballot papers on the Marsh estate.\n"


def source(at: Path) -> Path:
    """What is taken in: notes, a file twice, a mail with an attachment, an archive, and bytes of no known type."""
    (at / "ward").mkdir(parents=True)
    for number in range(8):
        (at / "ward" / f"note {number}.txt").write_text(f"{number}. {NOTE}" * (1 + 40 * (number == 3)))
    (at / "ward" / "copy.txt").write_text(f"1. {NOTE}")
    with zipfile.ZipFile(at / "papers.zip", "w") as package:
        for name in ("a.txt", "b.txt"):
            package.writestr(zipfile.ZipInfo(name), f"{name}: {NOTE}")
    (at / "mail.eml").write_bytes(
        b"From: Ann Example <ann@campaign.test>\r\nTo: clerk@council.test\r\nSubject: leaflets\r\n"
        b"Date: Thu, 22 May 2014 10:00:00 +0100\r\nMessage-ID: <1@campaign.test>\r\n\r\nAt the printer.\r\n"
    )
    (at / "odd.bin").write_bytes(bytes(range(256)) * 9)
    return at


def tell(**said: Any) -> None:
    """Somebody is told something: one line, one write."""
    os.write(1, b"told " + json.dumps(said).encode() + b"\n")


def listen() -> None:
    """Whenever a commit comes back from the ledger, whoever asked for it was told of it."""
    real = Log.append

    def append(log: Log, drafts: Sequence[Draft], *args: Any, **more: Any) -> int:
        first = real(log, drafts, *args, **more)
        tell(log=log.origin.split("/")[0][9:], first=first, did=[str(draft.fields["do"]) for draft in drafts])
        return first

    Log.append = append  # type: ignore[method-assign,assignment]


def take(case: Path, box: Path, read: str = "now") -> str:
    """An intake, from wherever it stands; returns the digest behind it."""
    with Case.open(case, by="Ann Example") as opened:
        opened.intake(box, SENDER, RECEIVED, read=read, workers=1, ocr="later")
        return opened.digest()


def judge(case: Path, name: str, count: int) -> None:
    """Somebody looks at items and says of them what they are."""
    with Case.open(case, by=name) as opened:
        rows = sorted(row["id"] for row in opened.items())
        for number in range(count):
            opened.opened(rows[number % len(rows)])
            opened.describe(rows[number % len(rows)], f"{name} says {number}: a note about the estate.")
        done = opened.settle(rows[0], rows[1], says="set-aside", why=f"{name} says so")
        opened.unsettle(done["entry"], f"{name} thought again")


def by_itself() -> None:
    """No thread beside the first, which is the one that is made to fail; the order is that of `Log`."""

    def beside(_: Log, call: Callable[[int], None], descriptor: int) -> "Future[None]":
        done = Future[None]()
        try:
            call(descriptor)
            done.set_result(None)
        except OSError as error:
            done.set_exception(error)
        return done

    Log._beside = beside  # type: ignore[method-assign,assignment]


def _killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killed_at(number: int, then: Callable[[], object] = _killed) -> None:
    """Before the how-manieth call that changes something on the disk this process kills itself; at 0 it only counts them."""
    calls = 0

    def counted(name: str) -> None:
        real = getattr(os, name)

        def call(*args: Any, **more: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == number:
                then()
            return real(*args, **more)

        setattr(os, name, call)

    for name in ("pwrite", "fsync", "fdatasync", "rename", "replace", "unlink", "truncate", "mkdir", "chmod"):
        counted(name)
    if not number:
        atexit.register(lambda: tell(calls=calls))


def pulled_at(number: int, box: Path, *, emptied: bool) -> None:
    """The drive goes when so many files of it were copied: its folder with it, or all but its folder."""
    real, copied = custody._copy, 0

    def copy(*args: Any) -> Any:
        nonlocal copied
        if copied == number:
            box.rename(box.with_name("away"))
            if emptied:
                box.mkdir()
        copied += 1
        return real(*args)

    custody._copy = copy  # type: ignore[assignment]


def main() -> None:
    """Ends with 4 where Muniment says what is wrong, and with a traceback where it does not."""
    folder, (mode, *words) = Path(sys.argv[1]), sys.argv[2:] or ["whole"]
    os.environ["XDG_DATA_HOME"] = str(folder / "home")
    if mode != "erasing":
        listen()
    try:
        MODES[mode](folder, *words)
    except MunimentError as error:  # whatever the disk does, the doors raise nothing else
        tell(refused=str(error))
        raise SystemExit(4) from None


def alone(folder: Path) -> None:
    """The whole of it, in one thread."""
    by_itself()
    whole(folder)


def killed(folder: Path, number: str) -> None:
    """The whole of it, killed on the way."""
    killed_at(int(number))
    whole(folder)


def pulled(folder: Path, number: str, how: str) -> None:
    """The whole of it; the drive that is taken in is pulled."""
    pulled_at(int(number), folder.parent / "box", emptied=how == "emptied")
    whole(folder)


def stopped(folder: Path, number: str, trigger: str) -> None:
    """The whole of it; at the how-manieth call the disk's own file system finds a fault, and takes no more writes."""
    killed_at(int(number), lambda: Path(trigger).write_text("made to fail by a test\n"))
    whole(folder)


def whole(folder: Path) -> None:
    """All that people do."""
    (folder / "home").mkdir(exist_ok=True)  # a disk of its own has nothing else on it
    sync_folder(folder)
    with Case.new("A case to be cut off", folder / "case", by="Ann Example"):
        pass
    tell(case=True)
    digest = take(folder / "case", folder.parent / "box")
    tell(digest=digest)
    judge(folder / "case", "Ben Example", 2)
    judge(folder / "case", "Cara Example", 1)
    with Case.open(folder / "case", by="Ann Example") as case:
        case.checkpoint()
        case.search("canvasser")
    tell(ended=True)


def reading(folder: Path, home: str) -> None:
    """All that is asked of a case that can only be read, and what is refused there."""
    os.environ["XDG_DATA_HOME"] = home
    with Case.open(folder / "case", by="Dan Example") as case:
        rows = sorted(row["id"] for row in case.items())
        found = case.search("canvasser")
        tell(
            digest=case.digest(),
            account=case.account()["items"],
            found=found["total"],
            coverage=case.coverage(),
            shown=[case.item(each)["state"] for each in rows],
            kept=case.save(rows[0], Path(home) / "saved"),
            problems=[*case.check(), *Case.verify_at(folder / "case")["problems"]],
            writable=case._store.writable,
        )
        for act in (lambda: case.describe(rows[0], "a note"), case.checkpoint, case.rebuild):
            try:
                act()
            except MunimentError as error:
                tell(no=str(error))


def erasing(folder: Path) -> None:
    """People worked at a case, and it was backed up; from then on it is heard: an erasure, and the next backup."""
    sys.path.append(os.fspath(Path(__file__).parents[1]))
    import erased  # noqa: PLC0415

    (folder / "home").mkdir()
    sync_folder(folder)
    case = erased.make(folder)
    with Case.open(case, by="Ann Example") as opened:
        opened.backup(folder / "backup")
        rows = {row["path"]: row["id"] for row in opened.items()}
        before, asked = opened.digest(), [rows[name] for name in (erased.NAME, "typed.txt", "list.csv")]
        others = [rows[name] for name in ("mail.eml", "papers.zip")]
        tell(before=before, asked=asked, others=others)
        listen()
        opened.erase(*asked, others=others, **ERASURE)
        tell(erased=opened.digest())
    with Case.open(case, by="Ann Example") as opened:
        opened.backup(folder / "backup")
        tell(backed=True)
    tell(ended=True)


ERASURE: dict[str, Any] = {
    "authority": "order 12",
    "agreed_by": ["Ann Example", "Ben Example"],
    "words": ["heron", "Quagmire"],
}
MODES: dict[str, Callable[..., None]] = {
    "whole": whole,
    "alone": alone,
    "killed": killed,
    "pulled": pulled,
    "stopped": stopped,
    "reading": reading,
    "erasing": erasing,
}

if __name__ == "__main__":
    main()
