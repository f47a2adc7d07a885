"""RAR archives of both kinds and cabinets made byte by byte: stored, in volumes, with locked heads; cabinets packed too."""

import struct
import zlib
from collections.abc import Sequence

DAY = 0x44B663C0  # 22 May 2014, 12:30, as DOS writes it
VOLUME, SOLID, LOCKED, FIRST = 1, 8, 0x80, 0x100
BEFORE, AFTER, ENCRYPTED = 1, 2, 4
Part = tuple[str, bytes]


def block4(kind: int, flags: int, rest: bytes, data: bytes = b"") -> bytes:
    head = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
    return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head + data


def file4(name: str, data: bytes, flags: int = 0, whole: bytes | None = None, crc: int | None = None) -> bytes:
    """One stored file; where it is split, `whole` is all of it."""
    raw = name.encode()
    sum_ = zlib.crc32(data) if crc is None else crc
    size = len(data if whole is None else whole)
    rest = struct.pack("<LLBLLBBHL", len(data), size, 2, sum_, DAY, 20, 0x30, len(raw), 0x20) + raw
    return block4(0x74, 0x8000 | flags, rest, data)


def rar4(*files: bytes, flags: int = 0) -> bytes:
    """An archive of these files."""
    main = block4(0x73, flags, bytes(6))
    return b"Rar!\x1a\x07\x00" + main + b"".join(files) + block4(0x7B, 0x4000 | (1 if flags & VOLUME else 0), b"")


def vint(value: int) -> bytes:
    found = b""
    while value > 0x7F:
        found += bytes([value & 0x7F | 0x80])
        value >>= 7
    return found + bytes([value])


def block5(kind: int, flags: int, fields: bytes, extra: bytes = b"", data: bytes = b"") -> bytes:
    flags |= (1 if extra else 0) | (2 if data else 0)
    body = vint(kind) + vint(flags) + (vint(len(extra)) if extra else b"") + (vint(len(data)) if data else b"")
    body += fields + extra
    body = vint(len(body)) + body
    return struct.pack("<L", zlib.crc32(body)) + body + data


def packed5(data: bytes) -> bytes:
    """Data packed as one block of the newer kind in which every letter has a code of eight bits."""
    bits = "".join(f"{(1 if at == 8 else 2 if at in {17, 19} else 0):04b}" for at in range(20))
    # 256 codes of length eight, then 174 that are not used
    bits += (
        "0" + "10" + f"{138 - 11:07b}" + "10" + f"{117 - 11:07b}" + "11" + f"{138 - 11:07b}" + "11" + f"{36 - 11:07b}"
    )
    bits += "".join(f"{letter:08b}" for letter in data)
    last = len(bits) % 8 or 8
    body = int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")
    flags, size = 0xC0 | 2 << 3 | last - 1, len(body).to_bytes(3, "little")
    return bytes([flags, 0x5A ^ flags ^ size[0] ^ size[1] ^ size[2]]) + size + body


def file5(
    name: str,
    data: bytes,
    flags: int = 0,
    whole: bytes | None = None,
    extra: bytes = b"",
    crc: int = 0,
    method: int = 0,
) -> bytes:
    """One file, stored or packed; flags 8 and 16 say that it goes on in the volume before or after."""
    raw = name.encode()
    size = len(data if whole is None else whole)
    fields = vint(4 | 2) + vint(size) + vint(0x20) + struct.pack("<LL", 1_400_761_800, crc or zlib.crc32(data))
    data = packed5(data) if method & 7 else data
    return block5(
        2, flags, fields + vint((method & 7) << 7 | method & 64) + vint(0) + vint(len(raw)) + raw, extra, data
    )


def rar5(*files: bytes, flags: int = 0, number: int = 0, before: bytes = b"") -> bytes:
    """An archive of these files; flags 1 and 2 say that it is a volume, and which."""
    main = block5(1, 0, vint(flags) + (vint(number) if flags & 2 else b""))
    return b"Rar!\x1a\x07\x01\x00" + before + main + b"".join(files) + block5(5, 0, vint(1 if flags & 1 else 0))


def checksum(data: bytes, seed: int = 0) -> int:
    """The sum over a block of a cabinet."""
    whole = len(data) // 4 * 4
    for (word,) in struct.iter_unpack("<L", data[:whole]):
        seed ^= word
    return seed ^ int.from_bytes(data[whole:], "big")


def cabinet(
    *folders: Sequence[Part],
    method: int = 0,
    before: str = "",
    after: str = "",
    damage: bool = False,
    checked: bool = True,
) -> bytes:
    """A cabinet of folders of files; method 1 packs them."""
    flags = (1 if before else 0) | (2 if after else 0)
    names = b"".join(text.encode() + b"\0disk\0" for text in (before, after) if text)
    heads, files, data = [], b"", []
    for number, parts in enumerate(folders):
        whole = b"".join(content for _, content in parts)
        place = 0
        for name, content in parts:
            where = 0xFFFE if after and number == len(folders) - 1 and name == parts[-1][0] else number
            files += struct.pack(
                "<LLHHHH", len(content), place, where, DAY >> 16, DAY & 0xFFFF, 0x80 if not name.isascii() else 0x20
            )
            files += name.encode() + b"\0"
            place += len(content)
        blocks, known = b"", b""
        for at in range(0, len(whole), 1 << 15):
            piece = whole[at : at + (1 << 15)]
            packed = piece
            if method:
                packer = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=known) if known else zlib.compressobj(9, 8, -15)
                packed, known = b"CK" + packer.compress(piece) + packer.flush(), piece
            sizes = struct.pack("<HH", len(packed), len(piece))
            blocks += struct.pack("<L", checksum(sizes, checksum(packed)) if checked else 0) + sizes
            blocks += packed[: len(packed) // 2] + bytes(len(packed) - len(packed) // 2) if damage else packed
        heads.append(-(-len(whole) // (1 << 15)))
        data.append(blocks)
    start = 36 + len(names) + 8 * len(folders)
    place, table = start + len(files), b""
    for count, blocks in zip(heads, data, strict=True):
        table += struct.pack("<LHH", place, count, method)
        place += len(blocks)
    total = sum(map(len, folders))
    head = struct.pack(
        "<4s5L2B5H", b"MSCF", 0, place, 0, start, 0, 3, 1, len(folders), total, flags, 7, 1 if before else 0
    )
    return head + names + table + files + b"".join(data)
