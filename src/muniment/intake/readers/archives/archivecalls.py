"""Archives opened by libarchive from memory: no file is opened, no program started, only what is asked for is tried."""

import ctypes
import io
import locale
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from typing import Any, BinaryIO, cast

from muniment.intake.limits import Unreadable
from muniment.intake.readers.archives.archivenames import Name, shown
from muniment.intake.readers.rows import Damaged, Stream
from muniment.intake.source import Source
from muniment.model.state import State

try:
    import libarchive.ffi as calls
    from libarchive.exception import ArchiveError
except (ImportError, OSError, TypeError, AttributeError):  # no library of that name, or an old one
    AVAILABLE, ENGINE = False, "libarchive missing"
    calls: Any = None  # type: ignore[no-redef]

    class ArchiveError(Exception):  # type: ignore[no-redef]
        """Stands in for the library's own."""
else:
    AVAILABLE = True
    _NUMBER = calls.version_number()
    ENGINE = f"libarchive {_NUMBER // 1_000_000}.{_NUMBER // 1000 % 1000}.{_NUMBER % 1000}"
    logging.getLogger("libarchive").disabled = True  # what it warns of becomes a state
    if locale.getencoding().upper() not in {"UTF-8", "UTF8"}:  # it turns names into the letters of the locale
        for _name in ("C.UTF-8", "UTF-8", "en_US.UTF-8"):
            with suppress(locale.Error):
                locale.setlocale(locale.LC_CTYPE, _name)
                break

_BLOCK = 1 << 17
_PIECE = 1 << 20
_NO_MEMORY = 12
_WIDE = {"7zip", "rar", "rar5", "iso9660", "zip", "xar", "cab"}  # formats whose names are Unicode
Handle = Any


class Failed(Exception):
    """A call of libarchive failed; `fatal` where nothing more can be had from this archive.

    Its text is the library's, without numbers that change from run to run.
    """

    def __init__(self, error: ArchiveError | str) -> None:
        said = getattr(error, "msg", error)
        super().__init__(str(said or "the end is missing, truncated")[:200])  # it has no words for that alone
        self.fatal = getattr(error, "retcode", -30) <= -30
        self.out_of_memory = getattr(error, "errno", 0) == _NO_MEMORY

    def damaged(self) -> Damaged:
        """What it means for a member."""
        said = str(self).lower()
        if any(word in said for word in ("crypt", "passphrase", "password")):
            return Damaged("password", State.UNREAD_ENCRYPTED)
        if self.out_of_memory or "memory" in said:
            return Damaged("out-of-memory", State.UNREAD_OUT_OF_MEMORY)
        if any(word in said for word in ("truncated", "unexpected end", "premature", "end-of-file")):
            return Damaged("truncated")
        if any(word in said for word in ("unsupported", "not supported")):
            return Damaged("unsupported", State.UNREAD_UNSUPPORTED)
        if any(word in said for word in ("crc", "checksum")):
            return Damaged("checksum")
        return Damaged("damaged")

    def closed(self) -> Unreadable:
        """What it means for the whole archive."""
        fault = self.damaged()
        return Unreadable(fault.state, fault.reason, str(self))


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as its header has it."""

    name: Name
    kind: int  # the type bits of a mode
    size: int | None
    modified: int | None
    target: str  # of a link of either kind
    hard: bool


class Archive:
    """An open archive: headers one after the other, the data of the last one in pieces."""

    def __init__(self, handle: Handle, entry: Handle, formats: Sequence[str]) -> None:
        self._handle = handle
        self._entry = entry
        self._wide = bool(_WIDE.intersection(formats))
        self._waiting: Iterator[bytes] = iter(())

    def advance(self) -> Entry | None:
        """The next entry; None at the end.

        Raises: Failed.
        """
        try:
            if calls.read_next_header2(self._handle, self._entry) == calls.ARCHIVE_EOF:
                return None
        except ArchiveError as error:
            raise Failed(error) from None
        self._waiting = self._blocks()
        entry = self._entry
        hard = self._text("entry_hardlink")
        size = calls.entry_size(entry) if calls.entry_size_is_set(entry) else None
        return Entry(
            name=self._name(),
            kind=calls.entry_filetype(entry) & 0o170000,
            size=size if size is None or size >= 0 else None,
            modified=calls.entry_mtime(entry) if calls.entry_mtime_is_set(entry) else None,
            target=hard or self._text("entry_symlink"),
            hard=bool(hard),
        )

    @property
    def place(self) -> int:
        """How many bytes of the file have been looked at."""
        return int(calls.filter_bytes(self._handle, -1))

    def read(self, size: int = -1) -> bytes:  # noqa: ARG002 - a piece of any size is given
        """The next piece of the entry's data; b"" at its end.

        Raises: Failed.
        """
        return next(self._waiting, b"")

    def _blocks(self) -> Iterator[bytes]:
        """The data block by block, with zeros where blocks leave a hole."""
        place = 0
        start, length, offset = ctypes.c_void_p(), ctypes.c_size_t(), ctypes.c_longlong()
        while True:
            try:
                answer = calls.read_data_block(self._handle, start, length, offset)
            except ArchiveError as error:
                raise Failed(error) from None
            if answer == calls.ARCHIVE_EOF:
                return
            while place < offset.value:
                hole = min(offset.value - place, _PIECE)
                place += hole
                yield bytes(hole)
            for at in range(0, length.value, _PIECE):
                yield ctypes.string_at((start.value or 0) + at, min(_PIECE, length.value - at))
            place += length.value
            if answer < 0:  # a warning, which comes with the data
                raise Failed(self._said())

    def _said(self) -> str:
        raw: bytes = calls.error_string(self._handle) or b"damaged"
        return raw.decode("utf-8", "replace")

    def _name(self) -> Name:
        raw = calls.entry_pathname(self._entry)
        if raw is None or self._wide:
            wide = calls.entry_pathname_w(self._entry)
            if wide is not None:
                return wide.encode("utf-8", "replace").decode("utf-8"), None
        return shown(raw or b"")

    def _text(self, call: str) -> str:
        raw = getattr(calls, call)(self._entry)
        return shown(raw)[0] if raw else ""


@contextmanager
def opened(source: Source | Stream, formats: Sequence[str], filters: Sequence[str] = ()) -> Iterator[Archive]:
    """Open an archive that is of one of these formats, packed by one of these filters or not at all.

    Raises: Unreadable, where it is none, or the library is missing.
    """
    if not AVAILABLE:
        raise Unreadable(State.UNREAD_DEPENDENCY_MISSING, "missing-library", "libarchive")
    handle, entry = calls.read_new(), calls.entry_new()
    number = 0
    try:
        try:
            for name in formats:
                calls.get_read_format_function(name)(handle)
            for name in filters:
                calls.get_read_filter_function(name)(handle)
            number = _open(handle, source)
        except ValueError as error:  # this build does not know the format
            raise Unreadable(State.UNREAD_UNSUPPORTED, "unsupported", str(error)) from None
        except ArchiveError as error:
            raise Failed(error).closed() from None
        yield Archive(handle, entry, formats)
    finally:
        calls.entry_free(entry)
        with suppress(ArchiveError):
            calls.read_free(handle)
        _READ_FROM.pop(number, None)


def _open(handle: Handle, source: Source | Stream) -> int:
    """Open the bytes; gives back the number under which they are known until the handle is free."""
    number = next(_NUMBERS)
    _READ_FROM[number] = _Reading(source.open() if isinstance(source, Source) else source)
    if isinstance(source, Source):
        calls.read_set_seek_callback(handle, _SEEK)
    calls.read_open(handle, number, calls.NO_OPEN_CB, _READ, calls.NO_CLOSE_CB)
    return number


@dataclass(slots=True)
class _Reading:
    """What one open archive reads from, and the piece that the library looks into until it asks for the next."""

    stream: Stream | BinaryIO
    piece: bytes = b""


def _read(_handle: object, number: int, place: Any) -> int:
    reading = _READ_FROM[number]
    try:
        reading.piece = reading.stream.read(_BLOCK)
    except Damaged:  # the end is missing, which the library finds out
        reading.piece = b""
    place[0] = ctypes.cast(ctypes.c_char_p(reading.piece), ctypes.c_void_p)
    return len(reading.piece)


def _seek(_handle: object, number: int, offset: int, whence: int) -> int:
    stream = cast(BinaryIO, _READ_FROM[number].stream)
    return stream.seek(offset, (io.SEEK_SET, io.SEEK_CUR, io.SEEK_END)[whence])


_NUMBERS = count(1)
_READ_FROM: dict[int, _Reading] = {}
if AVAILABLE:  # made here because the jail gives no memory for code
    _READ, _SEEK = calls.READ_CALLBACK(_read), calls.SEEK_CALLBACK(_seek)
