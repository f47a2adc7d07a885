"""What contacts, appointments, tasks, notes and programs say of a thing beyond its body, as lines: what it is called, and its value."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from muniment.intake.readers.outlook import msglabels
from muniment.intake.readers.outlook.pstsaid import Said
from muniment.intake.readers.outlook.pstthing import Names, Thing

PUBLIC = "00020329-0000-0000-c000-000000000046"  # names that programs and users give
INTERNET = "00020386-0000-0000-c000-000000000046"  # headers
_WELL_KNOWN = ("", "00020328-0000-0000-c000-000000000046", PUBLIC)
_GUIDS, _ENTRIES, _WORDS = 2, 3, 4
_MOST = 0x8000
_CATEGORIES = (PUBLIC, "Keywords")
_FOREIGN = ("http:", "urn:", "dav:")


def names_of(said: Said) -> Names:
    """The names by the numbers of their properties, as a mailbox lists them. Source: MS-PST 2.4.7."""
    guids, entries, words = said.data(_GUIDS), said.data(_ENTRIES), said.data(_WORDS)
    found: dict[int, tuple[str, int | str]] = {}
    for at in range(0, min(len(entries), 8 * _MOST) - 7, 8):
        which = int.from_bytes(entries[at : at + 4], "little")
        kind = int.from_bytes(entries[at + 4 : at + 6], "little")
        number = 0x8000 + int.from_bytes(entries[at + 6 : at + 8], "little")
        index, start = kind >> 1, 16 * ((kind >> 1) - len(_WELL_KNOWN))
        guid = _WELL_KNOWN[index] if start < 0 else _guid(guids[start : start + 16])
        found[number] = guid, _word(words, which) if kind & 1 else which
    return found


def lines(thing: Thing) -> Iterator[str]:
    """The lines, each value once."""
    said = thing.said
    task = said.text(0x001A).lower().startswith("ipm.task")  # others have these by the way
    by_name = _named(thing)
    shown = {label: said.shown(number) for number, label in msglabels.NUMBERED.items() if number in said.values}
    for name, label in msglabels.NAMED.items():
        if name not in by_name or (name[0] == msglabels.TASK and not task):
            continue
        value = _shown(said, name, by_name[name])
        if label not in msglabels.AGAIN or value not in shown.values():
            shown[label] = value
    for name, number in by_name.items():
        if name[0] == PUBLIC and isinstance(name[1], str) and not name[1].lower().startswith(_FOREIGN):
            shown["Categories" if name == _CATEGORIES else name[1]] = said.shown(number)
    for label, value in shown.items():
        if line := " ".join(value.split()):
            yield f"{label}: {line}"


def added_headers(thing: Thing) -> Mapping[str, str]:
    """Headers of which each is kept as a property of its own."""
    return {
        word: text
        for (where, word), number in _named(thing).items()
        if where == INTERNET and isinstance(word, str) and (text := thing.said.text(number))
    }


def begins(thing: Thing) -> int:
    """The number of the property that says when an appointment, task or entry begins; 0 where none does."""
    by_name = _named(thing)
    return next((by_name[name] for name in msglabels.STARTS if name in by_name), 0)


def _named(thing: Thing) -> dict[tuple[str, int | str], int]:
    """The numbers of the named properties that the thing has."""
    return {thing.names[number]: number for number in thing.said.numbers if number in thing.names}


def _shown(said: Said, name: tuple[str, int | str], number: int) -> str:
    value = said.shown(number)
    if name == msglabels.DONE and value:
        return f"{float(value):.0%}"
    return msglabels.STATUSES.get(value, value) if name == msglabels.STATUS else value


def _guid(raw: bytes) -> str:
    return str(UUID(bytes_le=raw)) if len(raw) == 16 else ""


def _word(words: bytes, at: int) -> str:
    size = int.from_bytes(words[at : at + 4], "little")
    return words[at + 4 : at + 4 + min(size, 1024)].decode("utf-16-le", "replace")
