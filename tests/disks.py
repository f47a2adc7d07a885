"""Disk images made byte by byte: FAT in its three widths, exFAT, and tables of partitions."""

import struct
from collections.abc import Mapping

DAY, CLOCK = 0x44B6, 0x63C0  # 22 May 2014, 12:30
SECTOR = 512
Tree = Mapping[str, "bytes | Tree"]


def short(number: int) -> bytes:
    return f"F{number:06d}~".encode().ljust(11)[:8] + b"TXT"


def checksum(name: bytes) -> int:
    total = 0
    for letter in name:
        total = ((total & 1) << 7 | total >> 1) + letter & 0xFF
    return total


def entries(name: str, number: int, first: int, size: int, attributes: int) -> bytes:
    """The entry of a file with those of its long name before it."""
    own = short(number)
    raw = name.encode("utf-16-le") + b"\0\0"
    raw += b"\xff" * (-len(raw) % 26)
    pieces = [raw[at : at + 26] for at in range(0, len(raw), 26)]
    found = b""
    for at in range(len(pieces), 0, -1):
        piece, order = pieces[at - 1], at | (0x40 if at == len(pieces) else 0)
        head = bytes([order]) + piece[:10] + bytes([15, 0, checksum(own)])
        found += head + piece[10:22] + bytes(2) + piece[22:]
    when = struct.pack("<HHHHHHHL", CLOCK, DAY, DAY, first >> 16, CLOCK, DAY, first & 0xFFFF, size)
    return found + own + bytes([attributes, 0, 0]) + when


class Fat:
    """One volume of FAT, filled from the front; `scatter` leaves a hole between the clusters of a file."""

    def __init__(self, bits: int, *, scatter: bool = False) -> None:
        self.bits = bits
        self.count = {12: 2000, 16: 5000, 32: 66_000}[bits]
        self.table = [0xFFFFFF8, 0xFFFFFFF] + [0] * self.count
        self.data: dict[int, bytes] = {}
        self.free = 3 if bits == 32 else 2
        self.step = 2 if scatter else 1
        self.number = 0

    def store(self, data: bytes) -> int:
        """Put bytes into clusters; gives back the first."""
        pieces = [data[at : at + SECTOR] for at in range(0, len(data), SECTOR)]
        if not pieces:
            return 0
        places = [self.free + at * self.step for at in range(len(pieces))]
        self.free = places[-1] + 1
        for place, following, piece in zip(places, [*places[1:], 0xFFFFFFF], pieces, strict=True):
            self.table[place] = following
            self.data[place] = piece
        return places[0]

    def folder(self, tree: Tree) -> bytes:
        found = b""
        for name, content in tree.items():
            self.number += 1
            number = self.number
            if isinstance(content, bytes):
                found += entries(name, number, self.store(content), len(content), 32)
            else:
                inner = self.folder(content)
                found += entries(name, number, self.store(inner or bytes(32)), 0, 16)
        return found

    def image(self, tree: Tree, label: bytes = b"WARD 7     ", more: bytes = b"") -> bytes:
        """The whole volume; `more` are further entries of the first folder."""
        root = label + bytes([8]) + bytes(20) + self.folder(tree) + more
        boot = bytearray(SECTOR)
        boot[:11] = b"\xeb\x3c\x90MADE UP "
        if self.bits == 32:
            first = root.ljust(-(-len(root) // SECTOR) * SECTOR, b"\0")
            self.data[2] = first[:SECTOR]
            self.table[2] = self.store(first[SECTOR:]) or 0xFFFFFFF
        width = self.bits // 4
        cells = [f"{each & (1 << self.bits) - 1:0{width}x}" for each in self.table]
        if self.bits == 12:
            cells += ["000"] * (len(cells) % 2)
            pairs = (int(high + low, 16) for low, high in zip(cells[::2], cells[1::2], strict=True))
            table = b"".join(pair.to_bytes(3, "little") for pair in pairs)
        else:
            table = b"".join(int(cell, 16).to_bytes(self.bits // 8, "little") for cell in cells)
        sectors = -(-len(table) // SECTOR)
        table = table.ljust(sectors * SECTOR, b"\0")
        in_root = 0 if self.bits == 32 else 512
        total = 1 + 2 * sectors + in_root // 16 + self.count
        sizes = (SECTOR, 1, 1, 2, in_root, total if total < 65536 else 0, 0xF8, 0 if self.bits == 32 else sectors)
        struct.pack_into("<HBHBHHBH", boot, 11, *sizes)
        struct.pack_into("<L", boot, 32, total if total >= 65536 else 0)
        if self.bits == 32:
            struct.pack_into("<LHHL", boot, 36, sectors, 0, 0, 2)
        at = 66 if self.bits == 32 else 38
        boot[at : at + 5] = b"\x29\x78\x56\x34\x12"
        boot[at + 16 : at + 24] = f"FAT{self.bits}   ".encode()
        boot[510:] = b"\x55\xaa"
        data = b"".join(self.data.get(place, b"").ljust(SECTOR, b"\0") for place in range(2, self.free))
        return bytes(boot) + table * 2 + (b"" if self.bits == 32 else root.ljust(in_root * 32, b"\0")) + data


def exfat(*files: tuple[str, bytes, bool], deleted: str = "", ring: bool = False) -> bytes:
    """A volume of exFAT with files in a folder "Ward"; each says whether its clusters have no chain."""
    table = [0xFFFFFFF8, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF] + [0] * 2000
    clusters: dict[int, bytes] = {}
    free, inner = 4, b""
    for name, content, straight in files:
        pieces = [content[at : at + SECTOR] for at in range(0, len(content), SECTOR)]
        step = 1 if straight else 2
        places = [free + at * step for at in range(len(pieces))]
        for place, following, piece in zip(places, (*places[1:], 0xFFFFFFFF), pieces, strict=False):
            clusters[place] = piece
            table[place] = 0 if straight else following
        inner += _set(name, places[0] if places else 0, len(content), 32, straight=straight)
        free = places[-1] + 1 if places else free
    if deleted:
        gone = bytearray(_set(deleted, 0, 5, 32, straight=True))
        for at in range(0, len(gone), 32):
            gone[at] &= 0x7F
        inner += gone
    if ring:
        inner += _set("again", 3, SECTOR, 16, straight=True)
    clusters[3] = inner
    clusters[2] = bytes([0x83, 4]) + "CARD".encode("utf-16-le").ljust(30, b"\0")
    clusters[2] += _set("Ward", 3, SECTOR, 16, straight=True)
    boot = bytearray(SECTOR)
    boot[:11] = b"\xeb\x76\x90EXFAT   "
    struct.pack_into("<QQ5LL", boot, 64, 0, 4096, 8, 16, 24, 2000, 2, 0xABCD)
    boot[108:111] = bytes([9, 0, 1])
    boot[510:] = b"\x55\xaa"
    fat = b"".join(struct.pack("<L", each) for each in table)[: 16 * SECTOR].ljust(16 * SECTOR, b"\0")
    data = b"".join(clusters.get(place, b"").ljust(SECTOR, b"\0") for place in range(2, free + 1))
    return bytes(boot) + bytes(7 * SECTOR) + fat + data


def _set(name: str, first: int, size: int, attributes: int, *, straight: bool) -> bytes:
    raw = name.encode("utf-16-le")
    pieces = [raw[at : at + 30].ljust(30, b"\0") for at in range(0, len(raw), 30)]
    head = struct.pack("<BBHHH3L", 0x85, 1 + len(pieces), 0, attributes, 0, *[DAY << 16 | CLOCK] * 3).ljust(32, b"\0")
    stream = struct.pack("<BBBBHHQLLQ", 0xC0, 3 if straight else 1, 0, len(name), 0, 0, size, 0, first, size)
    return head + stream + b"".join(b"\xc1\0" + piece for piece in pieces)


def old_table(*parts: tuple[int, bytes], size: int = 0, extended: tuple[int, bytes] | None = None) -> bytes:
    """A disk with a table of up to four partitions: (type, content) each; the last may hold further ones."""
    boot, body, place = bytearray(SECTOR), b"", 64
    for at, (kind, content) in enumerate(parts):
        sectors = size or -(-len(content) // SECTOR)
        struct.pack_into("<8sLL", boot, 446 + 16 * at, bytes([0, 0, 0, 0, kind]), place, sectors)
        body += content.ljust(sectors * SECTOR, b"\0")
        place += sectors
    if extended is not None:
        kind, content = extended
        sectors = -(-len(content) // SECTOR)
        inner = bytearray(SECTOR)
        struct.pack_into("<8sLL", inner, 446, bytes([0, 0, 0, 0, kind]), 1, sectors)
        struct.pack_into("<8sLL", inner, 462, bytes([0, 0, 0, 0, 5]), 0, sectors)  # the chain comes back to itself
        inner[510:] = b"\x55\xaa"
        struct.pack_into("<8sLL", boot, 446 + 16 * len(parts), bytes([0, 0, 0, 0, 5]), place, sectors + 1)
        body += bytes(inner) + content.ljust(sectors * SECTOR, b"\0")
    boot[510:] = b"\x55\xaa"
    return bytes(boot) + bytes(63 * SECTOR) + body


def new_table(*contents: tuple[str, bytes]) -> bytes:
    """A disk with a GUID partition table."""
    boot = bytearray(SECTOR)
    struct.pack_into("<8sLL", boot, 446, bytes([0, 0, 0, 0, 0xEE]), 1, 0xFFFFFFFF)
    boot[510:] = b"\x55\xaa"
    table, body, place = b"", b"", 34
    for name, content in contents:
        sectors = -(-len(content) // SECTOR)
        table += struct.pack(
            "<16s16sQQQ72s", b"\1" * 16, b"\2" * 16, place, place + sectors - 1, 0, name.encode("utf-16-le")
        )
        body += content.ljust(sectors * SECTOR, b"\0")
        place += sectors
    head = b"EFI PART".ljust(72, b"\0") + struct.pack("<QLL", 2, 128, 128)
    return bytes(boot) + head.ljust(SECTOR, b"\0") + table.ljust(32 * SECTOR, b"\0") + body
