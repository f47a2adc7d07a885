"""What the how-to pages take for granted: a case to work in, and beside it what their commands name."""

import wave
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from muniment.demo.sealed import locked_zip

WHEN = datetime(2014, 5, 22, 10, 0)


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())


def logo(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (64, 24), (200, 30, 30)).save(path)


def lists(at: Path) -> None:
    rows = ("Volume,Title,Pages", "1,Statements,1", "2,Minutes of the count,", "3,Film of the polling station,")
    write(
        at,
        {
            "stick/Vol 1 Statements.txt": "Statement of a made-up witness.\n",
            "stick/Vol 2 Minutes.txt": "Minutes of the count.\n",
            "stick/notes.txt": "Not on any list.\n",
            "schedule.csv": "\n".join(rows) + "\n",
        },
    )


def boxes(at: Path) -> None:
    write(at, {"scans/box-14-001.txt": "The first page.\n", "scans/box-14-002.txt": "The second page.\n"})


def settle(at: Path) -> None:
    write(
        at,
        {
            "stick/note.txt": "A note.\n",
            "stick/statement.pdf": "%PDF-1.7 and then nothing",
            "words.txt": "A caller asks for the date of the count.\n",
        },
    )
    logo(at / "stick" / "logo.png")
    with wave.open(str(at / "stick" / "call.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(b"\x80" * 800)


def passwords(at: Path) -> None:
    members = [
        ("statement.txt", b"The postal votes were kept in the Marsh hall.\n", "marsh2014"),
        ("cover.txt", b"An open cover letter.\n", ""),
    ]
    write(at, {"stick/locked.zip": locked_zip(members, WHEN), "words.txt": "marsh\n\nmarsh2014\n"})


def ocr(at: Path) -> None:
    logo(at / "stick" / "logo.png")
    page = Image.new("L", (1200, 300), 255)
    ImageDraw.Draw(page).text((40, 80), "Notice of poll in Marsh ward", font=ImageFont.load_default(60), fill=0)
    page.save(at / "stick" / "notice.png")


def aside(at: Path) -> None:
    write(at, {"papers/advice.txt": "Advice of counsel.\n", "wrong/menu.txt": "The menu of the canteen.\n"})


def receipt(at: Path) -> None:
    write(at, {"stick/note.txt": "A note.\n", "stick/statement.pdf": "%PDF-1.7 and then nothing"})


def laptops(at: Path) -> None:
    write(at, {"stick/statement.txt": "Statement of a made-up witness.\n", "stick/ward/minutes.txt": "Minutes.\n"})


TAKEN_IN = frozenset({"settle", "passwords"})  # pages that begin after an intake of the stick
PAGES: Mapping[str, Callable[[Path], None]] = {
    "lists": lists,
    "boxes": boxes,
    "settle": settle,
    "passwords": passwords,
    "ocr": ocr,
    "hold-and-withdraw": aside,
    "receipt": receipt,
    "several-laptops": laptops,
}
