"""Flat OpenDocument: a whole document as one XML file, its pictures in it as base64."""

import io
from collections.abc import Callable
from typing import BinaryIO, TypeVar

from muniment.intake.readers import members, properties
from muniment.intake.readers.flow import Flow
from muniment.intake.readers.odf.opencells import OpenCells
from muniment.intake.readers.odf.openmeta import Binaries, Meta, opened
from muniment.intake.readers.odf.openpages import assemble, has_text
from muniment.intake.readers.openxml.markup import Walker, chunks, walk
from muniment.intake.readers.openxml.office import settle
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft

VERSION = "2"
TEXT = "application/vnd.oasis.opendocument.text-flat-xml"

W = TypeVar("W", bound=Walker)


def read(source: Source, scope: Scope) -> Draft:
    """Read a flat document."""
    draft = Draft(TEXT)
    failed: list[dict[str, str]] = []
    data = source.whole()

    def tell(make: Callable[[], W]) -> W:
        walker, fault = walk(lambda: chunks(data), make)
        if fault and not failed:
            failed.append({"part": "", "why": fault})
        return walker

    content = tell(OpenCells)
    body = content.finish()
    if content.media.startswith("application/vnd.oasis.opendocument."):
        draft.type = f"{content.media}-flat-xml"
    draft.facts |= tell(Meta).facts
    assemble(draft, content, body, Flow(), Flow())
    texts = tell(Binaries).found
    if b"<ooo:script-module" in data or b"<script:module" in data or b"<ooo:library-embedded" in data:
        draft.flags.append("macros")
    members.embed(draft, scope, [_member(number, text) for number, text in enumerate(texts, start=1)])
    settle(draft, failed, "", text=has_text(draft))
    properties.append(draft)
    return draft


def _member(number: int, text: str) -> members.Member:
    def open_() -> BinaryIO:
        return opened(text) if text else io.BytesIO()

    return members.Member(f"binary-data/{number}", open_, len(text) * 3 // 4)
