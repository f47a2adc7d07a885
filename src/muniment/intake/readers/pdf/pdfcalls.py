"""A PDF opened by pdfium, and its strings fetched; every handle is closed by the `with` that opened it."""

import codecs
import ctypes
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2
import pypdfium2.internal
import pypdfium2.raw as pdfium

from muniment.intake.limits import Unreadable
from muniment.intake.readers.rows import Damaged
from muniment.intake.source import Source
from muniment.model.state import State

_LOCK = re.compile(  # what opens a document: a password, a certificate, or a server
    rb"/Filter\s{0,9}/(Standard|Adobe\.\w{1,20}|EBX_HANDLER|FOPN_\w{1,20}|MicrosoftIRMServices)\b"
)

ENGINE = f"pypdfium2 {pypdfium2.PYPDFIUM_INFO.version}"
for _codec in ("utf-16-le", "utf-16-be", "utf-8-sig", "latin-1"):
    codecs.lookup(_codec)  # the jail opens no module later

Handle = Any  # a pointer of pdfium; false where it is null

_STEP = 1 << 18
_SAVED = re.compile(rb"startxref\s+\d+\s+%%EOF")
_ROOM = (ctypes.c_ushort * 2048)()  # most strings fit here, so that one call fetches them; pdfium has one thread
_ROOM_SIZE = ctypes.sizeof(_ROOM)
_NO_FOLDERS = (ctypes.POINTER(ctypes.c_char) * 1)()


def _without_fonts() -> None:
    """Start pdfium anew without the fonts of this machine: the same bytes give the same text everywhere."""
    pdfium.FPDF_DestroyLibrary()
    pdfium.FPDF_InitLibraryWithConfig(pdfium.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=_NO_FOLDERS))


_without_fonts()


class Document:
    """An open document. `form` is its form environment, None where it has no form."""

    def __init__(self, raw: Handle) -> None:
        self.raw = raw
        self.form: Handle = None
        self._info = pdfium.FPDF_FORMFILLINFO(version=2)
        if pdfium.FPDF_GetFormType(raw) != pdfium.FORMTYPE_NONE:
            self.form = pdfium.FPDFDOC_InitFormFillEnvironment(raw, self._info) or None
        self.count: int = pdfium.FPDF_GetPageCount(raw)
        self.repaired = not pdfium.FPDF_DocumentHasValidCrossReferenceTable(raw)
        self.sealed: bool = pdfium.FPDF_GetSecurityHandlerRevision(raw) >= 0

    def close_form(self) -> None:
        """From here on fields are looked at as they stand, without what they inherit."""
        if self.form:
            pdfium.FPDFDOC_ExitFormFillEnvironment(self.form)
            self.form = None


@contextmanager
def opened(source: Source, password: bytes | None = None) -> Iterator[Document]:
    """Open a document, without a password as anybody could; what only its owner locked opens.

    Raises: Unreadable, where it needs a password, or another one, or is no PDF any more.
    """
    with _address(source.buffer()) as address:
        raw = pdfium.FPDF_LoadMemDocument64(address, source.size, password)
        if not raw:
            raise _closed(pdfium.FPDF_GetLastError(), source)
        document = Document(raw)
        try:
            yield document
        finally:
            document.close_form()
            pdfium.FPDF_CloseDocument(raw)


class _Buffer(ctypes.Structure):
    """What Python tells of the memory of an object; the fields of its C interface."""

    _fields_ = (
        ("address", ctypes.c_void_p),
        ("owner", ctypes.py_object),
        ("length", ctypes.c_ssize_t),
        ("itemsize", ctypes.c_ssize_t),
        ("readonly", ctypes.c_int),
        ("ndim", ctypes.c_int),
        ("format", ctypes.c_char_p),
        ("shape", ctypes.c_void_p),
        ("strides", ctypes.c_void_p),
        ("suboffsets", ctypes.c_void_p),
        ("internal", ctypes.c_void_p),
    )


@contextmanager
def _address(data: Any) -> Iterator[int]:
    """Where bytes or mapped memory lie, so that pdfium reads them there: no copy, however large they are."""
    found = _Buffer()
    ctypes.pythonapi.PyObject_GetBuffer(ctypes.py_object(data), ctypes.byref(found), 0)
    try:
        yield found.address
    finally:
        ctypes.pythonapi.PyBuffer_Release(ctypes.byref(found))


def _closed(code: int, source: Source) -> Unreadable:
    if code == pdfium.FPDF_ERR_PASSWORD:
        return Unreadable(State.UNREAD_ENCRYPTED, "password")
    if code == pdfium.FPDF_ERR_SECURITY:
        locks = {found[1] for found in _LOCK.finditer(source.buffer())}
        reason = "key" if b"Adobe.PubSec" in locks else "password" if b"Standard" in locks or not locks else "rights"
        return Unreadable(State.UNREAD_ENCRYPTED, reason, "locked by a certificate or in an unknown way")
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
    size = call(*given, _ROOM, _ROOM_SIZE)
    if size <= 2:
        return ""
    if size <= _ROOM_SIZE:
        return ctypes.string_at(_ROOM, size).decode("utf-16-le", "replace").replace("\0", "")
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    call(*given, buffer, size)
    return ctypes.string_at(buffer, size).decode("utf-16-le", "replace").replace("\0", "")


def narrow(call: Callable[..., int], *given: Any) -> str:
    """A string that a call gives as bytes."""
    size = call(*given, None, 0)
    if size <= 1:
        return ""
    buffer = ctypes.create_string_buffer(size)
    call(*given, buffer, size)
    return buffer.raw[:size].rstrip(b"\0").decode("utf-8", "replace").replace("\0", "")


def lines(text: str) -> str:
    """Text with the line ends of Unix, and no white space around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def said(note: Handle, key: bytes) -> str:
    """A string in an annotation's dictionary."""
    return lines(wide(pdfium.FPDFAnnot_GetStringValue, note, key))


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


class Attached:
    """The bytes of an attachment, piece by piece. Its handle lives as long as the document."""

    def __init__(self, file: Handle) -> None:
        self._file = file
        self._at = 0
        self._buffer: Any = None
        size = ctypes.c_ulong()
        self.had = bool(file) and bool(pdfium.FPDFAttachment_GetFile(file, None, 0, ctypes.byref(size)))
        self.size: int = size.value

    def read(self, size: int = -1) -> bytes:  # noqa: ARG002 - a piece of any size is allowed
        """The next piece; b"" at the end.

        Raises: Damaged.
        """
        if self._buffer is None:
            self._fetch()
        piece = bytes(memoryview(self._buffer)[self._at : self._at + _STEP])
        self._at += len(piece)
        return piece

    def _fetch(self) -> None:
        self._buffer = ctypes.create_string_buffer(self.size) if self.size else b""
        found = ctypes.c_ulong()
        if self.size and not pdfium.FPDFAttachment_GetFile(self._file, self._buffer, self.size, ctypes.byref(found)):
            raise Damaged("damaged")


def revisions(source: Source) -> int:
    """How often the file was saved on top of itself: what an earlier state said may still be in it."""
    ends = sum(1 for _ in _SAVED.finditer(source.buffer()))
    return ends - 1 if b"/Linearized" in source.head(1024) else ends  # a file laid out for the web has two ends
