"""The names of character sets, and the codec that each means. Every codec is loaded at import: the jail opens no files."""

import codecs
import importlib
import re

_SINGLE_NAMES = """cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 cp437 cp850 cp852 cp858 cp866 iso8859_1
    iso8859_2 iso8859_3 iso8859_4 iso8859_5 iso8859_6 iso8859_7 iso8859_8 iso8859_9 iso8859_10 iso8859_11
    iso8859_13 iso8859_14 iso8859_15 iso8859_16 koi8_r koi8_u koi8_t mac_roman mac_cyrillic mac_greek mac_latin2
    mac_turkish mac_croatian mac_iceland mac_romanian ptcp154 kz1048 cp037 cp500 cp1140 cp737 cp775 cp855 cp857 cp860
    cp861 cp862 cp863 cp865 cp869 cp1125"""
_MULTIPLE_NAMES = (
    """shift_jis cp932 shift_jisx0213 euc_jp euc_jis_2004 gb2312 gbk gb18030 big5 cp950 big5hkscs euc_kr cp949 johab"""
)
_WESTERN_NAMES = """cp1252 cp1250 cp1254 cp1257 cp1258 iso8859_2 iso8859_3 iso8859_4 iso8859_10 iso8859_13 iso8859_14 iso8859_15 iso8859_16
    mac_roman mac_latin2 mac_turkish mac_croatian mac_iceland mac_romanian"""
_SEVEN_BIT_NAMES = """iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_ext iso2022_kr hz utf_7"""
_WIDE_NAMES = """utf_16_le utf_16_be utf_32_le utf_32_be utf_16 utf_32"""
SINGLE, MULTIPLE, SEVEN_BIT, WIDE = (
    names.split() for names in (_SINGLE_NAMES, _MULTIPLE_NAMES, _SEVEN_BIT_NAMES, _WIDE_NAMES)
)
WESTERN = frozenset(_WESTERN_NAMES.split())  # in which UTF-8 reads as signs that no word has together
_INSTEAD = {  # a smaller set is read as the larger one that people mean by it
    "iso8859_1": "cp1252",
    "ascii": "utf_8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859_9": "cp1254",
    "iso8859_11": "cp874",
    "utf_16": "utf_16_le",
    "utf_32": "utf_32_le",
}
_OTHER_NAMES = {
    "x_sjis": "cp932", "ks_c_5601_1987": "cp949", "ksc5601": "cp949", "iso_8859_8_i": "iso8859_8", "x_mac_roman": "mac_roman",
    "macintosh": "mac_roman", "unicode_1_1_utf_7": "utf_7", "x_gbk": "gb18030", "unicode": "utf_16_le", "tis_620": "cp874",
    "x_cp1252": "cp1252", "ansi": "cp1252", "cp_850": "cp850", "x_euc_jp": "euc_jp", "windows_31j": "cp932",
    "x_mac_greek": "mac_greek", "dos_850": "cp850", "windows_874": "cp874", "big5_hkscs": "big5hkscs", "x_mac_cyrillic": "mac_cyrillic", "utf8mb4": "utf_8",
}  # fmt: skip


def _known() -> dict[str, str]:
    codecs_ = [*SINGLE, *MULTIPLE, *SEVEN_BIT, *WIDE, "utf_8", "ascii"]
    for name in codecs_:
        importlib.import_module(f"encodings.{name}")
        codecs.lookup(name)
    aliases: dict[str, str] = importlib.import_module("encodings.aliases").aliases
    known = {alias: name for alias, name in aliases.items() if name in codecs_}
    known |= {
        alias: "iso8859_1" for alias, name in aliases.items() if name == "latin_1"
    }  # its name in Python's own list
    known |= {name: name for name in codecs_} | _OTHER_NAMES
    known |= {f"windows_{name[2:]}": name for name in codecs_ if re.fullmatch(r"cp125\d", name)}
    return {alias: _INSTEAD.get(name, name) for alias, name in known.items()}


_KNOWN = _known()


def codec(name: str) -> str:
    """The codec that a declared name means; "" where it means none that decodes text."""
    return _KNOWN.get(re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_"), "")
