"""What both verifiers are built of, against public vectors and against the standard library."""

import gzip
import hashlib
import random
import zlib
from pathlib import Path
from typing import Any

import pytest
from verifier.asked import vectors

from muniment.ledger.canonical import b64, canonical, parse
from muniment.store.alone import check

# RFC 6962's test data as Certificate Transparency logs use it: leaves, and the root over the first of them
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", bytes(range(0x60, 0x70)).hex()]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PRIME = 2**255 - 19
# The keys of small order: over each of them anybody can sign anything. Source: RFC 8032 section 5.1, by computation
SMALL = [0, 1, PRIME - 1, PRIME, PRIME + 1] + [
    int.from_bytes(bytes.fromhex(text), "little")
    for text in (
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    )
]

WRONG = [
    b'{"a":1,"a":1}',
    b'{"b":1,"a":1}',
    b'{"a": 1}',
    b'{"a":1} ',
    b'{"a":01}',
    b'{"a":1.0}',
    b'{"a":0.5}',
    b'{"a":1e3}',
    b'{"a":-0}',
    b'{"a":9007199254740992}',
    b'{"a":9007199254740993}',
    b'{"a":' + b"9" * 400 + b"}",
    b'{"a":NaN}',
    b'{"a":"\\u0061"}',
    b'{"a":"\\/"}',
    b'{"a":"\\ud800"}',
    b'{"a":"\\u001F"}',
    b'{"a":"\xff"}',
    b'{"a":"\xed\xa0\x80"}',
    b'\xef\xbb\xbf{"a":1}',
    '{"é":1}'.encode(),
    b"[" * 600 + b"]" * 600,
    b"[" * 60_000 + b"]" * 60_000,
    b"",
]
RIGHT = [
    b'{"a":1,"b":[null,true,false,-9007199254740991,9007199254740991]}',
    '{"a":"\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f/\x7f\u2028\u2029é\U0001f600\ufeff"}'.encode(),
    b'{"":{},"A":[],"__proto__":1,"a":[[[[0]]]],"constructor":2}',
    b'"\\n"',
]


def test_ed25519(shared: Path) -> None:
    found = vectors(shared)
    assert len(found) == 151
    for key, message, signature, good in found:
        assert check.verified(*map(bytes.fromhex, (key, message, signature))) == good, (key, message, signature)


def test_ed25519_of_the_page(shared: Path, page: Any) -> None:
    found = vectors(shared)
    said = page.evaluate("all => all.map(([key, text, name]) => verified(unhex(key), unhex(text), unhex(name)))", found)
    assert said == [good for *_, good in found]


@pytest.mark.parametrize("y", SMALL)
def test_a_key_of_small_order_signs_nothing(y: int) -> None:
    for sign in (0, 1):
        key = (y | sign << 255).to_bytes(32, "little")
        for first in (key, (1).to_bytes(32, "little"), bytes(32)):
            assert not check.verified(key, b"anything", first + bytes(32))


def test_nor_does_it_in_the_page(page: Any) -> None:
    keys = [(y | sign << 255).to_bytes(32, "little").hex() for y in SMALL for sign in (0, 1)]
    asked = [(key, first + "00" * 32) for key in keys for first in (key, "01" + "00" * 31, "00" * 32)]
    assert not any(
        page.evaluate("all => all.map(([key, name]) => verified(unhex(key), utf8('any'), unhex(name)))", asked)
    )


def test_roots_of_rfc_6962(page: Any) -> None:
    roots = [check.Tree(*map(bytes.fromhex, LEAVES[:size])).root().hex() for size in range(1, 9)]
    assert roots == ROOTS
    assert (
        page.evaluate("all => all.map((_, at) => hex(new Tree(...all.slice(0, at + 1).map(unhex)).root()))", LEAVES)
        == ROOTS
    )
    assert check.Tree().root().hex() == page.evaluate("hex(new Tree().root())") == hashlib.sha256().hexdigest()


def test_hashes_of_the_page(page: Any) -> None:
    chance = random.Random(1)
    texts = [chance.randbytes(size) for size in (*range(270), 4096, 100_001)]
    asked = [(text.hex(), [chance.randrange(len(text) + 1) for _ in range(3)]) for text in texts]
    said = page.evaluate(
        """all => all.map(([text, cuts]) => {
          const data = unhex(text), sum = new Sha256(), ends = [...cuts.sort((a, b) => a - b), data.length];
          ends.forEach((end, at) => sum.update(data.subarray(at ? ends[at - 1] : 0, end)));
          return [hex(sum.digest()), hex(sha512(data))];
        })""",
        asked,
    )
    assert said == [[hashlib.sha256(text).hexdigest(), hashlib.sha512(text).hexdigest()] for text in texts]


def _packed() -> list[bytes]:
    """Members of every kind of block, in one file or more, whole and broken."""
    chance = random.Random(2)
    words = [b"the ", b"canvasser ", b"ballot ", b"\n", b"{}", bytes(300)]
    texts = [b"", b"a", chance.randbytes(40_000), b"".join(chance.choice(words) for _ in range(9_000)), bytes(300_000)]
    found = []
    for text in texts:
        for level, strategy in (
            (0, 0),
            (1, 0),
            (6, 0),
            (9, 0),
            (6, zlib.Z_FIXED),
            (6, zlib.Z_HUFFMAN_ONLY),
            (6, zlib.Z_RLE),
        ):
            engine = zlib.compressobj(level, zlib.DEFLATED, 31, 8, strategy)
            found.append(engine.compress(text) + engine.flush())
    found += [found[1] + found[8] + bytes(5), found[3] + b"x", found[20][:-9], found[20][:-2], found[8][:5]]
    for _ in range(40):
        one = bytearray(chance.choice(found[:14]))
        one[chance.randrange(10, len(one))] ^= 1 << chance.randrange(8)
        found.append(bytes(one))
    return found


def _gunzipped(data: bytes) -> str:
    try:
        return hashlib.sha256(gzip.decompress(data)).hexdigest()
    except (OSError, EOFError, zlib.error):
        return "broken"


def test_gzip_of_the_page(page: Any) -> None:
    found = _packed()
    said = page.evaluate(
        """all => all.map((text) => {
          const sum = new Sha256();
          try { gunzip(bare(atob(text)), (piece) => sum.update(piece)); } catch { return "broken"; }
          return hex(sum.digest());
        })""",
        [b64(data) for data in found],
    )
    assert said == [_gunzipped(data) for data in found]
    assert said.count("broken") in range(20, len(found) - 30)


def test_public_vectors_of_canonical_json(shared: Path, page: Any) -> None:
    """What a ledger can hold is read; fractions, large numbers and keys in other scripts are refused, as Muniment does."""
    paths = sorted((shared / "data/vectors/jcs/output").iterdir())
    outputs = [path.read_bytes() for path in paths]
    assert len(outputs) == 6
    read = []
    for path, output in zip(paths, outputs, strict=True):
        try:
            assert check.encode(check.parse(output)).encode() == canonical(parse(output)) == output
            read.append(path.stem)
        except ValueError:
            with pytest.raises(ValueError):
                parse(output)
    assert read == ["arrays", "structures", "unicode"]
    ask = "all => all.map((text) => { try { return encode(parse(bare(atob(text)))); } catch { return null; } })"
    said = page.evaluate(ask, [b64(output) for output in outputs])
    assert said == [output.decode() if path.stem in read else None for path, output in zip(paths, outputs, strict=True)]


def test_canonical_json(page: Any) -> None:
    for line in WRONG:
        with pytest.raises(ValueError):
            check.parse(line)
    assert [check.encode(check.parse(line)).encode() for line in RIGHT] == RIGHT
    ask = "all => all.map((text) => { try { return encode(parse(bare(atob(text)))); } catch { return null; } })"
    said = page.evaluate(ask, [b64(line) for line in WRONG + RIGHT])
    assert said == [None] * len(WRONG) + [line.decode() for line in RIGHT]
