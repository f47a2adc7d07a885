"""What an OLE2 file is, by the names at the top of its directory. Bounded, and no step of it can fail."""

import struct
from collections.abc import Iterator

from muniment.intake.source import Source

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECTORS = 1024  # of the directory that are looked at
_NONE = 0xFFFFFFFA  # from here on a sector's number means something else
_NO_ENTRY = 0xFFFFFFFF
_MS = "application/vnd.ms-"

_BY_NAME: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", f"{_MS}office-encrypted"),
    ("__properties_version1.0", f"{_MS}outlook"),
    ("WordDocument", "application/msword"),
    ("PowerPoint Document", f"{_MS}powerpoint"),
    ("PP97_DUALSTORAGE", f"{_MS}powerpoint"),
    ("PP40", f"{_MS}powerpoint"),
    ("Workbook", f"{_MS}excel"),
    ("Book", f"{_MS}excel"),
    ("VisioDocument", "application/vnd.visio"),
    ("Quill", "application/x-mspublisher"),
    ("HwpSummaryInformation", "application/x-hwp"),
    ("\x05HwpSummaryInformation", "application/x-hwp"),
    ("MatOST", f"{_MS}works"),
    ("WksSSWorkBook", f"{_MS}works"),
    ("SPELLING", f"{_MS}works"),
    ("NativeContent_MAIN", "application/x-quark"),
    ("PerfectOffice_MAIN", "application/vnd.wordperfect"),
    ("Catalog", "application/x-thumbs-db"),
)
_BY_CLASS = {
    bytes.fromhex("b25aa40e0a9ed111a40700c04fb932ba"): f"{_MS}works",
    bytes.fromhex("84100c0000000000c000000000000046"): "application/x-msi",
    bytes.fromhex("86100c0000000000c000000000000046"): "application/x-msi",
}


def kind(source: Source) -> str:
    """The media type of a file that begins as an OLE2 file does."""
    entries = _Directory(source)
    names = {name.lower() for name in entries.top()}
    found = next((kind for name, kind in _BY_NAME if name.lower() in names), None)
    if found is None and any(name.strip() in {"114", "112", "19"} for name in names):
        found = f"{_MS}project"
    return found or _BY_CLASS.get(entries.root_class, "application/x-ole-storage")


class _Directory:
    """The directory's entries, read along its chain of sectors."""

    def __init__(self, source: Source) -> None:
        self._source = source
        header = source.head(512).ljust(512, b"\0")
        self._shift = 12 if header[30:32] == b"\x0c\0" else 9
        self._fat: tuple[int, ...] = struct.unpack("<109I", header[76:512])
        self._data = b"".join(self._sectors(int.from_bytes(header[48:52], "little")))
        self.root_class = self._data[80:96]

    def _sector(self, number: int) -> bytes:
        return self._source.head(1 << self._shift, (number + 1) << self._shift)

    def _sectors(self, number: int) -> Iterator[bytes]:
        seen: set[int] = set()
        while number < _NONE and number not in seen and len(seen) < _SECTORS:
            seen.add(number)
            data = self._sector(number)
            if not data:
                return
            yield data
            number = self._next(number)

    def _next(self, number: int) -> int:
        table, place = divmod(number, 1 << (self._shift - 2))
        if table >= len(self._fat):
            return number + 1  # the table's own chain is not followed: far parts of a directory mostly lie side by side
        if self._fat[table] >= _NONE:
            return _NO_ENTRY
        found = self._sector(self._fat[table])[place * 4 : place * 4 + 4]
        return int.from_bytes(found, "little") if len(found) == 4 else _NO_ENTRY

    def _entry(self, number: int) -> bytes:
        found = self._data[number * 128 : number * 128 + 128]
        return found if len(found) == 128 else b""

    def top(self) -> Iterator[str]:
        """The names right below the root; all names where the root names no child."""
        root = self._entry(0)
        waiting = [int.from_bytes(root[76:80], "little")] if root else []
        if not waiting or waiting[0] == _NO_ENTRY:
            waiting = list(range(1, len(self._data) // 128))
        seen = {_NO_ENTRY}
        while waiting:
            number = waiting.pop()
            if number in seen:
                continue
            seen.add(number)
            if entry := self._entry(number):
                size = min(max(int.from_bytes(entry[64:66], "little") - 2, 0), 62)
                yield entry[:size].decode("utf-16-le", "replace")
                waiting += struct.unpack("<2I", entry[68:76])
