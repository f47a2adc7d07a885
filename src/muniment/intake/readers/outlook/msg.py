"""Outlook messages (MSG): mails, posts, contacts, appointments, tasks and notes; attachments are members.

The text is one page: the headers that a person is shown, then the body, then what else the item says of itself. A
message inside a message is a member with bytes of its own: its storage as a compound file, written anew.
"""

from muniment.intake import charset
from muniment.intake.limits import Unreadable
from muniment.intake.readers.flow import Flow
from muniment.intake.readers.ole.ole import Compound, NotCompound
from muniment.intake.readers.outlook import msgbody, msgcodepage, msgfacts, msgnames
from muniment.intake.readers.outlook.msgattachments import Attachments, Seals
from muniment.intake.readers.outlook.msgbody import Body
from muniment.intake.readers.outlook.msgfacts import Said
from muniment.intake.readers.outlook.msgproperties import TOP, Properties
from muniment.intake.readers.rows import Rows
from muniment.intake.readers.rtf.rtfmembers import Members
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft
from muniment.model.state import State

VERSION = "3"
ENGINE = charset.ENGINE
MSG = "application/vnd.ms-outlook"


def read(source: Source, scope: Scope) -> Draft:
    """Read a message.

    Raises: Unreadable, where its directory or its properties are not to be had.
    """
    try:
        compound = Compound(source.buffer())
    except NotCompound as error:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", str(error)) from None
    properties = Properties(compound, compound.root, TOP)
    if not properties.there and not properties.streams:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", "no properties")
    return _Message(compound, properties, Draft(MSG), scope).read()


class _Message:
    """One message while it is read."""

    def __init__(self, compound: Compound, properties: Properties, draft: Draft, scope: Scope) -> None:
        self._compound = compound
        self._properties = properties
        self._draft = draft
        self._rows = Rows(draft, scope)
        properties.codec, self._guessed = msgcodepage.of(properties)

    def read(self) -> Draft:
        """All of it."""
        compound, properties, draft = self._compound, self._properties, self._draft
        said = msgfacts.read(compound, properties, msgnames.of(compound))
        body = msgbody.read(properties, Members(self._rows, "rtf:").give)
        faults = list(compound.faults)  # those of the message itself
        attachments = Attachments(compound, compound.root, properties.codec, self._rows)
        attachments.read(int.from_bytes(properties.head[20:24], "little"))
        self._page(said, body)
        draft.facts |= said.facts
        if body.links:
            draft.facts["links"] = list(body.links)
        seals = attachments.seals
        self._flags(said, body, seals)
        self._settle(body, faults, locked=seals.locked)
        return draft

    def _page(self, said: Said, body: Body) -> None:
        flow = Flow()
        if said.headers:
            flow.add("\n".join(said.headers), "headers")
            flow.write("\n")
        flow.take(body.flow)
        flow.add("\n".join(said.lines), "property")
        if not flow.blank:
            self._draft.pages.append(flow.page())

    def _flags(self, said: Said, body: Body, seals: Seals) -> None:
        properties = self._properties
        kind = str(self._draft.facts.get("class", "")).lower()
        flags = said.flags | body.flags
        for flag, found in (
            ("charset-guessed", self._guessed or properties.guessed),
            ("replacement-chars", properties.replaced),
            ("encrypted", seals.locked),
            ("signature-present", seals.signed or kind.endswith("multipartsigned")),
            ("rtf-checksum", "checksum" in body.failed.values()),
        ):
            if found:
                flags.add(flag)
        self._draft.flags = sorted(flags)

    def _settle(self, body: Body, faults: list[str], *, locked: bool) -> None:
        """The state that follows from what was had and what failed."""
        draft = self._draft
        failed = [{"part": part, "why": why} for part, why in body.failed.items()]
        failed += [{"part": fault, "why": "damaged"} for fault in faults]
        if failed:
            draft.facts["failed"] = failed
        if locked and not body.forms:
            draft.state, draft.reason = State.UNREAD_ENCRYPTED, "key"
        elif failed and draft.pages:
            draft.state, draft.reason = State.TEXT_PARTIAL, "salvaged" if faults else "part-failed"
        elif not draft.pages:
            draft.state, draft.reason = (State.UNREAD_CORRUPT, "damaged") if failed else (State.NONE_BLANK, "no-text")
