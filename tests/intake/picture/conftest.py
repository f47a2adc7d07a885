"""A case of everything that has pages, taken in once."""

import io
import zipfile
from base64 import encodebytes
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pdfs import INFO, Paper, one, words
from PIL import Image, ImageDraw

from muniment import Case
from muniment.demo.sealed import locked_pdf

RED, BLUE = (200, 30, 30), (30, 30, 200)


def pdf() -> bytes:
    """Two pages, the second on its side."""
    paper = Paper()
    paper.page(words("The canvasser kept the ballot papers") + words("in a drawer", y=500))
    paper.page(words("Postal votes of the ward"), "/Rotate 90")
    return paper.finish()


def halves(size: tuple[int, int], mode: str = "RGB") -> Image.Image:
    """A picture that is red on its left and blue on its right."""
    image = Image.new("RGB", size, RED)
    ImageDraw.Draw(image).rectangle((size[0] // 2, 0, *size), fill=BLUE)
    return image.convert(mode)


def saved(image: Image.Image, kind: str, **how: object) -> bytes:
    whole = io.BytesIO()
    image.save(whole, kind, **how)
    return whole.getvalue()


def turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held on its side
    return saved(halves((1200, 800)), "JPEG", quality=95, exif=exif)


def clear() -> bytes:
    image = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((0, 0, 9, 9), fill=(*RED, 255))
    return saved(image, "PNG")


def files() -> dict[str, bytes]:
    frames = [halves((300, 200)), Image.new("RGB", (300, 200), BLUE)]
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as package:
        package.writestr("deep.pdf", pdf())
    mail = (
        b"From: a@campaign.test\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n--B\n"
        b'Content-Type: image/png\nContent-Disposition: attachment; filename="sent.png"\n'
        b"Content-Transfer-Encoding: base64\n\n" + encodebytes(saved(halves((64, 32)), "PNG")) + b"--B--\n"
    )
    note = "<< /Type /Annot /Subtype /Text /Rect [100 100 120 120] /Contents (a hidden remark) >>"
    return {
        "two.pdf": pdf(),
        "noted.pdf": one(note, text="visible words"),
        "locked.pdf": locked_pdf([["A list of agents."]], INFO, "mallard"),
        "broken.pdf": b"%PDF-1.7 and then nothing",
        "pages.tiff": saved(frames[0], "TIFF", save_all=True, append_images=frames[1:]),
        "turned.jpg": turned(),
        "clear.png": clear(),
        "grey.png": saved(Image.new("I;16", (60, 40), 60_000), "PNG"),
        "cmyk.jpg": saved(halves((200, 100), "CMYK"), "JPEG", quality=95),
        "fax.tiff": saved(halves((1728, 2200), "1"), "TIFF"),
        "film.gif": saved(frames[0], "GIF", save_all=True, append_images=frames[1:]),
        "large.bmp": saved(halves((4000, 3000)), "BMP"),
        "long.png": saved(halves((1080, 14_000)), "PNG"),
        "cut.png": saved(halves((900, 900)), "PNG")[:600],
        "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "new.jxl": b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(64),
        "note.txt": b"The canvasser kept the ballot papers.\n",
        "box.zip": inner.getvalue(),
        "mail.eml": mail,
    }


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case, in a folder where nothing else is."""
    at = tmp_path_factory.mktemp("pictures")
    (at / "stick").mkdir()
    for name, data in files().items():
        (at / "stick" / name).write_bytes(data)
    with Case.new("Pages", at / "case", by="Ann Example") as case:
        case.intake(at / "stick", "Example Constabulary", date(2026, 3, 3), ocr="later")
    return at / "case"


@pytest.fixture(scope="module")
def case(made: Path) -> Iterator[Case]:
    """The case, open; tests that change it work on a copy."""
    with Case.open(made, by="Ann Example") as case:
        yield case


@pytest.fixture(scope="session")
def ids(made: Path) -> dict[str, str]:
    """The items by path."""
    with Case.open(made, by="Ann Example") as case:
        return {row["path"]: row["id"] for row in case.items()}
