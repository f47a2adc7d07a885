"""What every Office package has besides its main text: properties, links, parts nobody refers to, members, a state."""

import re
from dataclasses import dataclass, field

from muniment.intake.readers import members, properties
from muniment.intake.readers.flow import Flow
from muniment.intake.readers.openxml import loose
from muniment.intake.readers.openxml.package import Package
from muniment.intake.readers.openxml.relations import Relations, outside_facts
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft
from muniment.model.state import State

# parts that say how things look or where they are; their text is no text of the document
_PLUMBING = re.compile(
    r"""(^\[content_types\]\.xml | \.rels | (^|/)theme/[^/]+ | (^|/)(styles|styleswitheffects|fonttable|websettings
    |numbering|people|commentsextended|commentsids|commentsextensible|calcchain|metadata|viewprops|presprops
    |tablestyles|revisioninfo|changesinfos?/[^/]+|printersettings\d*)\.xml | (^|/)charts/(style|colors)\d*\.xml
    | (^|/)diagrams/(layout|quickstyle|colors)\d*\.xml | customxml/itemprops\d*\.xml | docprops/(core|app|custom)\.xml
    | _xmlsignatures/.* | (^|/)activex/_rels/.* )$""",
    re.IGNORECASE | re.VERBOSE,
)
_TEXT = (".xml", ".vml")
_EMBEDDED = re.compile(r"(^|/)(media|embeddings)/", re.IGNORECASE)
_MACROS = re.compile(r"(^|/)(vbaproject[^/]*\.bin|macrosheets/[^/]+)$", re.IGNORECASE)
_FETCHED = re.compile(r"^(https?|ftp|file|smb|mhtml):|^[\\/]{2}", re.IGNORECASE)
_FAILED = 100  # parts named in the facts; a fact is no list of everything
_ACTIVE = re.compile(r"(^|/)(activex|ctrlprops)/", re.IGNORECASE)


@dataclass(slots=True)
class Office:
    """One Office package while it is read."""

    draft: Draft
    package: Package
    relations: Relations
    scope: Scope
    document: Flow = field(default_factory=Flow)  # what belongs to the whole document
    as_members: set[str] = field(default_factory=set)  # XML parts that are documents of their own

    @classmethod
    def of(cls, source: Source, scope: Scope, media: str) -> "Office":
        """Open a package.

        Raises: Unreadable.
        """
        package = Package(source, scope)
        return cls(Draft(media), package, Relations(package), scope)

    def loose(self, name: str, kind: str, flow: Flow) -> None:
        """Add the text of a chart, a diagram or another part, once."""
        if name not in self.package.read:
            flow.add(loose.text(self.package, name), kind)

    def diagrams(self, part: str, flow: Flow) -> None:
        """Add the charts and diagrams that a part shows; a drawing of a diagram only for words that its data lack."""
        for name in self.relations.targets(part, "chart", "chartEx"):
            self.loose(name, "chart", flow)
            self.diagrams(name, flow)
        for name in self.relations.targets(part, "diagramData"):
            self.loose(name, "diagram", flow)
        for name in self.relations.targets(part, "diagramDrawing"):
            if name not in self.package.read:
                flow.add(loose.text_beside(self.package, name, flow.words()), "diagram")
        for name in self.relations.targets(part, "chartUserShapes"):
            self.loose(name, "chart", flow)

    def finish(self) -> Draft:
        """Read what is left, list the members, and settle facts, flags and state."""
        self._rest()
        text = not self.document.blank or any(page.text.strip() for page in self.draft.pages)
        said = properties.read(self.package, self.relations, self.draft.facts)
        self._outside()
        self.document.take(said)
        if not self.document.blank:
            self.draft.pages.append(self.document.page(None, "document"))
        self._flags()
        members.embed(self.draft, self.scope, members.of_package(self.package, self._members()))
        settle(self.draft, self.package.failed, self.package.limit, text=text)
        return self.draft

    def _members(self) -> list[str]:
        read = self.package.read
        return [name for name in self.package.names if name not in read and not _PLUMBING.search(name)]

    def _rest(self) -> None:
        for name in self.package.names:
            if name in self.package.read or name in self.as_members or _PLUMBING.search(name):
                continue
            if name.lower().endswith(_TEXT) and not _EMBEDDED.search(name):
                text = loose.text(self.package, name)
                if text:
                    self.document.add(f"{name}:\n{text}", "other-part")

    def _outside(self) -> None:
        links, fetched = outside_facts(self.relations.outside())
        links += [link for link in self.draft.facts.get("links", []) if link not in set(links)]
        if links:
            self.draft.facts["links"] = links
            self.document.add("\n".join(links), "link")
        if fetched:
            self.draft.facts["external"] = fetched
            self.document.add("\n".join(f"{item['kind']}: {item['target']}" for item in fetched), "link")
            if any(_FETCHED.match(item["target"]) for item in fetched):
                self.draft.flags.append("network-reference")

    def _flags(self) -> None:
        names = self.package.names
        for flag, found in (
            ("macros", any(_MACROS.search(name) for name in names)),
            ("active-content", any(_ACTIVE.search(name) for name in names)),
            ("signature-present", any(name.lower().startswith("_xmlsignatures/") for name in names)),
            ("duplicate-names", bool(self.package.twice)),
            ("hidden-content", any(part[0] == "hidden" for page in self.draft.pages for part in page.parts)),
        ):
            if found and flag not in self.draft.flags:
                self.draft.flags.append(flag)


def settle(draft: Draft, failed: list[dict[str, str]], limit: str, *, text: bool) -> None:
    """The state that follows from what was had and what failed."""
    if failed:
        rest = len(failed) - _FAILED
        draft.facts["failed"] = failed[:_FAILED] + ([{"part": "", "why": f"and {rest} more"}] if rest > 0 else [])
    if failed or limit:
        if text:
            draft.state, draft.reason = State.TEXT_PARTIAL, limit or "part-failed"
        elif limit:
            draft.state, draft.reason = State.UNREAD_LIMIT, limit
        elif any(fault["why"] == "it needs a password" for fault in failed):
            draft.state, draft.reason = State.UNREAD_ENCRYPTED, "password"
        else:
            draft.state, draft.reason = State.UNREAD_CORRUPT, "damaged"
    elif not text:
        draft.state, draft.reason = State.NONE_BLANK, "no-text"
