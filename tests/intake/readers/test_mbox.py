"""Mbox: each mail a member with its exact bytes, however the box was written."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packing import Read, read

from muniment.intake.limits import Limits
from muniment.intake.readers.mail import mbox
from muniment.model.state import State

LINE = b"From ann@x.test Thu May 22 10:00:00 2014\n"
ONE = b"From: ann@x.test\nSubject: one\n\nThe first.\n"
TWO = b"From: bo@x.test\nSubject: =?utf-8?Q?tw=C3=B6?=\n\nThe second.\n\n>From here on it is quoted.\n"


def of(data: bytes, limits: Limits | None = None) -> Read:
    return read(mbox, data, limits)


def test_each_mail_is_a_member_with_its_exact_bytes() -> None:
    found = of(LINE + ONE + b"\n" + LINE + TWO + b"\n")
    assert (found.draft.state, found.draft.pages) == (State.NONE_CONTAINER, [])
    assert found.members == [ONE, TWO]
    rows = found.draft.children
    assert [(row.locator, row.name) for row in rows] == [("000001", "one"), ("000002", "twö")]
    assert [dict(row.hints) for row in rows] == [{"type": "message/rfc822"}] * 2
    assert rows[0].facts == {"envelope": "ann@x.test Thu May 22 10:00:00 2014"}
    assert found.draft.declared == 2
    assert found.draft.complete
    assert found.draft.flags == []


@pytest.mark.parametrize("before", [b"", b"\n\n", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_line_ends(before: bytes, end: bytes) -> None:
    found = of(before + (LINE + ONE + b"\n" + LINE + TWO).replace(b"\n", end))
    assert found.members == [ONE.replace(b"\n", end), TWO.replace(b"\n", end)]


@pytest.mark.parametrize(
    "line",
    [
        b"From - Thu May 22 10:00:00 2014\n",
        b"From ann@x.test Thu May 22 10:00:00 +0100 2014\n",
        b"From ann@x.test  Thu, 22 May 2014 10:00:00 +0100\n",
        b"From MAILER-DAEMON Thu May 22 10:00:00 2014\n",
        b"From ???@??? Thu May 22 10:00:00 2014\n",
        b"From nobody\n",
    ],
)
def test_the_lines_between_mails(line: bytes) -> None:
    assert of(line + ONE + b"\n" + line + TWO).members == [ONE, TWO]


@pytest.mark.parametrize(
    "text",
    [
        b"From the hall we went home.\n",
        b"\nFrom the hall we went home.\n",
        b"\nFrom 10:00 on 22 May 2014 we were there.\n",
        b"no blank line before\n" + LINE,
        b"\nFrom Ann\nSubject: forwarded\n",
    ],
)
def test_from_in_a_text_begins_no_mail(text: bytes) -> None:
    assert of(LINE + ONE + text + b"\n" + LINE + TWO).members == [ONE + text, TWO]


def test_a_told_length_counts_where_it_is_true() -> None:
    body = b"Look:\n\n" + LINE + b"Subject: inside\n\nx\n"
    head = b"Subject: one\nContent-Length: %d\n\n"
    told = head % len(body) + body
    assert of(LINE + told + b"\n" + LINE + TWO).members == [told, TWO]
    assert of(LINE + told).members == [told]
    assert len(of(LINE + head % 7 + body + b"\n" + LINE + TWO).members) == 3


def test_what_stands_before_the_first_mail_is_a_member() -> None:
    found = of(b"Kept by Ann.\n\n" + LINE + ONE)
    assert found.members == [b"Kept by Ann.\n\n" + LINE + ONE] or found.members == [b"Kept by Ann.\n", ONE]
    assert found.members[-1].endswith(ONE)
    assert found.draft.children[0].locator == "000000"
    assert found.draft.flags == ["header-malformed"]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf\n"])
def test_an_empty_box(data: bytes) -> None:
    assert (of(data).draft.state, of(data).members) == (State.NONE_CONTAINER, [])


def test_a_mail_without_a_subject_or_anything() -> None:
    found = of(LINE + b"From: ann@x.test\n\nx\n\n" + LINE + b"\n" + LINE)
    assert [row.name for row in found.draft.children] == ["message 1", "message 2", "message 3"]
    assert [row.size for row in found.draft.children] == [len(b"From: ann@x.test\n\nx\n"), 0, 0]


def test_a_spent_budget_lists_the_rest() -> None:
    found = of((LINE + ONE + b"\n") * 5, Limits(children=3))
    assert [row.state for row in found.draft.children] == [None] * 3 + [State.UNREAD_LIMIT] * 2
    assert [row.name for row in found.draft.children] == ["one"] * 5
    assert (found.draft.complete, found.draft.incomplete) == (False, "limit-children")


def test_a_hundred_thousand_mails() -> None:
    began = time.process_time()
    found = of((LINE + ONE + b"\n") * 100_000)
    assert found.members == [ONE] * 1  # the same bytes are read once
    assert len(found.draft.children) == 100_000
    assert found.draft.children[-1].locator == "100000"
    assert time.process_time() - began < 15


MAILS = st.lists(
    st.binary(max_size=60).filter(lambda text: b"\r" not in text and b"From " not in text), min_size=1, max_size=5
)


@given(MAILS)
def test_mails_put_in_come_out(texts: list[bytes]) -> None:
    mails = [b"Subject: %d\n\n%s\n" % (at, text) for at, text in enumerate(texts)]
    assert of(b"".join(LINE + mail + b"\n" for mail in mails)).members == mails


@given(
    st.binary(max_size=300).filter(lambda data: b"\0" not in data and data[:2] not in {b"\xff\xfe", b"\xfe\xff"})
    | st.lists(st.sampled_from([LINE, ONE, b"\n", b"From ", b"Content-Length: 5\n", b"\r"])).map(b"".join)
)
def test_any_bytes_end_and_none_is_lost(data: bytes) -> None:
    found = of(data)
    kept = b"".join(found.members)
    for line in data.replace(b"\r", b"\n").split(b"\n"):
        if line.strip(b"\xef\xbb\xbf\t ") and not line.startswith(b"From "):
            assert line in kept
