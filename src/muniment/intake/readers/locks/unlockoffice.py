"""Office files under a password: those since 2007 (agile and standard) and the older ones (RC4, XOR), by msoffcrypto.

The library is loaded whole here, since the jail opens no file; where it would write a file of its own it writes memory.
"""

import hashlib
import io
import logging
import struct
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from xml.dom.minidom import parseString

from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError
from msoffcrypto.format import doc97, ppt97, xls97
from msoffcrypto.format.ooxml import OOXMLFile

from muniment.intake.readers.locks import unlockpictures
from muniment.intake.readers.locks.unlocktries import OutOfTime, Tries, spelled
from muniment.intake.source import Source

# Excel and PowerPoint lock what is only to be read with these, and open it without asking
NOBODYS = ("VelvetSweatshop", "/01Hannes Ruescher/01")
# what the library and olefile raise over bytes that are not as they should be
FAULTS = (
    DecryptionError,
    FileFormatError,
    InvalidKeyError,
    ParseError,
    OSError,  # also all that olefile has to say
    ValueError,  # also what is no XML, and a key of a wrong length
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    TypeError,
    RecursionError,
)
_HASHES = {"SHA1": hashlib.sha1, "SHA256": hashlib.sha256, "SHA384": hashlib.sha384, "SHA512": hashlib.sha512}
_INPUT, _VALUE, _KEY = (
    bytes.fromhex(block) for block in ("fea7d2763b4b9e79", "d7aa0f6d3061344e", "146e0be7abacd0d6")
)  # MS-OFFCRYPTO 2.3.4.13: what three keys are made for
_SOME = 10_000  # rounds between looks at the clock
_CODEPAGE, _UNICODE = 0x42, 1200  # a record of a workbook, and what it says in every one of this format

for _module in (doc97, ppt97, xls97):
    _module.tempfile = SimpleNamespace(TemporaryFile=io.BytesIO)
logging.getLogger("msoffcrypto").disabled = True
logging.getLogger("olefile").disabled = True
parseString(b"<a/>")  # noqa: S318 - our own words; it imports what it needs
Cipher(ARC4(bytes(16)), None).decryptor().update(b"\0")
Cipher(algorithms.AES(bytes(16)), modes.CBC(bytes(16))).decryptor().update(bytes(16))
Cipher(algorithms.AES(bytes(16)), modes.ECB()).decryptor().update(bytes(16))  # noqa: S305 - as Office had it


def package(source: Source, tries: Tries) -> bytes | None:
    """What lies in an encrypted package; None where no password fits."""
    return _opened(lambda: OOXMLFile(_file(source)), tries, _package_key)


def document(source: Source, tries: Tries) -> bytes | None:
    """A Word document to 2003 without its encryption."""
    return _opened(lambda: doc97.Doc97File(_file(source)), tries, _old_key)


def workbook(source: Source, tries: Tries) -> bytes | None:
    """An Excel workbook to 2003 without its encryption."""
    return _opened(lambda: xls97.Xls97File(_file(source)), tries, _old_key)


def presentation(source: Source, tries: Tries) -> bytes | None:
    """A PowerPoint presentation to 2003 without its encryption. The properties beside it stay locked."""
    return _opened(lambda: ppt97.Ppt97File(_file(source)), tries, _old_key)


def _file(source: Source) -> io.BytesIO:
    return io.BytesIO(source.whole())


def _opened(make: Callable[[], Any], tries: Tries, key: Callable[[Any, str, Tries], bool]) -> bytes | None:
    try:
        file = make()
    except FAULTS:
        return None
    for password in tries:
        for form in spelled(password):
            try:
                if key(file, form, tries):
                    out = io.BytesIO()
                    file.decrypt(out)
                    if isinstance(file, ppt97.Ppt97File):
                        unlockpictures.finish(out, file)
                    if _sound(file, out):
                        tries.fits(password)
                        return out.getvalue()
            except OutOfTime:
                break
            except FAULTS:
                continue
    return None


def _package_key(file: Any, password: str, tries: Tries) -> bool:
    """Whether a password fits a package, which then has its key."""
    if file.type != "agile":
        file.load_key(password, verify_password=True)
        return True
    info = file.info
    make = _HASHES.get(info["passwordHashAlgorithm"], hashlib.sha1)
    salt, bits = info["passwordSalt"], info["passwordKeyBits"]
    spun = make(salt + password.encode("utf-16-le")).digest()
    for start in range(0, info["spinValue"], _SOME):
        tries.go_on()
        for turn in range(start, min(start + _SOME, info["spinValue"])):
            spun = make(turn.to_bytes(4, "little") + spun).digest()

    def plain(sealed: bytes, purpose: bytes) -> bytes:
        key = make(spun + purpose).digest().ljust(bits // 8, b"\x36")[: bits // 8]
        return Cipher(algorithms.AES(key), modes.CBC(salt)).decryptor().update(sealed)

    said = make(plain(info["encryptedVerifierHashInput"], _INPUT)).digest()
    if plain(info["encryptedVerifierHashValue"], _VALUE)[: len(said)] != said:
        return False
    file.load_key(secret_key=plain(info["encryptedKeyValue"], _KEY)[: bits // 8])
    return True


def _old_key(file: Any, password: str, tries: Tries) -> bool:
    """Whether a password fits an older file, which then has its key."""
    tries.go_on()
    file.load_key(password)
    return True


def _sound(file: Any, out: io.BytesIO) -> bool:
    """Whether what came out is no chance: the check of an old XOR has 16 bits alone, so that many a word passes it."""
    if getattr(file, "type", "") != "xor":
        return True
    book = xls97.Xls97File(io.BytesIO(out.getvalue()))  # which closes its stream when it goes
    data, place = book.data.workbook.read(), 0
    while place + 6 <= len(data):
        number, size = struct.unpack_from("<HH", data, place)
        if number == _CODEPAGE:
            return bool(struct.unpack_from("<H", data, place + 4)[0] == _UNICODE)
        place += 4 + size
    return True
