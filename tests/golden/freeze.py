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
from packing import docx

from muniment.case import Case
from muniment.demo import pdf

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
            note = case.checkpoint()
            expected = {
                "fingerprint": case.fingerprint,
                "checkpoint": note,
                "digest": case.digest(),
                "account": {key: case.account()[key] for key in ("items", "read", "without_text", "unread", "states")},
                "searches": {
                    query: case.search(query)["total"] for query in ("canvasser", "estate OR ballot", "type:pdf")
                },
                "opened": item,
            }
        shutil.copytree(Path(folder) / "case", target / "case", ignore=shutil.ignore_patterns("derived", "*.lock"))
    (target / "expected.json").write_text(json.dumps(expected, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
