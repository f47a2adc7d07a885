"""Which frames of a film are shown: evenly spread over those that are there, and no more than twelve."""

from pathlib import Path

import pytest

from muniment.intake.picture.moments import STILLS, Moment, listed, spread


def seconds(*times: float, needs: float = 0.0) -> list[float]:
    frames = [Moment(each, needs) for each in times]
    return [each.seconds for each in spread(frames, frames).moments]


def test_few_frames_are_shown_all_and_in_order() -> None:
    assert seconds() == []
    assert seconds(3.0) == [3.0]
    assert seconds(2.0, 0.0, 1.0) == [0.0, 1.0, 2.0]
    assert seconds(*[5.0] * 40) == [5.0]


@pytest.mark.parametrize("count", [13, 500, 200_003])
def test_many_are_spread_over_the_whole(count: int) -> None:
    times = (at / 25 for at in range(count))
    again = (Moment(at / 25) for at in range(count))
    found = spread((Moment(each) for each in times), again)
    assert len(found.moments) == STILLS
    assert found.length == (count - 1) / 25
    part = found.length / STILLS
    for number, each in enumerate(found.moments):
        assert number * part <= each.seconds <= (number + 1) * part


def test_what_can_be_decoded_alone_is_preferred_within_its_part() -> None:
    frames = [Moment(at / 10, (at % 50) / 10) for at in range(600)]
    assert [each.needs for each in spread(frames, frames).moments] == [0.0] * STILLS


def test_a_list_of_packets_is_read_as_far_as_it_is_one(tmp_path: Path) -> None:
    listing = tmp_path / "list"
    listing.write_text(
        "#software: x\n#tb 0: 1/25\n"
        "0,         -2,          0,        1,     7138, 0x4977a1a7\n"
        "0,         -1,          4,        1,     1258, 0x7dd38214, F=0x0\n"
        "0,          0, -9223372036854775808,        1,      147, 0xfcf14659, F=0x0, S=1,        1\n"
        "0, -9223372036854775808, -9223372036854775808,        1,      147, 0xfcf14659\n"
        "1,          5,          5,        1,      147, 0xfcf14659\n"
        "a line that is none\n"
        "0,         25,         25,        1,       38, 0x87b2a1c0, S=1, From elsewhere\n"
        "0,         30,         30,    "
    )
    assert list(listed(listing)) == [Moment(0.0), Moment(0.16, 0.16), Moment(0.0), Moment(1.0)]
    listing.write_text("#tb 0: 1/0\n0, 5, 5, 1, 38, 0x87b2a1c0\n")
    assert list(listed(listing)) == [Moment(0.0)]
    listing.write_bytes(b"\xff\xfe\x00" * 1000)
    assert list(listed(listing)) == []
