"""A cosigner's signature seeds a draw: it is checked when it is given, kept with its key, and checked again by `verify`."""

import hashlib
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import ranked
from asking import ask

from muniment.case import Case
from muniment.errors import AskedWrong
from muniment.ledger.canonical import b64
from muniment.ledger.key import Signer, Verifier
from muniment.review import cosigned
from muniment.review.certificate.number import seed

SMALL = {"target": "80%", "counting": "readable"}
HOWTO = Path(__file__).parents[2] / "docs" / "how-to" / "review.md"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ranked.make(tmp_path_factory.mktemp("cosigned"), items=60)


@pytest.fixture
def case(made: Path, tmp_path: Path) -> Iterator[Case]:
    with Case.open(shutil.copytree(made, tmp_path / "case"), by=ranked.ANN) as case:
        yield case


def note_of(signer: Signer, leaf: str) -> str:
    text = cosigned.text(leaf)
    return f"{text}\n{signer.sign(text.encode())}"


def test_the_seed_comes_from_the_signature_and_the_certificate_holds(case: Case) -> None:
    signer = Signer.make("example.org/cosigner")
    leaf = case.begin_draw(**SMALL)["leaf"]
    note = note_of(signer, leaf)
    entry = case.seed_draw(how="cosigned", note=note, cosigner=signer.vkey)["entry"]
    (draw,) = case.draws()
    assert (draw["how"], draw["seeded"]) == ("cosigned", entry)
    said = case.entry(entry)["said"]
    assert said["note"] == hashlib.sha256(note.encode()).hexdigest()
    assert "example.org" not in str(said), "the name of the key is a sealed value"
    assert Verifier.of(signer.vkey).verify(cosigned.text(leaf).encode(), bytes.fromhex(said["digits"]))
    assert len(seed(leaf, "cosigned", draw["digits"])) == 64
    issued = ranked.certify(case, "80%")
    assert issued["issued"]
    assert not any("independently" in each for each in issued["assumptions"])
    assert Case.verify_at(case.path)["certificates"][0]["holds"]


def test_what_does_not_hold_is_no_seed(case: Case) -> None:
    signer, other = Signer.make("example.org/cosigner"), Signer.make("example.org/cosigner")
    leaf = case.begin_draw(**SMALL)["leaf"]
    note = note_of(signer, leaf)
    wrong = {
        "another key of the same name": (note, other.vkey),
        "another draw": (note_of(signer, "ab" * 32), signer.vkey),
        "another text before the signature": (note.replace("draw 1", "draw 2"), signer.vkey),
        "no signature": (cosigned.text(leaf) + "\n", signer.vkey),
        "half a signature": (note[:-9] + "\n", signer.vkey),
        "no key": (note, "example.org/cosigner"),
        "nothing": ("", ""),
    }
    before = case.head()["as_of"]
    for text, vkey in wrong.values():
        with pytest.raises(AskedWrong):
            case.seed_draw(how="cosigned", note=text, cosigner=vkey)
    assert case.head()["as_of"] == before


def test_the_case_does_not_cosign_itself(case: Case) -> None:
    own = case._store.signer
    assert own is not None
    leaf = case.begin_draw(**SMALL)["leaf"]
    with pytest.raises(AskedWrong, match="own key"):
        case.seed_draw(how="cosigned", note=note_of(own, leaf), cosigner=own.vkey)


def test_the_signature_is_over_this_draw_and_by_this_key() -> None:
    signer, leaf = Signer.make("example.org/cosigner"), "ab" * 32
    found = cosigned.read(note_of(signer, leaf), signer.vkey, leaf)
    assert cosigned.holds(leaf, found.key, found.added)
    assert not cosigned.holds("cd" * 32, found.key, found.added)
    assert not cosigned.holds(leaf, b64(bytes(32)), found.added)
    assert not cosigned.holds(leaf, None, found.added)
    assert not cosigned.holds(leaf, found.key, "no number")


def test_a_forged_signature_is_found_when_the_case_is_verified(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever writes the ledger can write any digits; the certificate then does not hold."""
    leaf = case.begin_draw(**SMALL)["leaf"]
    signer = Signer.make("example.org/cosigner")
    made_up = cosigned.Cosigned(signer.name, b64(Verifier.of(signer.vkey).public), "5a" * 64, "0" * 64)
    with monkeypatch.context() as patched:
        patched.setattr(cosigned, "read", lambda *_: made_up)
        case.seed_draw(how="cosigned", note=note_of(signer, leaf), cosigner=signer.vkey)
    assert ranked.certify(case, "80%")["issued"]
    said = Case.verify_at(case.path)
    assert not said["ok"]
    assert not said["certificates"][0]["holds"]
    assert any("the cosigner did not sign this draw" in each["what"] for each in said["problems"])


def test_who_has_no_muniment_signs_with_openssl(made: Path, tmp_path: Path) -> None:
    """As the how-to says, word for word."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    case = Path(shutil.copytree(made, tmp_path / "case"))
    begun = ask("review", "certificate", "--begin", "--target", "80%", "--json", case=case)
    leaf = begun.json["draw"]["leaf"]
    (script,) = (each for each in re.findall(r"```sh\n(.*?)```", HOWTO.read_text(), re.DOTALL) if "openssl" in each)
    key = [openssl, "genpkey", "-algorithm", "ed25519", "-out", "cosigner.pem"]
    subprocess.run(key, check=True, cwd=tmp_path, capture_output=True)
    subprocess.run(["/bin/sh", "-euc", re.sub("LEAF=.*", f"LEAF={leaf}", script)], check=True, cwd=tmp_path)
    vkey, note = (tmp_path / "draw.vkey").read_text().strip(), str(tmp_path / "draw.note")
    assert ask("review", "certificate", "--seed-note", note, case=case).code == 2
    assert ask("review", "certificate", "--seed-note", note, "--digits", "123456", "--second", "B", case=case).code == 2
    done = ask("review", "certificate", "--seed-note", note, "--cosigner", vkey, "--json", case=case)
    assert done.code == 1, done.err
    assert done.json["draw"]["how"] == "cosigned"
