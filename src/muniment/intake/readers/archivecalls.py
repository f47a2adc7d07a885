"""Archives opened by libarchive from memory: no file is opened, no program started, only what is asked for is tried."""

import ctypes
import io
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from muniment.intake.limits import Unreadable
from muniment.intake.readers.archivenames import Name, shown
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

_COPIED = 64 << 20  # a larger archive is read through calls, not copied
_BLOCK = 1 << 17
_WIDE = {"7zip", "rar", "rar5", "iso9660", "zip", "xar", "cab"}  # formats whose names are Unicode
Handle = Any


class Failed(Exception):
    """A call of libarchive failed; `fatal` where nothing more can be had from this archive."""

    def __init__(self, error: ArchiveError) -> None:
        super().__init__(str(error))
        self.fatal = getattr(error, "retcode", -30) <= -30

    @property
    def locked(self) -> bool:
        """Whether it needs a password."""
        said = str(self).lower()
        return any(word in said for word in ("crypt", "passphrase", "password"))

    @property
    def short(self) -> bool:
        """Whether the end is missing."""
        said = str(self).lower()
        return any(word in said for word in ("truncated", "unexpected end", "premature", "end-of-file"))

    @property
    def unknown(self) -> bool:
        """Whether this library cannot unpack it."""
        said = str(self).lower()
        return any(word in said for word in ("unsupported", "not supported"))


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
        self._buffer = ctypes.create_string_buffer(_BLOCK)

    def advance(self) -> Entry | None:
        """The next entry; None at the end.

        Raises: Failed.
        """
        try:
            if calls.read_next_header2(self._handle, self._entry) == calls.ARCHIVE_EOF:
                return None
        except ArchiveError as error:
            raise Failed(error) from None
        entry = self._entry
        hard = self._text("entry_hardlink")
        return Entry(
            name=self._name(),
            kind=calls.entry_filetype(entry) & 0o170000,
            size=calls.entry_size(entry) if calls.entry_size_is_set(entry) else None,
            modified=calls.entry_mtime(entry) if calls.entry_mtime_is_set(entry) else None,
            target=hard or self._text("entry_symlink"),
            hard=bool(hard),
        )

    def read(self, size: int = -1) -> bytes:
        """The next piece of the entry's data; b"" at its end. A piece of any size is given.

        Raises: Failed.
        """
        del size
        try:
            count = calls.read_data(self._handle, self._buffer, _BLOCK)
        except ArchiveError as error:
            raise Failed(error) from None
        return self._buffer.raw[:count]

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
def opened(source: Source, formats: Sequence[str], filters: Sequence[str] = ()) -> Iterator[Archive]:
    """Open an archive that is of one of these formats, packed by one of these filters or not at all.

    Raises: Unreadable, where it is none, or the library is missing.
    """
    if not AVAILABLE:
        raise Unreadable(State.UNREAD_DEPENDENCY_MISSING, "missing-library", "libarchive")
    handle, entry = calls.read_new(), calls.entry_new()
    held: object = None
    try:
        for name in formats:
            calls.get_read_format_function(name)(handle)
        for name in filters:
            calls.get_read_filter_function(name)(handle)
        held = _open(handle, source)
        yield Archive(handle, entry, formats)
    except ArchiveError as error:
        failed = Failed(error)
        if failed.locked:
            raise Unreadable(State.UNREAD_ENCRYPTED, "password", str(failed)) from None
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", str(failed)) from None
    finally:
        calls.entry_free(entry)
        calls.read_free(handle)
        del held


def _open(handle: Handle, source: Source) -> object:
    """Open the bytes; what is returned must outlive the handle."""
    if source.size <= _COPIED:
        data = source.whole()
        calls.read_open_memory(handle, data, len(data))
        return data
    stream = source.open()
    block = ctypes.create_string_buffer(_BLOCK)

    def read(_handle: object, _client: object, place: Any) -> int:
        piece = stream.read(_BLOCK)
        ctypes.memmove(block, piece, len(piece))
        place[0] = ctypes.cast(block, ctypes.c_void_p)
        return len(piece)

    def seek(_handle: object, _client: object, offset: int, whence: int) -> int:
        return stream.seek(offset, (io.SEEK_SET, io.SEEK_CUR, io.SEEK_END)[whence])

    held = (calls.READ_CALLBACK(read), calls.SEEK_CALLBACK(seek), block, stream)
    calls.read_set_seek_callback(handle, held[1])
    calls.read_open(handle, None, calls.NO_OPEN_CB, held[0], calls.NO_CLOSE_CB)
    return held
