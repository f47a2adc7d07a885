"""Packs papers: zips, tars and squeezed files that are the same whenever they are made."""

import bz2
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from muniment.demo.paper import BROKEN, BZIP, CONTAINER, GZIP, REFUSED, TAR, UNKNOWN, XZ, ZIP, Member, Paper

_WAYS = {"gz": GZIP, "bz2": BZIP, "xz": XZ}


def zipped(parts: Mapping[str, str | bytes], when: datetime, *, stored: Sequence[str] = ()) -> bytes:
    """A zip of these parts, in this order."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as package:
        for name, data in parts.items():
            about = zipfile.ZipInfo(name, (when.year, when.month, when.day, when.hour, when.minute, 0))
            about.create_system = 3
            about.external_attr = 0o100644 << 16
            about.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            package.writestr(about, data)
    return whole.getvalue()


def zip_of(members: Sequence[Member], when: datetime, kind: str = "archive") -> Paper:
    """A zip of papers."""
    data = zipped({member.name: member.paper.data for member in members}, when)
    return Paper(data, kind, ZIP, states=CONTAINER, members=members, when=when)


def tar_of(members: Sequence[Member], when: datetime, link: tuple[str, str] | None = None) -> Paper:
    """A tar of papers, and of a link (name, target)."""
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w", format=tarfile.PAX_FORMAT) as package:
        for member in members:
            about = _about(member.name, when)
            about.size = len(member.paper.data)
            package.addfile(about, io.BytesIO(member.paper.data))
        if link:
            about = _about(link[0], when)
            about.type, about.linkname = tarfile.SYMTYPE, link[1]
            package.addfile(about)
    linked = [Member(link[0], Paper(b"", "link", UNKNOWN, states=REFUSED, shut=True))] if link else []
    return Paper(whole.getvalue(), "archive", TAR, states=CONTAINER, members=[*members, *linked], when=when)


def squeezed(paper: Paper, way: str, name: str = "content") -> Paper:
    """One paper, squeezed by gz, bz2 or xz. Only gz keeps its name."""
    if way == "gz":
        data = _gzipped(name, paper)
    else:
        data = bz2.compress(paper.data) if way == "bz2" else lzma.compress(paper.data, preset=1)
    return Paper(data, "archive", _WAYS[way], states=CONTAINER, members=[Member(name, paper)], when=paper.when)


def one_bad(members: Sequence[Member], bad: int, when: datetime) -> Paper:
    """A zip in which the bytes of one member do not match their checksum any more."""
    name = members[bad].name
    data = bytearray(zipped({member.name: member.paper.data for member in members}, when, stored=[name]))
    place = data.index(members[bad].paper.data) + len(members[bad].paper.data) // 2
    data[place] ^= 0x20
    broken = Paper(b"", "broken", UNKNOWN, states=BROKEN, counted=False, shut=True)
    kept = [Member(member.name, broken if at == bad else member.paper) for at, member in enumerate(members)]
    return Paper(bytes(data), "archive", ZIP, states=CONTAINER, members=kept, when=when)


def _about(name: str, when: datetime) -> tarfile.TarInfo:
    about = tarfile.TarInfo(name)
    about.mtime, about.mode = int(when.timestamp()), 0o644
    return about


def _gzipped(name: str, paper: Paper) -> bytes:
    """By hand: the head that the standard library writes changes with the version of Python.

    Source: RFC 1952, 2.3.
    """
    squeezer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = squeezer.compress(paper.data) + squeezer.flush()
    head = (
        b"\x1f\x8b\x08\x08"
        + struct.pack("<I", int(paper.when.timestamp()))
        + b"\0\x03"
        + name.encode("latin-1")
        + b"\0"
    )
    return head + packed + struct.pack("<II", zlib.crc32(paper.data), len(paper.data))
