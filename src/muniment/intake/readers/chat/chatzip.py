"""A chat of WhatsApp or Telegram in a ZIP, with its media: one item whose text is the chat, all other members its children."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import BinaryIO

from muniment.intake import chattype, insidezip
from muniment.intake.readers.archives import zip  # noqa: A004
from muniment.intake.readers.chat import chat, chattelegram
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import NOTHING, Child, Draft, Json
from muniment.model.state import State

VERSION = "2"
ENGINE = f"{zip.ENGINE}, {chat.ENGINE}"
_STEP = 1 << 18


def read(source: Source, scope: Scope) -> Draft:
    """Read the zip, its chat put aside. Where that cannot be had it is a member like others, and the zip a container."""
    telegram = insidezip.kind(source) == chattype.TELEGRAM_ZIP
    aside = _Aside(scope, chattype.names_export if telegram else chattype.names_chat)
    draft = zip.read(source, aside)
    if aside.data is None:
        return draft
    draft.children = [child for child in draft.children if child.locator != aside.locator]
    if draft.declared is not None:
        draft.declared -= 1
    text = Draft(draft.type)
    names = [child.name for child in draft.children]
    if telegram:
        folder = aside.name.rpartition("/")[0]
        held = {name.removeprefix(f"{folder}/") for name in names}
        chattelegram.fill(text, Source(aside.data), scope, held)
    else:
        chat.fill(text, Source(aside.data), scope, {name.rpartition("/")[2] for name in names})
    draft.children += text.children
    draft.declared = None if draft.declared is None or text.declared is None else draft.declared + text.declared
    _join(draft, text)
    draft.facts["chat_file"] = aside.name
    return draft


def _join(draft: Draft, text: Draft) -> None:
    """Text and facts of the chat, and the worse of two states."""
    draft.pages = text.pages + draft.pages
    draft.facts |= text.facts
    draft.flags += [flag for flag in text.flags if flag not in draft.flags]
    if draft.state is State.NONE_CONTAINER:
        draft.state, draft.reason = text.state, text.reason
    elif draft.state is State.UNREAD_LIMIT and text.pages:
        draft.state = State.TEXT_PARTIAL


class _Aside(Scope):
    """A scope that keeps the bytes of the chat, and hands every other member on."""

    def __init__(self, within: Scope, called: Callable[[str], bool]) -> None:
        super().__init__(within.budget, within._read, within.depth, within.place)
        self._within = within
        self._called = called
        self.data: bytes | None = None
        self.locator = self.name = ""

    def member(
        self,
        locator: str,
        name: str,
        stream: BinaryIO | bytes,
        *,
        raw_name: bytes | None = None,
        hints: Mapping[str, str] = NOTHING,
        facts: Mapping[str, Json] = NOTHING,
        flags: Sequence[str] = (),
        nature: str = "",
    ) -> Child:
        """The chat is kept; whatever else is a member."""
        if self.data is None and not isinstance(stream, bytes) and self._called(name):
            return self._keep(Child(locator, name, raw_name, facts=facts, flags=tuple(flags)), stream)
        return self._within.member(
            locator, name, stream, raw_name=raw_name, hints=hints, facts=facts, flags=flags, nature=nature
        )

    def _keep(self, row: Child, stream: BinaryIO) -> Child:
        kept = bytearray()
        while piece := stream.read(_STEP):
            self.budget.spend(len(piece))
            kept += piece
            if len(kept) > self.limits.member_bytes:
                return replace(row, state=State.UNREAD_LIMIT, reason="limit-member")
        self.data, self.locator, self.name = bytes(kept), row.locator, row.name
        return row

    def count(self) -> None:
        """Count one member."""
        self._within.count()

    def alone(self) -> None:
        """Say that native code parses what comes now."""
        self._within.alone()
