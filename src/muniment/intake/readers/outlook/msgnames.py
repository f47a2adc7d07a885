"""Named properties: which number stands for which name in this message. Source: MS-OXMSG 2.2.3 and MS-OXPROPS."""

import struct
from collections.abc import Mapping
from uuid import UUID

from muniment.intake.readers.ole.ole import Compound

STORAGE = "__nameid_version1.0"
PUBLIC = "00020329-0000-0000-c000-000000000046"  # names that programs and users give
INTERNET = "00020386-0000-0000-c000-000000000046"  # headers
_GUIDS, _ENTRIES, _STRINGS = (f"__substg1.0_{number:04x}0102" for number in (2, 3, 4))
_WELL_KNOWN = ("", "00020328-0000-0000-c000-000000000046", PUBLIC)
_MOST = 0x8000

Name = tuple[str, int | str]  # the set of names, and in it a number or a word


def of(compound: Compound) -> Mapping[int, Name]:
    """The names by the numbers of their properties."""
    storage = compound.children(compound.root).get(STORAGE)
    if storage is None:
        return {}
    streams = {name: compound.stream(entry) for name, entry in compound.children(storage).items() if name in _READ}
    guids, entries, strings = (streams.get(name, b"") for name in (_GUIDS, _ENTRIES, _STRINGS))
    found: dict[int, Name] = {}
    for at in range(0, min(len(entries), 8 * _MOST) - 7, 8):
        which, kind, number = struct.unpack_from("<IHH", entries, at)
        index = kind >> 1
        start = 16 * (index - len(_WELL_KNOWN))
        guid = _WELL_KNOWN[index] if start < 0 else _guid(guids[start : start + 16])
        found[0x8000 + number] = guid, _string(strings, which) if kind & 1 else which
    return found


_READ = frozenset({_GUIDS, _ENTRIES, _STRINGS})


def _guid(raw: bytes) -> str:
    return str(UUID(bytes_le=raw)) if len(raw) == 16 else ""


def _string(strings: bytes, at: int) -> str:
    size = int.from_bytes(strings[at : at + 4], "little")
    return strings[at + 4 : at + 4 + min(size, 1024)].decode("utf-16-le", "replace")
