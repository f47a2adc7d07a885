"""Excel workbooks up to 2003, of versions 2 to 8: a page for each sheet, as in the workbooks that are XML.

Pictures, embedded objects and macros are members. Cannot: write out formulas of versions 2 and 3; their results are read.
"""

import re
from bisect import bisect_right

from muniment.intake.limits import Unreadable
from muniment.intake.readers import properties
from muniment.intake.readers.flow import Flow
from muniment.intake.readers.ole import artpictures, oleobjects, oleprops
from muniment.intake.readers.ole.ole import MAGIC, STREAM, Compound, NotCompound
from muniment.intake.readers.ole.olealone import alone
from muniment.intake.readers.openxml import office
from muniment.intake.readers.rows import Rows
from muniment.intake.readers.sheets.workbook import Look
from muniment.intake.readers.sheets.xlsbook import Book, Listed, opened
from muniment.intake.readers.sheets.xlsformula import Formulas
from muniment.intake.readers.sheets.xlspivot import kept_words
from muniment.intake.readers.sheets.xlssheet import Sheet
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft, Json
from muniment.model.state import State

VERSION = "2"
XLS = "application/vnd.ms-excel"

_STREAMS = ("workbook", "book")
_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|[0-9]+|[A-JL-Z])')
_OBJECT = re.compile(r"(mbd|lnk)[0-9a-f]{8}", re.IGNORECASE)
_MACROS, _PIVOTS = "_vba_project_cur", "_sx_db_cur"
_BITMAP = 9  # how a picture of version 5 is kept
_CONTROLS = "ctls"


def read(source: Source, scope: Scope) -> Draft:
    """Read a workbook.

    Raises: Unreadable.
    """
    compound: Compound | None = None
    if source.head(8) == MAGIC:
        try:
            compound = Compound(source.buffer())
        except NotCompound as error:
            raise Unreadable(State.UNREAD_CORRUPT, "damaged", str(error)) from None
        data = _stream(compound)
    else:
        data = source.whole()
    book = opened(data)
    if book is None:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", "no workbook")
    return _Workbook(compound, data, book, scope).read()


def _stream(compound: Compound) -> bytes:
    """The workbook itself; the newer one, where a file has two."""
    children = compound.children(compound.root)
    found = b""
    for name in _STREAMS:
        entry = children.get(name)
        if entry is not None and entry.kind == STREAM and (found := compound.stream(entry)):
            break
    return found


class _Workbook:
    """One workbook while it is read."""

    def __init__(self, compound: Compound | None, data: bytes, book: Book, scope: Scope) -> None:
        self._compound = compound
        self._data = data
        self._book = book
        self._draft = Draft(XLS)
        self._rows = Rows(self._draft, scope)
        self._document = Flow()
        self._failed: list[dict[str, str]] = []
        self._limit = ""
        self._links: dict[str, None] = {}
        self._shown: dict[str, None] = {}
        self._pictures: list[bytes] = []
        self._authors: dict[str, None] = {}
        self._pages = scope.limits.pages

    def read(self) -> Draft:
        """All of it."""
        draft, book = self._draft, self._book
        if self._compound is not None:
            draft.facts |= oleprops.facts(self._compound)
        if book.kind == "book":
            book.read(self._data, 0)
        if book.encrypted():
            return self._closed()
        look = book.look()
        self._sheets(look)
        if book.encrypted():  # a file of one sheet says so inside it
            return self._closed()
        if look.unknown:
            draft.facts["formats_unknown"] = list(look.unknown)
        draft.facts |= book.facts
        self._rest()
        text = not self._document.blank or any(page.text.strip() for page in draft.pages)
        said = Flow()
        if parts := draft.facts.get("parts"):
            said.add("Parts: " + "; ".join(parts), "property")
        properties.lines(draft.facts, said)
        self._document.take(said)
        if not self._document.blank:
            draft.pages.append(self._document.page(None, "document"))
        self._members()
        self._flags()
        self._failed += [{"part": "the workbook", "why": fault} for fault in dict.fromkeys(book.faults)]
        faults = self._compound.faults if self._compound else ()
        self._failed += [{"part": fault, "why": "damaged"} for fault in faults]
        office.settle(draft, self._failed, self._limit, text=text)
        return draft

    def _closed(self) -> Draft:
        """It needs a password: its properties are mostly open, its text is not."""
        draft = self._draft
        draft.state, draft.reason = State.UNREAD_ENCRYPTED, "password"
        draft.pages.clear()
        draft.facts.pop("sheets", None)
        draft.flags.append("encrypted")
        self._members()
        self._rows.lost("password")  # pictures lie in what is closed
        return draft

    def _sheets(self, look: Look) -> None:
        """Every sheet once: those that are listed, and those that are only there."""
        data, book = self._data, self._book
        if book.kind != "book":
            book.sheets.append(Listed("", 0, hidden=False))
        starts = sorted({sheet.at for sheet in book.sheets})
        ends = dict(zip(starts, [*starts[1:], len(data)][: len(starts)], strict=True))
        facts: list[dict[str, Json]] = []
        done: dict[int, int] = {}
        for listed in book.sheets:
            if listed.at in done or opened(data[listed.at : listed.at + 64]) is None:
                self._failed.append({"part": f"the sheet {listed.name}", "why": "it is not there"})
                continue
            if self._limit:
                self._failed.append({"part": f"the sheet {listed.name}", "why": self._limit})
            else:
                facts.append(self._sheet(listed, ends[listed.at], look, done))
        at = book.end
        while at + 4 <= len(data) and not self._limit:
            if at in done:
                at = max(done[at], at + 4)
                continue
            if opened(data[at : at + 64]) is None:
                break
            listed = Listed(f"not listed {len(facts) + 1}", at, hidden=True)
            end = next(iter(starts[bisect_right(starts, at) : bisect_right(starts, at) + 1]), len(data))
            facts.append(self._sheet(listed, end, look, done))
            at = max(done[at], at + 4)
        self._draft.facts["sheets"] = facts
        if self._authors:
            self._draft.facts["comment_authors"] = list(self._authors)

    def _sheet(self, listed: Listed, end: int, look: Look, done: dict[int, int]) -> dict[str, Json]:
        draft = self._draft
        sheet = Sheet(self._book, look)
        sheet.read(self._data, listed.at, end)
        done[listed.at] = sheet.end
        flow = sheet.whole()
        self._limit = sheet.limit
        if sheet.fault:
            self._failed.append({"part": f"the sheet {listed.name}", "why": sheet.fault})
        for side, words in sheet.layout:
            flow.add(" ".join(_CODE.sub(" ", words).replace("&&", "&").split()), side)
        flow.add("\n".join(rule for rule in sheet.rules if rule), "validation")
        self._authors |= sheet.shapes.write(flow)
        for chart in sheet.charts:
            flow.add(chart.lines, "chart")
        for link in sheet.links:
            if link.target:
                self._links["#".join(filter(None, (link.target, link.place)))] = None
            if link.shown:
                self._shown[link.shown] = None
        self._shown |= sheet.tips
        self._pictures += sheet.pictures
        if listed.macro or sheet.kind == "macro":
            self._flag("macros")
        if listed.hidden and flow.length:
            flow.parts.append(("hidden", 0, flow.length))
        draft.pages.append(flow.page(len(draft.pages) + 1, listed.name))
        if len(draft.pages) >= self._pages:
            self._limit = self._limit or "limit-pages"
        fact = {"name": listed.name, "hidden": listed.hidden, "rows": sheet.rows}
        return fact | ({"hidden_rows": sheet.hidden_rows} if sheet.hidden_rows else {})

    def _rest(self) -> None:
        """What belongs to the whole workbook."""
        book, document, facts = self._book, self._document, self._draft.facts
        formulas = Formulas(book)
        for name in book.names:
            value = formulas.written(name.tokens, len(name.tokens))
            document.add(f"{name.text}: {value}" if value else name.text, "hidden" if name.hidden else "name")
        document.add("\n".join(book.spoken), "spoken")
        document.add("\n".join(self._shown), "link")
        links = [*self._links, *(link for link in facts.get("links", []) if link not in self._links)]
        if links:
            facts["links"] = links
            document.add("\n".join(links), "link")
        outside = list(dict.fromkeys(outer.path for outer in book.books if outer.path))
        if outside:
            facts["external"] = [{"kind": "externalLink", "target": target} for target in outside]
            document.add("\n".join(f"externalLink: {target}" for target in outside), "link")
        if outside or book.queries:
            self._flag("network-reference")
        document.add("\n".join(query for query in book.queries if query), "query")
        document.add("\n".join(word for word in book.cached if word.strip()), "other-part")
        if self._compound is not None:
            self._pivots(self._compound)

    def _pivots(self, compound: Compound) -> None:
        """Words that are kept for pivot tables and stand in no sheet any more."""
        storage = compound.children(compound.root).get(_PIVOTS)
        if storage is None or storage.kind == STREAM:
            return
        words: dict[str, None] = {}
        for entry in compound.children(storage).values():
            if entry.kind == STREAM:
                words |= kept_words(compound.stream(entry), self._book.dialect)
        if words:
            known = {line for page in self._draft.pages for row in page.text.splitlines() for line in row.split("\t")}
            self._document.add("\n".join(word for word in words if word not in known), "other-part")

    def _members(self) -> None:
        data = b"".join(self._book.drawings)
        artpictures.Pictures(self._rows).of(data, 0, len(data), "picture")
        for number, picture in enumerate(self._pictures, start=1):
            if len(picture) > 16:
                self._picture(number, picture)
        if self._compound is None:
            return
        for entry in self._compound.children(self._compound.root).values():
            name = entry.name
            if entry.kind == STREAM:
                continue
            if _OBJECT.fullmatch(name):
                found = oleobjects.of_storage(self._compound, entry)
                oleobjects.give(self._rows, f"object:{name}", found, {}, f"object {name[3:]}")
            elif name.lower() == _MACROS:
                macros = alone(self._compound, entry)
                self._rows.member(Child(f"macros:{name}", "vbaProject.bin", size=len(macros)), macros)

    def _picture(self, number: int, picture: bytes) -> None:
        """A picture of version 5: a metafile behind its size, or a bitmap without its first head."""
        if picture[0] == _BITMAP:
            ending, body = "bmp", picture[8:]
            points = 14 + int.from_bytes(body[:2], "little")  # right behind the second head: no colours are listed
            body = b"BM" + (14 + len(body)).to_bytes(4, "little") + bytes(4) + points.to_bytes(4, "little") + body
        else:
            ending, body = "wmf", picture[16:]
        self._rows.member(Child(f"picture:{number}", f"picture {number}.{ending}", size=len(body)), body)

    def _flags(self) -> None:
        draft = self._draft
        top = self._compound.children(self._compound.root) if self._compound else {}
        for flag, found in (
            ("macros", _MACROS in top),
            ("active-content", _CONTROLS in top),
            ("signature-present", bool({"_xmlsignatures", "_signatures"} & top.keys())),
            ("replacement-chars", self._book.dialect.replaced),
            (
                "hidden-content",
                any(part[0] == "hidden" for page in draft.pages for part in page.parts)
                or any(sheet["hidden"] for sheet in draft.facts["sheets"]),
            ),
        ):
            if found:
                self._flag(flag)

    def _flag(self, flag: str) -> None:
        if flag not in self._draft.flags:
            self._draft.flags.append(flag)
