"""Signed and sealed mail (S/MIME, OpenPGP): the content, who signed, and only as much as a signature shows."""

import base64
import bz2
import time
import zlib
from pathlib import Path
from random import Random

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from packing import Read, read
from signing import DETACHED, PLAIN, person

from muniment.intake import identify
from muniment.intake.limits import Limits, Unreadable
from muniment.intake.readers.mail import mail
from muniment.intake.readers.signed import certificate, pgp, pkcs7
from muniment.intake.scope import Budget, Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft, Reading
from muniment.model.state import State

PART = b"Content-Type: text/plain; charset=utf-8\r\n\r\nThe leaflets are printed.\r\n"
BY = r"CN=Ann Example, O=Campaign\, Ward 4"
WHO = "that the certificate belongs to whom it names, or held when this was signed"


def of(data: bytes) -> Read:
    return read(pkcs7, data)


def type_of(data: bytes) -> str:
    return identify.identify(Source(data)).type


@pytest.mark.parametrize("form", ["bytes", "letters", "bare letters"])
def test_signed_content_is_a_member_and_the_signature_fits(form: str) -> None:
    whole = person().sign(PART)
    if form == "letters":
        whole = person().sign(PART, encoding=serialization.Encoding.PEM)
    elif form == "bare letters":
        whole = base64.encodebytes(whole)
    assert type_of(whole) == "application/pkcs7-mime"
    found = of(whole)
    assert found.members == [PART]
    assert found.draft.children[0].hints == {"type": "message/rfc822"}
    assert found.draft.flags == ["signature-present"]
    (signature,) = found.draft.facts["signatures"]
    assert (signature["by"], signature["verifies"], signature["cannot_show"]) == (BY, True, WHO)
    assert (signature["serial"], signature["emails"]) == ("A1B2C", ["ann@campaign.test"])
    assert signature["signed_at"].startswith("20")
    assert found.draft.facts["certificates"][0]["valid_from"] == "2014-01-01T00:00:00Z"
    assert "E-mail: ann@campaign.test" in found.text
    assert "The leaflets" in read(mail, found.members[0]).text


@pytest.mark.parametrize(
    ("kind", "options"),
    [("curve", ()), ("pss", ()), ("no attributes", (PLAIN,))],
    ids=["curve", "pss", "no attributes"],
)
def test_other_keys_and_kinds_of_signature(kind: str, options: tuple[object, ...]) -> None:
    somebody = person("Bo Example", curve=kind == "curve")
    filled = padding.PSS(padding.MGF1(hashes.SHA256()), 32) if kind == "pss" else None
    whole = somebody.sign(PART, *options, padding=filled)  # type: ignore[arg-type]
    assert of(whole).draft.facts["signatures"][0]["verifies"] is True
    changed = whole.replace(b"leaflets", b"leaflet5")
    assert of(changed).draft.facts["signatures"][0]["verifies"] is False


def test_changed_content_does_not_fit_and_what_was_signed_at_what_time_is_part_of_it() -> None:
    whole = person().sign(PART)
    assert of(whole.replace(b"printed", b"planted")).draft.facts["signatures"][0]["verifies"] is False
    said = of(whole).draft.facts["signatures"][0]["signed_at"]
    stamp = (said[2:4] + said[5:7] + said[8:10]).encode()
    assert stamp in whole
    changed = of(whole.replace(stamp, b"200101")).draft.facts["signatures"][0]
    assert (changed["signed_at"][:10], changed["verifies"]) == ("2020-01-01", False)


def test_a_detached_signature_alone_shows_nothing_of_its_content() -> None:
    whole = person().sign(PART, DETACHED)
    assert type_of(whole) == "application/pkcs7-signature"
    found = of(whole)
    (signature,) = found.draft.facts["signatures"]
    assert (signature["by"], signature["verifies"]) == (BY, None)
    assert signature["cannot_show"] == "whether the signed content is unchanged: it lies elsewhere"
    assert found.members == []
    assert found.draft.state is State.TEXT_COMPLETE


def test_without_the_certificate_nothing_is_shown() -> None:
    whole = person().sign(PART)
    der = person().der
    at = whole.index(der)
    other = person("Cy Example").der
    swapped = whole[:at] + other.ljust(len(der), b"\0")[: len(der)] + whole[at + len(der) :]
    assert of(swapped).draft.facts["signatures"][0]["verifies"] is None


def signed_mail(content: bytes, signature: bytes, kind: str = "application/pkcs7-signature") -> bytes:
    return (
        b"From: ann@campaign.test\r\nTo: clerk@council.test\r\nSubject: leaflets\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/signed; protocol="%s"; boundary=cut\r\n\r\nThis is signed.\r\n--cut\r\n%s\r\n--cut\r\n'
        b"Content-Type: %s; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Disposition: attachment; filename=smime.p7s\r\n\r\n%s\r\n--cut--\r\n"
        % (kind.encode(), content, kind.encode(), base64.encodebytes(signature).replace(b"\n", b"\r\n"))
    )


NESTED = (
    b"Content-Type: multipart/mixed; boundary=in\r\n\r\n--in\r\n"
    + PART
    + b"\r\n--in\r\nContent-Type: text/csv; name=a.csv\r\n\r\na,b\r\n--in--\r\n"
)


@pytest.mark.parametrize("content", [PART, NESTED], ids=["one part", "several"])
@pytest.mark.parametrize("ends", [b"\r\n", b"\n"])
def test_a_detached_signature_is_held_against_the_part_that_it_is_for(content: bytes, ends: bytes) -> None:
    whole = signed_mail(content, person().sign(content, DETACHED)).replace(b"\r\n", ends)
    found = read(mail, whole)
    (signature,) = found.draft.facts["signatures"]
    assert (signature["by"], signature["verifies"], signature["cannot_show"]) == (BY, True, WHO)
    assert "signature-present" in found.draft.flags
    assert found.draft.children[-1].name == "smime.p7s"
    changed = read(mail, whole.replace(b"printed", b"planted")).draft.facts["signatures"]
    assert [one["verifies"] for one in changed] == [False]


def test_a_damaged_signature_of_a_mail_shows_nothing() -> None:
    whole = signed_mail(PART, person().sign(PART, DETACHED)[:200])
    assert read(mail, whole).draft.facts["signatures"][0]["verifies"] is None


def test_sealed_content_says_for_whom() -> None:
    whole = person().sealed(PART)
    assert type_of(whole) == "application/pkcs7-mime"
    draft = of(whole).draft
    assert (draft.state, draft.reason, draft.flags) == (State.UNREAD_ENCRYPTED, "key", ["encrypted"])
    assert draft.facts["sealed"]["recipients"] == [{"issuer": BY, "serial": "A1B2C"}]
    assert draft.facts["sealed"]["cipher"].startswith("AES-")


def test_compressed_content_is_a_member() -> None:
    packed = zlib.compress(PART)
    kinds = [
        bytes.fromhex(text)
        for text in ("060b2a864886f70d0109100109", "060b2a864886f70d0109100308", "06092a864886f70d010701")
    ]
    inner = b"\xa0" + sized(b"\x04" + sized(packed))
    data = b"\x30" + sized(b"\x02\x01\0\x30" + sized(kinds[1]) + b"\x30" + sized(kinds[2] + inner))
    found = of(b"\x30" + sized(kinds[0] + b"\xa0" + sized(data)))
    assert found.members == [PART]
    assert found.draft.children[0].hints == {"type": "message/rfc822"}


def sized(body: bytes) -> bytes:
    return b"\x82" + len(body).to_bytes(2, "big") + body


def test_certificates_say_whom_they_name() -> None:
    somebody = person()
    for whole in (somebody.der, somebody.pem, b"Of the office:\n" + somebody.pem + somebody.pem):
        found = read(certificate, whole)
        assert "E-mail: ann@campaign.test" in found.text
        assert found.draft.facts["certificates"][0]["subject"] == BY
        assert found.draft.state is State.TEXT_COMPLETE
    assert "Of the office:" in found.text
    assert len(found.draft.facts["certificates"]) == 2
    assert type_of(somebody.der) == type_of(somebody.pem) == "application/pkix-cert"
    with pytest.raises(Unreadable):
        read(certificate, somebody.der[:300])


def test_the_real_files(shared: Path) -> None:
    found = {}
    for path in sorted((shared / "data/files/tika").glob("*.p7?")):
        found[path.name] = of(path.read_bytes())
    assert len(found) == 12
    opaque = [one for one in found.values() if one.members]
    assert len(opaque) == 7
    assert all(one.draft.facts["signatures"][0]["verifies"] for one in opaque)
    assert found["testPKCS7_signed_data_ind.p7m"].members == [b"text"]
    detached = found["testPKCS7_signature_def.p7s"].draft.facts["signatures"][0]
    assert (detached["verifies"], detached["by"].split(",")[0]) == (None, "CN=Usuario de pruebas 61")
    for name in ("testPKCS7_enveloped_def.p7m", "testPKCS7_enveloped_ind.p7m"):
        assert found[name].draft.state is State.UNREAD_ENCRYPTED
        assert found[name].draft.facts["sealed"]["recipients"][0]["serial"] == "A1"


@pytest.mark.parametrize(
    "hostile",
    [
        b"\x30\x80" * 500_000,
        b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80" + b"\x30\x80" * 40 + b"\0\0" * 400_000,
        b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80\x30\x80" + b"\x02\x00" * 3_000_000,
        b"\x30\x84\xff\xff\xff\xff\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02",
        b"\x30\x88" + b"\xff" * 100,
        b"-----BEGIN PKCS7-----\n" * 100_000,
    ],
    ids=["deep", "ends", "many", "long", "longer", "lines"],
)
def test_hostile_files_end_soon_in_a_state(hostile: bytes) -> None:
    start = time.process_time()
    with pytest.raises(Unreadable):
        of(hostile)
    assert time.process_time() - start < 8


def test_any_damage_ends_in_a_state() -> None:
    random = Random(11)
    for whole in (person().sign(PART), person().sealed(PART)):
        for _ in range(300):
            data = bytearray(whole)
            for _ in range(random.randint(1, 4)):
                data[random.randrange(len(data))] = random.randrange(256)
            try:
                draft = of(bytes(data)).draft
            except Unreadable:
                continue
            signatures = draft.facts.get("signatures") or []
            assert all(one["verifies"] in {True, False, None} for one in signatures)


# OpenPGP


def packet(tag: int, body: bytes) -> bytes:
    return bytes([0xC0 | tag, 0xFF]) + len(body).to_bytes(4, "big") + body


def armour(kind: str, data: bytes) -> bytes:
    return f"-----BEGIN PGP {kind}-----\nVersion: 1\n\n{base64.encodebytes(data).decode()}=abcd\n-----END PGP {kind}-----\n".encode()


KEY = bytes.fromhex("0123456789ABCDEF")
SIGNATURE = packet(
    2, b"\x04\x00\x16\x08" + b"\0\x06\x05\x02\x53\x7d\xc0\x00" + b"\0\x0a\x09\x10" + KEY + b"\0\0" + b"\0\x08\xff"
)
SEALED = packet(1, b"\x03" + KEY + b"\x01" + b"\0" * 20) + packet(18, b"\x01" + b"x" * 50)
LITERAL = packet(11, b"b\x05a.txt\x53\x7d\xc0\x00The leaflets are printed.")


def test_a_sealed_message_says_for_which_keys() -> None:
    whole = armour("MESSAGE", SEALED)
    assert type_of(whole) == "application/pgp-encrypted"
    draft = read(pgp, whole).draft
    assert (draft.state, draft.reason) == (State.UNREAD_ENCRYPTED, "key")
    assert draft.facts["sealed"] == {"recipients": [{"key_id": "0123456789ABCDEF"}]}


@pytest.mark.parametrize("pack", [zlib.compress, bz2.compress, None], ids=["zlib", "bzip2", "open"])
def test_a_message_that_is_only_signed_is_opened(pack: object) -> None:
    inner = LITERAL + SIGNATURE
    if pack is zlib.compress:
        inner = packet(8, b"\2" + zlib.compress(inner))
    elif pack is bz2.compress:
        inner = packet(8, b"\3" + bz2.compress(inner))
    found = read(pgp, armour("MESSAGE", inner))
    assert found.members == [b"The leaflets are printed."]
    assert found.draft.children[0].name == "a.txt"
    (signature,) = found.draft.facts["signatures"]
    assert (signature["key_id"], signature["verifies"]) == ("0123456789ABCDEF", None)
    assert signature["signed_at"] == "2014-05-22T09:14:40Z"
    assert "signature-present" in found.draft.flags


CLEAR = (
    b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nThe leaflets are printed.\n- -- \n- From the office\n"
    + armour("SIGNATURE", SIGNATURE)
)


def test_a_text_signed_where_it_stands_is_read() -> None:
    assert type_of(CLEAR) == "application/x-pgp-signed"
    found = read(pgp, CLEAR)
    assert found.text.startswith("The leaflets are printed.\n-- \nFrom the office\n")
    assert found.draft.facts["signatures"][0]["key_id"] == "0123456789ABCDEF"
    assert found.draft.state is State.TEXT_COMPLETE


def test_in_a_mail_s_text() -> None:
    head = b"From: ann@x.test\nTo: bo@x.test\nSubject: a\n\n"
    found = read(mail, head + b"Before.\n" + CLEAR + b"After.\n")
    assert "Before.\nThe leaflets are printed." in found.text
    assert "BEGIN PGP" not in found.text
    assert found.draft.facts["signatures"][0]["verifies"] is None
    assert found.draft.flags == ["signature-present"]
    found = read(mail, head + b"See below.\n" + armour("MESSAGE", SEALED) + b"Ann\n")
    assert found.draft.state is State.TEXT_COMPLETE
    assert [child.name for child in found.draft.children] == ["message 1.asc"]
    assert read(pgp, found.members[0]).draft.state is State.UNREAD_ENCRYPTED


def test_a_detached_openpgp_signature_of_a_mail() -> None:
    found = read(mail, signed_mail(PART, armour("SIGNATURE", SIGNATURE), "application/pgp-signature"))
    (signature,) = found.draft.facts["signatures"]
    assert (signature["key_id"], signature["verifies"]) == ("0123456789ABCDEF", None)
    assert read(pgp, armour("SIGNATURE", SIGNATURE)).draft.facts["signatures"] == [signature]


def test_keys_say_whose_they_are() -> None:
    key = b"\x04\x53\x7d\xc0\x00\x01" + b"\0\x08\xff" * 2
    whole = armour("PUBLIC KEY BLOCK", packet(6, key) + packet(13, "Ann Exämple <ann@x.test>".encode()) + SIGNATURE)
    assert type_of(whole) == "application/pgp-keys"
    found = read(pgp, whole)
    assert found.draft.facts["key_owners"] == ["Ann Exämple <ann@x.test>"]
    assert "Key of: Ann Exämple <ann@x.test>" in found.text
    assert len(found.draft.facts["keys"][0]["fingerprint"]) == 40


def test_damaged_and_hostile_openpgp() -> None:
    start = time.process_time()
    cut = read(pgp, armour("MESSAGE", LITERAL)[:-60]).draft
    assert (cut.state, cut.reason) == (State.TEXT_PARTIAL, "salvaged")
    bomb = packet(8, b"\2" + zlib.compress(bytes(100 << 20)))
    assert not read_quiet(armour("MESSAGE", bomb)).complete
    for data in (
        b"-----BEGIN PGP MESSAGE-----\n" * 50_000,
        b"-----BEGIN PGP MESSAGE-----\n\n!!!!\n",
        b"\xc0" * 500_000,
    ):
        with pytest.raises(Unreadable):
            read(pgp, data)
    assert "words" in read(pgp, b"-----BEGIN PGP SIGNED MESSAGE-----\n\nwords\n" * 20_000).text
    random, whole = Random(2), SEALED + SIGNATURE + LITERAL
    for _ in range(200):
        spoilt = bytearray(whole)
        for _ in range(4):
            spoilt[random.randrange(len(spoilt))] = random.randrange(256)
        try:
            assert read_quiet(bytes(spoilt)).state
        except Unreadable:
            continue
    assert time.process_time() - start < 10


def read_quiet(data: bytes) -> Draft:
    """Read without the check that every declared member has a row."""

    def keep(source: Source, scope: Scope) -> Reading:
        del scope
        return Reading("0" * 64, source.size, "application/octet-stream", State.NONE_BY_NATURE, "data", "")

    return pgp.read(Source(data), Scope(Budget(Limits(), len(data)), keep))
