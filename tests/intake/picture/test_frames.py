"""Films whose frames are whole pictures, without any codec: what is really there is shown, whatever their heads claim."""

import struct
from collections.abc import Callable

import pytest
from intake.picture import filming
from intake.picture.filming import avi, mov

from muniment.demo.film import avi as grey_avi
from muniment.intake.limits import Unreadable
from muniment.intake.picture import filmmov, frames
from muniment.intake.picture.pixels import FROM_ABOVE, Pixels
from muniment.intake.source import Source

AVI, MOV = "video/x-msvideo", "video/quicktime"
HUFFMAN = b"\xff\xc4"


def listed(data: bytes, kind: str) -> list[list[float]]:
    found = frames.listed(Source(data), {"kind": kind})["frames"]
    assert isinstance(found, list)
    return found


def shown(data: bytes, kind: str, place: int, size: int) -> Pixels:
    return frames.drawn(Source(data), {"kind": kind, "place": place, "size": size})


def shades(data: bytes, kind: str) -> list[tuple[float, int]]:
    """At which second which grey is shown."""
    found = []
    for place, size, seconds in listed(data, kind):
        seen = shown(data, kind, int(place), int(size))
        found.append((seconds, seen.rows[seen.width * seen.height // 2 if seen.filter != FROM_ABOVE else 0]))
    return found


def near(found: list[tuple[float, int]], numbers: list[int], rate: int = 4) -> bool:
    """Whether these are the frames of these numbers, each at its time."""
    expected = [(number / rate, filming.shade(number)) for number in numbers]
    return [at for at, _ in found] == [at for at, _ in expected] and all(
        abs(mine - theirs) <= 2 for (_, mine), (_, theirs) in zip(found, expected, strict=True)
    )


Make = Callable[..., bytes]
FORMS = pytest.mark.parametrize(("make", "kind"), [(avi, AVI), (mov, MOV)], ids=["avi", "mov"])


@FORMS
@pytest.mark.parametrize("count", [0, 1, 3])
def test_each_frame_that_is_there_is_shown_at_its_time(make: Make, kind: str, count: int) -> None:
    data = make([filming.frame(number) for number in range(count)])
    assert near(shades(data, kind), list(range(count)))


@FORMS
def test_of_many_twelve_are_shown(make: Make, kind: str) -> None:
    data = make([filming.frame(number) for number in range(120)])
    found = shades(data, kind)
    assert len(found) == 12
    assert near(found, [round(seconds * 4) for seconds, _ in found])
    assert frames.listed(Source(data), {"kind": kind})["length"] == 119 / 4


@FORMS
@pytest.mark.parametrize("there", [0, 1, 2])
def test_a_million_frames_that_are_claimed_are_not_believed(make: Make, kind: str, there: int) -> None:
    same = [filming.frame(0)] * there
    data = make(same, claimed=1_000_000)
    found = listed(data, kind)
    assert len({(place, size) for place, size, _ in found}) <= max(there, 1) + (kind == MOV)  # its tables lie behind
    assert [seconds for *_, seconds in found][:there] == [number / 4 for number in range(there)]


@FORMS
def test_one_that_is_cut_off_shows_what_is_whole(make: Make, kind: str) -> None:
    data = make([filming.frame(number) for number in range(6)])
    if kind == AVI:
        assert near(shades(data[: len(data) // 2], kind), [0, 1, 2][: len(listed(data[: len(data) // 2], kind))])
        assert 1 <= len(listed(data[: len(data) // 2], kind)) < 6
    else:
        with pytest.raises(Unreadable):
            listed(data[: len(data) // 2], kind)  # its table is gone


def test_a_camera_that_lost_its_power_wrote_no_lengths() -> None:
    data = bytearray(avi([filming.frame(number) for number in range(4)], index=False))
    for name in (b"RIFF", b"movi"):
        at = data.index(name)
        at += 4 if name == b"RIFF" else -4
        data[at : at + 4] = bytes(4)
    assert near(shades(bytes(data), AVI), [0, 1, 2, 3])


def test_dropped_frames_take_their_time() -> None:
    assert near(shades(avi([filming.frame(0), b"", b"", filming.frame(3)]), AVI), [0, 3])


def test_frames_without_their_tables_are_motion_jpeg_too() -> None:
    """Cameras leave the tables out that all such frames share."""
    whole = filming.frame(5)
    bare = whole
    while (at := bare.find(HUFFMAN)) >= 0:
        bare = bare[:at] + bare[at + 2 + struct.unpack_from(">H", bare, at + 2)[0] :]
    assert len(bare) < len(whole)
    ((_, shade),) = shades(avi([bare]), AVI)
    assert abs(shade - filming.shade(5)) <= 2


def test_frames_without_compression_are_bitmaps() -> None:
    dots = [bytes([shade]) * (64 * 48) for shade in (10, 90, 200)]
    assert [shade for _, shade in shades(grey_avi(dots), AVI)] == [10, 90, 200]


def test_longer_tables_and_atoms_are_read() -> None:
    data = mov([filming.frame(number) for number in range(3)], long=True)
    assert near(shades(data, MOV), [0, 1, 2])
    again = data.index(b"moov") - 4
    size = struct.unpack_from(">I", data, again)[0]
    long = data[:again] + struct.pack(">I4sQ", 1, b"moov", size + 8) + data[again + 8 :]
    assert near(shades(long, MOV), [0, 1, 2])


@pytest.mark.parametrize("size", [0, 1, 2, 7, 0xFFFFFFFF])
def test_atoms_of_no_size_end(size: int) -> None:
    data = struct.pack(">I4s", size, b"moov") * 50
    with pytest.raises(Unreadable):
        filmmov.opened(Source(data))


@pytest.mark.parametrize("packed", [b"H264", b"XVID", b"\1\0\0\0", b"cvid"])
def test_what_needs_a_codec_is_not_guessed(packed: bytes) -> None:
    with pytest.raises(Unreadable):
        listed(avi([filming.frame(0)], packed=packed), AVI)


@pytest.mark.parametrize("data", [b"", b"RIFF", b"RIFF\0\0\0\0AVI ", b"\0\0\0\x08moov", bytes(4000)])
@pytest.mark.parametrize("kind", [AVI, MOV])
def test_what_is_no_film_is_said(data: bytes, kind: str) -> None:
    with pytest.raises(Unreadable):
        listed(data, kind)


@FORMS
def test_every_cut_and_every_byte_changed_ends_well(make: Make, kind: str) -> None:
    data = make([filming.frame(number) for number in range(2)])
    tables = len(data) - data.rindex(b"moov") if kind == MOV else data.index(b"movi")
    start = len(data) - tables if kind == MOV else 0
    for at in range(start, start + tables, 3):
        for changed in (
            data[:at],
            data[:at] + b"\xff\xff\xff\xff" + data[at + 4 :],
            data[:at] + bytes(4) + data[at + 4 :],
        ):
            try:
                found = listed(changed, kind)
            except Unreadable:
                continue
            assert len(found) <= 12
            assert all(place + size <= len(changed) for place, size, _ in found)
