"""What a GZ is that has a format of its own inside: a web archive, packed record by record."""

import re
import zlib

from muniment.intake.source import Source

GZIP = "application/gzip"
_WARC, _ARC = re.compile(rb"WARC/\d"), re.compile(rb"filedesc://")


def kind(source: Source) -> str:
    """The media type of a file that begins as a GZ does."""
    try:
        start = zlib.decompressobj(31).decompress(source.head(4096), 64)
    except zlib.error:
        return GZIP
    if _WARC.match(start):
        return "application/x-warc"
    return "application/x-arc" if _ARC.match(start) else GZIP
