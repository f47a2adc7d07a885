"""One reader for each kind of file; a plain registry by media type. They run in the jail alone.

A module here has `VERSION` (raised when what it gives changes), may have `ENGINE` (the library that it stands on, with
its version), and has `read(source, scope) -> Draft`.
"""

from collections.abc import Mapping
from types import MappingProxyType

_BY_MODULE: dict[str, tuple[str, ...]] = {
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
        "application/vnd.ms-word.document.macroEnabled.12",
        "application/vnd.ms-word.template.macroEnabled.12",
    ),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.template",
        "application/vnd.ms-excel.sheet.macroEnabled.12",
        "application/vnd.ms-excel.template.macroEnabled.12",
        "application/vnd.ms-excel.addin.macroEnabled.12",
    ),
    "xlsb": ("application/vnd.ms-excel.sheet.binary.macroEnabled.12",),
    "pptx": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.openxmlformats-officedocument.presentationml.slideshow",
        "application/vnd.openxmlformats-officedocument.presentationml.template",
        "application/vnd.ms-powerpoint.presentation.macroEnabled.12",
        "application/vnd.ms-powerpoint.slideshow.macroEnabled.12",
        "application/vnd.ms-powerpoint.template.macroEnabled.12",
        "application/vnd.ms-powerpoint.addin.macroEnabled.12",
    ),
    "odf": (
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.text-template",
        "application/vnd.oasis.opendocument.text-master",
        "application/vnd.oasis.opendocument.text-web",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.spreadsheet-template",
        "application/vnd.oasis.opendocument.presentation",
        "application/vnd.oasis.opendocument.presentation-template",
        "application/vnd.oasis.opendocument.graphics",
        "application/vnd.oasis.opendocument.graphics-template",
        "application/vnd.oasis.opendocument.formula",
        "application/vnd.oasis.opendocument.chart",
    ),
    "flatodf": (
        "application/vnd.oasis.opendocument.text-flat-xml",
        "application/vnd.oasis.opendocument.spreadsheet-flat-xml",
        "application/vnd.oasis.opendocument.presentation-flat-xml",
        "application/vnd.oasis.opendocument.graphics-flat-xml",
    ),
    "pdf": ("application/pdf",),
    "mail": ("message/rfc822",),
    "mbox": ("application/mbox",),
    "msg": ("application/vnd.ms-outlook",),
    "rtf": ("application/rtf",),
    "html": ("text/html", "application/xhtml+xml"),
    "text": ("text/plain", "text/calendar", "text/vcard", "image/vnd.dxf", "model/step", "image/x-xbitmap"),
    "jsontext": ("application/json", "application/x-ndjson"),
    "xmltext": ("application/xml", "image/svg+xml"),
    "epub": ("application/epub+zip",),
    "table": ("text/csv", "text/tab-separated-values"),
    "zip": (
        "application/zip",
        "application/java-archive",
        "application/vnd.android.package-archive",
        "application/x-olm",
        "application/vnd.google-earth.kmz",
    ),
    "tar": ("application/x-tar",),
    "stream": ("application/gzip", "application/x-bzip2", "application/x-xz", "application/x-lzma"),
    "archive": (
        "application/x-7z-compressed",
        "application/vnd.rar",
        "application/vnd.ms-cab-compressed",
        "application/x-archive",
        "application/x-cpio",
        "application/x-xar",
        "application/x-lzh",
        "application/x-iso9660-image",
        "application/x-compress",
        "application/zstd",
        "application/x-lzip",
        "application/x-lz4",
    ),
}

REGISTRY: Mapping[str, str] = MappingProxyType(
    {kind.lower(): module for module, kinds in _BY_MODULE.items() for kind in kinds}
)

# readers in memory-safe code alone: they may share a process with other items
SAFE = frozenset({"text", "table", "jsontext", "html", "mail", "mbox", "rtf", "msg", "tar"})
