"""What mail brings needs nothing that the jail denies: keys of every kind are tried there, and no module is loaded late."""

import base64
import json
import plistlib
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from signing import DETACHED, PLAIN, person

from muniment.intake import jail
from muniment.intake.dispatch import Dispatch
from muniment.intake.limits import Limits
from muniment.intake.scope import Alone, Budget, Scope
from muniment.intake.source import Source

PART = b"Content-Type: text/plain\r\n\r\nThe leaflets are printed.\r\n"
MAIL = (
    b"From: ann@campaign.test\r\nTo: bo@x.test\r\nMIME-Version: 1.0\r\nDKIM-Signature: a=rsa-sha256; bh=QUFB; d=x.test\r\n"
    b"Content-Type: multipart/signed; boundary=cut\r\n\r\n--cut\r\n%s\r\n--cut\r\n"
    b"Content-Type: application/pkcs7-signature\r\nContent-Transfer-Encoding: base64\r\n\r\n%s\r\n--cut--\r\n"
)


def apple() -> bytes:
    where = plistlib.dumps(["https://council.test/"], fmt=plistlib.FMT_BINARY)
    name = b"com.apple.metadata:kMDItemWhereFroms\0"
    row = (len(where)).to_bytes(4, "big") + b"\0\0" + bytes([len(name)]) + name
    row += b"\0" * (-(len(row) + 4) % 4)
    place = 38 + 34 + 36 + 4 + len(row)
    head = b"ATTR" + bytes(28) + b"\0\0\0\1" + place.to_bytes(4, "big")
    finder = b"TEXTttxt" + bytes(26) + head + row + where
    return b"\0\5\x16\7\0\2\0\0" + bytes(16) + b"\0\1\0\0\0\x09\0\0\0\x26" + len(finder).to_bytes(4, "big") + finder


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the jail")
def test_every_reader_and_every_key_in_the_jail() -> None:
    assert jail.available() == (True, "")
    filled = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
    signed = [
        person().sign(PART),
        person().sign(PART, padding=filled),
        person("Bo Example", curve=True).sign(PART),
        person().sign(PART, PLAIN),
    ]
    packed = b"\xc8\xff" + (len(zlib.compress(b"\xcb\x08b\0\0\0\0\0hi")) + 1).to_bytes(4, "big")
    packed += b"\2" + zlib.compress(b"\xcb\x08b\0\0\0\0\0hi")
    asked = [("pkcs7", one) for one in signed]
    asked += [
        ("mail", MAIL % (PART, base64.encodebytes(person().sign(PART, DETACHED)))),
        ("pkcs7", person().sealed(PART)),
    ]
    asked += [("certificate", person().pem), ("applefile", apple()), ("pgp", packed)]
    asked += [("uu", b"begin 644 a.txt\n%:&5L;&\\\n`\nend\n"), ("emlx", b"20\nFrom: ann@x.test\n\nHi\n")]
    asked += [("mhtml", b"From: <Saved by x>\nContent-Type: multipart/related; boundary=cut\n\n--cut\n\nHi\n--cut--\n")]
    body = b"\x01\x0c\x80\x02\0\x06\0\0\0Words\0" + (sum(b"Words\0") & 0xFFFF).to_bytes(2, "little")
    asked += [("tnef", b"\x78\x9f\x3e\x22\1\0" + body)]
    done = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "jailed_mails.py")],
        input=json.dumps([(name, data.hex()) for name, data in asked]).encode(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr[-800:]
    said = json.loads(done.stdout)
    assert [one["facts"]["signatures"][0]["verifies"] for one in said[:5]] == [True] * 5
    assert said[5]["state"] == "unread.encrypted"
    assert said[7]["facts"]["attributes"] == {"com.apple.metadata:kMDItemWhereFroms": ["https://council.test/"]}
    assert said[8]["children"] == ["signed content"]
    assert len(said) == len(asked)


def test_a_signature_is_tried_in_a_process_that_reads_nothing_else() -> None:
    sent: list[bytes] = []
    whole = MAIL % (PART, base64.encodebytes(person().sign(PART, DETACHED)))
    dispatch = Dispatch(lambda _: None, sent.append)
    budget = Budget(Limits(), len(whole), shared=True)
    with pytest.raises(Alone):
        dispatch.read(Source(whole), Scope(budget, dispatch.read))
    budget.shared = False
    dispatch.read(Source(whole), Scope(budget, dispatch.read))
    assert sum(b"The leaflets are printed" in line for line in sent) == 1
