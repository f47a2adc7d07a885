"""Which characters bytes stand for: marks, the shape of the bytes, what was declared, and last a guess.

The outcome depends on the bytes and the declaration alone. Every codec is loaded at import: the jail opens no files.
"""

import codecs
import importlib
import re
from dataclasses import dataclass

import charset_normalizer

ENGINE = f"charset-normalizer {charset_normalizer.__version__}"

_SAMPLE = 1 << 16  # bytes that a guess looks at
_SINGLE = [
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "cp1258",
    "cp874",
    "cp437",
    "cp850",
    "cp852",
    "cp858",
    "cp866",
    "iso8859_1",
    "iso8859_2",
    "iso8859_3",
    "iso8859_4",
    "iso8859_5",
    "iso8859_6",
    "iso8859_7",
    "iso8859_8",
    "iso8859_9",
    "iso8859_10",
    "iso8859_11",
    "iso8859_13",
    "iso8859_14",
    "iso8859_15",
    "iso8859_16",
    "koi8_r",
    "koi8_u",
    "koi8_t",
    "mac_roman",
    "mac_cyrillic",
    "mac_greek",
    "mac_latin2",
    "mac_turkish",
    "ptcp154",
    "kz1048",
    "cp037",
    "cp500",
    "cp1140",
]
_MULTIPLE = [
    "shift_jis",
    "cp932",
    "shift_jisx0213",
    "euc_jp",
    "euc_jis_2004",
    "gb2312",
    "gbk",
    "gb18030",
    "big5",
    "cp950",
    "big5hkscs",
    "euc_kr",
    "cp949",
    "johab",
]
_SEVEN_BIT = ["iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_ext", "iso2022_kr", "hz", "utf_7"]
_WIDE = ["utf_16_le", "utf_16_be", "utf_32_le", "utf_32_be", "utf_16", "utf_32"]
_GUESSED = [
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "cp874",
    "koi8_r",
    "cp866",
    "iso8859_2",
    "iso8859_5",
    "mac_roman",
    "cp437",
    "cp932",
    "euc_jp",
    "gb18030",
    "big5",
    "cp949",
]
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
    "windows_874": "cp874", "big5_hkscs": "big5hkscs", "x_mac_cyrillic": "mac_cyrillic", "utf8mb4": "utf_8",
}  # fmt: skip
_MARKS = (
    (b"\xef\xbb\xbf", "utf_8"),
    (b"\0\0\xfe\xff", "utf_32_be"),
    (b"\xff\xfe\0\0", "utf_32_le"),
    (b"\xff\xfe", "utf_16_le"),
    (b"\xfe\xff", "utf_16_be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_JAPANESE = re.compile(rb"\x1b\$[@B]|\x1b\$\([DOQ]")
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_WESTERN_LIKE = re.compile(
    b"["
    + "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜàáâãäåæçèéêëìíîïñòóôõöøùúûüßœŒ‘’‚“”„–—…•€£§©®°´·«»½ \xa0".replace(" ", "").encode(
        "cp1252"
    )
    + b"]"
)  # letters and signs of Western languages, as Windows-1252
_HIGH = re.compile(rb"[\x80-\xff]")
_REAL_CONTROLS = re.compile("[\0-\x06\x0e-\x19\x7f\ufffe\uffff\ue000-\uf8ff]")


def _known() -> dict[str, str]:
    codecs_ = [*_SINGLE, *_MULTIPLE, *_SEVEN_BIT, *_WIDE, "utf_8", "ascii"]
    for name in codecs_:
        importlib.import_module(f"encodings.{name}")
        codecs.lookup(name)
    aliases: dict[str, str] = importlib.import_module("encodings.aliases").aliases
    known = {alias: name for alias, name in aliases.items() if name in codecs_}
    known |= {name: name for name in codecs_} | _OTHER_NAMES
    known |= {f"windows_{name[2:]}": name for name in codecs_ if re.fullmatch(r"cp125\d", name)}
    return {alias: _INSTEAD.get(name, name) for alias, name in known.items()}


_KNOWN = _known()


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters, the codec that gave them, whether it was guessed, and how many bytes stand as U+FFFD."""

    text: str
    charset: str
    guessed: bool = False
    replaced: int = 0

    @property
    def flags(self) -> list[str]:
        """The flags that a reading carries for it."""
        return ["charset-guessed"] * self.guessed + ["replacement-chars"] * bool(self.replaced)


def codec(name: str) -> str:
    """The codec that a declared name means; "" where it means none that decodes text."""
    return _KNOWN.get(re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_"), "")


def marked(data: bytes) -> tuple[str, int]:
    """The codec that a byte order mark names, and the mark's length."""
    for mark, name in _MARKS:
        if data.startswith(mark) and not (name == "utf_32_le" and len(data) % 4):
            return name, len(mark)
    return "", 0


def decode(data: bytes, declared: str = "") -> Decoded:
    """Characters of any bytes; it cannot fail. Cost: a pass or two; a guess looks at 64 KiB."""
    name, mark = marked(data)
    if name:
        return _with(data[mark:], name)
    said = codec(declared)
    if said in _SEVEN_BIT:
        found = _strictly(data, said)
        if found is not None:
            return Decoded(found, said)
    if (name := wide(data, said)) and (said == name or (found := _strictly(data, name)) is not None):
        return _with(data, name, guessed=said != name)
    if _JAPANESE.search(data, 0, _SAMPLE) and (found := _strictly(data, "iso2022_jp_2")) is not None:
        return Decoded(found, "iso2022_jp_2", guessed=True)
    if (found := _strictly(data, "utf_8")) is not None:
        return Decoded(found, "utf_8", guessed=said not in {"", "utf_8"} and not data.isascii())
    if said and said not in {"utf_8", *_SEVEN_BIT, *_WIDE} and (found := _strictly(data, said)) is not None:
        return Decoded(found, said)
    return _guess(data)


def wide(data: bytes, said: str = "") -> str:
    """UTF-16 or UTF-32 without a mark, by where its zero bytes stand; "" where it is neither."""
    sample = data[: _SAMPLE & ~3]
    if said in _WIDE and len(data) % (2 if "16" in said else 4) == 0 and _strictly(sample, said) is not None:
        return said
    zeros = [sample[start::4].count(0) for start in range(4)]
    units = len(sample) // 4
    if not sum(zeros):
        return ""
    if units and len(data) % 4 == 0 and zeros[3] == units and zeros[2] > units * 0.9 and zeros[0] < units * 0.2:
        return "utf_32_le" if _clean(sample, "utf_32_le") else ""
    if units and len(data) % 4 == 0 and zeros[0] == units and zeros[1] > units * 0.9 and zeros[3] < units * 0.2:
        return "utf_32_be" if _clean(sample, "utf_32_be") else ""
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    least = max(len(sample) // 2 // 50, 1)  # even where no letter is Latin, spaces and line ends are
    if second >= least and first * 20 <= second and _clean(sample, "utf_16_le"):
        return "utf_16_le"
    return "utf_16_be" if first >= least and second * 20 <= first and _clean(sample, "utf_16_be") else ""


def _clean(sample: bytes, name: str) -> bool:
    """Whether these bytes make characters of a text, hardly one of them a control or a private one."""
    text = sample[: len(sample) & ~1].decode(name, "replace")
    odd = len(_REAL_CONTROLS.findall(text)) + text.count("\ufffd")
    common = sum(text.count(sign) for sign in " \n\r\t,.;:")
    letters = sum(char.isalnum() for char in text[:2000])
    return (
        bool(text) and odd * 50 <= len(text) and (common > 0 or len(text) < 20) and letters * 4 >= min(len(text), 2000)
    )


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeError:
        return _as_browsers_do(data) if name == "cp1252" else None


def _as_browsers_do(data: bytes) -> str | None:
    """Windows-1252 with its five empty places as the controls that Latin-1 has there, unless they are many."""
    if len(re.findall(rb"[\x81\x8d\x8f\x90\x9d]", data)) * 20 > len(_HIGH.findall(data)):
        return None
    return "".join(
        piece.decode("latin-1") if at % 2 else piece.decode("cp1252")
        for at, piece in enumerate(re.split(rb"([\x81\x8d\x8f\x90\x9d])", data))
    )


def _with(data: bytes, name: str, *, guessed: bool = False) -> Decoded:
    found = _strictly(data, name)
    if found is not None:
        return Decoded(found, name, guessed)
    text = data.decode(name, "replace")
    return Decoded(text, name, guessed, max(text.count("\ufffd") - data.count(b"\xef\xbf\xbd"), 1))


def _guess(data: bytes) -> Decoded:
    """By frequency of letters; UTF-8 with a few bad bytes stays UTF-8."""
    good = sum(len(found) for found in _SEQUENCE.findall(data))
    bad = len(_HIGH.findall(data)) - good
    if good >= 3 * bad:
        return _with(data, "utf_8")
    name = _likely(_sample(data))
    found = _strictly(data, name)
    if found is not None:
        return Decoded(found, name, guessed=True)
    return _with(data, name, guessed=True)


def _sample(data: bytes) -> bytes:
    """The part that a guess looks at: from the line with the first byte beyond ASCII."""
    first = _HIGH.search(data)
    start = max(first.start() - 2048, 0) if first else 0
    start = data.rfind(b"\n", 0, start) + 1 if start else 0
    return data[start : start + _SAMPLE]


def _likely(sample: bytes) -> str:
    """The likeliest of the usual codecs; Windows-1252 where too little is there to say."""
    high = _HIGH.findall(sample)
    lone = len(high) < 8 or (_WESTERN_LIKE.subn(b"", sample)[1] * 10 >= len(high) * 9 and len(high) * 4 < len(sample))
    if lone and _strictly(sample, "cp1252") is not None:
        return "cp1252"
    best = charset_normalizer.from_bytes(sample, cp_isolation=_GUESSED, preemptive_behaviour=False).best()
    return best.encoding if best is not None and best.encoding in _GUESSED else "cp1252"


_likely("Привет, как дела? Все хорошо, спасибо. До свидания!".encode("cp1251"))  # loads what it loads on first use
