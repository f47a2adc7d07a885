"""Makes pictures of text pages: scans in grey, leaflets in colour as somebody photographed them."""

import struct
import zlib
from collections.abc import Sequence

import pypdfium2

from muniment.demo import pdf
from muniment.demo.chance import Stream

POINTS = 72  # to an inch


def scan(pages: Sequence[Sequence[str]], info: pdf.Info, rng: Stream, dots: int = 150) -> bytes:
    """A PDF of pictures of these pages: a little grey, a little slanted, with specks."""
    drawn = pdf.of_text(pages, info)
    return pdf.of_pictures([_worn(page, rng) for page in _greys(drawn, dots)], info)


def photograph(lines: Sequence[str], info: pdf.Info, rng: Stream, dots: int = 90) -> bytes:
    """A PNG of a leaflet on coloured paper, slanted, with specks."""
    page = next(iter(_greys(pdf.of_text([lines], info), dots)))
    worn = _worn(page, rng)
    paper = [rng.randint(150, 255) for _ in range(3)]
    shades = [bytes(grey * part // 255 for grey in range(256)) for part in paper]
    dots_in = bytearray(len(worn.grey) * 3)
    for channel, shade in enumerate(shades):
        dots_in[channel::3] = worn.grey.translate(shade)
    return png(worn.wide, worn.high, bytes(dots_in))


def logo(rng: Stream, edge: int = 24) -> bytes:
    """A small square mark in two colours, as signatures carry it."""
    one, two = (bytes(rng.randrange(256) for _ in range(3)) for _ in range(2))
    step = rng.randint(2, 6)
    return png(
        edge, edge, b"".join(one if (x // step + y // step) % 2 else two for y in range(edge) for x in range(edge))
    )


def png(wide: int, high: int, colours: bytes) -> bytes:
    """A PNG of dots of red, green and blue.

    Source: PNG (W3C, second edition), 5 and 11.
    """
    across = wide * 3
    rows = b"".join(b"\0" + colours[y * across : (y + 1) * across] for y in range(high))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows, 6)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


def _greys(drawn: bytes, dots: int) -> list[pdf.Picture]:
    document = pypdfium2.PdfDocument(drawn)
    try:
        return [_grey(page, dots) for page in document]
    finally:
        document.close()


def _grey(page: pypdfium2.PdfPage, dots: int) -> pdf.Picture:
    bitmap = page.render(scale=dots / POINTS, grayscale=True)
    try:
        whole = bytes(bitmap.buffer)
        wide, high, stride = bitmap.width, bitmap.height, bitmap.stride
        return pdf.Picture(wide, high, b"".join(whole[y * stride : y * stride + wide] for y in range(high)))
    finally:
        bitmap.close()
        page.close()


def _worn(picture: pdf.Picture, rng: Stream) -> pdf.Picture:
    """The same picture, as a worn machine gives it: 16 greys, off-white, slanted, specked."""
    white, black = rng.randint(225, 250), rng.randint(10, 60)
    table = bytes(black + (white - black) * (grey & 0xF0) // 0xF0 for grey in range(256))
    grey = picture.grey.translate(table)
    lean = rng.uniform(-0.006, 0.006)
    rows = bytearray()
    margin = bytes([white])
    for y in range(picture.high):
        row = grey[y * picture.wide : (y + 1) * picture.wide]
        by = round(lean * (y - picture.high // 2))
        rows += margin * by + row[: picture.wide - by] if by >= 0 else row[-by:] + margin * -by
    for _ in range(len(rows) // 1500):
        rows[rng.randrange(len(rows))] = rng.randint(0, white)
    return pdf.Picture(picture.wide, picture.high, bytes(rows))
