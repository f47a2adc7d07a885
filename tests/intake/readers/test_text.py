"""Plain text of any encoding and size comes out as it went in; folded lines and packed values as what they stand for."""

import base64
import mmap
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packing import read

from muniment.intake.limits import Limits
from muniment.intake.readers.room import Room
from muniment.intake.readers.text import text as reader
from muniment.intake.readers.text.letters import Letters
from muniment.intake.readers.text.lines import paged
from muniment.intake.source import Source
from muniment.model.state import State

LETTERS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


def shown(data: bytes | str, limits: Limits | None = None) -> str:
    found = read(reader, data.encode() if isinstance(data, str) else data, limits)
    return "".join(page.text for page in found.draft.pages)


def test_a_text_comes_out_as_it_went_in() -> None:
    text = "First line.\r\n\tSecond, \x0b indented.\n\nLast without end"
    found = read(reader, text.encode())
    assert [page.text for page in found.draft.pages] == [text]
    assert (found.draft.type, found.draft.state, found.draft.flags) == ("text/plain", State.TEXT_COMPLETE, [])
    assert found.draft.facts == {"charset": "utf-8"}
    assert found.draft.pages[0].number is None


@settings(deadline=None, max_examples=60)
@given(LETTERS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_any_text_in_unicode_comes_back_equal(letters: str, name: str) -> None:
    text = f"The words are: {letters}\n"
    assert shown(text.encode(name)) == text


@pytest.mark.parametrize(
    ("name", "text", "flags"),
    [
        ("utf-16-le", "Counted twice, and signed.\n" * 3, ["charset-guessed"]),
        ("cp1251", "Избирательная комиссия опубликовала результаты.\n", ["charset-guessed"]),
        ("cp1252", "Café à l’été.\n", ["charset-guessed"]),
        ("utf-8", "নির্বাচন কমিশন ফলাফল ঘোষণা করেছে।\n", []),
    ],
)
def test_other_character_sets_and_their_flags(name: str, text: str, flags: list[str]) -> None:
    found = read(reader, text.encode(name))
    assert (found.text, found.draft.flags) == (text, flags)


def test_bytes_that_are_no_characters_are_replaced_and_flagged() -> None:
    found = read(reader, ("Zählung der Stimmen für Köln. " * 20).encode() + b"\xff broken")
    assert found.text.endswith("\ufffd broken")
    assert found.draft.flags == ["replacement-chars"]
    assert found.draft.state is State.TEXT_COMPLETE


def test_white_space_alone_is_blank() -> None:
    found = read(reader, b" \r\n\t \n")
    assert (found.draft.state, found.draft.reason, found.draft.pages) == (State.NONE_BLANK, "no-text", [])


@pytest.mark.parametrize(
    "text",
    [
        "def f(a):\n    return [a, {}]\n",
        "2014-05-22 10:00 INFO ok\n",
        "1\n00:00:01,000 --> 00:00:02,000\nHello\n",
        "[a]\nb = c\n",
    ],
)
def test_code_logs_and_subtitles_stay_as_they_are(text: str) -> None:
    assert shown(text) == text


# folded formats


def test_a_calendar_is_unfolded_and_says_who_and_when() -> None:
    found = read(
        reader,
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Meeting about the gr\r\n ants\\, part 2\r\nDTSTART;TZID=Europe/London:20140522"
        b'T100000\r\nORGANIZER;CN=Ann Example:mailto:ann@example.org\r\nATTENDEE;CN="Bo; Example":MAILTO:bo@example.org\r\n'
        b"DESCRIPTION:one\\ntwo\r\nATTACH;FMTTYPE=text/plain;ENCODING=BASE64;VALUE=BINARY:aGVsbG8gd29y\r\n bGQ=\r\nEND:VEVENT\r\n"
        b"END:VCALENDAR\r\n",
    )
    assert "SUMMARY:Meeting about the grants, part 2\n" in found.text
    assert "one\ntwo" in found.text
    facts = found.draft.facts
    assert (facts["title"], facts["date"]) == ("Meeting about the grants, part 2", "2014-05-22T10:00:00")
    assert (facts["from"], facts["to"]) == (["Ann Example <ann@example.org>"], ["Bo; Example <bo@example.org>"])
    assert found.members == [b"hello world"]
    assert "aGVsbG8" not in found.text
    assert found.draft.type == "text/calendar"


def test_contact_cards_with_old_encodings_and_pictures() -> None:
    photo = base64.b64encode(b"\xff\xd8\xff" + bytes(100)).decode()
    folded = "\r\n ".join(photo[at : at + 70] for at in range(0, len(photo), 70))
    card = (
        "BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=BCrgen =\r\nExample\r\n"
        f"item1.TEL:+44 20 7946 0000\r\nPHOTO;ENCODING=BASE64;TYPE=JPEG:{folded}\r\n\r\nEND:VCARD\r\n"
    )
    found = read(reader, card.encode())
    assert "Jürgen Example" in found.text
    assert "+44 20 7946 0000" in found.text
    assert found.draft.facts["title"] == "Jürgen Example"
    assert found.members == [b"\xff\xd8\xff" + bytes(100)]
    assert found.draft.children[0].locator == "photo:0001"
    several = read(reader, (card * 3).encode())
    assert several.draft.facts["cards"] == 3
    assert "title" not in several.draft.facts


def test_a_directory_of_people_is_unfolded() -> None:
    name = base64.b64encode("Jürgen Example".encode()).decode()
    picture = base64.b64encode(bytes(range(200))).decode()
    found = read(
        reader,
        f"version: 1\n\n# people\ndn: cn=Ann Example,dc=example,dc=org\nmail: ann@exam\n ple.org\ncn:: {name}\njpegPhoto:: {picture}\n".encode(),
    )
    assert "mail: ann@example.org" in found.text
    assert "cn: Jürgen Example" in found.text
    assert found.members == [bytes(range(200))]


@settings(deadline=None)
@given(
    st.sampled_from(["BEGIN:VCALENDAR\n", "BEGIN:VCARD\n", "dn: a=b\n"]),
    st.text(':;=\\"\n \t,BASE64QUOTEDPRINTABLEaZ0', max_size=200),
)
def test_any_folded_text_ends_and_keeps_its_words(start: str, rest: str) -> None:
    assert "needle" in shown(f"{start}NOTE:needle\n{rest}\nEND:x\n")


# large texts


@settings(deadline=None)
@given(st.lists(st.text("ab \r\n", max_size=30), max_size=20), st.integers(2, 20))
def test_pages_together_are_the_text(pieces: list[str], size: int) -> None:
    pages = list(paged(pieces, size, size * 4))
    assert "".join(pages) == "".join(pieces)
    for page, following in pairwise(pages):
        assert not (page.endswith("\r") and following.startswith("\n"))
        assert page[-1] in "\r\n " or len(page) >= size


def test_no_line_is_cut_between_two_pages() -> None:
    line = "2014-05-22 10:00:00 INFO the counter said words\n"
    found = read(reader, (line * 60_000).encode())
    assert len(found.draft.pages) > 2
    assert all(page.text.endswith("words\n") for page in found.draft.pages)
    assert "".join(page.text for page in found.draft.pages) == line * 60_000


def test_no_word_is_cut_where_there_are_no_lines() -> None:
    pages = list(paged(iter(["counted " * 1000] * 20), 1000, 16_000))
    assert all(page.endswith("counted ") for page in pages)
    assert "".join(pages) == "counted " * 20_000


def test_text_beyond_the_limit_is_said_to_be_missing() -> None:
    found = read(reader, b"some words in a line\n" * 200_000, Limits(output=3 << 20))
    assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "limit-output")
    assert found.text.startswith("some words")
    assert sum(len(page.text) for page in found.draft.pages) < 3 << 20


def test_room_counts_the_widest_letter_for_the_whole_line() -> None:
    limits = Limits(memory=10 << 20)

    def pages(texts: Iterator[str]) -> int:
        room, count = Room(Source(b""), limits), 0
        for text in texts:
            if not room.fits(text):
                break
            count += 1
        return count

    plain, wide = pages(iter(["a" * 100_000] * 500)), pages(iter(["a" * 99_999 + "😀"] * 500))
    assert 25 <= plain <= 32
    assert 5 <= wide <= 9


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the address space")
@pytest.mark.parametrize("line", [b"2014-05-22 10:00:00 INFO counted\n", "2014 vote \U0001f600 was counted\n".encode()])
def test_a_large_log_is_read_within_the_memory_of_the_jail(line: bytes, tmp_path: Path) -> None:
    """The largest that fits, or the part that does: with the line that is made of it, the reader never runs out."""
    path = tmp_path / "big.log"
    with path.open("wb") as file:
        for _ in range(120):
            file.write(line * ((1 << 20) // len(line)))
    script = Path(__file__).parent / "reading_large.py"
    done = subprocess.run(
        [sys.executable, str(script), str(path)], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr[-800:]
    assert done.stdout.split()[0] in {"text.complete", "text.partial"}


def test_a_mapped_file_is_read_as_bytes_are() -> None:
    with tempfile.TemporaryFile() as file:
        file.write("Köln und Wähler\n".encode() * 100)
        file.flush()
        mapped = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        assert Room(Source(mapped), Limits()).fits("text")
        assert Letters(Source(mapped)).chosen.charset == "utf_8"
        assert "".join(Letters(Source(mapped))).startswith("Köln")
