"""What binary formats begin with: a table of fixed bytes, and the few formats that need a second look."""

import re
import struct
from collections.abc import Callable

from muniment.intake import loadtype

Magic = tuple[int, bytes, str]

_MS = "application/vnd.ms-"

TABLE: tuple[Magic, ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"II+\0", "image/tiff"),
    (0, b"MM\0+", "image/tiff"),
    (0, b"8BPS", "image/vnd.adobe.photoshop"),
    (0, b"gimp xcf", "image/x-xcf"),
    (0, b"\0\0\0\x0cjP  \r\n\x87\n", "image/jp2"),
    (0, b"\xff\x4f\xff\x51", "image/jp2"),
    (0, b"\0\0\0\x0cJXL \r\n\x87\n", "image/jxl"),
    (0, b"\x97JB2\r\n\x1a\n", "image/jbig2"),
    (0, b"icns", "image/x-icns"),
    (0, b"\xdb\xa5\x2d\0", "application/msword"),
    (0, b"\xd7\xcd\xc6\x9a", "image/wmf"),
    (0, b"\x01\0\x09\0\0\x03", "image/wmf"),
    (0, b"\x76\x2f\x31\x01", "image/x-exr"),
    (0, b"#?RADIANCE", "image/vnd.radiance"),
    (0, b"AT&TFORM", "image/vnd.djvu"),
    (128, b"DICM", "application/dicom"),
    (0, b"\x1f\x8b\x08", "application/gzip"),
    (0, b"\xfd7zXZ\0", "application/x-xz"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"MSCF\0\0\0\0", f"{_MS}cab-compressed"),
    (0, b"!<arch>\n", "application/x-archive"),
    (0, b"\xed\xab\xee\xdb", "application/x-rpm"),
    (0, b"070701", "application/x-cpio"),
    (0, b"070702", "application/x-cpio"),
    (0, b"070707", "application/x-cpio"),
    (0, b"\xc7\x71", "application/x-cpio"),
    (0, b"xar!", "application/x-xar"),
    (0, b"\x60\xea", "application/x-arj"),
    (7, b"**ACE**", "application/x-ace-compressed"),
    (0, b"\x1f\x9d", "application/x-compress"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (0, b"LZIP\x01", "application/x-lzip"),
    (0, b"\x04\x22\x4d\x18", "application/x-lz4"),
    (257, b"ustar", "application/x-tar"),
    (0x8001, b"CD001", "application/x-iso9660-image"),
    (0, b"conectix", "application/x-vhd"),
    (0, b"vhdxfile", "application/x-vhd"),
    (0, b"KDMV", "application/x-vhd"),
    (0, b"QFI\xfb", "application/x-vhd"),
    (0, b"EVF\x09\x0d\x0a\xff\0", "application/x-ewf"),
    (0, b"EVF2\x0d\x0a\x81", "application/x-ewf"),
    (0, b"WARC/0.", "application/x-warc"),
    (0, b"WARC/1.", "application/x-warc"),
    (0, b"filedesc://", "application/x-arc"),
    (0, b"SIT!", "application/x-stuffit"),
    (0, b"StuffIt ", "application/x-stuffit"),
    (0, b"\0\x05\x16\x07", "application/applefile"),
    (0, b"\0\x05\x16\0", "application/applefile"),
    (0, b"!BDN", f"{_MS}outlook-pst"),
    (0, b"\x1a\0\0\x04\0\0", "application/vnd.lotus-notes"),
    (0, b"\xcf\xad\x12\xfe", "application/x-dbx"),
    (0, b"\x78\x9f\x3e\x22", f"{_MS}tnef"),
    (0, b"\x85\x01\x0c\x03", "application/pgp-encrypted"),
    (0, b"\x85\x02\x0c\x03", "application/pgp-encrypted"),
    (0, b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3", "application/onenote"),
    (0, b"\xa1\x2f\xff\x43\xd9\xef\x76\x4c\x9e\xe2\x10\xea\x57\x22\x76\x5f", "application/onenote"),
    (0, b"ITSF\x03\0\0\0", f"{_MS}htmlhelp"),
    (0, b"\x3f\x5f\x03\0", "application/winhlp"),
    (0, b"\xffWPC", "application/vnd.wordperfect"),
    (0, b"\0\0\x02\0\x06\x04\x06\0", "application/vnd.lotus-1-2-3"),
    (0, b"\0\0\x1a\0", "application/vnd.lotus-1-2-3"),
    (0, b"\x09\0\x04\0", f"{_MS}excel"),
    (0, b"\x09\x02\x06\0", f"{_MS}excel"),
    (0, b"\x09\x04\x06\0", f"{_MS}excel"),
    (0, b"\x09\x08\x08\0\0\x05", f"{_MS}excel"),
    (0, b"\x09\x08\x10\0\0\x06", f"{_MS}excel"),
    (60, b"BOOKMOBI", "application/x-mobipocket-ebook"),
    (0, b"%!PS-AdobeFont", "application/x-font-type1"),
    (6, b"%!PS-AdobeFont", "application/x-font-type1"),
    (6, b"%!FontType1", "application/x-font-type1"),
    (0, b"%!PS", "application/postscript"),
    (0, b"\xc5\xd0\xd3\xc6", "application/postscript"),
    (0, b"fLaC", "audio/flac"),
    (0, b".snd", "audio/basic"),
    (0, b"MThd\0\0\0\x06", "audio/midi"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"#!SILK", "audio/x-silk"),
    (0, b"\x02#!SILK", "audio/x-silk"),
    (0, b"MAC ", "audio/x-ape"),
    (0, b"wvpk", "audio/x-wavpack"),
    (0, b"\x0b\x77", "audio/ac3"),
    (0, b"caff\0\x01", "audio/x-caf"),
    (0, b"FLV\x01", "video/x-flv"),
    (0, b"\0\0\x01\xba", "video/mpeg"),
    (0, b"\0\0\x01\xb3", "video/mpeg"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-wmv"),
    (0, b".RMF", "application/vnd.rn-realmedia"),
    (0, b"OTTO\0", "font/otf"),
    (0, b"true\0", "font/ttf"),
    (0, b"ttcf\0", "font/collection"),
    (0, b"wOFF", "font/woff"),
    (0, b"wOF2", "font/woff2"),
    (0, b"\x7fELF", "application/x-elf"),
    (0, b"\xfe\xed\xfa\xce", "application/x-mach-binary"),
    (0, b"\xfe\xed\xfa\xcf", "application/x-mach-binary"),
    (0, b"\xce\xfa\xed\xfe", "application/x-mach-binary"),
    (0, b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    (0, b"\0asm\x01\0\0\0", "application/wasm"),
    (0, b"dex\n03", "application/x-dex"),
    (36, b"acsp", "application/vnd.iccprofile"),
    (0, b"TZif", "application/x-tzif"),
    (0, b"SQLite format 3\0", "application/x-sqlite3"),
    (4, b"Standard Jet DB", "application/x-msaccess"),
    (4, b"Standard ACE DB", "application/x-msaccess"),
    (0, b"PAR1", "application/vnd.apache.parquet"),
    (0, b"\x89HDF\r\n\x1a\n", "application/x-hdf5"),
    (4, b"\xef\xcd\xab\x89", "application/x-esedb"),
    (0, b"\0\0\0\x01Bud1", "application/x-ds-store"),
    (0, b"\x4c\0\0\0\x01\x14\x02\0", "application/x-ms-shortcut"),
    (0, b"regf", "application/x-windows-registry-hive"),
    (0, b"ElfFile\0", "application/x-ms-evtx"),
    (4, b"SCCA", "application/x-prefetch"),
    (0, b"MAM\x04", "application/x-prefetch"),
    (0, b"\xd4\xc3\xb2\xa1", "application/vnd.tcpdump.pcap"),
    (0, b"\xa1\xb2\xc3\xd4", "application/vnd.tcpdump.pcap"),
    (0, b"\x0a\x0d\x0d\x0a", "application/vnd.tcpdump.pcap"),
    (0, b"\x03\xd9\xa2\x9a", "application/x-keepass"),
    (0, b"d8:announce", "application/x-bittorrent"),
    (0, b"AC10", "image/vnd.dwg"),
    (0, b"(DWF V", "model/vnd.dwf"),
    (0, b"glTF\x02\0\0\0", "model/gltf-binary"),
    (0, b"BLENDER", "application/x-blender"),
    (0, b"\0\0\x27\x0a\0\0\0\0", "application/x-esri-shape"),
    (0, b"\x06\x06\xed\xf5\xd8\x1d\x46\xe5", "application/x-indesign"),
)

_RIFF = {b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo", b"WEBP": "image/webp", b"RMID": "audio/midi"}
_BRANDS = (
    ((b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"), "image/heic"),
    ((b"avif", b"avis"), "image/avif"),
    ((b"crx ",), "image/x-canon-cr3"),
    ((b"M4A ", b"M4B ", b"M4P "), "audio/mp4"),
    ((b"qt  ",), "video/quicktime"),
    ((b"3gp", b"3g2"), "video/3gpp"),
)
_SIGNED = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
_ENVELOPED = re.compile(
    rb"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07[\x03-\x06]|\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01"
)
_CONTENT = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"


def of(head: bytes) -> str | None:
    """The type that the first bytes say, None where they say none. `head` should reach beyond 33 KiB where it can."""
    for at, magic, kind in _BY_FIRST.get(head[0], _INNER) if head else ():
        if head.startswith(magic, at):
            return kind
    return next((found for look in _LOOKS if (found := look(head))), None)


def _riff(head: bytes) -> str | None:
    if head.startswith((b"RIFF", b"RIFX")):
        return _RIFF.get(head[8:12])
    if head.startswith(b"FORM") and head[8:12] in {b"AIFF", b"AIFC"}:
        return "audio/aiff"
    if head.startswith(b"OggS"):
        return "video/ogg" if b"theora" in head[:512] else "audio/ogg"
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska"
    return None


def _iso_media(head: bytes) -> str | None:
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return next((kind for starts, kind in _BRANDS if brand.startswith(starts)), "video/mp4")
    size = int.from_bytes(head[:4], "big")
    return "video/quicktime" if head[4:8] in {b"moov", b"mdat", b"wide", b"free", b"skip"} and size >= 8 else None


def _bitmap(head: bytes) -> str | None:
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0" and head[14:18] in _DIB and len(head) >= 18:
        return "image/bmp"
    if head.startswith(b"\x01\0\0\0") and head[40:44] == b" EMF":
        return "image/emf"
    if head[:4] in {b"\0\0\x01\0", b"\0\0\x02\0"} and 0 < head[4:6].ljust(2, b"\0")[0] <= 64 and head[5:6] == b"\0":
        return "image/x-icon" if head[9:10] == b"\0" else None
    if re.match(rb"P[1-7]\s+(?:#[^\n]*\n\s*)*(?:\d+\s+\d+\s|WIDTH )", head[:256]):
        return "image/x-portable-anymap"
    if re.match(rb"\x0a[\0\x02-\x05]\x01[\x01\x02\x04\x08]", head[:4]):
        return "image/x-pcx"
    return None


_DIB = {struct.pack("<I", size) for size in (12, 16, 40, 52, 56, 64, 108, 124)}


def _compressed(head: bytes) -> str | None:
    if re.match(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)", head[:10]):
        return "application/x-bzip2"
    if head[2:5] == b"-lh" and head[6:7] == b"-":
        return "application/x-lzh"
    if head.startswith(b"\x5d\0\0") and len(head) > 13 and head[13] == 0:
        return "application/x-lzma"
    return None


def _program(head: bytes) -> str | None:
    if head.startswith(b"MZ") and len(head) >= 64:
        return "application/vnd.microsoft.portable-executable"
    if head.startswith(b"\xca\xfe\xba\xbe") and len(head) >= 8:  # a count of machines, or a version of Java from 45 on
        return "application/x-mach-binary" if int.from_bytes(head[4:8], "big") < 40 else "application/java-vm"
    if (
        re.match(rb"[\xa0-\xff\x00-\x6f][\x0c-\x0f]\r\n", head[:4])
        and len(head) > 16
        and head[16:17] in {b"\xe3", b"c"}
    ):
        return "application/x-python-bytecode"
    if re.match(rb"[FCZ]WS[\x01-\x40]", head[:4]) and len(head) > 8 and head[7] < 0x40:
        return "application/x-shockwave-flash"
    return None


def _font(head: bytes) -> str | None:
    if head.startswith(b"\0\x01\0\0\0") and 0 < head[5:6].ljust(1, b"\0")[0] < 64:
        return "font/ttf"
    return "application/vnd.ms-fontobject" if head[34:36] == b"LP" and head[8:12] in _EOT else None


_EOT = {b"\0\0\x01\0", b"\x01\0\x02\0", b"\x02\0\x02\0"}


def _apple(head: bytes) -> str | None:
    if not head.startswith(b"bplist0"):
        return None
    return "application/x-webarchive" if b"WebMainResource" in head else "application/x-plist-binary"


def _ber(head: bytes) -> str | None:
    """Certificates and signed or sealed mail, in the binary form."""
    if not re.match(rb"\x30(?:\x80|\x81.|\x82..|\x83...|\x84....)", head[:6], re.DOTALL):
        return None
    start = head[:24]
    if _SIGNED in start:
        at = head[:512].find(_CONTENT)
        alone = head[at - 2 : at] == b"\x30\x0b"  # what follows belongs to something else
        holds = at >= 0 and not alone and head[at + len(_CONTENT) : at + len(_CONTENT) + 1] == b"\xa0"
        return "application/pkcs7-mime" if holds else "application/pkcs7-signature"
    if _ENVELOPED.search(start):
        return "application/pkcs7-mime"
    if re.match(rb"\x30\x82..\x30(?:\x82..|\x81.)\xa0\x03\x02\x01\x02\x02", head[:20], re.DOTALL):
        return "application/pkix-cert"
    return "application/x-pkcs12" if re.match(rb"\x30\x82..\x02\x01\x03\x30", head[:10], re.DOTALL) else None


def _sound(head: bytes) -> str | None:
    """MPEG sound has no magic: two frames, each where the one before says, or the tag before them."""
    if head.startswith(b"ID3") and len(head) > 10 and head[3] < 0x10:
        return "audio/mpeg"
    if re.match(rb"\xff[\xf0\xf1\xf8\xf9]", head[:2]) and len(head) > 7:
        size = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
        return "audio/aac" if size > 7 and head[size : size + 2] == head[:2] else None
    size = _frame(head)
    return "audio/mpeg" if size and head[size : size + 1] == b"\xff" and _frame(head[size : size + 4]) else None


_RATES = {
    3: {1: (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448)}
    | {2: (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384)}
    | {3: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)},
    2: {1: (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256)}
    | dict.fromkeys((2, 3), (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)),
}  # kilobits by version and layer, ISO 11172-3 and 13818-3


def _frame(head: bytes) -> int:
    """The bytes of an MPEG sound frame that begins here; 0 where none does."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer = head[1] >> 3 & 3, 4 - (head[1] >> 1 & 3)
    rate, frequency = head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or layer == 4 or rate in {0, 15} or frequency == 3:
        return 0
    hertz = (44100, 48000, 32000)[frequency] >> {3: 0, 2: 1, 0: 2}[version]
    bits = _RATES[3 if version == 3 else 2][layer][rate - 1] * 1000
    pad = head[2] >> 1 & 1
    if layer == 1:
        return (12 * bits // hertz + pad) * 4
    return (72 if layer == 3 and version != 3 else 144) * bits // hertz + pad


def _stream(head: bytes) -> str | None:
    packets = head[: 188 * 5 : 188]
    if len(packets) == 5 and packets == b"G" * 5:
        return "video/mp2t"
    packets = head[4 : 4 + 192 * 5 : 192]
    return "video/mp2t" if len(packets) == 5 and packets == b"G" * 5 else None


def _disk(head: bytes) -> str | None:
    """An image of a disk as it was: a file system that begins here, or a table of partitions."""
    if head[3:11] in {b"NTFS    ", b"EXFAT   ", b"-FVE-FS-"} or head[54:57] == b"FAT" or head[82:87] == b"FAT32":
        return _RAW if head[510:512] == b"\x55\xaa" else None
    if head.startswith((b"LUKS\xba\xbe", b"XFSB\0\0")) or head[32:36] == b"NXSB" or head[512:520] == b"EFI PART":
        return _RAW
    if head[0x400:0x404] in {b"H+\0\4", b"HX\0\5"} or head[0x8001:0x8006] == b"BEA01":
        return "application/x-udf-image" if head[0x8001:0x8006] == b"BEA01" else _RAW
    if head[0x438:0x43A] == b"\x53\xef" and head[0x419:0x41C] == b"\0\0\0" and head[0x44D:0x450] == b"\0\0\0":
        return _RAW
    return _RAW if head[510:512] == b"\x55\xaa" and (_plain_fat(head) or _partitioned(head)) else None


_RAW = "application/x-raw-disk-image"


def _plain_fat(head: bytes) -> bool:
    """A FAT whose first sector does not call itself one."""
    sector, cluster = struct.unpack_from("<HB", head, 11)
    return head[0] in {0xEB, 0xE9} and sector in {512, 1024, 2048, 4096} and cluster > 0 and head[21] >= 0xF0


def _partitioned(head: bytes) -> bool:
    """Whether the first sector ends in four entries that can be partitions, one of them used."""
    entries = [head[at : at + 16] for at in range(446, 510, 16)]
    used = [entry for entry in entries if entry[4]]
    places = [struct.unpack_from("<LL", entry, 8) for entry in used]
    return (
        bool(used)
        and all(entry[0] in {0, 0x80} for entry in entries)
        and all(first and count for first, count in places)
        and all(not any(entry) for entry in entries if not entry[4])
    )


def _tape(head: bytes) -> str | None:
    """A TAR without magic: the sum of its first header is right."""
    if len(head) < 512 or not head[0]:
        return None
    said = re.match(rb"\s*([0-7]{1,7})[\0 ]", head[148:156])
    if said is None:
        return None
    return "application/x-tar" if sum(head[:148]) + 8 * 32 + sum(head[156:512]) == int(said[1], 8) else None


def _table(head: bytes) -> str | None:
    """A dBase table: a version, a date that can be, records and header of sizes that go together."""
    if len(head) < 33 or head[0] not in {2, 3, 4, 5, 0x30, 0x31, 0x32, 0x43, 0x83, 0x8B, 0xF5}:
        return None
    header = int.from_bytes(head[8:10], "little")
    dated = 1 <= head[2] <= 12 and 1 <= head[3] <= 31
    return "application/x-dbf" if dated and header > 32 and head[header - 1 : header] in {b"\r", b"\0"} else None


_INNER = [row for row in TABLE if row[0]]
# the rows that a first byte leaves possible, in the order of the table
_BY_FIRST = {
    first: [row for row in TABLE if row[0] or row[1][0] == first]
    for first in {row[1][0] for row in TABLE if not row[0]}
}
_LOOKS: tuple[Callable[[bytes], str | None], ...] = (
    loadtype.dat, _riff, _iso_media, _bitmap, _compressed, _program, _font, _apple, _ber, _sound, _stream, _disk, _tape, _table,
)  # fmt: skip
