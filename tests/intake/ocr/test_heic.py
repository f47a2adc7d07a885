"""Pictures of telephones: their pixels are unpacked in the jail, as the plug-in unpacks them outside of it."""

import os
import struct
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import ImageChops

from muniment.intake.limits import LimitReached
from muniment.intake.ocr import heic, sheet
from muniment.intake.source import Source

pi_heif = pytest.importorskip("pi_heif", reason="the extra `heic` is not installed")
PIXELS = 300_000_000


@pytest.fixture
def photograph(shared: Path) -> bytes:
    return (shared / "data/files/tika/testHEIF.heic").read_bytes()


def box(name: bytes, body: bytes = b"", full: int | None = None) -> bytes:
    head = b"" if full is None else struct.pack(">I", full)
    return struct.pack(">I4s", 8 + len(head) + len(body), name) + head + body


def tiled(photograph: bytes) -> bytes:
    """A picture of two by two tiles, as telephones write them: each is the one of that file."""
    kept = photograph[photograph.index(b"hvcC") - 4 :]
    settings = kept[: int.from_bytes(kept[:4], "big")]
    start, _, _, size = struct.unpack_from(">IHII", photograph, photograph.index(b"iloc") + 16)
    grid = bytes([0, 0, 1, 1]) + struct.pack(">HH", 1600, 1088)
    sizes = [box(b"ispe", struct.pack(">II", *each), 0) for each in ((800, 544), (1600, 1088))]
    uses = [struct.pack(">HBBB", item, 2, 0x81, 2) for item in range(1, 5)] + [struct.pack(">HBB", 5, 1, 3)]
    kinds = [box(b"infe", struct.pack(">HH4sB", item, 0, b"hvc1", 0), 2 << 24 | 1) for item in range(1, 5)]
    kinds.append(box(b"infe", struct.pack(">HH4sB", 5, 0, b"grid", 0), 2 << 24))

    def head(data: int) -> bytes:
        places = [struct.pack(">HHHII", item, 0, 1, data, size) for item in range(1, 5)]
        places.append(struct.pack(">HHHII", 5, 0, 1, data + size, len(grid)))
        told = (
            box(b"hdlr", b"\0\0\0\0pict" + bytes(13), 0),
            box(b"pitm", struct.pack(">H", 5), 0),
            box(b"iloc", b"\x44\0" + struct.pack(">H", 5) + b"".join(places), 0),
            box(b"iinf", struct.pack(">H", 5) + b"".join(kinds), 0),
            box(b"iref", box(b"dimg", struct.pack(">HH4H", 5, 4, 1, 2, 3, 4)), 0),
            box(
                b"iprp",
                box(b"ipco", settings + b"".join(sizes)) + box(b"ipma", struct.pack(">I", 5) + b"".join(uses), 0),
            ),
        )
        return box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(b"meta", b"".join(told), 0)

    coded = photograph[start : start + size] + grid
    return head(len(head(0)) + 8) + box(b"mdat", coded)


@pytest.mark.parametrize("tiles", [False, True], ids=["one", "tiles"])
def test_the_pixels_are_those_that_the_plug_in_gives(photograph: bytes, tiles: bool) -> None:
    data = tiled(photograph) if tiles else photograph
    with pi_heif.HeifImageFile(BytesIO(data)) as image:
        wanted = image.convert("RGB")
    found = heic.unpacked(data, 1, PIXELS)
    assert found.size == ((1600, 1088) if tiles else (800, 544))
    assert ImageChops.difference(found, wanted).getbbox() is None
    assert any(high - low > 200 for low, high in found.getextrema())  # type: ignore[misc] # RGB has three pairs


@pytest.mark.parametrize("tiles", [False, True], ids=["one", "tiles"])
def test_no_thread_is_needed_for_them(photograph: bytes, tmp_path: Path, tiles: bool) -> None:
    """In the jail a thread ends the process."""
    at = tmp_path / "photograph.heic"
    at.write_bytes(tiled(photograph) if tiles else photograph)
    program = (
        "import os, sys; from muniment.intake import jail; from muniment.intake.ocr import heic\n"
        "data = open(sys.argv[1], 'rb').read(); jail.lock_down(3 << 30, 60, [1, 2])\n"
        "print(heic.unpacked(data, 1, 300_000_000).size, flush=True); os._exit(0)"
    )
    done = subprocess.run([sys.executable, "-c", program, os.fspath(at)], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == ("(1600, 1088)" if tiles else "(800, 544)"), done.stderr


def test_what_is_damaged_or_too_large_says_so(photograph: bytes) -> None:
    with pytest.raises(LimitReached, match="limit-pixels"):
        heic.unpacked(photograph, 1, 800 * 544 - 1)
    for data in (
        b"",
        photograph[:200],
        photograph[:5000],
        photograph.replace(b"hvcC", b"free"),
    ):
        with pytest.raises(OSError, match=r".+"):
            heic.unpacked(data, 1, PIXELS)
    with pytest.raises(OSError, match="no picture 2"):
        heic.unpacked(photograph, 2, PIXELS)


def test_a_page_of_it_is_looked_at(photograph: bytes) -> None:
    """What recognises words is given the picture, whichever the number."""
    image = sheet._picture(Source(photograph), "image/heic", 1)
    assert image.size == (800, 544)
