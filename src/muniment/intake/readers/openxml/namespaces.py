"""Names of XML elements and attributes as "prefix:local", whatever prefix a file uses itself.

Strict and transitional Office Open XML get the same prefixes. A namespace that is not known gets "?"; a name without one
stays bare.
"""

_OFFICE = ("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/")
_OFFICE_TAILS = {
    "wordprocessingml/2006/main": "w",
    "wordprocessingml/main": "w",
    "spreadsheetml/2006/main": "x",
    "spreadsheetml/main": "x",
    "presentationml/2006/main": "p",
    "presentationml/main": "p",
    "drawingml/2006/main": "a",
    "drawingml/main": "a",
    "drawingml/2006/chart": "c",
    "drawingml/chart": "c",
    "drawingml/2006/diagram": "dgm",
    "drawingml/diagram": "dgm",
    "drawingml/2006/picture": "pic",
    "drawingml/picture": "pic",
    "drawingml/2006/wordprocessingDrawing": "wp",
    "drawingml/wordprocessingDrawing": "wp",
    "drawingml/2006/spreadsheetDrawing": "xdr",
    "drawingml/spreadsheetDrawing": "xdr",
    "officeDocument/2006/relationships": "r",
    "officeDocument/relationships": "r",
    "officeDocument/2006/math": "m",
    "officeDocument/math": "m",
    "officeDocument/2006/custom-properties": "custom",
    "officeDocument/customProperties": "custom",
    "officeDocument/2006/extended-properties": "app",
    "officeDocument/extendedProperties": "app",
    "officeDocument/2006/docPropsVTypes": "vt",
    "officeDocument/docPropsVTypes": "vt",
    "package/2006/metadata/core-properties": "cp",
    "package/2006/relationships": "rel",
    "markup-compatibility/2006": "mc",
}
_OTHER = {
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "urn:schemas-microsoft-com:office:excel": "vx",
    "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments": "tc",
    "http://schemas.microsoft.com/office/powerpoint/2018/8/main": "p18",
    "http://schemas.microsoft.com/office/word/2012/wordml": "w15",
    "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main": "x14",
    "http://schemas.microsoft.com/office/excel/2006/main": "xm",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://www.w3.org/1998/Math/MathML": "math",
    "http://www.w3.org/1999/xlink": "xlink",
    "http://www.w3.org/2000/svg": "svg",
    "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0": "svg",
    "http://openoffice.org/2001/config": "config",
}
_OPEN = ("urn:oasis:names:tc:opendocument:xmlns:", "http://openoffice.org/2000/")
_OPEN_PREFIXES = {"drawing": "draw", "datastyle": "number", "configuration": "config"}


def prefix(uri: str) -> str:
    """The prefix that a namespace has here."""
    if uri in _OTHER:
        return _OTHER[uri]
    for start in _OFFICE:
        if uri.startswith(start):
            return _OFFICE_TAILS.get(uri[len(start) :], "?")
    for start in _OPEN:
        if uri.startswith(start):
            name = uri[len(start) :].split(":", 1)[0]
            return _OPEN_PREFIXES.get(name, name)
    if uri.startswith("http://schemas.microsoft.com/office/word/") and uri.endswith("/wordml"):
        return "w14"
    return "?"


class Names(dict[str, str]):
    """From "uri}local" to "prefix:local"; worked out once for each name of a file."""

    def __missing__(self, name: str) -> str:
        uri, brace, local = name.rpartition("}")
        short = f"{prefix(uri)}:{local}" if brace else local
        self[name] = short
        return short
