"""OpenDocument under a password: its parts, or the whole package in newer files, decrypted into a package without any."""

import io
import re
import zipfile
from collections.abc import Mapping

from muniment.intake.limits import LimitReached, Unreadable
from muniment.intake.readers.locks.unlockparts import Key, Sealed, SealedParts, plain, unpacked
from muniment.intake.readers.locks.unlocktries import Tries, in_bytes
from muniment.intake.readers.openxml.package import BROKEN, Package
from muniment.intake.scope import Scope
from muniment.intake.source import Source

_MANIFEST, _INNER = "META-INF/manifest.xml", "encrypted-package"
_BEGIN = re.compile(rb"<((?:[\w.-]+:)?)encryption-data\b")
_THEN = (1980, 1, 1, 0, 0, 0)


def open_(source: Source, scope: Scope, tries: Tries) -> bytes | None:
    """The same package without encryption; None where no password fits.

    Raises: LimitReached.
    """
    try:
        package = Package(source, scope)
        parts = {
            package.find(name): sealed
            for name, sealed in package.walk(_MANIFEST, SealedParts).parts.items()
            if package.find(name)
        }
        least = min(parts, key=package.size, default="")
        probe = b"".join(package.pieces(least)) if least else b""
    except (Unreadable, *BROKEN):
        return None
    if not least:
        return None
    for password in tries:
        for form in in_bytes(password, "utf-8", "cp1252"):
            key = Key(form)
            try:
                if plain(probe, parts[least], key) is None:
                    continue
                data = _whole(package, parts, key, scope)
            except BROKEN:
                continue
            if data is not None:
                tries.fits(password)
                return data
    return None


def _whole(package: Package, parts: Mapping[str, Sealed], key: Key, scope: Scope) -> bytes | None:
    """All parts in a new package; None where this password opens not all of them.

    Raises: LimitReached, or one of BROKEN.
    """
    out, left = io.BytesIO(), scope.limits.member_bytes
    with zipfile.ZipFile(out, "w") as new:
        for name in sorted(package.names, key=lambda name: name != "mimetype"):
            data = b"".join(package.pieces(name))
            if name in parts:
                opened = plain(data, parts[name], key)
                if opened is None:
                    return None
                data = unpacked(opened, left)
                scope.budget.spend(len(data))
            if name == _INNER and name in parts:
                return data
            left -= len(data)
            if left < 0:
                raise LimitReached("limit-member")
            info = zipfile.ZipInfo(name, _THEN)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            new.writestr(info, _open(data) if name == _MANIFEST else data)
    return out.getvalue()


def _open(manifest: bytes) -> bytes:
    """The manifest, in which no part is said to be encrypted any more."""
    out, place = bytearray(), 0
    while found := _BEGIN.search(manifest, place):
        close = b"</" + found[1] + b"encryption-data"
        end = manifest.find(close, found.end())
        end = manifest.find(b">", end + len(close)) if end >= 0 else -1
        if end < 0:
            break
        out += manifest[place : found.start()]
        place = end + 1
    return bytes(out + manifest[place:])
