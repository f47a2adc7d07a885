"""What other programs must agree with: public vectors of trees, signatures, signed notes and canonical JSON."""

import base64
import hashlib
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from keeping import ORIGIN, SIGNER, root_of

from muniment.ledger import tree
from muniment.ledger.canonical import canonical, parse, unb64
from muniment.ledger.key import Signer, Verifier, fingerprint, same_fingerprint
from muniment.ledger.note import Note

# RFC 6962's test data as Certificate Transparency logs use it: leaves, and the root over the first of them
LEAVES = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")] + [
    bytes(range(0x60, 0x70))
]
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


# -- RFC 6962


def test_roots_of_rfc_6962() -> None:
    assert tree.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert [tree.root(LEAVES[:size]).hex() for size in range(1, 9)] == list(ROOTS)


def test_every_proof_up_to_sixteen_leaves() -> None:
    hashes = [tree.leaf(bytes([number])) for number in range(16)]
    roots = [tree.root(bytes([number]) for number in range(size)) for size in range(17)]
    for size in range(1, 17):
        for index in range(size):
            proof = tree.prove_inclusion(hashes[:size], index)
            assert tree.included(hashes[index], index, size, proof, roots[size])
            others = ((other, at) for other in range(16) for at in range(size) if (other, at) != (index, index))
            assert not any(tree.included(hashes[other], at, size, proof, roots[size]) for other, at in others)
        for early in range(1, size + 1):
            proof = tree.prove_consistency(hashes[:size], early)
            assert tree.consistent(early, roots[early], size, roots[size], proof)
            assert not any(
                tree.consistent(early, root, size, roots[size], proof) for root in roots if root != roots[early]
            )


def test_the_empty_tree_proves_nothing() -> None:
    nothing, some = tree.root([]), tree.root([b"a"])
    assert not tree.consistent(0, nothing, 1, some, [])
    assert not tree.consistent(0, nothing, 0, nothing, [])
    assert not tree.included(tree.leaf(b"a"), 0, 0, [], nothing)


def test_hashes_of_another_length_prove_nothing() -> None:
    """Two hashes cut elsewhere join to the same bytes, and so to the same parent."""
    one, two = tree.leaf(b"1"), tree.leaf(b"2")
    top = tree.node(one, two)
    assert tree.included(one, 0, 2, [two], top)
    assert not tree.included(one[:31], 0, 2, [one[31:] + two], top)
    assert not tree.included(one + two[:1], 0, 2, [two[1:]], top)


def test_public_vectors_of_proofs(shared: Path) -> None:
    paths = sorted((shared / "data/vectors/merkle").rglob("*.json"))
    assert len(paths) == 196
    wrong = [path for path in paths if _proves(path) == json.loads(path.read_text())["wantErr"]]
    assert wrong == []


def _proves(path: Path) -> bool:
    said = json.loads(path.read_text())
    bytes_of: Callable[[str], bytes] = base64.b64decode
    proof = [bytes_of(step or "") for step in said["proof"] or ()]
    if "inclusion" in path.parts:
        found, root = bytes_of(said["leafHash"] or ""), bytes_of(said["root"] or "")
        return tree.included(found, said["leafIdx"], said["treeSize"], proof, root)
    early, late = bytes_of(said["root1"] or ""), bytes_of(said["root2"] or "")
    return tree.consistent(said["size1"], early, said["size2"], late, proof)


# -- Ed25519


def test_rfc_8032() -> None:
    signer = Signer.of_seed("a", bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
    verifier = Verifier.of(signer.vkey)
    assert verifier.public.hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    signature = base64.b64decode(signer.sign(b"").split(" ")[2])[4:]
    assert signature.hex() == (
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe2465"
        "5141438e7a100b"
    )
    assert verifier.verify(b"", signature)


def test_public_vectors_of_ed25519(shared: Path) -> None:
    groups = json.loads((shared / "data/vectors/ed25519/wycheproof.json").read_text())["testGroups"]
    cases = [(group["publicKey"]["pk"], case) for group in groups for case in group["tests"]]
    assert len(cases) == 151
    for public, case in cases:
        verifier = Verifier("a", b"", bytes.fromhex(public))
        good = verifier.verify(bytes.fromhex(case["msg"]), bytes.fromhex(case["sig"]))
        assert good == (case["result"] == "valid"), case["comment"]


@pytest.mark.parametrize("sign", [0, 1 << 255])
@pytest.mark.parametrize(
    "y",
    [
        0,
        1,
        2**255 - 20,
        2**255 - 19,
        2**255 - 18,
        0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
        0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD83D3D6A17C7,
    ],
)
def test_a_key_of_small_order_signs_nothing(y: int, sign: int) -> None:
    """With such a key one signature holds for many messages; OpenSSL takes some of them."""
    verifier = Verifier("a", b"", (y | sign).to_bytes(32, "little"))
    for point in (1, 2**255 - 20, y, y | sign):
        signature = point.to_bytes(32, "little") + bytes(32)
        assert not any(verifier.verify(bytes([number]), signature) for number in range(32))


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "a",
        "a+77081abc",
        SIGNER.vkey.replace("77081abc", "77081abd"),
        SIGNER.vkey.replace("7f3a", "7f3b"),
        SIGNER.vkey[:-4],
        SIGNER.vkey + "=",
        "+" + SIGNER.vkey.split("+", 1)[1],
        Signer.of_seed("two words", bytes(32)).vkey,
        Signer.of_seed("two\u2028lines", bytes(32)).vkey,
        SIGNER.vkey.replace("+AQ", "+BA"),
    ],
)
def test_what_is_no_verifier_key_is_refused(vkey: str) -> None:
    with pytest.raises(ValueError):
        Verifier.of(vkey)


def test_a_fingerprint_is_compared_as_people_write_it() -> None:
    found = fingerprint(SIGNER.vkey)
    assert same_fingerprint(found, found.upper().replace("-", " "))
    assert not same_fingerprint(found, found[:-1] + "1")
    assert hashlib.sha256(SIGNER.vkey.encode()).hexdigest().startswith(found.replace("-", ""))


# -- signed notes


def test_the_example_of_tlog_checkpoint() -> None:
    """Source: C2SP tlog-checkpoint v1.0.0."""
    text = (
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "\u2014 example.com/behind-the-sofa "
        "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    )
    note = Note.of(text)
    assert (note.origin, note.size) == ("example.com/behind-the-sofa", 20852163)
    assert note.root.hex() == "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62"
    assert text.startswith(note.body + "\n\u2014 ")
    assert [(name, len(unb64(signature))) for name, signature in note.signatures] == [(note.origin, 68)]
    assert note.signed_by(Verifier.of(SIGNER.vkey)) is None


def _note(*lines: str) -> Note:
    body = f"{ORIGIN}\n4\n{b64(root_of([b'a']))}\n"
    return Note.of(body + ("\n" + "".join(lines) if lines else ""))


def test_lines_of_others_are_passed_over() -> None:
    verifier, good = Verifier.of(SIGNER.vkey), SIGNER.sign(_note().body.encode())
    other = Signer.of_seed("a.witness", bytes(32)).sign(_note().body.encode())
    same_name = Signer.of_seed(ORIGIN, bytes(32)).sign(_note().body.encode())
    same_id = good.replace(ORIGIN, "somebody.else")
    later = f"\u2014 a.witness {b64(bytes(2424))}\n"
    assert _note(other, same_name, same_id, later, good).signed_by(verifier) is True
    assert _note(other, same_name, same_id, later).signed_by(verifier) is None
    assert _note(*[other] * 16, good).signed_by(verifier) is True


def test_a_wrong_signature_of_the_key_is_no_stranger() -> None:
    """Whoever adds a line with the name and id of the key cannot make the note look unsigned."""
    verifier = Verifier.of(SIGNER.vkey)
    wrong = SIGNER.sign(b"something else")
    assert _note(wrong).signed_by(verifier) is False
    assert _note(wrong, SIGNER.sign(_note().body.encode())).signed_by(verifier) is False


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n1\n",
        f"a\n1\n{b64(bytes(32))}",
        f"a\n01\n{b64(bytes(32))}\n",
        f"a\n-1\n{b64(bytes(32))}\n",
        f"a\n{10**16}\n{b64(bytes(32))}\n",
        f"a\n\u0661\n{b64(bytes(32))}\n",
        f"\n1\n{b64(bytes(32))}\n",
        f"a\tb\n1\n{b64(bytes(32))}\n",
        f"a\n1\n{b64(bytes(31))}\n",
        f"a\n1\n{b64(bytes(33))}\n",
        f"a\n1\n{b64(bytes(32))[:-2]}B=\n",
        f"a\n1\n{b64(bytes(32))}\nextension\n",
        f"a\n1\n{b64(bytes(32))}\n\n",
        f"a\n1\n{b64(bytes(32))}\n\n- a AAAA\n",
        f"a\n1\n{b64(bytes(32))}\n\n\u2014 a+b AAAA\n",
        f"a\n1\n{b64(bytes(32))}\n\n\u2014 a AAAA",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Note.of(text)


# -- canonical JSON


def test_public_vectors_of_canonical_json(shared: Path) -> None:
    """Where we write at all, we write what RFC 8785 says; numbers with a fraction and keys in other scripts we refuse."""
    folder, written = shared / "data/vectors/jcs", []
    for path in sorted((folder / "input").iterdir()):
        value, output = json.loads(path.read_text()), (folder / "output" / path.name).read_bytes()
        assert rfc8785.dumps(value) == output
        try:
            assert canonical(value) == output
        except ValueError:
            assert not _ours(value)
        else:
            assert _ours(value)
            assert parse(output) == value
            written.append(path.stem)
    assert written == ["arrays", "unicode"]


def _ours(value: Any) -> bool:
    if isinstance(value, dict):
        return all(key.isascii() and _ours(inner) for key, inner in value.items())
    if isinstance(value, list):
        return all(map(_ours, value))
    return not isinstance(value, float)


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        math.inf,
        2**53,
        -(2**53),
        {"a": 0.5},
        {1: 2},
        {"é": 1},
        {"\U0001f600": 1},
        "\ud800",
        ["\udfff"],
        b"bytes",
        bytearray(b"a"),
        memoryview(b"a"),
        range(3),
        {1, 2},
        object(),
    ],
    ids=lambda value: f"{type(value).__name__}",
)
def test_what_two_programs_could_write_in_two_ways_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        canonical(value)


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_what_is_nested_too_deep_is_refused(opening: str) -> None:
    with pytest.raises(ValueError):
        parse((opening * 100_000).encode())
    value: Any = 1
    for _ in range(100_000):
        value = [value] if opening == "[" else {"a": value}
    with pytest.raises(ValueError):
        canonical(value)


@pytest.mark.parametrize("inmost", ["1", "[]", "{}", '"é"'])
@pytest.mark.parametrize(("opening", "end"), [("[", "]"), ('{"a":', "}")], ids=["list", "object"])
def test_how_deep_is_too_deep_hangs_on_nothing_else(opening: str, end: str, inmost: str) -> None:
    """The single-file verifier and the page draw the same line."""
    for depth in (499, 500, 501):
        line = (opening * depth + inmost + end * depth).encode()
        value = json.loads(line)
        if depth <= 500:
            assert canonical(value) == line
            assert parse(line) == value
        else:
            with pytest.raises(ValueError, match="too deep"):
                canonical(value)
            with pytest.raises(ValueError, match="too deep"):
                parse(line)


@pytest.mark.parametrize(
    "line",
    [
        b'{"a":1,"a":1}',
        b'{"b":1,"a":1}',
        b'{"a": 1}',
        b'{"a":1} ',
        b'{"a":01}',
        b'{"a":1.0}',
        b'{"a":1e3}',
        b'{"a":-0}',
        b'{"a":9007199254740992}',
        b'{"a":' + b"9" * 5000 + b"}",
        b'{"a":NaN}',
        b'{"a":"\\u0061"}',
        b'{"a":"\\/"}',
        b'{"a":"\\ud800"}',
        b'{"a":"\xff"}',
        b'\xef\xbb\xbf{"a":1}',
        '{"a":1}'.encode("utf-16"),
        b"",
    ],
    ids=repr,
)
def test_another_way_of_writing_a_value_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError):
        parse(line)


@pytest.mark.parametrize("text", ["AAB=", "AA", "AA==\n", "A A=", "AB==", "\u00c4AA=", "AAAA=", "===="])
def test_another_way_of_writing_base64_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        unb64(text)
