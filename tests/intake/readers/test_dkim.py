"""DKIM: whether a mail's body is still the one that its domains signed; what others claim to have checked."""

import base64
import hashlib
import time
from pathlib import Path

import pytest
from packing import read

from muniment.intake.readers.mail import mail, maildkim
from muniment.model.reading import Json
from muniment.model.state import State


def signed(
    body: bytes, canonical: bytes, *, way: str = "relaxed/simple", more: str = "", kind: str = "rsa-sha256"
) -> bytes:
    """A mail whose signature bears the hash of what its body is said to be canonically."""
    mark = base64.b64encode(hashlib.new(kind.partition("-")[2], canonical).digest()).decode()
    head = (
        f"DKIM-Signature: v=1; a={kind}; c={way}; d=Campaign.Test; s=may14;\r\n\ti=ann@campaign.test; t=1400749200; {more}"
        f"h=From:To :\r\n Subject; bh={mark[:20]}\r\n\t{mark[20:]};\r\n b=AAAA\r\n"
    )
    return (
        head.encode() + b"From: ann@campaign.test\r\nTo: bo@x.test\r\nSubject: a\r\nReceived: by a.test\r\n\r\n" + body
    )


def dkim(data: bytes) -> list[dict[str, Json]]:
    found: list[dict[str, Json]] = read(mail, data).draft.facts["dkim"]
    return found


CASES = [
    (b"Hi.\r\n\r\nSee you.\r\n", "simple", b"Hi.\r\n\r\nSee you.\r\n"),
    (b"Hi.\r\n\r\n\r\n\r\n", "simple", b"Hi.\r\n"),
    (b"Hi.", "simple", b"Hi.\r\n"),
    (b"", "simple", b"\r\n"),
    (b"", "relaxed", b""),
    (b"\r\n\r\n", "relaxed", b""),
    (b" C \r\nD \t E\r\n\r\n\r\n", "relaxed", b" C\r\nD E\r\n"),
    (b" C \r\nD \t E\r\n\r\n\r\n", "simple", b" C \r\nD \t E\r\n"),
    (b"a \r\n \r\n\t\r\n", "relaxed", b"a\r\n"),
    (b"a \t ", "relaxed", b"a\r\n"),
]


@pytest.mark.parametrize("ends", [b"\r\n", b"\n"])
@pytest.mark.parametrize(("body", "way", "canonical"), CASES)
def test_the_body_s_hash_is_made_again(body: bytes, way: str, canonical: bytes, ends: bytes) -> None:
    (fact,) = dkim(signed(body, canonical, way=f"relaxed/{way}").replace(b"\r\n", ends))
    assert fact["body_unchanged"] is True
    (changed,) = dkim(signed(body + b"More.\r\n", canonical, way=f"relaxed/{way}").replace(b"\r\n", ends))
    assert changed["body_unchanged"] is False


def test_what_a_signature_says_and_what_it_cannot_show() -> None:
    (fact,) = dkim(signed(b"Hi.\r\n", b"Hi.\r\n"))
    assert (fact["domain"], fact["selector"], fact["identity"]) == ("campaign.test", "may14", "ann@campaign.test")
    assert fact["signed_headers"] == ["from", "to", "subject"]
    assert (fact["signed_at"], fact["algorithm"]) == ("2014-05-22T09:00:00Z", "rsa-sha256")
    assert fact["verifies"] is None
    assert "the key of that day stands in DNS" in fact["cannot_show"]


def test_a_part_of_the_body_other_hashes_and_unknown_ways() -> None:
    (fact,) = dkim(signed(b"Hi.\r\nAdded by a list.\r\n", b"Hi.\r\n", more="l=5; "))
    assert (fact["body_unchanged"], fact["body_bytes_signed"]) == (True, 5)
    assert dkim(signed(b"Hi.\r\n", b"Hi.\r\n", kind="rsa-sha1"))[0]["body_unchanged"] is True
    assert dkim(signed(b"Hi.\r\n", b"Hi.\r\n", way="relaxed"))[0]["body_unchanged"] is True
    assert dkim(signed(b"Hi.\r\n", b"Hi.\r\n", way="relaxed/nowsp"))[0]["body_unchanged"] is None
    assert dkim(signed(b"Hi.\r\n", b"Hi.\r\n", kind="rsa-sha512"))[0]["body_unchanged"] is None
    assert dkim(b"DKIM-Signature: nothing at all\nFrom: ann@x.test\n\nHi.\n")[0]["body_unchanged"] is None


def test_the_quoting_of_an_mbox_is_taken_away() -> None:
    (fact,) = dkim(signed(b"Hi.\r\n>From May on.\r\n", b"Hi.\r\nFrom May on.\r\n"))
    assert (fact["body_unchanged"], fact["mbox_quoting_undone"]) == (True, True)


def test_claims_of_others_are_claims() -> None:
    found = read(
        mail,
        b"Authentication-Results: mx.council.test (a; b) 1;\n dkim=pass (2048-bit key) header.d=campaign.test;\n"
        b" spf=softfail smtp.mailfrom=x.test; dmarc=none\n"
        b"ARC-Seal: i=1; a=rsa-sha256; cv=none; d=list.test; s=x; b=abc\n"
        b"ARC-Authentication-Results: i=1; list.test; dkim=fail\nReceived-SPF: Pass (mx: ok) client-ip=192.0.2.1\n"
        b"From: ann@x.test\nTo: bo@x.test\n\nHi.\n",
    )
    assert found.draft.facts["claimed_checks"] == [
        {
            "header": "Authentication-Results",
            "by": "mx.council.test",
            "results": {"dkim": "pass", "spf": "softfail", "dmarc": "none"},
        },
        {"header": "ARC-Authentication-Results", "instance": 1, "by": "list.test", "results": {"dkim": "fail"}},
        {"header": "ARC-Seal", "instance": 1, "by": "list.test", "chain": "none"},
        {"header": "Received-SPF", "results": {"spf": "pass"}},
    ]
    assert "dkim" not in found.draft.facts
    assert found.draft.state is State.TEXT_COMPLETE


def test_the_example_of_the_standard(shared: Path) -> None:
    (fact,) = dkim((shared / "data/files/tika/testRFC822_dkim.eml").read_bytes())
    assert (fact["domain"], fact["selector"], fact["body_unchanged"]) == ("example.com", "brisbane", True)


def test_hostile_mails_end_soon() -> None:
    start = time.process_time()
    head = b"".join(
        b"DKIM-Signature: a=rsa-sha256; d=x%d.test; c=relaxed/relaxed; bh=QUFB; l=%d\n" % (at, at) for at in range(500)
    )
    facts = dkim(head + b"From: ann@x.test\n\n" + b" \t" * 2_000_000 + b"x\n" + b"\n" * 500_000)
    assert len(facts) == 20
    assert not any(fact["body_unchanged"] for fact in facts)
    assert maildkim.canonical(b"\n" * 1_000_000, relaxed=True) == b""
    read(mail, b"Authentication-Results: " + b"(" * 200_000 + b"=;" * 200_000 + b"\nFrom: ann@x.test\n\nHi.\n")
    assert time.process_time() - start < 10
