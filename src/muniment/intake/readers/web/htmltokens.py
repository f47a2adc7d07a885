"""HTML as a stream of tokens: one pass, no tree, no stack, so that no nesting and no fault can make it slow.

It follows browsers, but for one thing: where they drop characters (a tag that does not end, an address in angle brackets,
a comment or script that is not closed) the characters are told as text, because evidence loses nothing.
"""

import re
from collections.abc import Mapping
from html import unescape
from typing import Protocol

_SIMPLE = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*+)>")  # most tags, and they take no further look
_NAME = re.compile(r"</?([A-Za-z][^\s/><]*)")
_ATTRIBUTE = re.compile(
    r"[\s/]*+(=?+[^\s/>=<]++|=)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>\"'][^\s>]*+)?))?", re.ASCII
)  # possessive throughout: what does not match is not tried in shorter forms
_END = re.compile(r"[\s/]*+>", re.ASCII)
_GAP = re.compile(r"[\s/]*+", re.ASCII)
_PLAUSIBLE = re.compile(r"[a-z](?:[\w:.-]*[\w.-])?\Z")
_CONDITION = re.compile(r"\[(?:if|else|endif)\b[^\[\]]{0,200}\]?\Z", re.IGNORECASE)
_NUMBER = re.compile(r"&#(?:\d{8,}|[xX][0-9A-Fa-f]{8,});?")  # beyond every character
_COMMENT_END = re.compile(r"--!?>")
_DOCTYPE_END = re.compile(r"\]\s*>")
_RAW = frozenset({"script", "style"})  # nothing in them is markup
_PLAIN = frozenset({"title", "textarea", "xmp"})  # characters, and entities but in xmp
_CLOSED_BY = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW | _PLAIN}
_NAMES = """a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br
    button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed
    fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img
    input ins isindex kbd keygen label layer legend li link listing main map mark marquee math menu menuitem meta meter nav
    nobr noembed noframes noscript object ol optgroup option output p param picture plaintext pre progress q rb rbc rp rt
    rtc ruby s samp script search section select slot small source spacer span strike strong style sub summary sup svg
    table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp"""
KNOWN = frozenset(_NAMES.split())


class Sink(Protocol):
    """What is told of each token, in order."""

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        """A start tag; names are in lower case, of two attributes with one name the first counts."""

    def end(self, name: str) -> None:
        """An end tag."""

    def data(self, text: str) -> None:
        """Text, its entities resolved."""

    def raw(self, name: str, text: str) -> None:
        """The inside of a script or a style sheet."""

    def comment(self, text: str) -> None:
        """The inside of a comment or of an instruction to some program."""


def scan(markup: str, sink: Sink) -> None:
    """Tell all of a page. Cost: linear in its length."""
    _Scan(markup, sink).run()


def resolve(text: str) -> str:
    """Text with its entities resolved; what is no entity stays as it is."""
    if "&" not in text:
        return text
    return unescape(_NUMBER.sub("\ufffd", text))


class _Scan:
    def __init__(self, markup: str, sink: Sink) -> None:
        self._markup = markup
        self._sink = sink
        self._missing: set[str] = set()  # what does not come any more: it is not looked for again

    def run(self) -> None:
        markup, at = self._markup, 0
        while at < len(markup):
            found = markup.find("<", at)
            if found < 0:
                found = len(markup)
            if found > at:
                self._sink.data(resolve(markup[at:found]))
            at = self._token(found) if found < len(markup) else found

    def _token(self, at: int) -> int:
        """Tell what begins with the bracket here; returns where it ends."""
        if simple := _SIMPLE.match(self._markup, at):
            name = simple[2].lower()
            if simple[1]:
                self._sink.end(name)
                return simple.end()
            self._sink.start(name, {})
            return self._inside(name, simple.end())
        following = self._markup[at + 1 : at + 2]
        if following == "!":
            return self._declaration(at)
        if following == "?":
            return self._instruction(at)
        named = _NAME.match(self._markup, at)
        if named is None:
            self._sink.data("<")
            return at + 1
        return self._tag(at, named)

    def _tag(self, at: int, named: re.Match[str]) -> int:
        name = named[1].lower()
        place = named.end()
        if not _PLAUSIBLE.match(name):  # an address in brackets, and the like
            self._sink.data(self._markup[at:place])
            return place
        attrs: dict[str, str] = {}
        valued = torn = False
        while found := _ATTRIBUTE.match(self._markup, place):
            place = found.end()
            value = found[2] or found[3] or found[4] or ""
            valued = valued or bool(value)
            torn = torn or '"' in found[1] or "'" in found[1]
            attrs.setdefault(found[1].lower(), resolve(value))
        end = _END.match(self._markup, place)
        prose = bool(attrs) and not valued and name not in KNOWN and "-" not in name and ":" not in name
        if end is None or prose:
            place = (end or _GAP.match(self._markup, place)).end()  # type: ignore[union-attr]
            self._sink.data(resolve(self._markup[at:place]))
            return place
        place = end.end()
        if torn:  # quotes do not go together, and words may stand where names should
            self._sink.comment(self._markup[named.end() : place - 1])
        if self._markup.startswith("</", at):
            self._sink.end(name)
            return place
        self._sink.start(name, attrs)
        if self._markup[place - 2] == "/":
            if name in _CLOSED_BY:
                self._sink.end(name)
            return place
        return self._inside(name, place)

    def _inside(self, name: str, at: int) -> int:
        """Tell the inside of an element that holds no markup; returns where its end tag begins."""
        closed_by = _CLOSED_BY.get(name)
        if closed_by is None or name in self._missing:
            return at
        end = closed_by.search(self._markup, at)
        if end is None:
            self._missing.add(name)
            return at
        text = self._markup[at : end.start()]
        if name in _RAW:
            self._sink.raw(name, text)
        elif text:
            self._sink.data(text if name == "xmp" else resolve(text))
        return end.start()

    def _declaration(self, at: int) -> int:
        markup = self._markup
        if markup.startswith("<!--", at):
            end = _COMMENT_END.search(markup, at + 2)
            if end is None:
                self._sink.comment(markup[at + 4 :])
                return len(markup)
            self._sink.comment(markup[at + 4 : end.start()])
            return end.end()
        if markup.startswith("<![CDATA[", at):
            stop = self._find("]]>", at)
            if stop < 0:
                return self._rest(at)
            self._sink.data(markup[at + 9 : stop])
            return stop + 3
        stop = self._find(">", at)
        if stop < 0:
            return self._rest(at)
        inside = markup[at + 2 : stop]
        if inside[:7].lower() == "doctype":
            end = None
            if "[" in inside and "doctype" not in self._missing:
                self._missing.add("doctype")  # there is one at most
                end = _DOCTYPE_END.search(markup, at, at + (1 << 16))
            return end.end() if end else stop + 1
        if not _CONDITION.match(inside):
            self._sink.comment(inside)
        return stop + 1

    def _instruction(self, at: int) -> int:
        program = self._markup[at + 2 : at + 5].lower()
        close = "?>" if program == "php" or program.startswith("=") else ">"
        stop = self._find(close, at)
        if stop < 0:
            return self._rest(at)
        if program != "xml":
            self._sink.comment(self._markup[at + 2 : stop])
        return stop + len(close)

    def _find(self, sign: str, at: int) -> int:
        if sign in self._missing:
            return -1
        found = self._markup.find(sign, at)
        if found < 0:
            self._missing.add(sign)
        return found

    def _rest(self, at: int) -> int:
        """What has no end is text: its two first characters here, the rest as it comes."""
        self._sink.data(self._markup[at : at + 2])
        return at + 2
