"""What an RTF document holds besides its running text: layers, comments, properties, links, and who changed what."""

import re
from collections.abc import Callable
from datetime import datetime

from muniment.intake.readers.flow import Flow
from muniment.intake.readers.rtf.rtfsinks import Again, Bytes, Fonts, Kept, Moment, Nowhere, Sink, Told
from muniment.intake.readers.rtf.rtfwords import FACTS, LAYERS, MOMENTS, NOWHERE, QUIET, SAID_OF_SHAPES, THROUGH
from muniment.model.reading import Json

_NOWHERE = Nowhere()
_QUIET = Sink()
_NUMBER = re.compile(r"-?[0-9]{1,11}")
_KINDS = frozenset({"objemb", "objlink", "objautlink", "objsub", "objpub", "objicemb", "objhtml", "objocx"})

Give = Callable[[str, Bytes, dict[str, Json]], None]


class Places:
    """Opens the place that a control word names, and keeps what comes to lie there."""

    def __init__(self, give: Give) -> None:
        self._give = give  # takes each picture and object as its group ends
        self.body = Flow()
        self.fonts = Fonts()
        self.facts: dict[str, Json] = {}
        self.custom: dict[str, Json] = {}
        self.codes: dict[str, None] = {}  # of fields, each once
        self.links: dict[str, None] = {}
        self.loose: dict[str, None] = {}  # lines of places that no program is known to show
        self.words: set[str] = set()  # kinds of objects that were met
        self.waiting: list[tuple[str, Flow]] = []  # what stands in a paragraph and is written after it
        self._layers: list[tuple[str, Flow]] = []
        self._comments: list[tuple[str, str, Flow]] = []
        self._others: list[Flow] = []  # drawings once more, for old programs
        self._changes: dict[tuple[str, int], list[int]] = {}
        self._authors: list[str] = []
        self._comment = {"author": "", "date": ""}
        self._object: dict[str, Json] = {}
        self._name = ""
        self._second = False
        self._places: dict[str, Callable[[], Sink]] = {
            "fonttbl": lambda: self.fonts,
            "revtbl": lambda: Kept(self._people, plain=True),
            "annotation": lambda: Told(Flow(), self._comment_done),
            "atnauthor": lambda: Kept(lambda text: self._comment.update(author=text), plain=True),
            "atnid": lambda: Kept(lambda text: self._comment.update(author=self._comment["author"] or text)),
            "atndate": lambda: Kept(lambda text: self._comment.update(date=_packed(text))),
            "atntime": lambda: Moment(lambda text: self._comment.update(date=text)),
            "shptxt": lambda: Told(Flow(), lambda flow: self.waiting.append(("textbox", flow))),
            "dptxbxtext": lambda: Told(Flow(), lambda flow: self.waiting.append(("textbox", flow))),
            "shprslt": lambda: Again(Flow(), self._others.append),
            "fldinst": lambda: Kept(lambda text: self._keep(self.codes, text)),
            "xe": lambda: Kept(lambda text: self._keep(self.codes, f"Index: {text}" if text else "")),
            "tc": lambda: Kept(lambda text: self._keep(self.codes, f"Contents: {text}" if text else "")),
            "ffdeftext": lambda: Kept(self._alt),
            "ffl": lambda: Kept(self._alt),
            "ffhelptext": lambda: Kept(self._alt),
            "ffstattext": lambda: Kept(self._alt),
            "sn": lambda: Kept(self._named),
            "sv": lambda: Kept(self._valued),
            "hlfr": lambda: Kept(self._alt),
            "hlsrc": lambda: Kept(lambda text: self._keep(self.links, text)),
            "hlloc": lambda: Kept(lambda text: self._keep(self.links, f"#{text}" if text else "")),
            "propname": lambda: Kept(self._named),
            "staticval": lambda: Kept(self._property),
            "docvar": lambda: Kept(lambda text: self._keep(self.loose, text.rstrip(": ")), ": "),
            "objclass": lambda: Kept(lambda text: self._object.update({"class": text})),
            "objname": lambda: Kept(lambda text: self._object.update({"name": text})),
            "objdata": lambda: Bytes(self._object_done),
            "pict": lambda: Bytes(self._picture_done),
            **{name: self._layer(kind) for name, kind in LAYERS.items()},
            **{name: self._fact(key) for name, key in FACTS.items()},
            **{name: self._moment(key) for name, key in MOMENTS.items()},
        }

    def place(self, name: str, sink: Sink, *, starred: bool) -> Sink | None:
        """The place that a control word opens; `sink` itself where it opens none of its own, None where it opens none.

        A starred word may be left out by who does not know it; what it holds is kept for whoever searches.
        """
        if name == "dptxbxtext" and isinstance(sink, Again):
            return sink
        if opens := self._places.get(name):
            return opens()
        if name in NOWHERE:
            return _NOWHERE
        if name in QUIET:
            return _QUIET
        if name in THROUGH:
            return sink
        if starred and sink is not self.fonts:
            return Kept(lambda text: self._keep(self.loose, f"{name}: {text}" if text else ""), " ")
        return None

    def word(self, name: str) -> None:
        """A control word that opens no place and says something of what is embedded."""
        if name == "object":
            self._object = {}
        elif name in _KINDS:
            self._object["kind"] = name
            self.words.add(name)
        elif name == "fromhtml":
            self.words.add(name)
        elif name == "nonshppict":
            self._second = True

    def change(self, kind: str, author: int, dated: int) -> None:
        """Note a tracked change."""
        self._changes.setdefault((kind, author), []).append(dated)

    def settle(self) -> None:
        """Write text boxes and alternative texts after the paragraph in which they stand."""
        for kind, flow in self.waiting:
            if not flow.blank:
                self.body.fresh()
                self.body.take(flow, kind)
                self.body.fresh()
        self.waiting.clear()

    def finish(self) -> None:
        """Write what follows the body: layers, comments, and what only a drawing for old programs has."""
        body = self.body
        self.settle()
        seen: set[tuple[str, str]] = set()
        for kind, flow in self._layers:
            if not flow.blank and (kind == "note" or (kind, flow.text()) not in seen):
                seen.add((kind, flow.text()))
                body.fresh()
                body.take(flow, kind)
        for author, date, flow in self._comments:
            body.fresh()
            body.open("comment")
            body.write(f"Comment by {author or '?'}, {date or 'no date'}: ")
            body.take(flow)
            body.fresh()
            body.close("comment")
        words = body.words() if self._others else set()
        for flow in self._others:
            if not flow.words() <= words:
                body.fresh()
                body.take(flow, "alternate")
        body.fresh()

    def changes(self) -> list[dict[str, Json]]:
        """Who changed how much, from when to when."""
        found: list[dict[str, Json]] = []
        for (kind, author), dates in self._changes.items():
            known = sorted(filter(None, (dttm(date) for date in dates)))
            first, last = (known[0], known[-1]) if known else ("", "")
            name = self._authors[author] if 0 <= author < len(self._authors) else ""
            found.append({"kind": kind, "author": name, "count": len(dates), "first": first, "last": last})
        return found

    @property
    def comment_authors(self) -> list[str]:
        """Who wrote comments."""
        return list(dict.fromkeys(author for author, _, _ in self._comments if author))

    def _layer(self, kind: str) -> Callable[[], Sink]:
        return lambda: Told(Flow(), lambda flow: self._layers.append((kind, flow)))

    def _fact(self, key: str) -> Callable[[], Sink]:
        return lambda: Kept(lambda text: self._said(key, text.rstrip(";")), plain=True)

    def _moment(self, key: str) -> Callable[[], Sink]:
        return lambda: Moment(lambda text: self._said(key, text))

    def _said(self, key: str, text: str) -> None:
        if text:
            self.facts.setdefault(key, text)

    def _keep(self, lines: dict[str, None], text: str) -> None:
        if text := " ".join(text.split()):
            lines[text] = None

    def _people(self, text: str) -> None:
        self._authors = [name.strip() for name in text.split(";")]

    def _comment_done(self, flow: Flow) -> None:
        self._comments.append((self._comment["author"], self._comment["date"], flow))
        self._comment = {"author": "", "date": ""}

    def _alt(self, text: str) -> None:
        if text and not text.isdecimal():
            flow = Flow()
            flow.write(text)
            self.waiting.append(("alt", flow))

    def _named(self, text: str) -> None:
        self._name = text

    def _valued(self, text: str) -> None:
        if self._name in SAID_OF_SHAPES:
            self._alt(text)

    def _property(self, text: str) -> None:
        if self._name and text:
            self.custom[self._name] = text

    def _picture_done(self, found: Bytes) -> None:
        self._give("pict", found, {"alternate": True} if self._second else {})
        self._second = False

    def _object_done(self, found: Bytes) -> None:
        self._give("object", found, dict(self._object))


def dttm(packed: int) -> str:
    """A time in the packed form of Word; "" where it is none."""
    value = packed & 0xFFFFFFFF
    try:
        when = datetime(1900 + (value >> 20 & 0x1FF), value >> 16 & 15, value >> 11 & 31, value >> 6 & 31, value & 63)
    except ValueError:
        return ""
    return when.isoformat()


def _packed(text: str) -> str:
    return dttm(int(text)) if _NUMBER.fullmatch(text) else ""
