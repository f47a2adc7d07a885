"""Binary property lists are text; a page that Safari saved is its page and its pictures."""

import plistlib
import struct
import time
from datetime import datetime
from typing import Any

import pytest
import unpacking
from hypothesis import given, settings
from hypothesis import strategies as st
from jailing import jailed, sha256
from packing import read
from unpacking import Read, lost

from muniment.intake.identify import identify
from muniment.intake.limits import Limits, Unreadable
from muniment.intake.readers.apps import plist as reader
from muniment.intake.source import Source
from muniment.model.state import State

PAGE = "<html><body>The count was moved to the café.</body></html>".encode("latin-1")
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(90)


def packed(value: dict[str, Any]) -> bytes:
    return plistlib.dumps(value, fmt=plistlib.FMT_BINARY)


def resource(url: str, data: bytes, kind: str, **more: str) -> dict[str, object]:
    return {"WebResourceURL": url, "WebResourceData": data, "WebResourceMIMEType": kind, **more}


def saved() -> bytes:
    frame = {"WebMainResource": resource("http://example.org/frame", b"<p>inner</p>", "text/html")}
    main = resource("http://example.org/", PAGE, "text/html", WebResourceTextEncodingName="ISO-8859-1")
    pictures = [resource("http://example.org/a.png", PICTURE, "image/png")]
    return packed({"WebMainResource": main, "WebSubresources": pictures, "WebSubframeArchives": [frame]})


def raw(*objects: bytes, top: int = 0, size: int = 1) -> bytes:
    """A list of objects as bytes."""
    body, places = b"bplist00", []
    for each in objects:
        places.append(len(body))
        body += each
    table = b"".join(struct.pack(">I", place) for place in places)
    return body + table + struct.pack(">6sBBQQQ", bytes(6), 4, size, len(objects), top, len(body))


def test_values_are_lines_under_their_names() -> None:
    value = {
        "owner": "Åsa Quill",
        "wards": ["North", "South"],
        "seen": datetime(2014, 5, 22, 12, 30),
        "votes": 12,
        "share": 0.5,
        "closed": True,
        "key": b"\1\2",
        "id": plistlib.UID(7),
        "negative": -5,
        "nested": {"日本": "語"},
    }
    found = read(reader, packed(value))
    assert found.draft.state is State.TEXT_COMPLETE
    lines = found.text.split("\n")
    assert {"owner: Åsa Quill", " North", " South", "seen: 2014-05-22T12:30:00Z", "votes: 12"} <= set(lines)
    assert {"share: 0.5", "closed: true", "key: 0102", "id: object 7", "negative: -5", "nested: "} <= set(lines)
    assert " 日本: 語" in lines


def test_data_that_is_something_is_a_member() -> None:
    found = read(reader, packed({"icon": PICTURE, "again": PICTURE, "noise": bytes(range(1, 200)), "inner": saved()}))
    assert sorted(found.members) == sorted([PICTURE, saved()])
    assert "(199 bytes)" in found.text


def test_a_saved_page_is_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(unpacking.READERS, reader.WEB, reader)
    found = Read(saved())
    assert (found.top.type, found.top.state, found.top.declared) == (reader.WEB, State.NONE_CONTAINER, 3)
    assert found.contents() == {
        "http://example.org/": PAGE,
        "http://example.org/a.png": PICTURE,
        "http://example.org/frame": b"<p>inner</p>",
    }
    main = found.top.children[0]
    assert main.hints == {"type": "text/html", "charset": "ISO-8859-1"}
    assert (main.facts["url"], main.facts["content_type"]) == ("http://example.org/", "text/html")
    assert found.top.facts["url"] == "http://example.org/"
    assert not list(lost(saved()))
    assert Read(saved(), Limits(children=1)).top.incomplete == "limit-children"


def test_it_is_read_in_the_jail() -> None:
    assert jailed("plist", saved())["http://example.org/"] == sha256(PAGE)
    assert jailed("plist", packed({"a": PICTURE, "b": datetime(2014, 5, 22), "c": "é"})) == {"a": sha256(PICTURE)}


def test_types_are_told_apart() -> None:
    assert identify(Source(saved())).type == reader.WEB
    assert identify(Source(packed({"a": "b"}))).type == reader.PLIST


@pytest.mark.parametrize("data", [b"bplist00", b"bplist00" + bytes(40), packed({"a": "b"})[:-1]])
def test_without_its_end_it_is_damaged(data: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        read(reader, data)
    assert caught.value.state == State.UNREAD_CORRUPT


def test_one_broken_value_costs_that_value() -> None:
    found = read(reader, raw(b"\xa2\x01\x02", b"\x54note", b"\xf0"))
    assert (found.text, found.draft.state, found.draft.reason) == ("note", State.TEXT_PARTIAL, "part-failed")


def test_what_holds_itself_ends() -> None:
    found = read(reader, raw(b"\xa2\x00\x01", b"\x54note"))
    assert (found.text, found.draft.state) == ("note", State.TEXT_PARTIAL)


def test_what_multiplies_ends_soon() -> None:
    # each of fifty lists holds the next one ten times
    lists = [b"\xaa" + bytes([number + 1] * 10) for number in range(50)]
    started = time.process_time()
    found = read(reader, raw(*lists, b"\x54note"))
    assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "limit-output")
    large = b"\x4f\x12" + struct.pack(">I", 4 << 20) + b"\xff" * (4 << 20)
    found = read(reader, raw(b"\xaf\x11\xff\xff" + b"\1" * 65535, large))
    assert found.draft.state is State.TEXT_PARTIAL
    assert time.process_time() - started < 20


def test_an_empty_list_has_no_text() -> None:
    assert read(reader, packed({})).draft.state is State.NONE_BLANK


SOUND = packed({"wards": ["North", "South", {"x": 1.5, "y": b"abc"}], "seen": datetime(2014, 5, 22)})


@given(st.integers(0, len(SOUND) + len(saved()) - 1), st.binary(min_size=1, max_size=8))
@settings(max_examples=300, deadline=None)
def test_whatever_is_changed_it_ends_in_a_state(place: int, change: bytes) -> None:
    for data in (SOUND, saved()):
        broken = data[:place] + change + data[place + len(change) :]
        found = Read(broken, reader=reader)
        assert found.top.state in {*State}
