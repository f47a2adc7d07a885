"""Freezes a small case as this version makes it, once for each finished issue.

Type: PYTHONPATH=tests .venv/bin/python tests/golden/freeze.py NAME
What is frozen is never made again: every later version must open it, verify it, and rebuild it to the digest in
`expected.json`. The signing key is not kept.
"""

import json
import os
import shutil
import sys
import tempfile
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

from asking import small_folder
from golden.proving import answers, prove
from packing import docx
from PIL import Image, ImageDraw, ImageFont

from muniment.case import Case
from muniment.demo import pdf, sealed
from muniment.model.brought import Brought
from muniment.store import clock

FIGURES = ("items", "read", "without_text", "unread", "states", "settled", "unseen", "needs_person", "withdrawn")
_WHEN = datetime(2014, 6, 12, 10, tzinfo=UTC)
CASES = Path(__file__).with_name("cases")


def papers(at: Path) -> None:
    """A few files of several kinds."""
    small_folder(at)
    (at / "letter.docx").write_bytes(docx("<w:p><w:r><w:t>The ballot boxes were sealed at noon.</w:t></w:r></w:p>"))
    (at / "table.csv").write_text("house,called\n12,yes\n14,no\n")
    (at / "page.html").write_text("<title>Notice</title><p>Polling places of the <b>estate</b>")
    about = pdf.Info("Statement", "Ada Example", datetime(2014, 6, 12, tzinfo=UTC))
    (at / "statement.pdf").write_bytes(pdf.of_text([["I saw the canvasser at the door.", "It was Thursday."]], about))
    with zipfile.ZipFile(at / "more.zip", "w") as package:
        package.writestr(zipfile.ZipInfo("inner/note.txt"), "Kept in the drawer of the estate office.")
        package.writestr(zipfile.ZipInfo("empty.txt"), "")


def picture(at: Path, words: str) -> None:
    """A page as a scanner gives it."""
    image = Image.new("L", (1200, 300), 255)
    ImageDraw.Draw(image).text((60, 100), words, font=ImageFont.load_default(48), fill=0)
    image.save(at, dpi=(200, 200))


def deeds(case: Case, at: Path) -> None:
    """Every kind of thing that a person can do with what came in."""
    more = at / "more"
    more.mkdir()
    picture(more / "scan.png", "The tally sheet was signed twice.")
    (more / "tone.wav").write_bytes(
        b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x40\x1f\0\0\x40\x1f\0\0\1\0\x08\0data\0\0\0\0"
    )
    (more / "locked.zip").write_bytes(
        sealed.locked_zip([("inside.txt", b"Kept under the counter of the shop.", "kingfisher")], _WHEN)
    )
    listed = at / "schedule.csv"
    listed.write_text("No,Title,Pages\n1,scan.png,1\n2,Volume that never came,30\n")
    brought = Brought("four petitioners", ("the first body", "the second body"), "a courier", "by hand", "EX/1")
    bundle = case.intake(more, "Example Society", date(2026, 3, 4), brought=brought, list_=listed)["bundle"]["id"]
    case.retry(["unread.encrypted"], passwords=["nightjar", "kingfisher"])
    held = at / "held"
    held.mkdir()
    (held / "advice.txt").write_text("Privileged advice on the petition.")
    waits = case.intake(held, "Example Chambers", date(2026, 3, 5), hold=True)["bundle"]["id"]
    case.release(waits, "looked at by somebody else")
    wrong = at / "wrong"
    wrong.mkdir()
    (wrong / "recipes.txt").write_text("Somebody else's stick.")
    stick = case.intake(wrong, "Example Society", date(2026, 3, 6))["bundle"]["id"]
    case.withdraw(stick, "the wrong stick")
    rows = {row["path"]: row["id"] for row in case.items()}
    box = case.box_add("Box 14", "Example Constabulary", place="store room 3", seal="A1187", ref="PR/14", pages=40)[
        "item"
    ]
    case.box_move(box, "Example Constabulary", "Example Chambers", place="strong room", why="to be scanned")
    case.box_open(box, "looked at every page", found="A1187", seal="A1188", pages=41)
    case.box_scanned(box, [rows["scan.png"]], pages=1, why="by the exhibits officer")
    case.describe(rows["tone.wav"], "A bell, and nobody speaks.", "description", "en")
    case.opened(rows["tone.wav"], how="listened to it", again=True)
    entry = case.settle(rows["tone.wav"], says="nothing-there", why="a bell")["entry"]
    case.unsettle(entry, "the wrong file")
    case.settle(query="type:audio", says="set-aside", why="bells")
    case.list_match(bundle, 1, why="it is the scan")
    case.list_missing(bundle, 2, "the sender says so")
    case.receipt(bundle)


def review(case: Case, at: Path) -> dict[str, object]:
    """Everything that people who read can do, until a recall certificate; what is asked of it again."""
    notes = at / "notes"
    notes.mkdir()
    for n in range(36):
        what = f"the postal votes of house {n}" if n % 3 == 0 else f"the {('choir', 'garden', 'stairs')[n % 3]}"
        (notes / f"note {n:02d}.txt").write_text(f"Note {n} of the residents, about {what}.\n")
    case.intake(notes, "Example Society", date(2026, 3, 8))
    ids = {row["name"]: row["id"] for row in case.items()}
    first, second, third = (ids[f"note {n:02d}.txt"] for n in (0, 1, 2))
    tag, gone = case.define_tag("topics", "postal votes")["called"], case.define_tag("topics", "choir")["called"]
    case.tag(tag, first, second)
    case.undo_code(case.tag(gone, third)["entry"], "the wrong tag")
    case.retire_tag(gone)
    case.tag(tag, second, remove=True)
    case.code("sensitive", "yes", first, why="names a voter")
    case.code("assists", "yes", third)
    case.note(first, "Ask who collected them.")
    case.opened(first)
    case.read_to_end(first)
    case.judge(first, judgement="relevant", note="the votes of a house")
    case.take_back(case.judge(second, judgement="relevant")["entry"], "read again")
    case.judge(second, judgement="not-relevant")
    case.judge(third, judgement="unsure")
    with Case.open(case.path, by="Somebody Else") as other:
        other.judge(third, judgement="not-relevant")
        sample = other.sample(2, "judged", seed=7)["entry"]
        while (item := other.sample_next(sample)) is not None:
            other.judge(item, judgement="not-relevant", way="sample")
    case.judge(first, judgement="relevant", decides=True)
    case.rank("votes")
    for _ in range(3):
        _read(case, audit=False)
    case.begin_draw(target="80%", counting="readable")
    case.abandon_draw("begun by mistake")
    case.begin_draw(target="80%", counting="readable")
    case.seed_draw("271828", "Grace Example")
    while not (said := case.certificate("80%"))["issued"]:
        _read(case, audit=said["do"] == "audit")
    case.judge(ids["note 06.txt"], judgement="not-relevant", decides=True)
    case.answer_overtaken(said["entry"], "stands", "one of many")
    return {"certificates": len(case.certificates()), "sample": sample}


def _read(case: Case, *, audit: bool) -> None:
    item = case.review_next(audit=audit)["item"]
    case.opened(item)
    case.judge(item, judgement="relevant" if "votes" in case.item(item)["text"] else "not-relevant")


def _progress(case: Case) -> dict[str, int]:
    return {key: value for key, value in case.progress().items() if isinstance(value, int) and key != "as_of"}


def law(case: Case, at: Path) -> str:
    """What is searched for and signed, a clock that jumped, and what was erased by law; the item that was erased."""
    private = at / "private"
    private.mkdir()
    (private / "numbers.txt").write_text("The telephone numbers of the neighbours, and nothing on the poll.")
    (private / "copy of numbers.txt").write_bytes((private / "numbers.txt").read_bytes())
    case.intake(private, "Example Society", date(2026, 3, 7))
    case.record_search("tally OR counter", at / "record.txt", names=True)
    case.save_search("Tallies", "tally OR counter", names=True)
    case.save_search("Telephones", "telephone")
    case.forget_search("telephones")
    real = clock.now
    clock.now = lambda: real() + 86_400_000_000
    case.opened(case.search("telephone")["hits"][0]["item"])
    clock.now = real
    item, other = sorted(str(hit["item"]) for hit in case.search("telephone")["hits"])
    agreed = ["Grace Example", "Noor Example"]
    case.erase(item, authority="order 7 of the court", agreed_by=agreed, others=[other], words=["neighbours"])
    return item


def main(name: str) -> None:
    """Make the case and write down what it answers."""
    target = CASES / name
    if target.exists():
        sys.exit(f"{target} is frozen already")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DATA_HOME"] = folder
        source = Path(folder) / "box"
        papers(source)
        with Case.new("A frozen case", Path(folder) / "case", by="Somebody") as case:
            case.intake(source, "Example Constabulary", date(2026, 3, 3))
            item = next(row["id"] for row in case.items() if row["state"] == "text.complete")
            case.opened(item)
            case.reread([item])
            deeds(case, Path(folder))
            reviewed = review(case, Path(folder))
            prove(case)
            erased = law(case, Path(folder))
            note = case.checkpoint()
            expected = {
                "fingerprint": case.fingerprint,
                "checkpoint": note,
                "digest": case.digest(),
                "account": {key: case.account()[key] for key in FIGURES},
                "searches": {
                    query: case.search(query)["total"]
                    for query in (
                        "canvasser",
                        "estate OR ballot",
                        "type:pdf",
                        "tally",
                        "counter",
                        "bell",
                        "privileged",
                        "recipes",
                        "telephone",
                    )
                },
                "opened": item,
                "erased": erased,
                "record": "tally OR counter",
                "reviewed": reviewed | {"progress": _progress(case)},
                "proved": answers(case),
            }
        shutil.copytree(Path(folder) / "case", target / "case", ignore=shutil.ignore_patterns("derived", "*.lock"))
        shutil.copy(Path(folder) / "record.txt", target)
    (target / "expected.json").write_text(json.dumps(expected, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
