"""A case with something that must go, in many places, and a look at every byte for what should be gone."""

import io
import zipfile
from base64 import b64encode
from datetime import date
from pathlib import Path

from muniment.case import Case

TEXT = "The heron nests under the old weir at Quagmire Lock.\n"
WORDS = ("heron", "Quagmire Lock")
NAME = "secret-note.txt"
SENDER = "zelda@quagmire.test"
DAY = date(2026, 3, 3)
BOTH = ["Ann Example", "Ben Example"]
MAIL = f"""From: Zelda Example <{SENDER}>
To: clerk@council.test
Subject: as promised
Date: Thu, 22 May 2014 10:00:00 +0100
Message-ID: <1@quagmire.test>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=cut

--cut
Content-Type: text/plain; charset=utf-8

Here it is.
--cut
Content-Type: text/plain; charset=utf-8; name="{NAME}"
Content-Disposition: attachment; filename="{NAME}"
Content-Transfer-Encoding: base64

{b64encode(TEXT.encode()).decode()}
--cut--
"""


def packed(name: str, text: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo(name), text)
        package.writestr(zipfile.ZipInfo("other.txt"), "The minutes of the parish.\n")
    return target.getvalue()


def papers(at: Path) -> Path:
    """A note, the same note in a mail and in an archive, and what has nothing to do with it."""
    (at / "stick").mkdir(parents=True)
    (at / "stick" / NAME).write_text(TEXT)
    (at / "stick" / "mail.eml").write_bytes(MAIL.replace("\n", "\r\n").encode())
    (at / "stick" / "papers.zip").write_bytes(packed("inner/" + NAME, TEXT))
    (at / "stick" / "typed.txt").write_text(TEXT.replace("\n", "\r\n"), newline="")
    (at / "stick" / "minutes.txt").write_text("The minutes of the parish.\n")
    (at / "stick" / "redacted.txt").write_text("The [name] nests [somewhere].\n")
    (at / "list.csv").write_text(f"No,Title,File\n1,A note of a bird,{NAME}\n2,Minutes,minutes.txt\n")
    return at


def make(at: Path) -> Path:
    """The case, after people have worked at it."""
    papers(at)
    with Case.new("Eastmere", at / "case", by="Ann Example", door="search") as case:  # which says itself what was asked
        case.intake(at / "stick", "Example Constabulary", DAY, list_=at / "list.csv")
        rows = {row["path"]: row["id"] for row in case.items()}
        case.describe(rows[NAME], "A heron is meant: the voter of that name.")
        case.describe(rows["minutes.txt"], f"Compare it with {NAME}.")
        case.opened(rows[NAME], how="read the heron note on paper")
        case.settle(rows[NAME], says="read-elsewhere", why="heron note read on paper")
        case.list_match("BUN-0001", 1, [rows[NAME]], why="the heron note")
        case.receipt("BUN-0001")
        for query in ("heron", NAME):
            found = case.search(query)
            case.consulted("searched", {"total": found["total"]}, [("query", query)])
    return at / "case"


def small(at: Path, **files: str) -> Case:
    """A case of some notes."""
    (at / "stick").mkdir()
    for name, text in files.items():
        (at / "stick" / f"{name}.txt").write_text(text)
    case = Case.new("Eastmere", at / "case")
    case.intake(at / "stick", "Example Society", DAY)
    return case


def whole(path: Path) -> None:
    """Nothing of it is wrong, and nothing lies there that no entry names."""
    said = Case.verify_at(path)
    assert (said["problems"], said["unclaimed"]) == ([], [])


def forms(text: str) -> list[bytes]:
    """A text as files may hold it."""
    folded = (text, text.lower(), text.upper())
    return [each.encode(way) for each in folded for way in ("utf-8", "utf-16-le", "utf-16-be")]


def left(case: Path, *wanted: str | bytes) -> list[tuple[str, bytes]]:
    """Which files of a case hold one of these in any form, also inside what is compressed."""
    needles = [form for each in wanted for form in ([each] if isinstance(each, bytes) else forms(each))]
    found = []
    for path in sorted(each for each in case.rglob("*") if each.is_file()):
        data = path.read_bytes()
        if path.suffix == ".gz":
            import gzip  # noqa: PLC0415

            data += gzip.decompress(data)
        found += [(str(path.relative_to(case)), needle) for needle in needles if needle in data]
        found += [
            (f"name of {path.name}", needle) for needle in needles if needle in str(path.relative_to(case)).encode()
        ]
    return found
