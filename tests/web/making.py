"""The case that the pages are tested on: a little of everything, and names that try to be more than names."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

from asking import NOTE, small_folder
from pdfs import Paper, words

from muniment.case import Case
from muniment.demo import sealed
from muniment.model.brought import Brought

HOSTILE = {
    "<img src=x onerror=alert(1)>.txt": "<script>alert('the text of a file')</script> & the keys of the hall.\n",
    "\u202etxt.exe": "The name of this one is written backwards.\n",
    '=HYPERLINK("evil.test")': "A name that a spreadsheet would take for a formula.\n",
    "{{ 7 * 7 }} {% raw %}.txt": "A name that a template would take for its own.\n",
    "two\nlines\x1b[31m.txt": "A name with a line end and the colours of a terminal in it.\n",
}
_WHEN = datetime(2014, 6, 12, 10, tzinfo=UTC)


def make(at: Path) -> Path:
    """Two bundles, one with a list, a held one, things on shelves; some of it opened, settled, described."""
    first, second = small_folder(at / "first"), at / "second"
    locked = sealed.locked_zip([("inside.txt", b"Kept under the counter of the shop.", "kingfisher")], _WHEN)
    (first / "locked.zip").write_bytes(locked)
    (first / "letter.pdf").write_bytes(
        _letter("The canvasser took the envelope.", "Page two of the letter.", "Page three.")
    )
    (first / "statement.txt").write_text(NOTE * 3 + "He said that he would come again on Thursday.\n")
    second.mkdir()
    for name, text in HOSTILE.items():
        (second / name).write_text(text)
    listed = at / "list.csv"
    listed.write_text("number,title\n1,note.txt\n2,letter.pdf\n3,a register that did not come\n")
    with Case.new("The ward of <b>Eastmere</b>", at / "case", by="Ann Example") as case:
        brought = Brought("Ward office", ("Example Prosecution Service",), how="courier", ref="EX/1")
        case.intake(first, "Example Constabulary", date(2026, 3, 3), brought=brought, list_=listed)
        case.intake(second, "Marlpit Lane <Law> Centre", date(2026, 4, 2))
        case.box_add("Box 14, door logs", "Example Constabulary", place="bay C, shelf 2", seal="E 440 118", pages=40)
        rows = {row["path"]: row["id"] for row in case.items()}
        case.opened(rows["ward/note.txt"], how="on paper")
        case.settle(rows["odd.bin"], says="set-aside", why="bytes of no meaning")
        case.describe(rows["empty.txt"], "Nothing is in it; the sender says so too.")
    return at / "case"


def _letter(*pages: str) -> bytes:
    paper = Paper()
    for text in pages:
        paper.page(words(text))
    return paper.finish()


def lines_of(path: Path, do: str) -> list[dict[str, object]]:
    """The entries of a kind in a case's access log, as they lie there."""
    found = (json.loads(line) for line in (path / "access.jsonl").read_text().splitlines())
    return [each for each in found if isinstance(each, dict) and each.get("do") == do]
