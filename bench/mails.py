"""An mbox of made-up mails, taken in and searchable: CPU for each mail, beside recoll's in the same run.

    ./go bench mails [--mails 20000]

Ours is the command itself: the box copied and hashed, each mail an item with its attachments, all of it in the ledger and the
index. recoll indexes the box as it does by default, attachments too. Then each is asked for words that stand in one mail each.
"""

import argparse
import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path

from recoll import HERE, SYSTEM, Ran, ours, recoll, recoll_version

from muniment.demo import attachments
from muniment.demo.build import SEED
from muniment.demo.desk import Desk
from muniment.demo.mailbox import mailbox
from muniment.demo.paper import Placed
from muniment.search.find import find
from muniment.store.store import Store

TARGET = 3.0
_ASKED = 400  # words


def box(at: Path, mails: int) -> list[str]:
    """Write an mbox of so many mails, some with attachments; returns the words that stand in one mail each."""
    desk = Desk(SEED, "medium")
    desk.size = replace(desk.size, mailbox=mails)
    (entry,) = mailbox(desk, attachments.pool(desk))
    assert isinstance(entry, Placed)
    at.mkdir(parents=True)
    (at / "box.mbox").write_bytes(entry.paper.data)
    return [word for member in entry.paper.members for word in member.paper.words]


def found_by_us(case: Path, words: Sequence[str]) -> int:
    """How many of these find one mail."""
    with closing(Store.open(case, "Bench")) as store:
        return sum(find(store, word).total > 0 for word in words)


def found_by_recoll(config: Path, words: Sequence[str]) -> int:
    """How many of these find something."""
    asked: list[str | Path] = [SYSTEM, "-I", HERE / "recolltext.py", config, "words"]
    said = subprocess.run(asked, input="\n".join(words), capture_output=True, text=True, check=True)
    return len(said.stdout.split())


def main() -> None:
    """Measure, print, and JSON as the last line."""
    asked = argparse.ArgumentParser(prog="./go bench mails", description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--mails", type=int, default=20_000)
    mails = asked.parse_args().mails
    with tempfile.TemporaryDirectory(prefix="muniment-mails-") as name:
        place = Path(name)
        os.environ["XDG_DATA_HOME"] = str(place / "installation")
        words = box(place / "box", mails)
        size = (place / "box" / "box.mbox").stat().st_size / 1e6
        ran: list[Ran] = [recoll(place / "box", place / "recoll"), ours(place / "box", place / "case")]
        some = words[:: max(1, len(words) // _ASKED)]
        hits = {
            "recoll": found_by_recoll(place / "recoll", some),
            "muniment": found_by_us(place / "case", some),
        }
    theirs, mine = (each.cost.cpu for each in ran)
    print(f"{mails} mails, {size:.0f} MB")
    for each in ran:
        print(
            f"  {each.tool:<10}{each.cost.cpu:8.1f} CPU s, {mails / each.cost.cpu:6.0f} mails to a CPU s, largest process "
            f"{each.cost.peak:.0f} MiB, load {each.cost.load:.1f}; finds {hits[each.tool]} of {len(some)} words"
            + (f"; {each.index:.1f} CPU s of it for the index" if each.index else "")
        )
    print(f"  {theirs / mine:.2f} times recoll's rate")
    rows = {"bench": "mails", "mails": mails, "ratio": theirs / mine, "target": TARGET, "recoll": recoll_version()}
    print(json.dumps({**rows, "words": len(some), "found": hits, "ran": [asdict(each) for each in ran]}))


if __name__ == "__main__":
    main()
