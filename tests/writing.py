"""Archives written by libarchive, in memory."""

import ctypes
import stat
from collections.abc import Sequence

import libarchive.ffi as calls

WHEN = 1_400_761_800  # 22 May 2014, 12:30 UTC


def written(
    form: str, *entries: tuple[str, bytes], filters: Sequence[str] = (), options: str = "", password: str = ""
) -> bytes:
    """An archive of this form, packed by these filters."""
    handle, whole = calls.write_new(), bytearray()

    def take(_handle: object, _client: object, place: int, count: int) -> int:
        whole.extend(ctypes.string_at(place, count))
        return count

    callback = calls.WRITE_CALLBACK(take)
    calls.get_write_format_function(form)(handle)
    for name in filters:
        calls.get_write_filter_function(name)(handle)
    if options:
        calls.write_set_options(handle, options.encode())
    if password:
        calls.write_set_passphrase(handle, password.encode())
    calls.write_set_bytes_in_last_block(handle, 1)
    calls.write_open(handle, None, calls.NO_OPEN_CB, callback, calls.NO_CLOSE_CB)
    for entry in entries:
        _write(handle, *entry)
    calls.write_close(handle)
    calls.write_free(handle)
    return bytes(whole)


def _write(handle: object, name: str, data: bytes) -> None:
    entry = calls.entry_new()
    calls.entry_copy_pathname(entry, name.encode())
    calls.entry_set_filetype(entry, stat.S_IFREG)
    calls.entry_set_perm(entry, 0o644)
    calls.entry_set_size(entry, len(data))
    calls.entry_set_mtime(entry, WHEN, 0)
    calls.write_header(handle, entry)
    if data:
        calls.write_data(handle, data, len(data))
    calls.write_finish_entry(handle)
    calls.entry_free(entry)
