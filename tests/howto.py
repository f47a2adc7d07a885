"""What the how-to pages take for granted: a case to work in, and beside it what their commands name."""

import wave
from base64 import b64encode
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


def searched(at: Path) -> None:
    write(
        at,
        {
            "stick/minutes.txt": "The polling station closed at ten.\n",
            "stick/film.txt": "A film of the polling station.\n",
            "stick/odd.bin": bytes(range(256)) * 4,
            "late/late.txt": "Another polling station.\n",
        },
    )


def facets(at: Path) -> None:
    searched(at)
    mail = (
        "From: Ann Example <ann@campaign.example>\nDate: Thu, 22 May 2014 10:00:00 +0100\nMessage-ID: <1@x.example>\n"
    )
    write(at, {"stick/mail.eml": f"{mail}\nAbout the polling station.\n".replace("\n", "\r\n")})


def laptops(at: Path) -> None:
    write(at, {"stick/statement.txt": "Statement of a made-up witness.\n", "stick/ward/minutes.txt": "Minutes.\n"})


LETTER = (
    "The canvasser called at house {} in the morning and asked for the postal ballot papers of the whole family. "
    "She said that the agent would take them to the town hall. Two of us signed. The third was not at home that day.\n"
)


def alike(at: Path) -> None:
    first, altered = LETTER.format("nine"), LETTER.format("eleven")
    write(at, {"stick/letter.txt": first, "stick/letter again.txt": first, "stick/other letter.txt": altered})
    write(
        at,
        {"second/letter.txt": first, "second/altered.txt": altered.replace("Two", "Three"), "second/new.txt": "New.\n"},
    )


def threads(at: Path) -> None:
    for number, (answers, subject) in enumerate((("", "Rota"), ("1", "Re: Rota"), ("3", "Re: Rota")), start=1):
        own = 4 if answers == "3" else number
        head = f"From: Ann Example <ann@campaign.example>\nTo: bo@ward.example\nSubject: {subject}\n"
        head += f"Date: {own} May 2014 10:00:00 +0100\nMessage-ID: <{own}@campaign.example>\n"
        head += f"In-Reply-To: <{answers}@campaign.example>\n" if answers else ""
        head += "References: <1@campaign.example> <3@campaign.example>\n" if answers == "3" else ""
        write(at, {f"stick/{own}.eml": f"{head}Content-Type: text/plain\n\nMail {own}.\n".replace("\n", "\r\n")})


def named(at: Path) -> None:
    write(
        at,
        {
            "stick/canvass.txt": "MIAH, Mohammed: two forms collected.\n",
            "stick/grants.txt": "The grant was paid to Mohd. Meah in May.\n",
            "stick/minutes.txt": "Present: M. Miah, S. Pugh.\n",
            "stick/register.txt": "7 Marsh Lane: Mr Md Abdul Miah\n",
            "stick/list.txt": "Mohammed Ali, Miah Stores; John Smith\n",
        },
    )


def erase(at: Path) -> None:
    text = "The statement of Zelda Example.\n"
    part = b64encode(text.encode()).decode()
    head = "From: Ann Example <ann@campaign.example>\nSubject: It\nMIME-Version: 1.0\n"
    head += "Content-Type: multipart/mixed; boundary=cut\n\n--cut\nContent-Type: text/plain\n\nHere it is.\n--cut\n"
    head += "Content-Type: text/plain; name=statement.txt\nContent-Disposition: attachment; filename=statement.txt\n"
    mail = f"{head}Content-Transfer-Encoding: base64\n\n{part}\n--cut--\n"
    write(
        at,
        {
            "stick/mail.eml": mail.replace("\n", "\r\n"),
            "stick/minutes.txt": "Minutes of the count.\n",
            "stick/statement.txt": text,
            "stick/statement_redacted.txt": "The statement of [name].\n",
            "stick/typed.txt": text.replace("\n", "\r\n"),
        },
    )


def backups(at: Path) -> None:
    write(at, {"stick/note.txt": "A note.\n", "disk/readme.txt": "Of the exhibits office.\n"})


def review(at: Path) -> None:
    write(
        at,
        {
            "stick/ballots.txt": "The postal ballots lay in the hall.\n",
            "stick/dinner.txt": "The menu of a dinner in the hall.\n",
            "stick/menu.txt": "The menu of the canteen.\n",
            "stick/menu2.txt": "The second menu of the canteen.\n",
            "stick/rota.txt": "The rota of the drivers.\n",
            "words.txt": "A menu of the week of the poll.\n",
        },
    )


def proof(at: Path) -> None:
    write(
        at,
        {
            "stick/letter.txt": "A man called and took our ballot papers. He said: vote for Bo.\n",
            "stick/rota.txt": "On the day of the poll Bo Example was at a count in another town.\n",
            "stick/statement.txt": "I saw a man at the door. I would know him again.\n",
        },
    )


PROOF = (
    "allegation",
    "clocks",
    "decision",
    "witnesses",
    "requests",
    "complaints",
    "disqualified",
    "unused",
    "forms",
)
TAKEN_IN = frozenset(
    {
        "settle",
        "passwords",
        "search-record",
        "facets",
        "saved-searches",
        "copy",
        "export",
        "names",
        "duplicates",
        "threads",
        "erase",
        "backup",
        "review",
        *PROOF,
    }
)  # pages that begin after an intake of the stick
PAGES: Mapping[str, Callable[[Path], None]] = {
    "lists": lists,
    "boxes": boxes,
    "settle": settle,
    "passwords": passwords,
    "ocr": ocr,
    "hold-and-withdraw": aside,
    "receipt": receipt,
    "several-laptops": laptops,
    "search-record": searched,
    "facets": facets,
    "saved-searches": searched,
    "copy": searched,
    "export": searched,
    "names": named,
    "duplicates": alike,
    "threads": threads,
    "compare": alike,
    "erase": erase,
    "backup": backups,
    "review": review,
    **dict.fromkeys(PROOF, proof),
}
