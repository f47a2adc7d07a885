"""What `type:` takes: a media type, its first half, or a short word for several of them."""

_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
_MS = "application/vnd.ms-"

_TYPES: dict[str, tuple[str, ...]] = {
    "pdf": ("application/pdf",),
    "docx": (f"{_OOXML}wordprocessingml.document", f"{_MS}word.document.macroenabled.12"),
    "doc": ("application/msword",),
    "xlsx": (f"{_OOXML}spreadsheetml.sheet", f"{_MS}excel.sheet.macroenabled.12"),
    "xls": (f"{_MS}excel",),
    "xlsb": (f"{_MS}excel.sheet.binary.macroenabled.12",),
    "pptx": (
        f"{_OOXML}presentationml.presentation",
        f"{_OOXML}presentationml.slideshow",
        f"{_MS}powerpoint.presentation.macroenabled.12",
    ),
    "ppt": (f"{_MS}powerpoint",),
    "odt": (f"{_ODF}text",),
    "ods": (f"{_ODF}spreadsheet",),
    "odp": (f"{_ODF}presentation",),
    "rtf": ("application/rtf", "text/rtf"),
    "html": ("text/html", "application/xhtml+xml"),
    "xml": ("application/xml", "text/xml"),
    "json": ("application/json",),
    "csv": ("text/csv", "text/tab-separated-values", "text/x-export-list"),
    "txt": ("text/plain",),
    "whatsapp": ("text/x-whatsapp-chat", "application/x-whatsapp-chat"),
    "telegram": ("application/x-telegram-chat", "application/x-telegram-export"),
    "messenger": ("application/x-messenger-chat",),
    "pst": ("application/vnd.ms-outlook-pst",),
    "heic": ("image/heic", "image/heif"),
    "epub": ("application/epub+zip",),
    "eml": ("message/rfc822",),
    "msg": (f"{_MS}outlook", "application/x-msg"),
    "mbox": ("application/mbox",),
    "zip": ("application/zip",),
    "tar": ("application/x-tar",),
    "gz": ("application/gzip",),
    "bz2": ("application/x-bzip2",),
    "xz": ("application/x-xz",),
    "7z": ("application/x-7z-compressed",),
    "rar": ("application/vnd.rar", "application/x-rar-compressed"),
    "jpg": ("image/jpeg",),
    "jpeg": ("image/jpeg",),
    "png": ("image/png",),
    "gif": ("image/gif",),
    "tiff": ("image/tiff",),
    "svg": ("image/svg+xml",),
}
_GROUPS: dict[str, tuple[str, ...]] = {
    "mail": ("eml", "msg", "mbox"),
    "document": ("pdf", "docx", "doc", "odt", "rtf", "epub"),
    "spreadsheet": ("xlsx", "xls", "xlsb", "ods", "csv"),
    "presentation": ("pptx", "ppt", "odp"),
    "chat": ("whatsapp", "telegram", "messenger"),
    "archive": ("zip", "tar", "gz", "bz2", "xz", "7z", "rar"),
}
_FIRST = ("application", "audio", "font", "image", "message", "physical", "text", "video")  # halves of a media type

WORDS = (*_GROUPS, *_FIRST[1:], *_TYPES)


def asked(word: str) -> frozenset[str]:
    """The terms that a word of `type:` stands for; none where it is no such word."""
    if "/" in word:
        return frozenset({word})
    if word in _GROUPS:
        return frozenset(kind for short in _GROUPS[word] for kind in _TYPES[short])
    if word in _TYPES:
        return frozenset(_TYPES[word])
    return frozenset({word}) if word in _FIRST else frozenset()


def terms(kind: str) -> tuple[str, ...]:
    """The terms of an item's type: the media type, and its first half."""
    kind = kind.lower()
    return (kind, kind.partition("/")[0]) if kind else ()
