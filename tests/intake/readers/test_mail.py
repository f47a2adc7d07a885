"""Mail: every header, every word of the body, and every part with its own bytes and name."""

import base64
import binascii
import hashlib
import time
from collections.abc import Callable
from email.utils import encode_rfc2231
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from packing import Read, read

from muniment.intake.limits import Limits, Unreadable
from muniment.intake.readers.mail import mail, maildate
from muniment.intake.scope import Budget
from muniment.intake.source import Source
from muniment.intake.takeout import Found, Takeout
from muniment.model.state import State
from muniment.search.dates import days_of

HEAD = "From: Ann Example <ann@campaign.test>\nTo: clerk@council.test\nSubject: leaflets\nMIME-Version: 1.0\n"
TEXT = "Content-Type: text/plain; charset=utf-8\n\n"
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(
    lambda name: name.strip() and "=?" not in name and name.splitlines() == [name]
)


def several(*parts: str | bytes, kind: str = "mixed", head: str = HEAD) -> bytes:
    """A mail of several parts, each with its own headers."""
    raw = [part.encode() if isinstance(part, str) else part for part in parts]
    body = b"".join(b"--cut\n" + part + b"\n" for part in raw)
    return f"{head}Content-Type: multipart/{kind}; boundary=cut\n\n".encode() + body + b"--cut--\n"


def attached(data: bytes, named: str = 'filename="a.bin"', kind: str = "application/octet-stream") -> str:
    """A part with these bytes, in base64."""
    head = f"Content-Type: {kind}\nContent-Disposition: attachment; {named}\nContent-Transfer-Encoding: base64\n\n"
    return head + base64.encodebytes(data).decode()


def of(data: bytes | str, limits: Limits | None = None) -> Read:
    return read(mail, data.encode() if isinstance(data, str) else data, limits)


def names(found: Read) -> list[str]:
    return [child.name for child in found.draft.children]


def test_the_shown_headers_come_first_and_every_header_is_a_fact() -> None:
    found = of(
        "Received: from a.test by b.test; Thu, 22 May 2014 10:00:05 +0100\nX-Mailer: Quill 3\n"
        'Subject: =?utf-8?Q?Caf=C3=A9?=\n =?utf-8?B?IG9m?= the ward\nFrom: "Lee, Ann" <ann@campaign.test>\n'
        "To: clerk@council.test, =?iso-8859-1?Q?Andr=E9?= <andre@x.test>\nCc: Bo <bo@x.test>\nReply-To: office@x.test\n"
        "Date: Thu, 22 May 2014 10:00:00 +0100\nMessage-ID: <2@x.test>\nIn-Reply-To: <1@x.test>\n"
        "References: <0@x.test>\n <1@x.test>\nX-Odd:\n\nThe leaflets are printed.\n"
    )
    draft = found.draft
    assert draft.state is State.TEXT_COMPLETE
    assert draft.flags == []
    assert draft.pages[0].number is None
    shown = found.parts("headers")[0].splitlines()
    assert shown[0] == 'From: "Lee, Ann" <ann@campaign.test>'
    assert "Subject: Café of the ward" in shown
    assert not any(line.startswith(("X-Mailer", "Received")) for line in shown)
    assert draft.pages[0].text.endswith("\n\nThe leaflets are printed.\n")
    facts = draft.facts
    assert facts["from"] == ["Lee, Ann <ann@campaign.test>"]
    assert facts["to"] == ["clerk@council.test", "André <andre@x.test>"]
    assert (facts["cc"], facts["reply_to"]) == (["Bo <bo@x.test>"], ["office@x.test"])
    assert (facts["subject"], facts["date"]) == ("Café of the ward", "2014-05-22T10:00:00+01:00")
    assert (facts["message_id"], facts["in_reply_to"]) == ("<2@x.test>", "<1@x.test>")
    assert facts["references"] == ["<0@x.test>", "<1@x.test>"]
    assert [name for name, _ in facts["headers"]][:3] == ["Received", "X-Mailer", "Subject"]
    assert ["X-Mailer", "Quill 3"] in facts["headers"]
    assert ["X-Odd", ""] in facts["headers"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("before", ["", "\n\n", "\ufeff", "From ann@x Thu May 22 10:00:00 2014\n", ">From ann@x\n"])
def test_all_line_ends_and_what_may_stand_before_the_headers(end: str, before: str) -> None:
    whole = before + several(f"{TEXT}in\nthe text", attached(b"\0\1\2" * 40)).decode()
    found = of(whole.replace("\n", end))
    assert found.draft.facts["subject"] == "leaflets"
    assert "in\nthe text" in found.text
    assert found.members == [b"\0\1\2" * 40]
    assert found.draft.flags == []


def test_a_mail_saved_as_utf_16() -> None:
    found = of((HEAD + "\nzażółć").encode("utf-16"))
    assert "zażółć" in found.text
    assert found.draft.facts["from"] == ["Ann Example <ann@campaign.test>"]


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("From: ann@x.test\nSubject: leaflets\nDear Bo\nit is done", "it is done"),  # no blank line
        ("From: ann@x.test\nSubject: leaflets\nlost its indent\nMIME-Version: 1.0\n\nit is done", "lost its indent"),
        (" Subject: leaflets\nFrom: ann@x.test\n\nit is done", "it is done"),
        ("From: ann@x.test\nSubject: leaflets\n \nit is done", "it is done"),
        ("From: ann@x.test\nSubject: leaflets\r\r\nX: 1\r\r\n\r\r\nit is done", "it is done"),
        ("From: ann@x.test\nSubject: leaflets", "leaflets"),  # no body
    ],
)
def test_broken_headers_are_read_on(broken: str, said: str) -> None:
    found = of(broken)
    assert found.draft.facts["subject"].startswith("leaflets")
    assert said in found.text
    assert found.draft.state is State.TEXT_COMPLETE


def test_a_broken_header_is_flagged_and_a_good_one_is_not() -> None:
    assert "header-malformed" in of("From: ann@x.test\nSubject: leaflets\nDear Bo").draft.flags
    assert "header-malformed" not in of("From: ann@x.test\nSubject: leaflets\n\nDear Bo").draft.flags


@pytest.mark.parametrize(
    ("raw", "kind", "said"),
    [
        ("Wahlkampf für Straße".encode("latin-1"), "text/plain; charset=iso-8859-1", "Wahlkampf für Straße"),
        ("Wahlkampf für Straße".encode(), "text/plain; charset=iso-8859-1", "Wahlkampf für Straße"),
        ("Σύσκεψη για τις εκλογές".encode("iso8859-7"), "text/plain; charset=iso-8859-7", "Σύσκεψη για τις εκλογές"),
        ("投票用紙の回収".encode("cp932"), "text/plain; charset=shift_jis", "投票用紙の回収"),
        ("投票用紙の回収".encode("iso2022-jp"), "text/plain; charset=iso-2022-jp", "投票用紙の回収"),
        ("Café at ten".encode("cp1252"), "text/plain", "Café at ten"),
    ],
)
def test_headers_in_8_bits_against_the_standard(raw: bytes, kind: str, said: str) -> None:
    found = of(b"From: ann@x.test\nSubject: " + raw + b"\nContent-Type: " + kind.encode() + b"\n\n" + raw)
    assert found.draft.facts["subject"] == said
    assert found.text.count(said) == 2


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("=?utf-8?Q?one_?= =?utf-8?Q?two?=", "one two"),
        ("=?utf-8?B?ww==?= =?utf-8?B?qQ==?=", "é"),  # a letter cut in two
        ("=?UTF-8?q?why=3F_yes?= and no", "why? yes and no"),
        ("=?utf-8?Q?why?=3F?=", "why??"),
        ("a =?utf-8?Q?b?= c =?utf-8?Q?d?=", "a b c d"),
        ("=?utf-8*en?Q?language?=", "language"),
        ("=?utf-8?Q?not closed", "=?utf-8?Q?not closed"),
        ("=?x-unknown?Q?plain?=", "plain"),
        ("=?utf-8?B?bGVhZmxldHM?=", "leaflets"),  # no padding
        ("100%=?", "100%=?"),
    ],
)
def test_encoded_words(written: str, said: str) -> None:
    assert of(f"From: ann@x.test\nSubject: {written}\n\nx").draft.facts["subject"] == said


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("ann@x.test", ["ann@x.test"]),
        ("<ann@x.test>,bo@x.test,", ["ann@x.test", "bo@x.test"]),
        ("ann@x.test (Ann Lee)", ["Ann Lee <ann@x.test>"]),
        ('"Lee, Ann \\"the pen\\"" <ann@x.test>', ['Lee, Ann "the pen" <ann@x.test>']),
        ("=?utf-8?Q?Lee=2C_Ann?= <ann@x.test>, Bo <bo@x.test>", ["Lee, Ann <ann@x.test>", "Bo <bo@x.test>"]),
        ("Ward team: ann@x.test, bo@x.test;", ["Ward team", "ann@x.test", "bo@x.test"]),
        ("undisclosed-recipients:;", ["undisclosed-recipients"]),
        ("The agent", ["The agent"]),
        ('"open <ann@x.test>, bo@x.test', ['"open <ann@x.test>', "bo@x.test"]),
    ],
)
def test_people_in_whatever_form_they_are_written(written: str, people: list[str]) -> None:
    assert of(f"From: x@x.test\nTo: {written}\nSubject: s\n\nx").draft.facts["to"] == people


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("Thu, 22 May 2014 10:00:00 +0100", "2014-05-22T10:00:00+01:00"),
        ("22 May 14 10:00 GMT", "2014-05-22T10:00:00Z"),
        ("Thu, 22 May 2014 10:00:00 +0000 (UTC)", "2014-05-22T10:00:00Z"),
        ("Thu, 22 May 2014 23:30:00 -0500", "2014-05-22T23:30:00-05:00"),
        ("Thu May 22 10:00:00 2014", "2014-05-22T10:00:00"),
        ("Thu May 22 10:00:00 BST 2014", "2014-05-22T10:00:00+01:00"),
        ("2014-05-22 10:00:00+01:00", "2014-05-22T10:00:00+01:00"),
        ("May 22, 2014 1:05 PM", "2014-05-22T13:05:00"),
        ("22-May-2014 10.00.00 EST", "2014-05-22T10:00:00-05:00"),
        ("Thu, 22 May 2014", "2014-05-22"),
        ("Fri, 22 May 114 10:00:00 +0100", "2014-05-22T10:00:00+01:00"),
        ("Thu, 22 May 2014 10:00:00 +9900", "2014-05-22T10:00:00"),
        ("Sat, 31 Dec 2016 23:59:60 +0000", "2016-12-31T23:59:60Z"),
    ],
)
def test_dates_in_their_own_offset(written: str, date: str) -> None:
    found = of(f"{HEAD}Date: {written}\n\nx").draft
    assert found.facts["date"] == date
    assert days_of(date) is not None
    assert found.flags == []


@pytest.mark.parametrize(
    "written", ["yesterday", "Thu, 32 May 2014 10:00:00 +0100", "1 Jan 1970 00:00:00 +0000", "9 May 3014"]
)
def test_a_date_that_cannot_be_is_flagged(written: str) -> None:
    assert "date-implausible" in of(f"{HEAD}Date: {written}\n\nx").draft.flags


@pytest.mark.parametrize(("day", "flagged"), [("22 May 2014", False), ("22 May 2012", True), ("26 May 2014", True)])
def test_a_date_that_the_post_contradicts_is_flagged(day: str, flagged: bool) -> None:
    carried = "Received: from a by b; Thu, 22 May 2014 10:00:00 +0100\n"
    assert ("date-implausible" in of(f"{carried}{HEAD}Date: {day} 09:59:00 +0100\n\nx").draft.flags) is flagged


@given(st.text(max_size=60))
def test_a_date_never_fails(written: str) -> None:
    date = maildate.iso(written)
    assert date == "" or days_of(date) is not None


def test_what_the_html_says_again_is_not_repeated_and_what_it_says_beyond_is_kept() -> None:
    plain = TEXT + "We do not pay for votes.\nhttp://x.test/a"
    html = "Content-Type: text/html\n\n<p>We do not pay for votes.</p>"
    found = of(several(plain, html, kind="alternative"))
    assert found.text.count("pay for votes") == 1
    found = of(several(plain, html + "<p>Only cash.</p>", kind="alternative"))
    assert found.parts("html") == ["Only cash."]
    found = of(several(plain, html.replace("not ", ""), kind="alternative"))
    assert found.parts("html") == ["We do pay for votes."]


def test_html_alone_is_text_with_its_links_and_pictures() -> None:
    picture = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\0" * 30).decode()
    found = of(
        f'{HEAD}Content-Type: text/html; charset=utf-8\n\n<p>Meet at the <a href="https://x.test/hall?a=1&amp;b=2">hall</a></p>'
        f'<img src="https://x.test/dot.gif" alt="leaflet"><img src="data:image/png;base64,{picture}">'
        '<div style="display:none">unseen</div><!-- aside -->'
    )
    for word in ("Meet at the hall", "leaflet", "unseen", "aside"):
        assert word in found.text
    assert found.draft.facts["links"] == ["https://x.test/hall?a=1&b=2"]
    assert {"network-reference", "hidden-content"} <= set(found.draft.flags)
    assert found.members == [b"\x89PNG\r\n\x1a\n" + b"\0" * 30]


def test_html_in_the_charset_that_it_names_itself() -> None:
    found = of(HEAD.encode() + b"Content-Type: text/html\n\n<meta charset=iso-8859-7><p>" + "Ψήφος".encode("iso8859-7"))
    assert "Ψήφος" in found.text


def test_parts_become_body_or_members() -> None:
    found = of(
        several(
            f"{TEXT}first words",
            'Content-Type: text/plain; name="note.txt"\n\nnamed words',
            "Content-Type: text/plain\nContent-Disposition: attachment\n\nnameless words",
            "Content-Type: text/calendar; charset=utf-8\n\nBEGIN:VCALENDAR",
            "Content-Type: image/png\nContent-ID: <pic@x>\nContent-Disposition: inline\nContent-Transfer-Encoding: base64\n\niVBO",
            "Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; bo@x.test",
            f"{TEXT}last words",
        )
    )
    assert [page for page in ("first words", "bo@x.test", "last words") if page not in found.text] == []
    assert "named words" not in found.text
    children = found.draft.children
    assert [(child.locator, child.name) for child in children] == [
        ("2", "note.txt"),
        ("3", "part 3.txt"),
        ("4", "part 4.ics"),
        ("5", "part 5.png"),
    ]
    assert found.members[:2] == [b"named words", b"nameless words"]
    assert children[3].facts == {"content_id": "pic@x", "disposition": "inline", "declared_type": "image/png"}
    assert found.draft.declared == 4
    assert found.draft.complete


def test_hints_are_what_matters_of_what_is_declared() -> None:
    head = "Content-Disposition: attachment; filename=a\nContent-Type: "
    kinds = ["text/plain; charset=UTF-8", "text/plain", 'TEXT/CSV; charset="windows-1251"', "image/png; charset=x"]
    kinds += ["text/plain; charset=cp1251; x=1", "text/plain; charset=Windows-1251"]
    found = of(several(*(f"{head}{kind}\n\nabc" for kind in kinds)))
    hints = [dict(child.hints) for child in found.draft.children]
    assert hints == [
        {},
        {},
        {"type": "text/csv", "charset": "cp1251"},
        {},
        {"charset": "cp1251"},
        {"charset": "cp1251"},
    ]


def test_a_mail_inside_a_mail_is_a_member_under_its_subject() -> None:
    inner = "From: bo@x.test\nSubject: =?utf-8?Q?caf=C3=A9?=\n\nwith its own words"
    found = of(
        several(
            f"{TEXT}outer", f"Content-Type: message/rfc822\n\n{inner}", attached(inner.encode(), "", "message/rfc822")
        )
    )
    assert found.members == [inner.encode()]  # the same bytes with the same hints are read once
    assert found.draft.children[0].sha256 == found.draft.children[1].sha256
    assert names(found) == ["café", "part 3.eml"]
    assert [dict(child.hints) for child in found.draft.children] == [{"type": "message/rfc822"}] * 2
    assert "with its own words" not in found.text


def test_a_subject_that_looks_like_a_file_of_another_kind_gets_the_ending_of_a_mail() -> None:
    found = of(several("Content-Type: message/rfc822\n\nSubject: scan.pdf\nFrom: x@x.test\n\nx"))
    assert names(found) == ["scan.pdf.eml"]


def test_a_digest_holds_mails() -> None:
    found = of(several("\nSubject: one\nFrom: x@x.test\n\nx", "\nSubject: two\nFrom: x@x.test\n\ny", kind="digest"))
    assert names(found) == ["one", "two"]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("filename*=utf-8'en'%E2%82%AC%20note.txt", "€ note.txt"),
        ("filename*0*=utf-8''%E2%82%AC%20; filename*1=long; filename*2*=%20note.txt", "€ long note.txt"),
        ("filename*1=b.txt; filename*0=a", "ab.txt"),
        ("filename=plain.txt; filename*=utf-8''better.txt", "better.txt"),
        ('filename="=?iso-8859-1?Q?Andr=E9.txt?="', "André.txt"),
        ('filename="a \\"quoted\\" name.txt"', 'a "quoted" name.txt'),
        ('filename="C:\\notes\\a.txt"', "C:\\notes\\a.txt"),
        ("filename=two words.txt", "two words.txt"),
        ('filename="not closed.txt', "not closed.txt"),
        ('filename="long\n\tname.txt"', "long name.txt"),
        ("filename*=x'broken", "x'broken"),
        ("filename*99999999999999=a", "part 1"),
        ('filename=""', "part 1"),
        ("filename=../../etc/a", "../../etc/a"),
    ],
)
def test_names_of_attachments(head: str, name: str) -> None:
    part = f"Content-Type: application/octet-stream\nContent-Disposition: attachment; {head}\n\nx"
    assert names(of(several(part)))[0].removesuffix(".bin") == name


def test_a_name_in_8_bits_keeps_its_bytes() -> None:
    head = b"Content-Type: application/octet-stream\nContent-Disposition: attachment; filename="
    found = of(several(head + "Straße.txt".encode("latin-1") + b"\n\nx", head + "Straße.txt".encode() + b"\n\nx"))
    assert names(found) == ["Straße.txt", "Straße.txt"]
    assert [child.raw_name for child in found.draft.children] == ["Straße.txt".encode("latin-1"), None]


@given(NAMES)
@example("Quittung – «Stimmzettel» № 7; Teil=1.pdf")
@example('a"b\\c.txt')
def test_any_name_comes_back(name: str) -> None:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    word = base64.b64encode(name.encode()).decode()
    found = of(
        several(
            attached(b"x", f"filename*={encode_rfc2231(name, 'utf-8')}"),
            attached(b"x", f"filename*0*=utf-8''{quote(name, safe='')[:3]}; filename*1*={quote(name, safe='')[3:]}"),
            attached(b"x", f'filename="=?utf-8?B?{word}?="'),
            attached(b"x", f'filename="{escaped}"'),
        )
    )
    assert names(found)[:3] == [name] * 3
    assert names(found)[3].strip() == name.strip()


def uuencoded(data: bytes) -> str:
    lines = (binascii.b2a_uu(data[at : at + 45]).decode() for at in range(0, len(data), 45))
    return f"begin 644 a.bin\n{''.join(lines)}`\nend\n"


WAYS: dict[str, Callable[[bytes], str]] = {
    "base64": lambda data: base64.encodebytes(data).decode(),
    "quoted-printable": lambda data: binascii.b2a_qp(data, istext=False).decode(),
    "x-uuencode": uuencoded,
}


@given(st.binary(max_size=400), st.sampled_from(sorted(WAYS)))
@example(b"ends with a blank ", "quoted-printable")
@example(b"=" * 200, "quoted-printable")
@example(b"", "base64")
def test_every_attachment_comes_out_with_the_same_bytes(data: bytes, way: str) -> None:
    head = f"Content-Type: application/x-thing\nContent-Transfer-Encoding: {way}\n\n"
    found = of(several(f"{TEXT}text", head + WAYS[way](data), attached(b"neighbour")))
    assert found.members == [data, b"neighbour"]
    assert [child.flags for child in found.draft.children] == [(), ()]


@given(st.binary(max_size=400), st.sampled_from([b"\n", b"\r\n"]))
def test_bytes_that_stand_as_they_are_come_out_as_they_are(data: bytes, end: bytes) -> None:
    head = b"Content-Type: application/x-thing\nContent-Transfer-Encoding: binary\n\n"
    whole = (HEAD + "Content-Type: multipart/mixed; boundary=a-rare-edge\n\n--a-rare-edge\n").encode() + head
    found = of(whole.replace(b"\n", end) + data + end + b"--a-rare-edge--" + end)
    assert found.members == [data]


def test_large_attachments_are_decoded_piece_by_piece() -> None:
    data = bytes(range(256)) * 20_000
    for way, encode in WAYS.items():
        head = f"Content-Type: application/x-thing\nContent-Transfer-Encoding: {way}\n\n"
        assert of(several(head + encode(data))).members == [data]


def test_a_damaged_transfer_encoding_costs_no_neighbour() -> None:
    damaged = "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\naGVsbG8gd29ybGQ*!a\n"
    found = of(several(f"{TEXT}text", damaged, attached(b"neighbour")))
    assert found.members[0].startswith(b"hello world")
    assert found.members[1] == b"neighbour"
    assert [child.flags for child in found.draft.children] == [("transfer-damaged",), ()]
    assert found.draft.state is State.TEXT_COMPLETE


@pytest.mark.parametrize("coded", ["aGVsbG8=", "aGVsbG8", "aGVs\nbG8=\n\n", "aA==ZQ==bGxv"])
def test_padding_is_no_damage(coded: str) -> None:
    found = of(several(f"Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n{coded}"))
    assert found.members == [b"hello"]
    assert found.draft.children[0].flags == ()


def test_a_damaged_body_is_text_in_part_and_what_was_added_behind_it_is_kept() -> None:
    coded = base64.encodebytes(b"The ballot papers are here.\n").decode()
    found = of(f"{HEAD}Content-Transfer-Encoding: base64\n\n{coded}\n-- \nThe ward list, unsubscribe here.\n")
    assert "The ballot papers are here." in found.text
    assert "The ward list, unsubscribe here." in found.text
    assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "part-failed")
    assert "transfer-damaged" in found.draft.flags


def test_a_file_uuencoded_in_the_text() -> None:
    data = bytes(range(200))
    found = of(f"{HEAD}\nHere it is.\n\n{uuencoded(data)}\nMore words.\nbegin 644 nothing\nno lines of it\n")
    assert found.members == [data]
    assert names(found) == ["a.bin"]
    for words in ("Here it is.", "More words.", "begin 644 nothing", "no lines of it"):
        assert words in found.text
    assert "begin 644 a.bin" not in found.text


def test_a_missing_last_boundary_and_one_that_begins_another() -> None:
    inner = "Content-Type: multipart/alternative; boundary=cut-in\n\n--cut-in\n\ninner words\n--cut-in--\n"
    whole = several(inner, attached(b"\1\2\3"))
    found = of(whole.removesuffix(b"--cut--\n"))
    assert "inner words" in found.text
    assert found.members == [b"\1\2\3"]
    assert found.draft.children[0].locator == "2"
    assert "end-missing" in found.draft.flags
    assert "end-missing" not in of(whole).draft.flags


@pytest.mark.parametrize("said", ["", "; boundary=", "; boundary=other", "; boundary"])
def test_a_boundary_that_is_not_said_is_found(said: str) -> None:
    whole = several(f"{TEXT}some words", attached(b"\1\2\3")).replace(b"; boundary=cut", said.encode())
    found = of(whole)
    assert "some words" in found.text
    assert found.members == [b"\1\2\3"]


def test_parts_after_the_closing_line_are_found() -> None:
    found = of(several(f"{TEXT}some words") + b"--cut\n" + attached(b"\1\2\3").encode() + b"\n--cut--\n")
    assert found.members == [b"\1\2\3"]


def test_a_multipart_without_parts_is_text() -> None:
    found = of(f"{HEAD}Content-Type: multipart/mixed; boundary=cut\n\nonly these words\n")
    assert "only these words" in found.text


def test_text_outside_the_parts_is_kept_unless_a_program_wrote_it() -> None:
    whole = several(f"{TEXT}some words")
    found = of(whole.replace(b"\n\n--cut", b"\n\nThis is a multi-part message in MIME format.\n--cut", 1))
    assert found.parts("outside") == []
    assert "multi-part" not in found.text
    assert found.draft.flags == []
    found = of(whole.replace(b"\n\n--cut", b"\n\nread this: burn the list\n--cut", 1) + b"and this\n")
    assert found.parts("outside") == ["read this: burn the list", "and this"]
    assert "hidden-content" in found.draft.flags


def test_signed_mail() -> None:
    found = of(several(f"{TEXT}some words", "Content-Type: application/pgp-signature\n\nabc", kind="signed"))
    assert "signature-present" in found.draft.flags
    assert found.draft.state is State.TEXT_COMPLETE
    assert len(found.members) == 1


CMS = bytes.fromhex("3080 0609 2a864886f70d0107")


@pytest.mark.parametrize(
    "whole",
    [
        several(
            "Content-Type: application/pgp-encrypted\n\nVersion: 1",
            "Content-Type: application/octet-stream\n\nx",
            kind="encrypted",
        ),
        f"{HEAD}Content-Type: application/pkcs7-mime; name=smime.p7m; smime-type=enveloped-data\n\nx".encode(),
        (HEAD + attached(CMS + b"\x03" + b"x" * 90, "filename=smime.p7m", "application/pkcs7-mime")).encode(),
        f"{HEAD}\n-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n".encode(),
    ],
)
def test_encrypted_mail(whole: bytes) -> None:
    found = of(whole)
    assert (found.draft.state, found.draft.reason) == (State.UNREAD_ENCRYPTED, "key")
    assert found.draft.facts["subject"] == "leaflets"


def test_mail_signed_by_smime_in_one_piece_is_not_encrypted() -> None:
    found = of(HEAD + attached(CMS + b"\x02" + b"x" * 90, "filename=smime.p7m", "application/pkcs7-mime"))
    assert found.draft.state is State.TEXT_COMPLETE
    assert "signature-present" in found.draft.flags


def test_a_part_elsewhere_and_a_piece_of_a_mail() -> None:
    found = of(
        several(f"{TEXT}w", 'Content-Type: message/external-body; access-type=URL; url="https://x.test/a.pdf"\n\nx')
    )
    row = found.draft.children[0]
    assert (row.kind, row.state, row.reason, row.name) == ("link", State.UNREAD_REFUSED, "link", "a.pdf")
    assert "https://x.test/a.pdf" in found.text
    found = of(f'{HEAD}Content-Type: message/partial; id="a"; number=2; total=3\n\nmiddle')
    assert found.members == [b"middle"]
    assert names(found) == ["part 1, piece 2 of 3"]
    assert "number=2" in found.text


def test_binary_bytes_that_are_said_to_be_text_are_a_member() -> None:
    found = of((HEAD + attached(b"\0\1\2\xff" * 9, "", "text/plain").replace("attachment", "inline")).encode())
    assert found.members == [b"\0\1\2\xff" * 9]


@pytest.mark.parametrize("count", [3_000, 10_000])
def test_nesting_however_deep_is_read(count: int) -> None:
    began = time.process_time()
    opened = "".join(f"Content-Type: multipart/mixed; boundary=b{at}\n\n--b{at}\n" for at in range(count))
    closed = "".join(f"--b{at}--\n" for at in reversed(range(count)))
    found = of(f"{HEAD}{opened}{TEXT}a needle\n--b{count - 1}\n{attached(b'bytes')}\n{closed}")
    assert "a needle" in found.text
    assert found.members == [b"bytes"]
    assert found.draft.children[0].locator.startswith("@")
    assert time.process_time() - began < 5


def test_very_many_parts_cost_in_proportion() -> None:
    began = time.process_time()
    found = of(several(*[attached(b"%d" % at, f"filename=f{at}") for at in range(20_000)]))
    assert len(found.members) == 20_000
    assert names(found)[-1] == "f19999"
    found = of(several(*[f"{TEXT}w{at}" for at in range(50_000)]))
    assert "w49999" in found.text
    assert time.process_time() - began < 20


def test_a_spent_budget_lists_the_rest() -> None:
    found = of(several(*[attached(b"%d" % at, f"filename=f{at}") for at in range(5)]), Limits(children=3))
    states = [child.state for child in found.draft.children]
    assert states == [None] * 3 + [State.UNREAD_LIMIT] * 2
    assert names(found) == [f"f{at}" for at in range(5)]
    assert (found.draft.complete, found.draft.incomplete) == (False, "limit-children")
    assert len(found.members) == 3


HOSTILE = {
    "quotes": "To: " + '"\\"' * 200_000 + "\n\nx",
    "brackets": "To: " + "<(" * 200_000 + "\n\nx",
    "comments": "To: " + "(\\(" * 200_000 + "\n\nx",
    "words": "Subject: " + "=?a?q?" * 200_000 + "\n\nx",
    "headers": "X: 1\n" * 200_000 + "\nx",
    "broken": "X: 1\nbroken\n" * 100_000 + "\nx",
    "folds": "X: 1\n" + " \n" * 500_000 + "\nx",
    "parameters": "Content-Type: multipart/mixed" + ';a="' * 300_000 + "\n\nx",
    "dashes": f"{HEAD}Content-Type: multipart/mixed; boundary=b\n\n" + "--a\n" * 500_000,
    "unsaid": f"{HEAD}Content-Type: multipart/mixed; boundary=b\n\n"
    + "--b\nContent-Type: multipart/mixed\n\nx\n" * 20_000,
    "uu": f"{HEAD}\n" + "begin 644 a\n" * 100_000,
    "padding": f"{HEAD}Content-Transfer-Encoding: base64\n\n" + "QQ==" * 300_000,
}


@pytest.mark.parametrize("case", sorted(HOSTILE))
def test_hostile_mail_ends_soon(case: str) -> None:
    began = time.process_time()
    assert of(HOSTILE[case]).draft.pages
    assert time.process_time() - began < 10


def test_a_locator_finds_its_member_again() -> None:
    inner = "From: bo@x.test\nSubject: inner\n\nx"
    picture = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\0" * 30).decode()
    deep = "".join(f"Content-Type: multipart/mixed; boundary=b{at}\n\n--b{at}\n" for at in range(40)) + attached(
        b"deep"
    )
    whole = several(
        f"Content-Type: text/html\n\n<img src='data:image/png;base64,{picture}'>",
        f"{TEXT}See.\n{uuencoded(b'old ways')}",
        f"Content-Type: message/rfc822\n\n{inner}",
        deep,
        attached(b"last"),
    )
    rows = of(whole).draft.children
    assert len(rows) == 5
    for row in rows:
        sent: list[bytes] = []
        way = Takeout(Budget(Limits(), len(whole)), mail.read, sent.append, (row.locator,))
        with pytest.raises(Found):
            mail.read(Source(whole), way)
        assert hashlib.sha256(b"".join(sent)).hexdigest() == row.sha256


PIECES = st.sampled_from(
    [
        *(
            "From: ann@x.test",
            "Subject: =?utf-8?Q?=C3?=",
            "Content-Type: multipart/mixed; boundary=b",
            "--b",
            "--b--",
            "--",
        ),
        *(
            "Content-Type: multipart/alternative; boundary=b-",
            "--b-",
            "--b---",
            "\n",
            "\n\n",
            "\r",
            "\r\n",
            " folded",
            ":",
        ),
        *(
            "Content-Type: message/rfc822",
            "Content-Transfer-Encoding: base64",
            "aGVsbG8=",
            "begin 644 a",
            "end",
            "\0",
            "\ufffe",
        ),
        *(
            "Content-Type: text/html",
            "<p>x",
            "Content-Disposition: attachment; filename*0*=",
            "'",
            '"',
            "=?",
            "?=",
            "From ",
        ),
    ]
)


@given(
    st.binary(max_size=300)
    | st.lists(PIECES, max_size=30).map(lambda pieces: "\n".join(pieces).encode("utf-8", "replace"))
)
def test_any_bytes_end_in_a_draft_or_a_state(data: bytes) -> None:
    try:
        found = of(data)
    except Unreadable as fault:
        ended = State(fault.state)
    else:
        ended = found.draft.state
        assert found.draft.complete
        assert len({child.locator for child in found.draft.children}) == len(found.draft.children)
    assert ended in {State.TEXT_COMPLETE, State.TEXT_PARTIAL, State.NONE_BLANK, State.UNREAD_CORRUPT}
