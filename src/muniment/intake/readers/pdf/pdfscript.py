"""Scripts of a PDF, never run, wherever they hang: of the document, of pages, of bookmarks, of what happens at opening."""

import re
from collections.abc import Iterator

import pypdfium2.raw as pdfium

from muniment.intake.readers.flow import Flow
from muniment.intake.readers.pdf.pdfcalls import Document, lines, wide
from muniment.intake.readers.pdf.pdffound import Found
from muniment.intake.readers.pdf.pdfraw import Raw
from muniment.model.reading import Draft

_ACTIVE = (b"/JavaScript", b"/Launch", b"/RichMedia", b"/SubmitForm", b"/ImportData")
_GIVEN = re.compile(rb"/JS\s*(?:(\()|<([0-9A-Fa-f\s]*)>|(\d{1,10})\s+\d{1,5}\s+R\b)")
_PIECE = re.compile(rb"[()]|\\(?:\r\n|[0-7]{1,3}|.)?|\r\n?", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_REFERRED = 1000  # scripts that are objects of their own
_STRING = 1 << 20  # bytes of a script that stands in a dictionary


def add(document: Document, raw: Raw, draft: Draft, flow: Flow, found: Found) -> None:
    """Add all scripts as text, and flag what would be done or played."""
    for index in range(max(pdfium.FPDFDoc_GetJavaScriptActionCount(document.raw), 0)):
        action = pdfium.FPDFDoc_GetJavaScriptAction(document.raw, index)
        if action:
            found.scripts[lines(wide(pdfium.FPDFJavaScriptAction_GetScript, action))] = None
            pdfium.FPDFDoc_CloseJavaScriptAction(action)
    known = {_same(script) for script in found.scripts}
    for script in () if raw.sealed else _written(raw, found):
        if _same(script) not in known:
            known.add(_same(script))
            found.scripts[script] = None
    found.scripts.pop("", None)
    flow.add("\n".join(found.scripts), "script")
    if found.scripts or found.active or any(raw.places(word) for word in _ACTIVE):
        draft.flags.append("active-content")


def _same(script: str) -> str:
    return "".join(script.split())


def _written(raw: Raw, found: Found) -> Iterator[str]:
    """The scripts that stand in the bytes of the document."""
    referred: dict[int, None] = {}
    done: tuple[bytes, int] = b"", 0
    for text, at in raw.places(b"/JS"):
        given = _GIVEN.match(text, at)
        if given is None or (text is done[0] and at < done[1]):
            continue
        if given[1]:
            data, end = _string(text, given.end())
            done = text, end
            yield _decoded(data)
        elif given[3]:
            referred[int(given[3])] = None
        else:
            digits = b"".join(given[2].split())
            yield _decoded(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii")))
    if len(referred) > _REFERRED:
        found.cut["scripts"] = f"{len(referred)} objects"
    for number in list(referred)[:_REFERRED]:
        stream = raw.stream(number)
        body = raw.object(number).strip() if stream is None else b""
        if stream is not None:
            yield _decoded(raw.unpack(stream))
        elif body.startswith(b"("):
            yield _decoded(_string(body, 1)[0])


def _string(text: bytes, start: int) -> tuple[bytes, int]:
    """A string in brackets, from behind the first; and where it ends."""
    out = bytearray()
    at, depth, end = start, 1, min(start + _STRING, len(text))
    for piece in _PIECE.finditer(text, start, end):
        mark = piece[0]
        out += text[at : piece.start()]
        at = piece.end()
        if mark == b")":
            depth -= 1
            if not depth:
                return bytes(out), at
        depth += mark == b"("
        out += _plain(mark)
    return bytes(out) + text[at:end], end


def _plain(mark: bytes) -> bytes:
    if mark in {b"(", b")"}:
        return mark
    if mark[:1] == b"\r":
        return b"\n"
    rest = mark[1:]
    if rest[:1].isdigit() and rest[:1] < b"8":
        return bytes([int(rest, 8) & 255])
    return b"" if rest in {b"\n", b"\r", b"\r\n"} else _ESCAPES.get(rest, rest)


def _decoded(data: bytes) -> str:
    """The text of a string; of bytes that are no text, nothing."""
    if data.startswith((b"\xfe\xff", b"\xff\xfe")):
        text = data[2:].decode("utf-16-be" if data[0] == 0xFE else "utf-16-le", "replace")
    else:
        text = data.decode("utf-8-sig", "replace")
        text = data.decode("latin-1") if "\ufffd" in text else text
    text = lines(text.replace("\0", ""))
    strange = sum(not (letter.isprintable() or letter in "\n\t") for letter in text)
    return "" if strange > len(text) * 0.1 else text
