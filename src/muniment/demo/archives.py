"""Packs papers: zips, tars and squeezed files that are the same whenever they are made."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime

from muniment.demo.paper import BROKEN, BZIP, CONTAINER, GZIP, TAR, UNKNOWN, XZ, ZIP, Member, Paper

REFUSED = ("unread.refused",)
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
    linked = [Member(link[0], Paper(b"", "link", "", states=REFUSED))] if link else []
    return Paper(whole.getvalue(), "archive", TAR, states=CONTAINER, members=[*members, *linked], when=when)


def squeezed(name: str, paper: Paper, way: str) -> Paper:
    """One paper, squeezed by gz, bz2 or xz."""
    if way == "gz":
        data = gzip.compress(paper.data, 6, mtime=0)
    else:
        data = bz2.compress(paper.data) if way == "bz2" else lzma.compress(paper.data, preset=1)
    return Paper(data, "archive", _WAYS[way], states=CONTAINER, members=[Member(name, paper)], when=paper.when)


def one_bad(members: Sequence[Member], bad: int, when: datetime) -> Paper:
    """A zip in which the bytes of one member do not match their checksum any more."""
    name = members[bad].name
    data = bytearray(zipped({member.name: member.paper.data for member in members}, when, stored=[name]))
    place = data.index(members[bad].paper.data) + len(members[bad].paper.data) // 2
    data[place] ^= 0x20
    broken = Paper(b"", "broken", UNKNOWN, states=BROKEN)
    kept = [Member(member.name, broken if at == bad else member.paper) for at, member in enumerate(members)]
    return Paper(bytes(data), "archive", ZIP, states=CONTAINER, members=kept, when=when)


def _about(name: str, when: datetime) -> tarfile.TarInfo:
    about = tarfile.TarInfo(name)
    about.mtime, about.mode = int(when.timestamp()), 0o644
    return about
