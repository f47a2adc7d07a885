"""The main text of rarer Office files: Works and Publisher. What stands beside it is not looked for."""

from muniment.intake.readers.ole.ole import STREAM, Compound, Entry
from muniment.intake.readers.rtf.rtfcodepages import WESTERN, decode

_STORY = b"CHNK"
_ENTRY, _FIRST = 24, 0x20  # the size of a line in a story's list, and where the first stands
_WORKS, _WORKS_END = 0x100, 0x26  # where the text of an older Works file begins, and where it is said that it ends
_BREAKS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\0": "", "\t": "\t", "\n": "\n"})
_MOST = 10_000  # lines of a list


def of(compound: Compound) -> str:
    """The main text; "" where none is found."""
    for path, read in (
        (("contents",), _story),
        (("quill", "quillsub", "contents"), _story),
        (("mn0",), _works),
    ):
        entry = _find(compound, path)
        if entry is not None and (text := read(compound.stream(entry))).strip():
            return text
    return ""


def _find(compound: Compound, path: tuple[str, ...]) -> Entry | None:
    found: Entry | None = compound.root
    for name in path:
        if found is None or found.kind == STREAM:
            return None
        found = compound.children(found).get(name)
    return found if found is not None and found.kind == STREAM else None


def _story(data: bytes) -> str:
    """Text that a list of parts says the place of."""
    if not data.startswith(_STORY):
        return ""
    found: list[str] = []
    for at in range(_FIRST, min(len(data), _FIRST + _ENTRY * _MOST), _ENTRY):
        if data[at : at + 2] != b"\x18\0":
            break
        if data[at + 2 : at + 6] == b"TEXT":
            start, size = (int.from_bytes(data[at + place : at + place + 4], "little") for place in (16, 20))
            found.append(_clean(data[start : start + size].decode("utf-16-le", "replace")))
    return "\n".join(found)


def _works(data: bytes) -> str:
    end = int.from_bytes(data[_WORKS_END : _WORKS_END + 4], "little")
    return _clean(decode(data[_WORKS:end], WESTERN)[0])


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").translate(_BREAKS)
    return "".join(char for char in text if char >= " " or char in "\n\t")
