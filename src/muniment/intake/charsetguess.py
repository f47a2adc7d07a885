"""The likeliest of the usual single-byte and East Asian character sets, by the bytes alone."""

import re

import charset_normalizer
from charset_normalizer import CharsetMatch

ENGINE = f"charset-normalizer {charset_normalizer.__version__}"

_NAMES = """cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 cp874 koi8_r cp866 iso8859_2 iso8859_5 mac_roman
    cp437 cp932 euc_jp gb18030 big5 cp949"""
_CANDIDATES = _NAMES.split()
_LOOK = 4096  # bytes of such lines that are looked at
_FEW = 8  # bytes beyond ASCII: with fewer there is too little to say, and it is taken as Windows-1252
_HIGH = re.compile(rb"[\x80-\xff]")
# letters and signs of Western languages, as Windows-1252
_WESTERN_LIKE = re.compile(
    b"[" + "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜàáâãäåæçèéêëìíîïñòóôõöøùúûüßœŒ‘’‚“”„–—…•€£§©®°´·«»½\xa0".encode("cp1252") + b"]"
)
_DOS = re.compile(rb"[A-Za-z][\x81\x82\x84\x85\xa1-\xa3](?![\x80-\xff])")  # ü é ä à í ó ú of MS-DOS
_BELOW = re.compile(rb"[\x80-\x9f]")  # letters in Windows-1250, controls in ISO 8859-2
_CENTRAL = re.compile(
    rb"[a-zA-Z\xc0-\xff][\xa9\xab\xac\xae\xb1\xb5\xb6\xb9\xbb\xbc\xbe][a-z\xc0-\xff]|[ \n][\xb6\xb9\xbe][a-z\xc0-\xff]"
)
_HEBREW = re.compile(rb"[\xe0-\xfa]")
_RUSSIAN = re.compile(
    rb"[\xe0\xe8\xed\xee]"
)  # а и н о of Windows-1251, a third of any Russian text; a seventh of Hebrew
_OTHERWISE = re.compile(rb"[\xe4\xe5\xe9\xec\xf9]")  # the commonest of Hebrew, a sixth of Russian
_MAINFRAME = re.compile(rb"[\x81-\x89\x91-\x99\xa2-\xa9\xc1-\xc9\xd1-\xd9\xe2-\xe9]")  # letters in EBCDIC
_MARGIN = 16  # letters from which their frequencies can be believed


def likely(sample: bytes) -> str:
    """The likeliest codec; Windows-1252 where too little is there to say."""
    high = len(_HIGH.findall(sample))
    if _mainframe(sample):
        return "cp500"
    if len(_DOS.findall(sample)) * 2 >= high:
        return "cp850"
    western = high - len(_HIGH.findall(_WESTERN_LIKE.sub(b"", sample)))
    central = len(_CENTRAL.findall(sample)) * 50 > high
    if high < _FEW or (western * 10 >= high * 9 and high * 3 < len(sample) and not central):
        return "cp1252"
    if _hebrew(sample, high):
        return "cp1255"
    best = _best(_dense(sample))
    name = best.encoding if best is not None and best.encoding in _CANDIDATES else "cp1252"
    if name in {"cp1250", "cp1252"} and central and not _BELOW.search(sample):
        return "iso8859_2"
    return name


def _dense(sample: bytes) -> bytes:
    """Lines with letters beyond ASCII, as many as are looked at."""
    lines, size = [], 0
    for line in sample.splitlines(keepends=True):
        if not line.isascii():
            lines.append(line)
            size += len(line)
            if size >= _LOOK:
                break
    return b"".join(lines)


def _best(sample: bytes) -> CharsetMatch | None:
    return charset_normalizer.from_bytes(
        sample, steps=1, chunk_size=len(sample), cp_isolation=_CANDIDATES, preemptive_behaviour=False
    ).best()


def _hebrew(sample: bytes, high: int) -> bool:
    """Hebrew uses the bytes of small Cyrillic letters, with other frequencies and never the last five."""
    letters = len(_HEBREW.findall(sample))
    if high < _MARGIN or letters * 100 < high * 97 or re.search(rb"[\xfb\xfc\xff]", sample):
        return False
    return len(_OTHERWISE.findall(sample)) > len(_RUSSIAN.findall(sample))


def _mainframe(sample: bytes) -> bool:
    """EBCDIC: letters above ASCII, spaces where ASCII has "@", and none of its own spaces and letters."""
    letters, spaces = len(_MAINFRAME.findall(sample)), sample.count(b"@")
    ours = len(re.findall(rb"[ a-zA-Z]", sample))
    return letters * 3 > len(sample) and spaces * 12 > letters and ours * 20 < letters


likely("Привет, как дела? Все хорошо, спасибо. До свидания!".encode("cp1251"))  # loads what it loads on first use
