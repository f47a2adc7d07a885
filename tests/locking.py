"""Papers locked with a password for tests, each in the least way that its format takes."""

import base64
import hashlib
import hmac
import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from datetime import datetime

from biff import label, record, shorts, stream
from cryptography.hazmat.decrepit.ciphers.algorithms import Blowfish
from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from msoffcrypto.method import rc4, rc4_cryptoapi
from msoffcrypto.method.ecma376_agile import ECMA376Agile
from msoffcrypto.method.xor_obfuscation import DocumentXOR
from oldoffice import compound, word
from oldoffice import record as slide_record
from packing import docx, open_xml
from zipping import LOCKED, Part, squeezed

from muniment.demo import pdf
from muniment.intake.readers.ole.ole import Compound
from muniment.intake.readers.ole.olewrite import Node

WHEN = datetime(2014, 5, 22, 10, 0)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
SALT = bytes(range(16))


def plain_docx(text: str) -> bytes:
    """A Word document, large enough for the library that locks it."""
    whole = io.BytesIO(docx(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"))
    with zipfile.ZipFile(whole, "a") as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("docProps/thumbnail.bin", hashlib.shake_128(b"some").digest(6000))
    return whole.getvalue()


def locked_docx(plain: bytes, password: str, rounds: int = 1000) -> bytes:
    """A package in the way of Office since 2010, which takes 100,000 rounds for each password."""
    return bytes(ECMA376Agile.encrypt(password, io.BytesIO(plain), spin_count=rounds))


# -- the older files of Office


def locked_doc(text: str, password: str) -> bytes:
    """A Word document by RC4 with 40 bits."""
    head = struct.pack("<HH", 1, 1) + _verifier(password)
    names = {"WordDocument": bytearray(), "1Table": bytearray()}
    made = word({"body": text}, {90: head})
    plain = Compound(made)
    for entry in plain.children(plain.root).values():
        names[entry.name] = bytearray(plain.stream(entry))
    document, table = names["WordDocument"], names["1Table"]
    flags = struct.unpack_from("<H", document, 10)[0]
    struct.pack_into("<H", document, 10, flags | 0x0100)
    struct.pack_into("<I", document, 14, len(head))
    sealed = _rc4(password, bytes(document), 0x200)
    document[0x44:] = sealed[0x44:]
    table[len(head) :] = _rc4(password, bytes(table), 0x200)[len(head) :]
    return compound(Node("WordDocument", bytes(document)), Node("1Table", bytes(table)))


def locked_xls(text: str, password: str) -> bytes:
    """A workbook of one cell by RC4 with 40 bits."""
    head = struct.pack("<HHH", 1, 1, 1) + _verifier(password)
    plain = stream(label(0, 0, text), shared=record(0x2F, head) + record(0x42, shorts(1200)))
    sealed, place = bytearray(_rc4(password, plain, 1024)), 0
    while place < len(plain):
        kind, size = struct.unpack_from("<HH", plain, place)
        open_ = 4 + (size if kind in {0x809, 0x2F} else 4 if kind == 0x85 else 0)
        sealed[place : place + open_] = plain[place : place + open_]
        place += 4 + size
    return compound(Node("Workbook", bytes(sealed)))


def masked_xls(text: str, password: str) -> bytes:
    """A workbook of one cell under XOR, as the oldest lock of Excel."""
    proof = _proof(password)
    plain = stream(
        label(0, 0, text), shared=record(0x2F, struct.pack("<HHH", 0, 0, proof)) + record(0x42, shorts(1200))
    )
    mask, masked, place = DocumentXOR.create_xor_array_method1(password), bytearray(plain), 0
    while place < len(plain):
        kind, size = struct.unpack_from("<HH", plain, place)
        start, end = place + 4, place + 4 + size
        for at in range(start + (size if kind in {0x809, 0x2F} else 4 if kind == 0x85 else 0), end):
            turned = plain[at] << 5 & 255 | plain[at] >> 3
            masked[at] = turned ^ mask[(at + size) % 16]
        place = end
    return compound(Node("Workbook", bytes(masked)))


def _proof(password: str) -> int:
    found = 0
    for byte in reversed(bytes([len(password)]) + password.encode("ascii")):
        found = (found >> 14 & 1 | found << 1 & 0x7FFF) ^ byte
    return found ^ 0xCE4B


def locked_ppt(document: bytes, slides: Sequence[bytes], picture: bytes, password: str) -> bytes:
    """A presentation by RC4 of the later kind, with one picture (a record) beside it."""
    proof = bytes(range(16, 32))
    check = _api(password, 0, proof + hashlib.sha1(proof).digest())
    csp = "Example\0".encode("utf-16-le")
    header = struct.pack("<8I", 4, 0, 0x6801, 0x8004, 128, 1, 0, 0) + csp
    session = struct.pack("<HHII", 2, 2, 4, len(header)) + header
    session += struct.pack("<I", 16) + SALT + check[:16] + struct.pack("<I", 20) + check[16:]
    places, body = [], b""
    for number, plain in enumerate((document, *slides), start=1):
        places.append(len(body))
        body += _api(password, number, plain)
    places.append(len(body))
    body += slide_record(0x2F14, session, container=True)
    directory, count = len(body), len(places)
    body += slide_record(0x1772, struct.pack(f"<I{count}I", 1 | count << 20, *places))
    edit = len(body)
    body += slide_record(0x0FF5, struct.pack("<8I", 0, 0, 0, directory, 1, count, 0, count))
    user = struct.pack("<HHIIIIHHBBHI", 0, 0x0FF6, 24, 20, 0xF3D1C4DF, edit, 0, 0x3F4, 3, 0, 0, 8)
    fields = (picture[:8], picture[8:24], picture[24:25], picture[25:])
    return compound(
        Node("PowerPoint Document", body),
        Node("Current User", user),
        Node("Pictures", b"".join(_api(password, 0, each) for each in fields)),
        Node("EncryptedSummary", bytes(64)),
    )


def _api(password: str, block: int, data: bytes) -> bytes:
    found = rc4_cryptoapi.DocumentRC4CryptoAPI.decrypt(password, SALT, 128, io.BytesIO(data), len(data) + 1, block)
    return bytes(found.read())


def _verifier(password: str) -> bytes:
    proof = bytes(range(16, 32))
    return SALT + _rc4(password, proof + hashlib.md5(proof).digest(), 0x200)


def _rc4(password: str, data: bytes, block: int) -> bytes:
    return bytes(rc4.DocumentRC4.decrypt(password, SALT, io.BytesIO(data), blocksize=block).read())


# -- OpenDocument


def locked_odf(text: str, password: str, way: str = "aes", lanes: int = 1) -> bytes:
    """A text whose parts are locked: by "aes" or "blowfish"; or by "gcm" as a package in a package."""
    content = open_xml("document-content", f"<text:p>{text}</text:p>").encode()
    kind = "application/vnd.oasis.opendocument.text"
    open_ = {"mimetype": kind.encode(), "META-INF/manifest.xml": _manifest()}
    if way == "gcm":
        inner = _package({**open_, "content.xml": content})
        return _package(
            {
                "mimetype": open_["mimetype"],
                "META-INF/manifest.xml": _manifest(*_gcm(inner, password, lanes)[1:]),
                "encrypted-package": _gcm(inner, password, lanes)[0],
            }
        )
    sealed, said = _parted(content, password, way)
    return _package(
        {"mimetype": open_["mimetype"], "content.xml": sealed, "META-INF/manifest.xml": _manifest("content.xml", said)}
    )


def _parted(content: bytes, password: str, way: str) -> tuple[bytes, str]:
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = squeezer.compress(content) + squeezer.flush()
    first = (hashlib.sha256 if way == "aes" else hashlib.sha1)(password.encode())
    size = 32 if way == "aes" else 16
    key = hashlib.pbkdf2_hmac("sha1", first.digest(), SALT, 1024, size)
    if way == "aes":
        pad = 16 - len(packed) % 16
        sealed = _cbc(key, SALT, packed + bytes(pad - 1) + bytes([pad]))
        names = (
            "http://www.w3.org/2001/04/xmlenc#aes256-cbc",
            "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0#sha256-1k",
        )
        check, start = hashlib.sha256(packed[:1024]), "http://www.w3.org/2000/09/xmldsig#sha256"
        vector = SALT
    else:
        vector = SALT[:8]
        lock = Cipher(Blowfish(key), CFB(vector)).encryptor()
        sealed, names = lock.update(packed) + lock.finalize(), ("Blowfish CFB", "SHA1/1K")
        check, start = hashlib.sha1(packed[:1024]), "SHA1"
    return sealed, (
        f'<manifest:encryption-data manifest:checksum-type="{names[1]}" manifest:checksum="{_b64(check.digest())}">'
        f'<manifest:algorithm manifest:algorithm-name="{names[0]}" manifest:initialisation-vector="{_b64(vector)}"/>'
        f'<manifest:key-derivation manifest:key-derivation-name="PBKDF2" manifest:key-size="{size}"'
        f' manifest:iteration-count="1024" manifest:salt="{_b64(SALT)}"/>'
        f'<manifest:start-key-generation manifest:start-key-generation-name="{start}"/></manifest:encryption-data>'
    )


def _gcm(inner: bytes, password: str, lanes: int) -> tuple[bytes, str, str]:
    first = hashlib.sha256(password.encode()).digest()
    key = Argon2id(salt=SALT, length=32, iterations=1, lanes=lanes, memory_cost=64).derive(first)
    vector = SALT[:12]
    said = (
        "<manifest:encryption-data><manifest:algorithm"
        ' manifest:algorithm-name="http://www.w3.org/2009/xmlenc11#aes256-gcm"'
        f' manifest:initialisation-vector="{_b64(vector)}"/><manifest:start-key-generation'
        ' manifest:start-key-generation-name="http://www.w3.org/2001/04/xmlenc#sha256" manifest:key-size="32"/>'
        "<manifest:key-derivation manifest:key-derivation-name="
        '"urn:org:documentfoundation:names:experimental:office:manifest:argon2id" manifest:key-size="32"'
        f' loext:argon2-iterations="1" loext:argon2-memory="64" loext:argon2-lanes="{lanes}" manifest:salt="{_b64(SALT)}"/>'
        "</manifest:encryption-data>"
    )
    return vector + AESGCM(key).encrypt(vector, inner, None), "encrypted-package", said


def _manifest(name: str = "content.xml", said: str = "") -> bytes:
    spaces = (
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
        ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
    )
    kind = "application/vnd.oasis.opendocument.text"
    return (
        f'<manifest:manifest {spaces}><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        f'<manifest:file-entry manifest:full-path="{name}">{said}</manifest:file-entry></manifest:manifest>'
    ).encode()


def _package(parts: dict[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return whole.getvalue()


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _cbc(key: bytes, vector: bytes, data: bytes) -> bytes:
    return Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor().update(data)


# -- PDF and zip


def locked_pdf(pages: Sequence[Sequence[str]], info: pdf.Info, password: str) -> bytes:
    """A PDF by AES with 256 bits (revision 5), whose password may be written in any script."""
    secret, word_ = hashlib.sha256(b"key of the file").digest(), password.encode()[:127]
    user = hashlib.sha256(word_ + SALT[:8]).digest() + SALT
    owner = hashlib.sha256(word_ + SALT[:8] + user).digest() + SALT
    user_key = _cbc(hashlib.sha256(word_ + SALT[8:]).digest(), bytes(16), secret)
    owner_key = _cbc(hashlib.sha256(word_ + SALT[8:] + user).digest(), bytes(16), secret)
    may = struct.pack("<i", -4) + b"\xff\xff\xff\xffTadb" + bytes(4)
    perms = Cipher(algorithms.AES(secret), modes.ECB()).encryptor().update(may)

    def seal(number: int, data: bytes) -> bytes:
        vector = hashlib.md5(struct.pack("<I", number)).digest()
        pad = 16 - len(data) % 16
        return vector + _cbc(secret, vector, data + bytes([pad]) * pad)

    extra = (
        f" /ID [<{SALT.hex()}> <{SALT.hex()}>] /Encrypt << /Filter /Standard /V 5 /R 5 /Length 256"
        " /CF << /StdCF << /AuthEvent /DocOpen /CFM /AESV3 /Length 32 >> >> /StmF /StdCF /StrF /StdCF"
        f" /O <{owner.hex()}> /U <{user.hex()}> /OE <{owner_key.hex()}> /UE <{user_key.hex()}>"
        f" /P -4 /Perms <{perms.hex()}> >>"
    )
    return pdf.of_text(pages, info, writer=pdf.Writer(seal), extra=extra)


def aes_part(name: str, data: bytes, password: str, *, version: int = 2, strength: int = 3, damage: int = 0) -> Part:
    """An entry of a zip in the way of WinZip; `damage` changes its data before it is sealed."""
    size = {1: 16, 2: 24, 3: 32}[strength]
    salt = SALT[: size // 2]
    made = hashlib.pbkdf2_hmac("sha1", password.encode(), salt, 1000, 2 * size + 2)
    packed = bytearray(squeezed(data))
    packed[0] ^= damage
    lock = Cipher(algorithms.AES(made[:size]), modes.ECB()).encryptor()
    count = len(packed) // 16 + 1
    stream_ = lock.update(b"".join((at + 1).to_bytes(16, "little") for at in range(count)))
    body = bytes(one ^ other for one, other in zip(packed, stream_, strict=False))
    seal = hmac.digest(made[size : 2 * size], body, "sha1")[:10]
    extra = struct.pack("<HHH2sBH", 0x9901, 7, version, b"AE", strength, 8)
    crc = {"crc": zlib.crc32(data) if version == 1 else 0}
    whole = salt + made[2 * size :] + body + seal
    return Part(name.encode(), data, 99, LOCKED, extra=extra, packed=whole, own=crc, listed=crc)
