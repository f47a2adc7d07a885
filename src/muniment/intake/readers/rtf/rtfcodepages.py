"""Code pages as Windows numbers them, and fonts' character sets, by the name of their codec. All are loaded at import."""

import codecs
import importlib

WESTERN = "cp1252"

_SAME = (437, 720, 737, 775, 850, 852, 855, 857, 858, 860, 861, 862, 863, 864, 865, 866, 869, 874, 932, 949, 950)
_PAGES: dict[int, str] = {
    **{page: f"cp{page}" for page in (*_SAME, *range(1250, 1259))},
    **{28590 + part: f"iso8859_{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    708: "iso8859_6",
    819: WESTERN,
    936: "gb18030",
    1361: "johab",
    10000: "mac_roman",
    10001: "cp932",
    10002: "cp950",
    10003: "cp949",
    10004: "mac_arabic",
    10006: "mac_greek",
    10007: "mac_cyrillic",
    10008: "gb18030",
    10010: "mac_romanian",
    10017: "mac_cyrillic",
    10021: "cp874",
    10029: "mac_latin2",
    10079: "mac_iceland",
    10081: "mac_turkish",
    10082: "mac_croatian",
    20127: WESTERN,
    20866: "koi8_r",
    20932: "euc_jp",
    20936: "gb18030",
    20949: "cp949",
    21866: "koi8_u",
    28591: WESTERN,
    28599: "cp1254",
    38598: "iso8859_8",
    50220: "iso2022_jp",
    50221: "iso2022_jp",
    50222: "iso2022_jp",
    50225: "iso2022_kr",
    51932: "euc_jp",
    51936: "gb18030",
    51949: "cp949",
    52936: "hz",
    54936: "gb18030",
    65000: "utf_7",
    65001: "utf_8",
}
_CHARSETS = {
    0: 1252, 2: 1252, 77: 10000, 78: 10001, 79: 10003, 80: 10008, 81: 10002, 83: 1255, 84: 1256, 85: 10006, 86: 10081, 87: 10021,
    88: 10029, 89: 10007, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255,
    178: 1256, 179: 1256, 180: 1256, 181: 1255, 186: 1257, 204: 1251, 222: 874, 238: 1250, 254: 437, 255: 850,
}  # fmt: skip

for _name in set(_PAGES.values()):
    importlib.import_module(f"encodings.{_name}")  # the jail opens no module later
    codecs.lookup(_name)


def of_page(number: int | None) -> str:
    """The codec of a code page, "" where there is none."""
    return _PAGES.get(number or 0, "")


def of_charset(number: int | None) -> str:
    """The codec of a font's character set, "" where the document says it."""
    return _PAGES.get(_CHARSETS.get(-1 if number is None else number, 0), "")


def decode(data: bytes, codec: str, otherwise: str = WESTERN) -> tuple[str, bool]:
    """Characters of bytes, and whether some of them stand for none: first by one codec, then by another."""
    for name in dict.fromkeys((codec, otherwise)):
        try:
            return data.decode(name), False
        except UnicodeError:
            continue
    if codec == WESTERN:  # its five empty places are the controls that Latin-1 has there
        pieces = (data[at : at + 1].decode(codec, "ignore") or chr(data[at]) for at in range(len(data)))
        return "".join(pieces), False
    return data.decode(codec, "replace"), True
