"""Saved web pages and Apple's mails: the text of the page or mail, its parts as members, and where and when it is from."""

from pathlib import Path

import pytest
from packing import read

from muniment.intake import identify, mailtype
from muniment.intake.readers.mail import emlx, mail, mhtml
from muniment.intake.source import Source
from muniment.model.state import State

PARTS = (
    'Content-Type: multipart/related; type="text/html"; boundary=cut\n\n--cut\nContent-Type: text/html\nContent-ID: <1@mhtml>\n'
    "Content-Location: https://council.test/wards\n\n<html><head><title>Wards</title></head><body>All the wards."
    "<img src='https://council.test/a.png'></body></html>\n--cut\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n"
    "Content-Location: https://council.test/a.png\n\niVBORw0KGgo=\n--cut\nContent-Type: text/css\n"
    "Content-Location: cid:css-1@mhtml\n\nbody {}\n--cut--\n"
)
SAVED = (
    "From: <Saved by Blink>\nSnapshot-Content-Location: https://council.test/wards\nSubject: =?utf-8?Q?Wards=20=E2=80=93?="
    " all of them\nDate: Thu, 22 May 2014 09:00:00 -0000\nMIME-Version: 1.0\n" + PARTS
)


def test_a_saved_page() -> None:
    whole = SAVED.encode()
    assert identify.identify(Source(whole)).type == mailtype.MHTML
    found = read(mhtml, whole)
    draft = found.draft
    assert (draft.type, draft.state) == (mailtype.MHTML, State.TEXT_COMPLETE)
    assert "All the wards." in found.text
    assert [(child.name, child.facts["declared_type"]) for child in draft.children] == [
        ("a.png", "image/png"),
        ("part 3", "text/css"),
    ]
    assert draft.facts["location"] == "https://council.test/wards"
    assert draft.facts["title"] == "Wards – all of them"
    assert draft.facts["date"].startswith("2014-05-22T09:00:00")
    assert draft.facts["saved_by"] == "Saved by Blink"
    assert "from" not in draft.facts


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("MIME-Version: 1.0\n", mailtype.MHTML),
        (
            "From: =?utf-8?Q?<Gespeichert_von_Windows_Internet_Explorer_8>?=\nSubject: a\nDate: x\nMIME-Version: 1.0\n",
            mailtype.MHTML,
        ),
        ("From: ann@x.test\nSubject: a\nMIME-Version: 1.0\n", mailtype.MAIL),
        ("From: Ann\nTo: bo@x.test\nSubject: a\nMIME-Version: 1.0\n", mailtype.MAIL),
        ("Received: from a.test\nSubject: a\nMIME-Version: 1.0\n", mailtype.MAIL),
    ],
)
def test_a_mail_with_pictures_is_no_saved_page(head: str, kind: str) -> None:
    assert identify.identify(Source((head + PARTS).encode())).type == kind


def test_real_pages(shared: Path) -> None:
    for path in (shared / "data/files/tika").glob("*.mhtml"):
        data = path.read_bytes()
        assert identify.identify(Source(data)).type == mailtype.MHTML
        found = read(mhtml, data)
        assert found.draft.state is State.TEXT_COMPLETE
        assert found.draft.facts["saved_by"].startswith("Saved by")
        assert found.draft.facts["date"]
        if path.name == "testMHTMLFirefox.mhtml":
            assert "a Java framework for getting data and metadata" in found.text
            assert found.draft.facts["location"] == "http://aperture.sourceforge.net/"


MAIL = b"From: ann@x.test\nTo: bo@x.test\nSubject: leaflets\nDate: Thu, 22 May 2014 10:00:00 +0100\n\nThe leaflets are printed.\n"
LIST = b"""<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict><key>date-received</key><integer>1400749200</integer><key>flags</key><integer>8590195717</integer>
<key>remote-id</key><string>41 &amp; 2</string><key>subject</key><string>leaflets</string></dict></plist>
"""


def test_apple_s_mail_is_read_as_the_mail_that_it_is() -> None:
    whole = b"%d       \n" % len(MAIL) + MAIL + LIST
    assert identify.identify(Source(whole)).type == mailtype.EMLX
    found = read(emlx, whole)
    assert (found.draft.type, found.draft.state) == (mailtype.EMLX, State.TEXT_COMPLETE)
    assert found.text == read(mail, MAIL).text
    facts = found.draft.facts
    assert (facts["from"], facts["subject"]) == (["ann@x.test"], "leaflets")
    assert (facts["received"], facts["remote_id"]) == ("2014-05-22T09:00:00Z", "41 & 2")
    assert "read" in facts["marks"]


def test_apple_s_mail_that_is_cut_off_or_lacks_its_attachments() -> None:
    cut = read(emlx, b"%d\n" % (len(MAIL) + 50) + MAIL).draft
    assert (cut.state, cut.reason, cut.flags) == (State.TEXT_PARTIAL, "truncated", ["end-missing"])
    partial = (
        b"From: ann@x.test\nSubject: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=cut\n\n--cut\n\nSee.\n--cut\n"
        b"Content-Type: application/pdf; name=a.pdf\nX-Apple-Content-Length: 4711\nContent-Disposition: attachment\n\n\n--cut--\n"
    )
    found = read(emlx, b"%d\n" % len(partial) + partial + LIST).draft
    assert (found.state, found.reason) == (State.TEXT_PARTIAL, "part-failed")
    assert found.facts["attachments_elsewhere"] == 1


def test_a_number_before_other_text_is_no_mail() -> None:
    assert identify.identify(Source(b"4711\nTo do: nothing\nand more\n")).type == "text/plain"
