"""Pictures: what they say of themselves; those that are too large, cut off, blank or damaged."""

import io
import struct
import time
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from packing import read
from PIL import Image, ImageDraw, PngImagePlugin

from muniment.intake.limits import Limits, Unreadable
from muniment.intake.readers.pictures import picture, pictureopen
from muniment.model.state import State

SOI = b"\xff\xd8"
WAITS = (State.UNREAD_PENDING, "ocr")
FILM = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(40)


def drawn(mode: str = "RGB", size: tuple[int, int] = (120, 80)) -> Image.Image:
    image = Image.new(mode, size)
    pen = ImageDraw.Draw(image)
    for at in range(0, size[0], 7):
        pen.line(
            (at, 0, size[0] - at, size[1]), fill=at * 2 if mode in {"L", "P"} else 1 if mode == "1" else (at, 90, 200)
        )
    return image


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    data = io.BytesIO()
    image.save(data, form, **options)
    return data.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int, height: int, *chunks: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks)


def state(data: bytes) -> tuple[State, str]:
    try:
        draft = read(picture, data).draft
    except Unreadable as fault:
        return State(fault.state), fault.reason
    return draft.state, draft.reason


def exif(**places: object) -> Image.Exif:
    found = Image.Exif()
    found[0x010F], found[0x0110], found[0x0112] = "Alder", "Alder One", 6
    found[0x0131], found[0x013B], found[0x8298] = "Firmware 7", "Ana Alder", "A. Alder 2014"
    found[0x010E] = "The count at Mill Lane"
    found.get_ifd(0x8769).update({0x9003: "2014:05:22 14:03:11", 0x9011: "+01:00", 0x9286: b"ASCII\0\0\0box nine"})
    found.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 56.7), 3: "W", 4: (0.0, 2.0, 30.0)})
    return found


@pytest.mark.parametrize(
    ("form", "kind", "mode", "options"),
    [
        ("PNG", "image/png", "RGB", {}),
        ("JPEG", "image/jpeg", "RGB", {}),
        ("GIF", "image/gif", "P", {}),
        ("TIFF", "image/tiff", "RGB", {"compression": "tiff_lzw"}),
        ("BMP", "image/bmp", "RGB", {}),
        ("WEBP", "image/webp", "RGB", {"lossless": True}),
        ("JPEG2000", "image/jp2", "RGB", {}),
        ("ICO", "image/x-icon", "RGB", {"sizes": [(120, 80)]}),
        ("PPM", "image/x-portable-anymap", "RGB", {}),
        ("PCX", "image/x-pcx", "RGB", {}),
        ("AVIF", "image/avif", "RGB", {"max_threads": 1}),
    ],
)
def test_each_format_says_its_size_and_waits_for_its_words(
    form: str, kind: str, mode: str, options: dict[str, Any]
) -> None:
    draft = read(picture, saved(drawn(), form, **options)).draft
    assert (draft.type, draft.state, draft.reason) == (kind, *WAITS)
    assert (draft.facts["width"], draft.facts["height"], draft.facts["mode"]) == (120, 80, mode)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_what_the_camera_wrote_is_told(form: str) -> None:
    options: dict[str, Any] = {"exif": exif()} if form == "TIFF" else {"exif": exif().tobytes()}
    if form == "AVIF":
        options["max_threads"] = 1
    facts = read(picture, saved(drawn(), form, **options)).draft.facts
    assert facts["camera"] == "Alder One"
    assert facts["software"] == "Firmware 7"
    assert facts["author"] == "Ana Alder"
    assert facts["copyright"] == "A. Alder 2014"
    assert facts["description"] == "The count at Mill Lane"
    if form != "TIFF":  # Pillow writes no inner directories into it
        assert facts["date"] == "2014-05-22T14:03:11+01:00"
        assert facts["gps"] == "51.515750, -0.041667"
        assert facts["comment"] == "box nine"


def test_the_orientation_is_a_fact_and_its_default_is_none() -> None:
    assert read(picture, saved(drawn(), "JPEG", exif=exif().tobytes())).draft.facts["orientation"] == 6
    assert "orientation" not in read(picture, saved(drawn(), "JPEG")).draft.facts


@pytest.mark.parametrize("date", ["0000:00:00 00:00:00", "    :  :     :  :  ", "2014:13:41 00:00:00", "yesterday", ""])
def test_a_clock_that_was_never_set_gives_no_date(date: str) -> None:
    bare = Image.Exif()
    bare[0x0132] = date
    assert "date" not in read(picture, saved(drawn(), "JPEG", exif=bare.tobytes())).draft.facts


@pytest.mark.parametrize("value", [(91.0, 0.0, 0.0), (0.0, 0.0, 0.0), ()])
def test_a_place_that_is_none_gives_none(value: tuple[float, ...]) -> None:
    bare = Image.Exif()
    bare.get_ifd(0x8825).update({1: "N", 2: value, 3: "E", 4: (0.0, 0.0, 0.0)})
    assert "gps" not in read(picture, saved(drawn(), "JPEG", exif=bare.tobytes())).draft.facts


def test_dots_per_inch_are_told() -> None:
    assert read(picture, saved(drawn(), "JPEG", dpi=(300, 300))).draft.facts["dpi"] == 300
    assert read(picture, saved(drawn(), "JPEG", dpi=(204, 98))).draft.facts["dpi"] == [204, 98]


def test_texts_of_a_png_are_told_also_those_behind_its_pixels() -> None:
    said = PngImagePlugin.PngInfo()
    said.add_text("Title", "Table four")
    said.add_text("Comment", "the seal is broken " * 50, zip=True)
    said.add_itxt("Witness", "Zoë Ähre", "en", "")
    whole = saved(drawn(), "PNG", pnginfo=said)
    late = whole[:-12] + chunk(b"tEXt", b"Where\0Mill Lane") + whole[-12:]
    facts = read(picture, late).draft.facts
    assert facts["title"] == "Table four"
    assert facts["comment"] == ("the seal is broken " * 50).strip()
    assert facts["texts"] == {"Witness": "Zoë Ähre", "Where": "Mill Lane"}


def test_a_text_that_unpacks_to_more_than_is_kept_is_said_to_be_cut() -> None:
    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * (64 << 20)))
    whole = saved(drawn(), "PNG")
    facts = read(picture, whole[:-12] + bomb + whole[-12:]).draft.facts
    assert len(facts["comment"]) == 1 << 20
    assert facts["failed"][0]["part"] == "texts"


def test_comments_of_jpeg_and_gif_are_told() -> None:
    assert read(picture, saved(drawn(), "JPEG", comment="seen at nine")).draft.facts["comment"] == "seen at nine"
    assert read(picture, saved(drawn("P"), "GIF", comment=b"seen at ten")).draft.facts["comment"] == "seen at ten"


XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:exif="http://ns.adobe.com/exif/1.0/" photoshop:City="Bow" photoshop:DateCreated="2014-05-22T09:30:00+01:00"
 exif:GPSLatitude="51,30.5N" exif:GPSLongitude="0,2.5W">
<dc:description><rdf:Alt><rdf:li xml:lang="en">Boxes behind the door</rdf:li></rdf:Alt></dc:description>
<dc:subject><rdf:Bag><rdf:li>boxes</rdf:li><rdf:li>door</rdf:li></rdf:Bag></dc:subject>
<dc:creator><rdf:Seq><rdf:li>Ana Alder</rdf:li></rdf:Seq></dc:creator>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_captions_in_xmp_are_told(form: str) -> None:
    if form == "PNG":
        said = PngImagePlugin.PngInfo()
        said.add_itxt("XML:com.adobe.xmp", XMP)
        data = saved(drawn(), form, pnginfo=said)
    elif form == "TIFF":
        data = saved(drawn(), form, tiffinfo={700: XMP.encode()})
    else:
        data = saved(drawn(), form, xmp=XMP.encode())
    facts = read(picture, data).draft.facts
    assert facts["description"] == "Boxes behind the door"
    assert facts["keywords"] == ["boxes", "door"]
    assert facts["author"] == "Ana Alder"
    assert facts["place"] == "Bow"
    assert facts["date"] == "2014-05-22T09:30:00+01:00"
    assert facts["gps"] == "51.508333, -0.041667"
    assert "texts" not in facts


def test_captions_in_iptc_are_told() -> None:
    def dataset(number: int, text: str) -> bytes:
        return bytes([0x1C, 2, number]) + struct.pack(">H", len(text.encode())) + text.encode()

    caption = dataset(120, "Wahlhelfer zählen") + dataset(25, "Zählung") + dataset(25, "Bow") + dataset(55, "20140522")
    body = b"\x1c\x01\x5a\0\x03\x1b%G" + caption
    resource = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(body)) + body
    plain = saved(drawn(), "JPEG")
    data = SOI + b"\xff\xed" + struct.pack(">H", len(resource) + 2) + resource + plain[2:]
    facts = read(picture, data).draft.facts
    assert facts["description"] == "Wahlhelfer zählen"
    assert facts["keywords"] == ["Zählung", "Bow"]
    assert facts["date"] == "2014-05-22"


def test_every_page_of_a_tiff_is_counted() -> None:
    data = saved(drawn(size=(60, 40)), "TIFF", save_all=True, append_images=[drawn(), drawn("1", (30, 30))])
    draft = read(picture, data).draft
    assert draft.facts["frames"] == 3
    assert (draft.facts["width"], draft.facts["height"]) == (120, 80)  # of the largest


def test_frames_of_a_gif_are_counted() -> None:
    data = saved(drawn("P"), "GIF", save_all=True, append_images=[drawn("P").rotate(turn) for turn in (90, 180)])
    assert read(picture, data).draft.facts["frames"] == 3


def moving(form: str, count: int, **options: Any) -> bytes:
    frames = [drawn(size=(120, 80)).rotate(3 * number) for number in range(count)]
    return saved(frames[0], form, save_all=True, append_images=frames[1:], **options)


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP", "AVIF"])
def test_of_a_moving_picture_what_stands_is_looked_at(form: str) -> None:
    """A frame that nobody can read costs no page; that it was not looked at is said."""
    facts = read(picture, moving(form, 40, duration=[40] * 20 + [900] + [40] * 19)).draft.facts
    assert (facts["frames"], facts["ocr_pages"], facts["ocr_rest"]) == (40, [1, 21, 40], "moving")
    assert facts["not_looked_at"] == "37 of 40 frames, shown for less than half a second"
    slides = read(picture, moving(form, 4, duration=2000)).draft.facts
    assert slides["ocr_pages"] == [1, 2, 3, 4]
    assert "ocr_rest" not in slides


def test_pages_of_a_gif_are_no_film_and_each_picture_is_looked_at_once() -> None:
    pages = [drawn("L").rotate(turn) for turn in (0, 90, 0, 45, 90)]
    facts = read(picture, saved(pages[0], "GIF", save_all=True, append_images=pages[1:])).draft.facts
    assert (facts["frames"], facts["ocr_pages"]) == (5, [1, 2, 4])
    assert "ocr_rest" not in facts


def test_frames_that_are_declared_and_not_there_cost_nothing() -> None:
    data = moving("PNG", 3, duration=900)
    at = data.index(b"acTL")
    more = chunk(b"acTL", struct.pack(">II", 1 << 31, 0))
    facts = read(picture, data[: at - 4] + more + data[at + 16 :]).draft.facts
    assert facts["ocr_pages"] == [1, 2, 3]


def test_a_picture_for_those_that_show_no_others_is_a_frame_too() -> None:
    data = moving("PNG", 3, duration=900, default_image=True)
    with Image.open(io.BytesIO(data)) as image:
        assert getattr(image, "n_frames", 1) == 3
    assert read(picture, data).draft.facts["ocr_pages"] == [1, 2, 3]


def test_pages_of_a_tiff_that_are_cut_off_are_not_forgotten() -> None:
    data = saved(drawn(), "TIFF", save_all=True, append_images=[drawn(), drawn()])
    draft = read(picture, data[: len(data) // 2]).draft
    assert (draft.state, draft.reason, draft.facts["ocr_rest"]) == (*WAITS, "truncated")
    assert "ocr_rest" not in read(picture, data).draft.facts


def test_directories_of_a_tiff_that_lead_in_a_ring_end() -> None:
    data = bytearray(saved(drawn(), "TIFF"))
    first = struct.unpack_from("<I", data, 4)[0]
    count = struct.unpack_from("<H", data, first)[0]
    struct.pack_into("<I", data, first + 2 + count * 12, first)
    draft = read(picture, bytes(data)).draft
    assert "frames" not in draft.facts
    assert (draft.state, draft.reason) == WAITS


def test_a_tiff_with_more_pages_than_allowed_is_counted_to_the_limit_and_said_to_be_odd() -> None:
    data = saved(drawn(size=(9, 9)), "TIFF", save_all=True, append_images=[drawn(size=(9, 9))] * 9)
    draft = read(picture, data, Limits(pages=4)).draft
    assert (draft.facts["frames"], draft.facts["ocr_rest"]) == (4, "limit-pages")
    assert "malformed" in draft.flags


def test_a_camera_s_raw_picture_is_not_its_preview() -> None:
    assert state(saved(drawn(), "TIFF", tiffinfo={50706: b"\1\4\0\0"})) == (State.UNREAD_UNSUPPORTED, "unsupported")


def giant_webp() -> bytes:
    canvas = b"VP8X" + struct.pack("<IB3x", 10, 16) + struct.pack("<I", 59_999)[:3] + struct.pack("<I", 59_999)[:3]
    body = b"WEBP" + canvas + saved(drawn(), "WEBP", lossless=True)[12:]
    return b"RIFF" + struct.pack("<I", len(body)) + body


def giant_jpeg() -> bytes:
    data = bytearray(saved(drawn(), "JPEG"))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", 60_000, 60_000)
    return bytes(data)


def giant_tiff() -> bytes:
    data = bytearray(saved(drawn(), "TIFF"))
    first = struct.unpack_from("<I", data, 4)[0]
    for entry in range(2):  # width and height come first
        struct.pack_into("<HII", data, first + 4 + entry * 12, 4, 1, 60_000)
    return bytes(data)


def giant_bmp() -> bytes:
    data = bytearray(saved(drawn(), "BMP"))
    struct.pack_into("<ii", data, 18, 60_000, 60_000)
    return bytes(data)


@pytest.mark.parametrize(
    "make",
    [
        lambda: png(60_000, 60_000, chunk(b"IDAT", zlib.compress(bytes(1 << 20))), chunk(b"IEND", b"")),
        giant_jpeg,
        giant_tiff,
        giant_webp,
        giant_bmp,
        lambda: b"P5\n60000 60000\n255\n" + bytes(64),
        lambda: b"GIF89a" + struct.pack("<HH", 60_000, 60_000) + saved(drawn("P"), "GIF")[10:],
    ],
    ids=["png", "jpeg", "tiff", "webp", "bmp", "pnm", "gif"],
)
def test_a_picture_of_60_000_by_60_000_is_not_opened(make: Callable[[], bytes]) -> None:
    data = make()
    started = time.process_time()
    draft = read(picture, data).draft
    assert (draft.state, draft.reason) == (State.UNREAD_LIMIT, "limit-pixels")
    assert (draft.facts["width"], draft.facts["height"]) == (60_000, 60_000)
    assert time.process_time() - started < 2


NOISE = Image.effect_noise((300, 200), 60)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "TIFF"])
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_a_picture_that_is_cut_off_is_told_from_a_whole_one(form: str, share: float) -> None:
    data = saved(NOISE, form)
    assert state(data) == WAITS
    found = state(data[: int(len(data) * share)])
    assert found[0] is State.UNREAD_CORRUPT
    assert found[1] in {"truncated", "damaged"}


def test_a_picture_that_lacks_its_end_alone_still_waits_for_its_words() -> None:
    draft = read(picture, saved(NOISE, "PNG")[:-12]).draft
    assert (draft.state, draft.reason) == WAITS
    assert "malformed" in draft.flags


@pytest.mark.parametrize(
    "data",
    [
        png(100, 100, chunk(b"IEND", b"")),
        png(100, 100, chunk(b"IDAT", b"no zlib at all"), chunk(b"IEND", b"")),
        b"GIF89a\x40\0\x40\0\0\0\0;",
        SOI + b"\xff\xc0\0\x11\x08\0\x40\0\x40\3\1\x22\0\2\x11\1\3\x11\1\xff\xd9",
    ],
    ids=["png without pixels", "png with other bytes", "gif without pixels", "jpeg without pixels"],
)
def test_a_header_without_pixels_is_damaged(data: bytes) -> None:
    assert state(data) == (State.UNREAD_CORRUPT, "damaged")


@pytest.mark.parametrize(
    "magic", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"II*\0", b"MM\0*", b"8BPS", b"\0\0\1\0\1\0"]
)
def test_a_few_bytes_are_no_picture(magic: bytes) -> None:
    for data in (magic, magic + bytes(100), magic + b"\xff" * 500):
        assert state(data)[0] in {State.UNREAD_CORRUPT, State.UNREAD_LIMIT}  # 0xffff is a size too


@pytest.mark.parametrize(
    ("form", "options"),
    [
        ("PNG", {}),
        ("JPEG", {}),
        ("GIF", {}),
        ("TIFF", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("BMP", {}),
        ("WEBP", {}),
    ],
)
def test_one_colour_alone_is_blank(form: str, options: dict[str, Any]) -> None:
    for size in ((1, 1), (1200, 900)):
        assert state(saved(Image.new("RGB", size, (250, 249, 240)), form, **options)) == (State.NONE_BLANK, "no-text")


def test_one_page_of_several_that_is_not_blank_waits() -> None:
    white = Image.new("L", (200, 200), 255)
    blank = saved(white, "TIFF", save_all=True, append_images=[white, white])
    assert state(blank) == (State.NONE_BLANK, "no-text")
    assert state(saved(white, "TIFF", save_all=True, append_images=[white, drawn("L")])) == WAITS


def test_letters_that_stand_in_the_transparency_alone_are_no_blank() -> None:
    image = Image.new("RGBA", (300, 100), (0, 0, 0, 0))
    ImageDraw.Draw(image).text((10, 10), "hidden", fill=(0, 0, 0, 255))
    assert state(saved(image, "PNG")) == WAITS
    assert state(saved(Image.new("RGBA", (300, 100), (9, 9, 9, 0)), "PNG")) == (State.NONE_BLANK, "no-text")


def test_a_film_behind_a_picture_is_a_member() -> None:
    found = read(picture, saved(drawn(), "JPEG") + FILM)
    assert found.members == [FILM]
    assert (found.draft.state, found.draft.reason) == WAITS
    assert found.draft.facts["ocr_pages"] == [1]
    assert found.draft.children[0].locator.startswith("after:")


def test_types_that_nothing_here_shows_are_named_as_such() -> None:
    for data in (
        b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(50),
        b"\xd7\xcd\xc6\x9a" + bytes(50),
        b"gimp xcf file\0" + bytes(50),
    ):
        assert state(data) == (State.UNREAD_UNSUPPORTED, "unsupported")


def test_without_its_library_a_picture_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictureopen, "pi_heif", None)
    assert state(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(60)) == (
        State.UNREAD_DEPENDENCY_MISSING,
        "missing-library",
    )


def test_bytes_changed_at_random_never_break_the_reader() -> None:
    whole = {form: saved(drawn(), form, exif=exif().tobytes(), xmp=XMP.encode()) for form in ("JPEG", "WEBP")}
    whole |= {form: saved(drawn(), form) for form in ("PNG", "TIFF")} | {"GIF": saved(drawn("P"), "GIF", comment=b"x")}
    for form, data in whole.items():
        for step in range(150):
            changed = bytearray(data)
            for turn in range(1 + step % 4):
                changed[12 + (step * 7919 + turn * 104_729) % (len(data) - 12)] = (step * 31 + turn * 17) % 256
            state(bytes(changed))
        assert form
