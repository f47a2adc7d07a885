"""The text of an OpenDocument part, from its events: paragraphs, notes, comments, tracked changes, shapes, slides.

Cells of tables are in `opencells`. What stands inside a paragraph and is no part of its line (a note, a comment, a text
box) is written after it; a deletion is written where it was deleted.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from muniment.intake.readers.flow import Flow
from muniment.intake.readers.odf.openlists import Lists
from muniment.intake.readers.odf.openstyles import Styles
from muniment.intake.readers.openxml.markup import Walker

_BLANKS = re.compile(r"[ \t\r\n]+")
_MOST_BLANKS = 100
_PARAGRAPHS = frozenset({"text:p", "text:h"})
_SHAPES = frozenset({f"draw:{name}" for name in ("text-box", "custom-shape", "rect", "ellipse", "line", "circle", "polygon", "path", "caption", "connector")})  # fmt: skip
_INTO = {
    "text:note-body": "note",
    "text:footnote-body": "note",  # as OpenOffice.org 1 calls them
    "text:endnote-body": "note",
    "office:annotation": "comment",
    "presentation:notes": "note",
    "text:deletion": "deleted",
    "table:tracked-changes": "deleted",
    **{f"style:{name}{part}": name for name in ("header", "footer") for part in ("", "-left", "-first")},
    "style:master-page": "master",
    "table:content-validations": "validation",
    **dict.fromkeys(_SHAPES, "textbox"),
}
_LATER = frozenset({"note", "comment", "textbox"})
_SPANS = frozenset({"text:span", "text:section", "text:a"})
_CAUGHT = frozenset({"dc:creator", "dc:date", "svg:title", "svg:desc"})
_SILENT = frozenset(
    {f"office:{name}" for name in ("meta", "settings", "scripts", "font-face-decls", "binary-data")}
    | {f"text:{name}-source" for name in ("bibliography", "table-of-content", "alphabetical-index")}
    | {f"text:{name}-index-source" for name in ("illustration", "table", "user", "object")}
    | {"text:notes-configuration", "text:linenumbering-configuration", "text:bibliography-configuration"}
)
_MASK = frozenset({"office:styles", "office:automatic-styles"})
_FORM = ("form:label", "form:title", "form:current-value", "form:value")
_ON = frozenset({"none", "true"})


@dataclass(slots=True)
class Frame:
    """One level of text."""

    kind: str
    flow: Flow = field(default_factory=Flow)
    later: list[tuple[str, Flow]] = field(default_factory=list)
    lines: int = 0  # paragraphs that are open
    who: str = ""
    when: str = ""
    region: str = ""


class OpenText(Walker):
    """Walks content.xml, styles.xml or a flat document."""

    def __init__(self, styles: Styles | None = None) -> None:
        self.styles = styles or Styles()
        self.lists = Lists(self.styles.lists)
        self.frames = [Frame("body")]
        self.top = self.frames[0]
        self.pages: list[tuple[Flow, str, bool]] = []  # slides and sheets: text, name, whether it is hidden
        self.document = Flow()
        self.links: dict[str, None] = {}
        self.fetched: dict[str, None] = {}
        self.objects: list[tuple[Flow, str]] = []  # where an embedded object stands, and its name
        self.changes: dict[tuple[str, str], list[str]] = {}
        self.authors: dict[str, None] = {}
        self.scripted = False
        self.media = ""  # what a flat document says that it is
        self._spans: list[str] = []
        self._caught: list[str] | None = None
        self._silent = self._mask = 0
        self._regions: dict[str, tuple[str, str, str]] = {}
        self._region = ""
        self._deleted: dict[str, Flow] = {}
        self._starts: dict[str, Callable[[Mapping[str, str]], None]] = {
            "text:s": self._blanks,
            "text:tab": lambda _: self.top.flow.write("\t"),
            "text:tab-stop": lambda _: self.top.flow.write("\t"),
            "text:line-break": lambda _: self.top.flow.write("\n"),
            "text:hidden-text": self._hidden_text,
            "text:changed-region": self._changed,
            "text:change": self._put_deleted,
            "text:change-start": self._inserted,
            "text:change-end": lambda _: self._end_inserted(),
            "text:user-field-decl": self._declared,
            "draw:page": self._page,
            "office:document": self._document,
            "draw:object": self._object,
            "script:event-listener": self._script,
        }

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        self.styles.start(name, attrs)
        self.lists.start(name, attrs)
        if name in _SILENT:
            self._silent += 1
        elif name in _MASK:
            self._mask += 1
        elif name in _PARAGRAPHS:
            self._begin_line(name, attrs)
        elif name in _SPANS:
            self._span(name, attrs)
        elif name in _CAUGHT:
            self._caught = []
        elif name in _INTO:
            self._push(name)
        elif name in {"text:insertion", "text:format-change"}:
            self._regions[self._region] = (name, "", "")
        elif found := self._starts.get(name):
            found(attrs)
        if name.startswith("form:"):
            self.top.flow.add(" ".join(attrs[key] for key in _FORM if attrs.get(key)), "form")
        if "xlink:href" in attrs:
            self._outside(name, attrs["xlink:href"])

    def end(self, name: str) -> None:
        self.styles.end(name)
        self.lists.end(name)
        if name in _SILENT:
            self._silent -= 1
        elif name in _MASK:
            self._mask -= 1
        elif name in _PARAGRAPHS:
            self._end_line()
        elif name in _SPANS:
            if self._spans and (kind := self._spans.pop()):
                self.top.flow.close(kind)
        elif name in _CAUGHT:
            self._catch(name)
        elif name in _INTO:
            self._pop()
        elif name == "draw:page":
            self._end_page()
        elif name == "math:math":
            self.top.flow.write("\n")

    def data(self, text: str) -> None:
        if self._caught is not None:
            self._caught.append(text)
        elif self._silent or self.lists.data(text):
            return
        elif self.top.lines:
            self.top.flow.write(_BLANKS.sub(" ", text))
        elif not self._mask and text.strip():
            self.top.flow.write(text.strip() + " ")  # formulas, footers of slides

    def finish(self) -> Flow:
        """The text outside slides and sheets; deletions that nothing refers to come last."""
        while len(self.frames) > 1:
            self._pop()
        self._flush()
        for flow in self._deleted.values():
            self.top.flow.fresh()
            self.top.flow.take(flow, "deleted")
        self._deleted.clear()
        return self.top.flow

    # lines

    def _begin_line(self, name: str, attrs: Mapping[str, str]) -> None:
        self.top.lines += 1
        hidden = self.styles.hidden(attrs.get("text:style-name", ""))
        self._spans.append("hidden" if hidden else "")
        if hidden:
            self.top.flow.open("hidden")
        if not self._mask and not self._silent and (shown := self.lists.next(name, attrs)):
            start = self.top.flow.length
            self.top.flow.write(shown)
            self.top.flow.mark("number", start)
            self.top.flow.write(" ")

    def _end_line(self) -> None:
        if self._spans and self._spans.pop():
            self.top.flow.close("hidden")
        self.top.lines = max(self.top.lines - 1, 0)
        self.end_of_line()

    def end_of_line(self) -> None:
        """A paragraph ended."""
        self.top.flow.write("\n")
        self._flush()

    def _flush(self) -> None:
        top = self.top
        for kind, flow in top.later:
            top.flow.fresh()
            top.flow.take(flow, kind)
            top.flow.fresh()
        top.later.clear()

    def _span(self, name: str, attrs: Mapping[str, str]) -> None:
        style = attrs.get("text:style-name", "")
        hidden = attrs.get("text:display") in _ON or attrs.get("text:is-hidden") == "true" or self.styles.hidden(style)
        self._spans.append("hidden" if hidden and name != "text:a" else "")
        if self._spans[-1]:
            self.top.flow.open("hidden")

    def _blanks(self, attrs: Mapping[str, str]) -> None:
        count = attrs.get("text:c", "1")
        self.top.flow.write(" " * min(int(count) if count.isdecimal() else 1, _MOST_BLANKS))

    def _hidden_text(self, attrs: Mapping[str, str]) -> None:
        start = self.top.flow.length
        self.top.flow.write(attrs.get("text:string-value", ""))
        self.top.flow.mark("hidden", start)

    def _declared(self, attrs: Mapping[str, str]) -> None:
        if value := attrs.get("office:string-value") or attrs.get("office:value"):
            self.document.add(f"{attrs.get('text:name', '')}: {value}", "property")

    # levels

    def _push(self, name: str) -> None:
        self.frames.append(Frame(_INTO[name], region=self._region))
        self.top = self.frames[-1]

    def _pop(self) -> None:
        if len(self.frames) < 2:
            return
        self._flush()
        done = self.frames.pop()
        top = self.top = self.frames[-1]
        if done.kind in {"page", "sheet"}:  # a page of its own, whose end is missing
            return
        if done.kind == "deleted" and done.region:
            self._regions[done.region] = ("text:deletion", done.who, done.when)
            self._deleted[done.region] = done.flow
            self.changes.setdefault(("deleted", done.who), []).append(done.when)
            return
        if done.kind == "comment":
            self._comment(done)
        if done.flow.blank:
            return
        if done.kind in {"validation", "master"} or (done.kind == "deleted" and not done.region):
            self.document.fresh()
            self.document.take(done.flow, done.kind)
        elif done.kind in _LATER and top.lines:
            top.later.append((done.kind, done.flow))
        else:
            top.flow.fresh()
            top.flow.take(done.flow, "" if done.kind in {"textbox", "cell"} else done.kind)
            top.flow.fresh()

    def _comment(self, done: Frame) -> None:
        self.authors[done.who] = None
        flow = Flow()
        flow.write(f"Comment{self.place()} by {done.who or '?'}{', ' + done.when if done.when else ''}: ")
        flow.take(done.flow)
        done.flow = flow

    def place(self) -> str:
        """Where a comment stands, in words; for cells."""
        return ""

    def _catch(self, name: str) -> None:
        text = "".join(self._caught or ()).strip()
        self._caught = None
        if name == "dc:creator":
            self.top.who = text
        elif name == "dc:date":
            self.top.when = text
        elif self.top.lines:
            flow = Flow()
            flow.add(text)
            self.top.later.append(("alt", flow))
        else:
            self.top.flow.add(text, "alt")
        if self._region and self.top.kind != "deleted" and name in {"dc:creator", "dc:date"}:
            kind, _, _ = self._regions.get(self._region, ("", "", ""))
            self._regions[self._region] = (kind, self.top.who, self.top.when)

    # changes

    def _changed(self, attrs: Mapping[str, str]) -> None:
        self._region = next((value for key, value in attrs.items() if key.endswith(":id")), "")

    def _put_deleted(self, attrs: Mapping[str, str]) -> None:
        if flow := self._deleted.pop(attrs.get("text:change-id", ""), None):
            flow.swap_end("\n", " ")
            self.top.flow.take(flow, "deleted")

    def _inserted(self, attrs: Mapping[str, str]) -> None:
        kind, who, when = self._regions.get(attrs.get("text:change-id", ""), ("", "", ""))
        if kind == "text:insertion":
            self.changes.setdefault(("inserted", who), []).append(when)
            self.top.flow.open("inserted")

    def _end_inserted(self) -> None:
        self.top.flow.close("inserted")

    # slides, objects, links

    def _page(self, attrs: Mapping[str, str]) -> None:
        self._region = ""
        hidden = self.styles.hidden(attrs.get("draw:style-name", ""))
        self.frames.append(Frame("page"))
        self.top = self.frames[-1]
        self.pages.append((self.top.flow, attrs.get("draw:name", ""), hidden))

    def _end_page(self) -> None:
        while len(self.frames) > 1 and self.top.kind != "page":
            self._pop()
        if len(self.frames) > 1:
            self._flush()
            self.frames.pop()
            self.top = self.frames[-1]

    def _object(self, attrs: Mapping[str, str]) -> None:
        self.objects.append((self.page_flow(), attrs.get("xlink:href", "")))

    def page_flow(self) -> Flow:
        """The text of the slide or sheet that is open, else the body."""
        if self.pages and any(frame.flow is self.pages[-1][0] for frame in self.frames):
            return self.pages[-1][0]
        return self.frames[0].flow

    def _document(self, attrs: Mapping[str, str]) -> None:
        self.media = attrs.get("office:mimetype", "")

    def _script(self, attrs: Mapping[str, str]) -> None:
        del attrs
        self.scripted = True

    def _outside(self, name: str, target: str) -> None:
        if name in {"text:a", "draw:a", "form:button"}:
            if target and not target.startswith("#"):
                self.links[target] = None
        elif re.match(r"[A-Za-z][\w+.-]+:|\.\./|/", target) and not target.startswith("vnd.sun.star."):
            self.fetched[target] = None
