"""Web archives: each page that a server sent is a member with its address; the rest is words of the archive."""

import base64
import gzip
import hashlib
import random
import zlib
from pathlib import Path

import pytest
import unpacking
from hypothesis import given, settings
from hypothesis import strategies as st
from jailing import jailed, sha256
from unpacking import Read, lost
from zipping import plain

from muniment.intake.identify import identify
from muniment.intake.limits import Limits
from muniment.intake.readers.web import warc as reader
from muniment.intake.source import Source
from muniment.model.state import State

PAGE = b"<html><body>The count was moved to the sports hall.</body></html>"
URL = "http://example.org/ward.html"


@pytest.fixture(autouse=True)
def readers(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in (reader.WARC, reader.ARC):
        monkeypatch.setitem(unpacking.READERS, kind, reader)


def record(kind: str, block: bytes, url: str = URL, **more: str) -> bytes:
    """One record with the hash of its block."""
    digest = base64.b32encode(hashlib.sha1(block).digest()).decode()
    said = {"content-type": "application/http; msgtype=x", "warc-block-digest": f"sha1:{digest}"}
    said |= {"warc-type": kind, "warc-target-uri": url, "warc-date": "2014-05-22T12:30:00Z"}
    said |= {"content-length": str(len(block))} | {key.replace("_", "-"): value for key, value in more.items()}
    lines = "".join(f"{key}: {value}\r\n" for key, value in said.items() if value)
    return b"WARC/1.0\r\n" + lines.encode() + b"\r\n" + block + b"\r\n\r\n"


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = "".join(f"{line}\r\n" for line in ("Content-Type: text/html; charset=utf-8", *headers))
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def chunked(data: bytes) -> bytes:
    pieces = [data[at : at + 20] for at in range(0, len(data), 20)]
    return b"".join(b"%x;a=b\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def only(found: Read) -> bytes:
    (child,) = found.top.children
    return found.bytes[str(child.sha256)]


def test_a_page_has_its_address_its_day_and_what_the_server_said() -> None:
    found = Read(record("response", answer(PAGE, "Server: X"), warc_ip_address="192.0.2.7"))
    (child,) = found.top.children
    assert (found.top.type, found.top.state, found.top.complete) == (reader.WARC, State.NONE_CONTAINER, True)
    assert (only(found), child.name, child.flags) == (PAGE, URL, ())
    assert child.hints == {"type": "text/html", "charset": "utf-8"}
    assert (child.facts["url"], child.facts["date"], child.facts["status"]) == (URL, "2014-05-22T12:30:00Z", "200 OK")
    assert child.facts["server_address"] == "192.0.2.7"
    assert ["Server", "X"] in child.facts["headers"]


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(PAGE, mtime=0), ["Content-Encoding: gzip"]),
        (zlib.compress(PAGE), ["Content-Encoding: deflate"]),
        (raw_deflate(PAGE), ["content-encoding: Deflate"]),
        (chunked(PAGE), ["Transfer-Encoding: chunked"]),
        (chunked(gzip.compress(PAGE, mtime=0)), ["Transfer-Encoding: chunked", "Content-Encoding: gzip"]),
        (gzip.compress(zlib.compress(PAGE), mtime=0), ["Content-Encoding: deflate, gzip"]),
        (PAGE, ["Transfer-Encoding: chunked", "Content-Encoding: gzip"]),  # it was stored unpacked
    ],
)
def test_what_it_was_sent_in_is_taken_off(body: bytes, headers: list[str]) -> None:
    found = Read(record("response", answer(body, *headers)))
    assert only(found) == PAGE
    assert found.top.children[0].state is None


def test_packing_that_we_do_not_know_is_named() -> None:
    data = record("response", answer(b"\x0b\x02\x80", "Content-Encoding: br")) + record("response", answer(PAGE), "b")
    found = Read(data)
    assert [child.state for child in found.top.children] == [State.UNREAD_UNSUPPORTED, None]
    assert found.contents() == {"b": PAGE}


def test_records_without_a_page_of_their_own_are_words_of_the_archive() -> None:
    about = record(
        "warcinfo",
        b"software: made up 1.0\r\noperator: A. Penn\r\n",
        content_type="application/warc-fields",
        warc_record_id="<urn:uuid:1>",
    )
    asked = record("request", b"GET /ward.html HTTP/1.1\r\nHost: example.org\r\nCookie: ward=7\r\n\r\n")
    sent = record("request", b"POST /vote HTTP/1.1\r\nHost: example.org\r\n\r\nname=B.+Quill")
    same = record("revisit", b"HTTP/1.1 200 OK\r\n\r\n", "http://example.org/again")
    seed = record("metadata", b"via: http://example.org/\r\n", content_type="application/warc-fields")
    found = Read(about + asked + sent + same + seed)
    assert found.contents() == {
        f"request of {URL}": b"name=B.+Quill",
        f"metadata of {URL}": b"via: http://example.org/\r\n",
    }
    assert found.top.facts["about"] == {
        "software": "made up 1.0",
        "operator": "A. Penn",
        "date": "2014-05-22T12:30:00Z",
        "record_id": "<urn:uuid:1>",
    }
    assert found.top.facts["records"] == {"warcinfo": 1, "request": 2, "revisit": 1, "metadata": 1}
    assert "Cookie: ward=7" in found.top.pages[0].text
    assert "http://example.org/again" in found.top.pages[0].text


def test_a_page_that_was_cut_when_it_was_taken_says_so() -> None:
    found = Read(record("response", answer(PAGE[:30]), warc_truncated="length"))
    assert found.top.children[0].facts["truncated"] == "length"


def test_a_hash_that_is_wrong_is_said() -> None:
    data = record("response", answer(PAGE)).replace(b"sports", b"scouts")
    found = Read(data)
    assert found.top.children[0].facts["digest"] == "differs"
    assert found.top.children[0].flags == ("header-malformed",)


def test_each_record_packed_on_its_own_and_all_in_one() -> None:
    parts = [record("response", answer(PAGE + b"%d" % number), f"{URL}?{number}") for number in range(30)]
    whole = {f"{URL}?{number}": PAGE + b"%d" % number for number in range(30)}
    for data in (b"".join(map(gzip.compress, parts)), gzip.compress(b"".join(parts))):
        found = Read(data)
        assert (found.top.type, found.top.complete) == (reader.WARC, True)
        assert found.contents() == whole
        assert not list(lost(data))


def test_damage_costs_the_record_that_it_is_in() -> None:
    noise = random.Random(2014).randbytes(3000)
    parts = [record("response", answer(noise + b"%d" % number), f"{URL}?{number}") for number in range(3)]
    packed = [gzip.compress(part, mtime=0) for part in parts]
    packed[1] = packed[1][:200] + b"\xff\xff\xff" + packed[1][900:]
    found = Read(b"".join(packed))
    assert found.contents().keys() == {f"{URL}?0", f"{URL}?2"}
    assert not found.top.complete
    found = Read(parts[0] + b"x" * 200_000 + b"\r\n" + parts[2])
    assert found.contents().keys() == {f"{URL}?0", f"{URL}?2"}
    assert (found.top.complete, found.top.declared, found.top.incomplete) == (False, None, "damaged")


@pytest.mark.parametrize("packed", [False, True])
def test_a_missing_end_is_said(packed: bool) -> None:
    data = record("response", answer(PAGE), "a") + record("response", answer(PAGE), "b")
    data = gzip.compress(data, mtime=0)[:-40] if packed else data[:-30]
    found = Read(data)
    assert not found.top.complete or found.top.children[-1].state is State.UNREAD_CORRUPT
    assert "b" not in found.contents()


def test_no_record_at_all_is_damage() -> None:
    assert Read(b"WARC/1.0\r\nfoo\r\n\r\nbar" * 3).top.state is State.UNREAD_CORRUPT


@pytest.mark.parametrize("packed", [False, True])
def test_limits_hold_and_the_rest_is_said(packed: bool) -> None:
    data = b"".join(record("response", answer(PAGE), f"{URL}?{number}") for number in range(10))
    found = Read(gzip.compress(data, mtime=0) if packed else data, Limits(children=4))
    assert len(found.contents()) == 4
    assert (found.top.complete, found.top.incomplete) == (False, "limit-children")
    assert packed or len(found.top.children) == 10


def test_a_bomb_ends_at_the_limit() -> None:
    for data in (
        gzip.compress(record("response", answer(bytes(60 << 20)))),
        record("response", answer(gzip.compress(bytes(60 << 20)), "Content-Encoding: gzip")),
        gzip.compress(b"WARC/1.0\r\n" + b"x" * (60 << 20)),
    ):
        found = Read(data)
        assert found.top.incomplete in {"limit-ratio", "damaged"}
        assert found.budget.unpacked < 40 << 20


def test_the_older_form() -> None:
    head = b"filedesc://a.arc 0.0.0.0 20140522123000 text/plain 15\n1 0 Made Up\nab\n\n\n"
    body = answer(PAGE)
    data = head + b"http://example.org/ 192.0.2.7 20140522123000 text/html %d\n" % len(body) + body + b"\n"
    for form in (data, gzip.compress(data, mtime=0)):
        found = Read(form)
        assert (found.top.type, only(found)) == (reader.ARC, PAGE)
        assert found.top.children[0].facts["date"] == "2014-05-22T12:30:00Z"


def test_a_web_archive_in_a_zip() -> None:
    inner = gzip.compress(record("response", answer(PAGE)))
    data = plain(("datapackage.json", b"{}"), ("archive/data.warc.gz", inner), ("pages/pages.jsonl", b"{}"))
    assert identify(Source(data)).type == "application/wacz"


def test_it_is_read_in_the_jail() -> None:
    data = gzip.compress(
        record(
            "response",
            answer(chunked(gzip.compress(PAGE, mtime=0)), "Transfer-Encoding: chunked", "Content-Encoding: gzip"),
        )
    )
    assert jailed("warc", data) == {URL: sha256(PAGE)}


def test_real_ones(shared: Path) -> None:
    folder = shared / "data/files/tika"
    for name in ("testWARC_multiple.warc", "testWARC_multiple.warc.gz"):
        found = Read((folder / name).read_bytes())
        assert [child.facts["status"] for child in found.top.children] == ["200 OK"] * 2
        assert b"Russell County" in found.bytes[str(found.top.children[0].sha256)]
        assert all("digest" not in child.facts for child in found.top.children)
    assert b"Common Crawl" in only(Read((folder / "cc.warc.gz").read_bytes()))
    assert Read((folder / "gzip_extra_sl.warc.gz").read_bytes()).top.facts["records"] == {"warcinfo": 1}
    assert b"Example Domain" in only(Read((folder / "example.arc.gz").read_bytes()))


SOUND = record(
    "response", answer(chunked(gzip.compress(PAGE, mtime=0)), "Transfer-Encoding: chunked", "Content-Encoding: gzip")
)


@given(st.integers(0, 3 * len(SOUND) - 1), st.binary(min_size=1, max_size=12), st.booleans())
@settings(max_examples=200, deadline=None, suppress_health_check=[])
def test_whatever_is_changed_it_ends_and_is_accounted_for(place: int, change: bytes, packed: bool) -> None:
    data = SOUND * 3
    data = data[:place] + change + data[place + len(change) :]
    found = Read(gzip.compress(data, mtime=0) if packed else data, reader=reader)
    assert found.top.complete or found.top.incomplete
