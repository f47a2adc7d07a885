"""Sound and film: what their headers say, the covers kept in them, and that nobody takes them for text."""

import io
import json
import struct
import subprocess
import sys
import wave
from pathlib import Path
from typing import Any

import pytest
from packing import read

from muniment.intake.readers.pictures import media
from muniment.model.state import State

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\2\0\1H\xaf\xa4q\0\0\0\0IEND\xaeB`\x82"


def wav(seconds: float = 1.5) -> bytes:
    data = io.BytesIO()
    with wave.open(data, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(int(16_000 * seconds)))
    return data.getvalue()


def box(name: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + name + body


def item(name: bytes, value: bytes, kind: int = 1) -> bytes:
    return box(name, box(b"data", struct.pack(">II", kind, 0), value))


def film(*extra: bytes, seconds: int = 7, made: int = 0) -> bytes:
    """An MPEG-4 film with one track of pictures, which is empty, and these boxes."""
    head = box(
        b"mvhd",
        struct.pack(">IIIIIIH10x", 0, made, made, 1000, seconds * 1000, 0x10000, 0x100),
        matrix(),
        bytes(24),
        b"\0\0\0\2",
    )
    track = box(
        b"trak",
        box(
            b"tkhd",
            struct.pack(">IIIII I", 7, made, made, 1, 0, seconds * 1000),
            bytes(16),
            matrix(),
            struct.pack(">II", 640 << 16, 480 << 16),
        ),
        box(
            b"mdia",
            box(b"mdhd", struct.pack(">IIIIIHH", 0, made, made, 1000, seconds * 1000, 0x55C4, 0)),
            box(b"hdlr", bytes(8), b"vide", bytes(12), b"\0"),
            box(
                b"minf",
                box(b"vmhd", struct.pack(">I8x", 1)),
                box(
                    b"stbl",
                    stsd(),
                    *(box(name, bytes(8)) for name in (b"stts", b"stsc", b"stco")),
                    box(b"stsz", bytes(12)),
                ),
            ),
        ),
    )
    return box(b"ftyp", b"isom\0\0\2\0isom") + box(b"moov", head, track, *extra) + box(b"mdat", bytes(64))


def matrix() -> bytes:
    return struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


def stsd() -> bytes:
    entry = box(
        b"mp4v",
        bytes(6),
        b"\0\1",
        bytes(16),
        struct.pack(">HHII4xH", 640, 480, 72 << 16, 72 << 16, 1),
        bytes(32),
        b"\0\x18\xff\xff",
    )
    return box(b"stsd", struct.pack(">II", 0, 1), entry)


def tags(*items: bytes) -> bytes:
    return box(b"udta", box(b"meta", bytes(4), box(b"hdlr", bytes(8), b"mdirappl", bytes(9)), box(b"ilst", *items)))


def mp3(*frames: bytes) -> bytes:
    body = b"".join(frames)
    size = bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\3\0\0" + size + body + (b"\xff\xfb\x90\xc4" + bytes(413)) * 40


def frame(name: bytes, body: bytes) -> bytes:
    return name + struct.pack(">IH", len(body), 0) + body


def test_sound_is_sound_with_its_length() -> None:
    draft = read(media, wav()).draft
    assert (draft.type, draft.state, draft.reason) == ("audio/wav", State.NONE_BY_NATURE, "audio")
    assert draft.facts["duration"] == 1.5
    assert draft.facts["tracks"] == [{"kind": "audio", "codec": "PCM"}]
    assert not draft.flags


def test_a_film_says_when_where_with_what_and_how_large() -> None:
    place = box(b"\xa9xyz", struct.pack(">HH", 18, 0x15C7), b"+51.5157-000.0417/")
    maker = box(b"\xa9mak", struct.pack(">HH", 5, 0x15C7), b"Alder") + box(
        b"\xa9mod", struct.pack(">HH", 9, 0x15C7), b"Alder One"
    )
    made = 2_082_844_800 + 1_400_767_391  # seconds from 1904 to 2014-05-22T14:03:11Z
    draft = read(media, film(box(b"udta", place, maker), made=made)).draft
    assert (draft.type, draft.state, draft.reason) == ("video/mp4", State.NONE_BY_NATURE, "video")
    assert draft.facts["gps"] == "51.515700, -0.041700"
    assert draft.facts["date"] == "2014-05-22T14:03:11Z"
    assert draft.facts["duration"] == 7.0
    assert (draft.facts["width"], draft.facts["height"]) == (640, 480)
    assert "Alder One" in draft.facts["camera"]


def test_a_clock_that_was_never_set_gives_no_date() -> None:
    assert "date" not in read(media, film()).draft.facts


def test_what_a_person_wrote_into_it_is_told_and_its_cover_is_a_member() -> None:
    found = read(
        media,
        film(
            tags(
                item(b"\xa9nam", "Zählung in Bow".encode()),
                item(b"\xa9ART", b"Ana Alder"),
                item(b"\xa9cmt", b"box nine was open"),
                item(b"covr", PNG, 14),
            )
        ),
    )
    assert found.draft.facts["title"] == "Zählung in Bow"
    assert found.draft.facts["author"] == "Ana Alder"
    assert found.draft.facts["comment"] == "box nine was open"
    assert found.members == [PNG]
    assert [(child.locator, child.name) for child in found.draft.children] == [("cover:1", "cover 1.png")]
    assert found.draft.state is State.NONE_BY_NATURE


def test_tags_of_an_mp3_are_told_in_any_letters() -> None:
    picture = frame(b"APIC", b"\0image/png\0\3\0" + PNG)
    found = read(
        media,
        mp3(
            frame(b"TIT2", b"\1" + "ভোট গণনা".encode("utf-16")),
            frame(b"TPE1", b"\0Ana Alder"),
            frame(b"USLT", b"\0eng\0the seal is broken"),
            picture,
        ),
    )
    assert found.draft.type == "audio/mpeg"
    assert found.draft.facts["title"] == "ভোট গণনা"
    assert found.draft.facts["author"] == "Ana Alder"
    assert found.draft.facts["lyrics"] == "the seal is broken"
    assert found.members == [PNG]


@pytest.mark.parametrize("data", [wav()[:30], film()[:40], mp3()[:12], b"OggS" + bytes(60), b"fLaC" + b"\xff" * 60])
def test_what_is_cut_off_or_damaged_is_still_sound_or_film_and_said_to_be_odd(data: bytes) -> None:
    draft = read(media, data).draft
    assert draft.state is State.NONE_BY_NATURE
    assert draft.reason in {"audio", "video"}
    assert "malformed" in draft.flags


def test_bytes_changed_at_random_never_break_the_reader() -> None:
    for data in (wav(0.1), film(tags(item(b"\xa9nam", b"x"))), mp3(frame(b"TIT2", b"\0Title"))):
        for step in range(60):
            changed = bytearray(data)
            changed[8 + step * 7919 % (len(data) - 8)] = step * 37 % 256
            assert read(media, bytes(changed)).draft.state is State.NONE_BY_NATURE


def test_without_its_library_it_is_what_it_is_and_says_that_nobody_looked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "ENGINE", "")
    draft = read(media, wav()).draft
    assert (draft.state, draft.reason) == (State.NONE_BY_NATURE, "audio")
    assert "not installed" in draft.facts["not_looked_at"]


@pytest.mark.parametrize("data", [wav(), film(tags(item(b"covr", PNG, 14)))], ids=["sound", "film"])
def test_the_jail_reads_them(data: bytes) -> None:
    ran = subprocess.run(
        [sys.executable, Path(__file__).with_name("jailed_pictures.py"), "media"],
        input=data,
        capture_output=True,
        check=True,
        timeout=60,
    )
    said: Any = json.loads(ran.stdout)
    expected = read(media, data).draft
    assert said == [expected.type, expected.state, expected.facts, [child.name for child in expected.children]]


def test_real_recordings_say_what_others_find_in_them(shared: Path) -> None:
    folder = shared / "data/files/tika"
    found = read(media, (folder / "testMP3i18n.mp3").read_bytes()).draft.facts
    assert (found["title"], found["author"]) == (
        "Une chason en Français",
        "Test Artist \N{CIRCLED DIGIT NINE}\N{CIRCLED DIGIT ONE}",
    )
    assert read(media, (folder / "testMP4_udtaLocation.mp4").read_bytes()).draft.facts["gps"] == "12.345600, -98.765400"
    assert len(read(media, (folder / "testMP4_twoCovers.m4a").read_bytes()).members) == 2


def old_tag(*texts: bytes, track: int = 7) -> bytes:
    sizes = (30, 30, 30, 4, 28)
    return (
        b"TAG"
        + b"".join(text.ljust(size, b"\0") for text, size in zip(texts, sizes, strict=True))
        + bytes([0, track, 17])
    )


def test_all_tags_of_an_mp3_are_facts() -> None:
    data = mp3(
        frame(b"TIT2", b"\1\xff\xfe" + "Die Zählung".encode("utf-16-le")),
        frame(b"TRCK", b"\0" + b"3/12"),
        frame(b"TCON", b"\0(17)Rock"),
        frame(b"COMM", b"\0eng" + b"call\0heard at the door"),
        frame(b"TXXX", b"\3" + "Gerät\0Alder One".encode()),
        frame(b"WXXX", b"\0\0https://a.example/x"),
    )
    facts = read(media, data + old_tag(b"Zaehlung", b"Bela", b"Eastmere", b"2014", b"in short")).draft.facts
    assert facts["tags"] == {
        "TIT2": "Die Zählung / Zaehlung",
        "TRCK": "3/12 / 7",
        "TCON": "(17)Rock",
        "COMM eng call": "heard at the door",
        "TXXX Gerät": "Alder One",
        "WXXX": "https://a.example/x",
        "TPE1": "Bela",
        "TALB": "Eastmere",
        "TYER": "2014",
        "COMM": "in short",
    }
    assert facts["title"] == "Die Zählung"


def test_tags_of_an_mp3_that_is_cut_off_are_had() -> None:
    data = mp3(frame(b"TIT2", b"\0The count"), frame(b"TPE1", b"\0Ada"), frame(b"TALB", b"\0Far too long" + bytes(500)))
    facts = read(media, data[: 10 + 20 + 14 + 10 + 6]).draft.facts
    assert facts["title"] == "The count"
    assert facts["author"] == "Ada"
    assert facts["album"] == "Far t"


def test_other_versions_of_tags_are_read() -> None:
    text = b"\0Short names"
    second = b"TT2" + len(text).to_bytes(3, "big") + text
    seven = b"TIT2" + bytes([0, 0, 1, 0]) + b"\0\0\3" + b"a" * 127  # 128 in sevens
    for version, frames, title in ((2, second, "Short names"), (4, seven + frame(b"TPE1", b"\0Ada"), "a" * 127)):
        data = mp3(frames)
        facts = read(media, data[:3] + bytes([version]) + data[4:]).draft.facts
        assert facts["title"] == title


@pytest.mark.parametrize("body", [b"", b"\xff" * 40, b"TIT2" + b"\x7f" * 6, b"COMM\0\0\0\1\0\0\0", b"TXXX\0\0\0\0\0\0"])
def test_broken_tags_cost_nothing(body: bytes) -> None:
    assert read(media, mp3(body)).draft.state is State.NONE_BY_NATURE
