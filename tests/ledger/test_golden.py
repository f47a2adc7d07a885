"""A ledger as a person with a text editor and sha256sum would follow it, so that the form cannot drift."""

import base64
import hashlib
import itertools
import json
import secrets
import time
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from keeping import ORIGIN, SIGNER, root_of

from muniment.ledger.log import Draft, Log
from muniment.ledger.verify import verify

# The salts are 32 bytes of 0, of 1, of 2.
LEDGER = r"""{"at":1800000000000000,"by":"p0","do":"case-began","key":"muniment.case/7f3a+77081abc+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4","seal":["GvjRCU6RUIrKSGCPos0NAnn6yF4Q3TDEGSt+PKcT3R8="],"seq":0,"v":1}
"muniment.case/7f3a\n1\nJU7J/uaO/epxXCPR5hmFuSCGs6QESiX4QfueYtRjey8=\n"
{"at":1800000001000000,"by":"p1","do":"person-named","seal":["48JjS9zj2srk/ObjCBnQqOZGzAuTNsRJAOGoObaAKlI=","KpMmoE+CzJlec7aSX9+271H1jkajSJfFLv9CqF/m9Tg="],"seq":1,"v":1}
{"at":1800000002000000,"by":"p1","do":"took","on":"ITM-000001","seq":2,"v":1}
"muniment.case/7f3a\n3\nqBplp2kjNZVzGksBZHqW5qxZCvde2J2PqAAFKV8MEj8=\n"
{"at":1800000003000000,"blocks":[2],"by":"p1","do":"erased","erased":[[1,0]],"seq":3,"v":1}
"muniment.case/7f3a\n4\nB3CZ0VKY/Nh8oLVbjPi8EB4cR3W2UxTDzvA3az7kzU0=\n"
"muniment.case/7f3a\n4\nB3CZ0VKY/Nh8oLVbjPi8EB4cR3W2UxTDzvA3az7kzU0=\n\n— muniment.case/7f3a dwgavAFNLF05x31I+N7SqAA1Fyfq/9820FSNZDew3SeGSrjMp0LSTYKzxXpm9RheswJ2Efak4EfKu8QqcSD/Q0Ch6Q4=\n"
""".encode()
# The same as it was written before entries said how long the lines are that they erase: it verifies for ever.
BEFORE = (
    b"".join(LEDGER.splitlines(keepends=True)[:5])
    + r"""{"at":1800000003000000,"by":"p1","do":"erased","erased":[[1,0]],"seq":3,"v":1}
"muniment.case/7f3a\n4\nl/iOYII4NMh3Qc9GBIyIOVrQLJk4fg4xW5RtAq+L9QA=\n"
"muniment.case/7f3a\n4\nl/iOYII4NMh3Qc9GBIyIOVrQLJk4fg4xW5RtAq+L9QA=\n\n— muniment.case/7f3a dwgavH44AY91HNzzjmQMnVxAEIuUFEg1Iy+cbQ1xUj1oUfYyzNaGmnKqkncCUeHeBfKsBKoYs9KxqObZ/mtiMG2KlAk=\n"
""".encode()
)
SEALED = (
    b'{"seq":0,"k":0,"open":["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","title","Eastmere"]'
    + b" " * 37
    + b'}\n{"seq":1,"k":0,"open":null'
    + b" " * 100
    + b'}\n{"seq":1,"k":1,"open":["AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=","note","Zo\xc3\xab"]'
    + b" " * 42
    + b"}\n"
)
ERASED = b'["AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=","name","Ann Example"]'


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def test_the_ledger_can_be_followed_by_hand() -> None:
    """hashlib, base64 and json alone: nothing of ours takes part."""
    leaves: list[bytes] = []
    commitments: dict[tuple[int, int], str] = {}
    for line in LEDGER.splitlines():
        if line[:1] == b"{":
            said = json.loads(line)
            assert said["seq"] == len(leaves)
            assert line == json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
            commitments |= {(said["seq"], place): text for place, text in enumerate(said.get("seal", ()))}
            leaves.append(line)
        else:
            origin, size, root = json.loads(line).split("\n")[:3]
            assert (origin, size, root) == (ORIGIN, str(len(leaves)), b64(root_of(leaves)))
    assert commitments.pop((1, 0)) == b64(hashlib.sha256(ERASED).digest())
    for line in SEALED.splitlines(keepends=True):
        assert len(line) % 64 == 0
        said = json.loads(line)
        if said["open"] is not None:
            opened = line[line.index(b'"open":') + 7 :].rstrip(b" }\n")
            assert commitments.pop((said["seq"], said["k"])) == b64(hashlib.sha256(opened).digest())
    assert commitments == {}


def test_the_signature_by_hand() -> None:
    note = json.loads(LEDGER.splitlines()[-1])
    body, line = note.split("\n\n")
    dash, name, text = line.rstrip("\n").split(" ")
    raw = base64.b64decode(text)
    public = base64.b64decode(json.loads(LEDGER.splitlines()[0])["key"].split("+", 2)[2])
    assert (dash, name) == ("\u2014", ORIGIN)
    assert raw[:4] == hashlib.sha256(name.encode() + b"\n" + public).digest()[:4] == bytes.fromhex("77081abc")
    Ed25519PublicKey.from_public_bytes(public[1:]).verify(raw[4:], f"{body}\n".encode())


@pytest.mark.parametrize("ledger", [LEDGER, BEFORE], ids=["now", "before"])
def test_the_ledger_by_hand_verifies(tmp_path: Path, ledger: bytes) -> None:
    (tmp_path / "ledger.jsonl").write_bytes(ledger)
    (tmp_path / "sealed.jsonl").write_bytes(SEALED)
    found = verify(tmp_path, key="ee41-0a41-51d0-1939-f864-c983-69c8-f0fa", against=json.loads(ledger.splitlines()[-1]))
    assert (found.problems, found.size, found.signed_size, found.signer_confirmed) == ([], 4, 4, True)
    assert found.notes == []
    log = Log.open(tmp_path, ORIGIN)
    assert [entry.sealed for entry in log.entries()] == [
        (("title", "Eastmere"),),
        (None, ("note", "Zoë")),
        (),
        (),
    ]
    log.close()
    assert ((tmp_path / "ledger.jsonl").read_bytes(), (tmp_path / "sealed.jsonl").read_bytes()) == (ledger, SEALED)


def test_the_ledger_by_hand_is_what_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    salts, moments = itertools.count(), itertools.count(1_800_000_000_000_000_000, 1_000_000_000)
    monkeypatch.setattr(secrets, "token_bytes", lambda size: bytes([next(salts)]) * size)
    monkeypatch.setattr(time, "time_ns", lambda: next(moments))
    log = Log.create(tmp_path, ORIGIN)
    log.append([Draft({"do": "case-began", "v": 1, "by": "p0", "key": SIGNER.vkey}, [("title", "Eastmere")])])
    log.append(
        [
            Draft({"do": "person-named", "v": 1, "by": "p1"}, [("name", "Ann Example"), ("note", "Zoë")]),
            Draft({"do": "took", "v": 1, "by": "p1", "on": "ITM-000001"}),
        ]
    )
    assert ERASED in (tmp_path / "sealed.jsonl").read_bytes()
    log.append([Draft({"do": "erased", "v": 1, "by": "p1"}, [], [(1, 0)])])
    note = log.checkpoint(SIGNER)
    log.close()
    assert (tmp_path / "ledger.jsonl").read_bytes() == LEDGER
    assert (tmp_path / "sealed.jsonl").read_bytes() == SEALED
    assert note == json.loads(LEDGER.splitlines()[-1])
