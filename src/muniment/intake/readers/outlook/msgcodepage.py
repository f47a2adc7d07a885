"""In which characters the texts of a message are written, where they are kept in 8 bits."""

from muniment.intake import charset
from muniment.intake.readers.outlook.msgproperties import Properties
from muniment.intake.readers.rtf.rtfcodepages import of_page

_MESSAGE, _INTERNET, _LOCALE = 0x3FFD, 0x3FDE, 0x3FF1
_BY_LANGUAGE = {  # the primary language of a locale: the code page of Windows for it
    **dict.fromkeys((0x04,), 936),
    **dict.fromkeys((0x05, 0x0E, 0x15, 0x18, 0x1A, 0x1B, 0x1C, 0x24), 1250),
    **dict.fromkeys((0x02, 0x19, 0x22, 0x23, 0x2F), 1251),
    **dict.fromkeys((0x08,), 1253),
    **dict.fromkeys((0x1F, 0x2C, 0x43), 1254),
    **dict.fromkeys((0x0D,), 1255),
    **dict.fromkeys((0x01, 0x20, 0x29), 1256),
    **dict.fromkeys((0x25, 0x26, 0x27), 1257),
    **dict.fromkeys((0x2A,), 1258),
    **dict.fromkeys((0x1E,), 874),
    **dict.fromkeys((0x11,), 932),
    **dict.fromkeys((0x12,), 949),
}
_TRADITIONAL = frozenset({0x0404, 0x0C04, 0x1404})  # Chinese as Taiwan, Hong Kong and Macau write it
_SINGLE = frozenset(f"cp{page}" for page in (874, *range(1250, 1259)))


def of(properties: Properties) -> tuple[str, bool]:
    """The codec, and whether it was guessed. The first that all bytes fit is taken."""
    sample = properties.narrow_sample
    if not sample:
        return "", False
    said = [of_page(properties.whole(number)) for number in (_MESSAGE, _INTERNET)]
    locale = properties.whole(_LOCALE) or 0
    said.append(of_page(950 if locale in _TRADITIONAL else _BY_LANGUAGE.get(locale & 0x3FF, 1252 if locale else 0)))
    for codec in filter(None, said):
        if _fits(sample, codec):
            return ("utf_8", True) if codec in _SINGLE and _fits(sample, "utf_8") else (codec, False)
    found = charset.decode(sample, next(filter(None, said), ""))
    return found.charset, found.guessed


def internet(properties: Properties) -> str:
    """The codec that the message declares for its body."""
    return of_page(properties.whole(_INTERNET))


def _fits(sample: bytes, codec: str) -> bool:
    try:
        sample.decode(codec)
    except UnicodeError:
        return codec == "cp1252"  # its empty places are taken as controls
    return True
