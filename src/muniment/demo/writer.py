"""Writes OpenDocument texts and RTF.

Source: OASIS OpenDocument 1.2, part 1; RTF specification 1.9.1.
"""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from muniment.demo.archives import zipped
from muniment.demo.office import XML, About, Para

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (("office", "office"), ("text", "text"), ("meta", "meta"), ("manifest", "manifest"))
)
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
_ODT = "application/vnd.oasis.opendocument.text"


def odt(paras: Sequence[Para], about: About) -> bytes:
    """An OpenDocument text with comments; tracked changes are shown as the words that stand."""
    body = "".join(_para(para, about) for para in paras)
    parts: dict[str, str | bytes] = {
        "mimetype": _ODT,
        "content.xml": (
            f'{XML}<office:document-content {_SPACES} {_DC} office:version="1.2">'
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
        ),
        "meta.xml": (
            f'{XML}<office:document-meta {_SPACES} {_DC} office:version="1.2"><office:meta>'
            f"<dc:title>{escape(about.title)}</dc:title><dc:creator>{escape(about.author)}</dc:creator>"
            f"<meta:creation-date>{about.stamp}</meta:creation-date><dc:date>{about.stamp}</dc:date>"
            "</office:meta></office:document-meta>"
        ),
        "META-INF/manifest.xml": (
            f'{XML}<manifest:manifest {_SPACES} manifest:version="1.2">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODT}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            '<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>'
        ),
    }
    return zipped(parts, about.when, stored=["mimetype"])


def rtf(paragraphs: Sequence[str], about: About) -> bytes:
    """An RTF document; letters beyond cp1252 as their numbers."""
    when = about.when
    info = (
        f"{{\\info{{\\title {_escaped(about.title)}}}{{\\author {_escaped(about.author)}}}"
        f"{{\\creatim\\yr{when.year}\\mo{when.month}\\dy{when.day}\\hr{when.hour}\\min{when.minute}}}}}"
    )
    body = "\n".join(f"\\pard {_escaped(paragraph)}\\par" for paragraph in paragraphs)
    head = "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fswiss Helvetica;}}"
    return f"{head}\n{info}\n\\f0\\fs22\n{body}\n}}\n".encode("ascii")


def _para(para: Para, about: About) -> str:
    words = para.text + (f" {para.struck.after}" if para.struck else "")
    aside = ""
    if para.comment:
        aside = (
            f"<office:annotation><dc:creator>{escape(para.comment.author)}</dc:creator><dc:date>{about.stamp}</dc:date>"
            f"<text:p>{escape(para.comment.text)}</text:p></office:annotation>"
        )
    tag, level = ("text:h", ' text:outline-level="1"') if para.heading else ("text:p", "")
    return f"<{tag}{level}>{escape(words)}{aside}</{tag}>"


def _escaped(text: str) -> str:
    return "".join(map(_letter, text))


def _letter(letter: str) -> str:
    if letter in "\\{}":
        return f"\\{letter}"
    if letter.isascii():
        return letter
    raw = letter.encode("cp1252", "ignore")
    if raw:
        return f"\\'{raw[0]:02x}"
    units = letter.encode("utf-16-be")
    numbers = (int.from_bytes(units[at : at + 2], "big", signed=True) for at in range(0, len(units), 2))
    return "".join(f"\\u{number}?" for number in numbers)
