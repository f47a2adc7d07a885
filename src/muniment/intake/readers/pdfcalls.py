"""A PDF opened by pdfium, and its strings fetched; every handle is closed by the `with` that opened it."""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2
import pypdfium2.internal
import pypdfium2.raw as pdfium

from muniment.intake.limits import Unreadable
from muniment.intake.source import Source
from muniment.model.state import State

ENGINE = f"pypdfium2 {pypdfium2.PYPDFIUM_INFO.version}"
_COPIED = 64 << 20  # a larger file is read through calls, not copied
_STRING = 16 << 20  # a longer string is none that a person wrote

Handle = Any  # a pointer of pdfium; false where it is null


class Document:
    """An open document. `form` is its form environment, None where it has no form."""

    def __init__(self, raw: Handle, form: Handle) -> None:
        self.raw = raw
        self.form = form
        self.count: int = pdfium.FPDF_GetPageCount(raw)


@contextmanager
def opened(source: Source) -> Iterator[Document]:
    """Open a document without a password, as anybody could; one that only its owner locked opens.

    Raises: Unreadable, where it needs a password or is no PDF any more.
    """
    held: Any = None
    if source.size <= _COPIED:
        held = source.whole()
        raw = pdfium.FPDF_LoadMemDocument64(held, source.size, None)
    else:
        access, held = pypdfium2.internal.get_bufreader(source.open())
        raw = pdfium.FPDF_LoadCustomDocument(access, None)
    if not raw:
        raise _closed(pdfium.FPDF_GetLastError())
    form, info = None, pdfium.FPDF_FORMFILLINFO(version=2)
    try:
        if pdfium.FPDF_GetFormType(raw) != pdfium.FORMTYPE_NONE:
            form = pdfium.FPDFDOC_InitFormFillEnvironment(raw, info)
        yield Document(raw, form)
    finally:
        if form:
            pdfium.FPDFDOC_ExitFormFillEnvironment(form)
        pdfium.FPDF_CloseDocument(raw)
        del held


def _closed(code: int) -> Unreadable:
    if code == pdfium.FPDF_ERR_PASSWORD:
        return Unreadable(State.UNREAD_ENCRYPTED, "password")
    if code == pdfium.FPDF_ERR_SECURITY:
        return Unreadable(State.UNREAD_ENCRYPTED, "password", "locked by a certificate or in an unknown way")
    return Unreadable(State.UNREAD_CORRUPT, "damaged", pypdfium2.internal.ErrorToStr.get(code, str(code)))


@contextmanager
def page_of(document: Document, index: int) -> Iterator[Handle]:
    """A page, from 0; None where it cannot be loaded."""
    page = pdfium.FPDF_LoadPage(document.raw, index)
    try:
        yield page or None
    finally:
        if page:
            pdfium.FPDF_ClosePage(page)


@contextmanager
def note_of(page: Handle, index: int) -> Iterator[Handle]:
    """An annotation of a page, from 0; None where it cannot be loaded."""
    note = pdfium.FPDFPage_GetAnnot(page, index)
    try:
        yield note or None
    finally:
        if note:
            pdfium.FPDFPage_CloseAnnot(note)


def wide(call: Callable[..., int], *given: Any) -> str:
    """A string that a call gives as UTF-16."""
    size = call(*given, None, 0)
    if not 2 < size <= _STRING:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    call(*given, buffer, size)
    return bytes(buffer)[:size].decode("utf-16-le", "replace").replace("\0", "")


def narrow(call: Callable[..., int], *given: Any) -> str:
    """A string that a call gives as bytes."""
    size = call(*given, None, 0)
    if not 1 < size <= _STRING:
        return ""
    buffer = ctypes.create_string_buffer(size)
    call(*given, buffer, size)
    return buffer.raw[:size].rstrip(b"\0").decode("utf-8", "replace").replace("\0", "")


def said(note: Handle, key: bytes) -> str:
    """A string in an annotation's dictionary."""
    return wide(pdfium.FPDFAnnot_GetStringValue, note, key).replace("\r\n", "\n").replace("\r", "\n").strip()


def target(document: Document, action: Handle) -> str:
    """Where an action leads outside the document: an address or a file; "" for a place inside."""
    if not action:
        return ""
    if pdfium.FPDFAction_GetType(action) == pdfium.PDFACTION_URI:
        return narrow(pdfium.FPDFAction_GetURIPath, document.raw, action)
    return narrow(pdfium.FPDFAction_GetFilePath, action)


def launches(action: Handle) -> bool:
    """Whether an action starts a program."""
    return bool(action) and bool(pdfium.FPDFAction_GetType(action) == pdfium.PDFACTION_LAUNCH)


def attached(file: Handle) -> bytes | None:
    """The bytes of an attachment; None where they cannot be had."""
    size = ctypes.c_ulong()
    if not file or not pdfium.FPDFAttachment_GetFile(file, None, 0, ctypes.byref(size)):
        return None
    if not size.value:
        return b""
    buffer = ctypes.create_string_buffer(size.value)
    if not pdfium.FPDFAttachment_GetFile(file, buffer, size.value, ctypes.byref(size)):
        return None
    return buffer.raw


def revisions(document: Document, source: Source) -> int:
    """How often the file was saved on top of itself: what an earlier state said may still be in it."""
    ends = int(pdfium.FPDF_GetTrailerEnds(document.raw, None, 0))
    return ends - 1 if b"/Linearized" in source.head(1024) else ends  # a file laid out for the web has two ends
