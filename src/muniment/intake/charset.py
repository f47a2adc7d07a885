"""Which characters bytes stand for: marks, the shape of the bytes, what was declared, and last a guess.

The outcome depends on the bytes and the declaration alone. Bytes may be many: they are checked and decoded in pieces.
"""

import codecs
import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass

from muniment.intake import charsetguess
from muniment.intake.charsets import MULTIPLE, SEVEN_BIT, WESTERN, WIDE, codec

ENGINE = charsetguess.ENGINE
__all__ = ["ENGINE", "Chosen", "Decoded", "choose", "codec", "decode", "marked", "pieces", "wide"]

Buffer = bytes | mmap.mmap

_SAMPLE = 1 << 16  # bytes that a look at the shape sees
_STEP = 1 << 20
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
_ENOUGH = 3  # sequences of UTF-8 that another declaration must give way to, where such bytes can be letters of it
_HIGH = re.compile(rb"[\x80-\xff]")
_ASCII = bytes(range(128))
_REAL_CONTROLS = re.compile("[\0-\x06\x0e-\x19\x7f\ufffe\uffff\ue000-\uf8ff]")
_EAST = re.compile("[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff00-\uffef\n\r\t -~]")
_UNUSED = b"\x81\x8d\x8f\x90\x9d"
# Windows-1252 as browsers read it: its five empty places are the controls that Latin-1 has there
_WINDOWS = "".join(bytes([byte]).decode("latin-1" if byte in _UNUSED else "cp1252") for byte in range(256))


@dataclass(frozen=True, slots=True)
class Chosen:
    """The codec for some bytes, the length of the mark before them, whether it was guessed, and whether all decodes."""

    charset: str
    mark: int = 0
    guessed: bool = False
    sound: bool = True


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters, the codec that gave them, whether it was guessed, and how many stand as U+FFFD for what is none."""

    text: str
    charset: str
    guessed: bool = False
    replaced: int = 0

    @property
    def flags(self) -> list[str]:
        """The flags that a reading carries for it."""
        return ["charset-guessed"] * self.guessed + ["replacement-chars"] * bool(self.replaced)


def decode(data: bytes, declared: str = "") -> Decoded:
    """Characters of any bytes; it cannot fail. Cost: two passes; a guess looks at 64 KiB."""
    if data.isascii() and b"\0" not in data and b"\x1b" not in data and codec(declared) in {"", "utf_8"}:
        return Decoded(data.decode("ascii"), "utf_8")  # what all that follows would find
    chosen = choose(data, declared)
    text = "".join(piece for piece in pieces(data, chosen))
    replaced = 0
    if not chosen.sound:
        replaced = max(text.count("\ufffd") - data.count(b"\xef\xbf\xbd"), 1)
    return Decoded(text, chosen.charset, chosen.guessed, replaced)


def pieces(data: Buffer, chosen: Chosen, step: int = _STEP) -> Iterator[str]:
    """The characters, from a bounded number of bytes at a time; what is none becomes U+FFFD."""
    if chosen.charset == "cp1252":
        for start in range(chosen.mark, len(data), step):
            yield codecs.charmap_decode(data[start : start + step], "strict", _WINDOWS)[0]
        return
    decoder = codecs.getincrementaldecoder(chosen.charset)("replace")
    for start in range(chosen.mark, len(data), step):
        if text := decoder.decode(data[start : start + step]):
            yield text
    if text := decoder.decode(b"", True):
        yield text


def choose(data: Buffer, declared: str = "") -> Chosen:
    """The codec for these bytes. Cost: a pass or two; a guess looks at 64 KiB."""
    name, mark = marked(data)
    if name:
        return Chosen(name, mark, sound=_valid(data, name, mark))
    said = codec(declared)
    if said in SEVEN_BIT and _valid(data, said):
        return Chosen(said)
    if (name := wide(data, said)) and (said == name or _valid(data, name)):
        return Chosen(name, guessed=said != name, sound=name == "cp1252" or _valid(data, name))
    if _JAPANESE.search(data, 0, _SAMPLE) and _valid(data, "iso2022_jp_2"):
        return Chosen("iso2022_jp_2", guessed=True)
    other = said not in {"", "utf_8", *SEVEN_BIT, *WIDE}
    if other and _rather(data, said) and _valid(data, said):
        return Chosen(said)
    if _valid(data, "utf_8"):
        return Chosen("utf_8", guessed=said not in {"", "utf_8"} and _HIGH.search(data) is not None)
    if other and _valid(data, said):
        return Chosen(said)
    return _guess(data)


def marked(data: Buffer) -> tuple[str, int]:
    """The codec that a byte order mark names, and the mark's length."""
    head = data[:4]
    for mark, name in _MARKS:
        if head.startswith(mark) and not (name == "utf_32_le" and len(data) % 4):
            return name, len(mark)
    return "", 0


def wide(data: Buffer, said: str = "") -> str:
    """UTF-16 or UTF-32 without a mark, by where its zero bytes stand; "" where it is neither."""
    sample = data[:_SAMPLE]
    found = _by_zeros(sample, len(data))
    if found or said not in WIDE:
        return found
    width = 2 if "16" in said else 4
    whole = len(data) % width == 0 and _valid(sample[: len(sample) // width * width], said, final=False)
    return said if whole else ""


def _by_zeros(sample: bytes, size: int) -> str:
    if b"\0" not in sample:
        return ""
    zeros = [sample[start::4].count(0) for start in range(4)]
    units = len(sample) // 4
    if units and size % 4 == 0 and zeros[3] == units and zeros[2] > units * 0.9 and zeros[0] < units * 0.2:
        return "utf_32_le" if _clean(sample, "utf_32_le") else ""
    if units and size % 4 == 0 and zeros[0] == units and zeros[1] > units * 0.9 and zeros[3] < units * 0.2:
        return "utf_32_be" if _clean(sample, "utf_32_be") else ""
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    least = max(len(sample) // 2 // 50, 1)  # even where no letter is Latin, spaces and line ends are
    for many, few, name in ((second, first, "utf_16_le"), (first, second, "utf_16_be")):
        if many >= least and few < many and (few * 20 <= many or _east_asian(sample, name)) and _clean(sample, name):
            return name
    return ""


def _east_asian(sample: bytes, name: str) -> bool:
    """Whether nearly all is Chinese, Japanese or Korean, whose letters may have a zero in either half."""
    text = sample[: len(sample) & ~1].decode(name, "replace")
    return len(_EAST.findall(text)) * 10 >= len(text) * 9


def _clean(sample: bytes, name: str) -> bool:
    """Whether these bytes make characters of a text, hardly one of them a control or a private one."""
    text = sample[: len(sample) & ~1].decode(name, "replace")
    odd = len(_REAL_CONTROLS.findall(text)) + text.count("\ufffd")
    common = sum(text.count(sign) for sign in " \n\r\t,.;:")
    letters = sum(char.isalnum() for char in text[:2000])
    return (
        bool(text) and odd * 50 <= len(text) and (common > 0 or len(text) < 20) and letters * 4 >= min(len(text), 2000)
    )


def _rather(data: Buffer, said: str) -> bool:
    """Whether a declaration counts for more than that the bytes are UTF-8 by chance: a Thai word of two letters can be."""
    if said in WESTERN or _HIGH.search(data) is None:
        return False
    least = 3 if said in MULTIPLE else 2  # bytes of a sequence: those of two are common in Chinese by chance
    found = sum(1 for sequence in _SEQUENCE.finditer(data[:_SAMPLE]) if len(sequence[0]) >= least)
    return found < _ENOUGH


def _valid(data: Buffer, name: str, start: int = 0, *, final: bool = True) -> bool:
    """Whether all bytes are characters of this codec; of Windows-1252, whether hardly any is one of its empty places."""
    if name == "cp1252":
        return _few_unused(data)
    decoder = codecs.getincrementaldecoder(name)("strict")
    try:
        for at in range(start, len(data), _STEP):
            decoder.decode(data[at : at + _STEP])
        decoder.decode(b"", final)
    except UnicodeError:
        return False
    return True


def _few_unused(data: Buffer) -> bool:
    unused = high = 0
    for at in range(0, len(data), _STEP):
        letters = data[at : at + _STEP].translate(None, _ASCII)
        high += len(letters)
        unused += high and len(letters) - len(letters.translate(None, _UNUSED))
    return unused * 20 <= high


def _guess(data: Buffer) -> Chosen:
    """By frequency of letters; UTF-8 with a few bad bytes stays UTF-8."""
    sample = _sample(data)
    good = sum(len(found[0]) for found in _SEQUENCE.finditer(sample))
    bad = len(sample.translate(None, _ASCII)) - good
    if good >= 3 * bad:
        return Chosen("utf_8", sound=False)
    name = charsetguess.likely(sample)
    return Chosen(name, guessed=True, sound=name == "cp1252" or _valid(data, name))


def _sample(data: Buffer) -> bytes:
    """The part that a guess looks at: from the line with the first byte beyond ASCII."""
    first = _HIGH.search(data)
    start = max(first.start() - 2048, 0) if first else 0
    start = data.rfind(b"\n", 0, start) + 1 if start else 0
    sample = data[start : start + _SAMPLE]
    end = sample.rfind(b"\n", _SAMPLE // 2) + 1  # no character is cut where there are lines
    return sample[:end] if end and len(sample) == _SAMPLE else sample
