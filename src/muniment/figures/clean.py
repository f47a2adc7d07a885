"""Makes what matplotlib writes fit for the strictest pages: no style, no script, nothing fetched, words as words.

A page's `Content-Security-Policy` without `unsafe-inline` drops style attributes, in an SVG file as in the page. So each
one becomes the presentation attribute of the same name, and the picture needs no exception anywhere: serve it as
`image/svg+xml` with `default-src 'none'`, as an `<img>` or in a `<picture>`.
"""

from collections.abc import Mapping

from lxml import etree

_SVG = "{http://www.w3.org/2000/svg}"
_FONTS = "Helvetica Neue, Helvetica, Arial, Liberation Sans, sans-serif"
_DROPPED = (f"{_SVG}metadata", f"{_SVG}style")


def clean(raw: bytes, words: Mapping[str, str], title: str, says: str) -> bytes:
    """The picture as it is served; `words` are put where their stand-ins were drawn, by id."""
    root = etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True))
    for dropped in list(root.iter(*_DROPPED)):
        parent = dropped.getparent()
        if parent is not None:
            parent.remove(dropped)
    for element in root.iter(etree.Element):
        _styleless(element)
        if element.tag == f"{_SVG}g" and element.get("id") in words:
            for text in element.iter(f"{_SVG}text"):
                text.text = words[element.get("id", "")]
    _head(root, title, says)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _styleless(element: etree._Element) -> None:
    """Each declaration of a style attribute as an attribute of its own."""
    for declaration in (element.get("style") or "").split(";"):
        name, colon, value = declaration.partition(":")
        if colon and name.strip() != "font-family":  # the whole picture has one, on its root
            element.set(name.strip(), value.strip())
    element.attrib.pop("style", "")
    if element.get("transform", "").startswith("rotate(-0 "):
        del element.attrib["transform"]


def _head(root: etree._Element, title: str, says: str) -> None:
    """What the picture is, for people who hear it; its size in px; and what held for every stroke."""
    for name, text in (("desc", says), ("title", title)):
        said = etree.Element(f"{_SVG}{name}", id=name)
        said.text = text
        said.tail = "\n "
        root.insert(0, said)
    _, _, wide, high = root.get("viewBox", "0 0 0 0").split()
    del root.attrib["version"]
    for name, value in {
        "width": wide,
        "height": high,
        "role": "img",
        "lang": "en",
        "aria-labelledby": "title desc",
        "font-family": _FONTS,
        "stroke-linejoin": "round",
        "stroke-linecap": "butt",
    }.items():
        root.set(name, value)
