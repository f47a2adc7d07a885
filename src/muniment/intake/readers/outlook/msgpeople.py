"""The people of a message: senders by their properties, receivers by their table, each as `Name <address>`."""

import re
from collections.abc import Iterable, Iterator

from muniment.intake.readers.ole.ole import Compound, Entry
from muniment.intake.readers.outlook.msgproperties import OTHER, Properties

_ROW = re.compile(r"__recip_version1\.0_#([0-9a-f]{8})")
_KINDS = {1: "to", 2: "cc", 3: "bcc"}
_SHOWN = {"to": 0x0E04, "cc": 0x0E03, "bcc": 0x0E02}  # the names as one text
_TYPE = 0x0C15
_ADDRESS = re.compile(r"<([^<>]*)>[^<>]*$")
# name, address, kind of address, SMTP address: the one for whom it was sent, and the one who sent it
_SENDERS = (("from", 0x0042, 0x0065, 0x0064, 0x5D02), ("sender", 0x0C1A, 0x0C1F, 0x0C1E, 0x5D01))
_NAME, _MAIL, _WAY, _SMTP = 0x3001, 0x3003, 0x3002, 0x39FE
_OTHER_NAME, _RECEIVED_BY = 0x5FF6, (("received_by", 0x0040, 0x0076, 0x0075, 0x5D07),)
_MOST = 100_000


def shown(name: str, address: str, smtp: str = "") -> str:
    """A person; an address of mail is taken before one of a directory."""
    name, address = name.strip(), smtp.strip() or address.strip()
    if name[:1] == name[-1:] == "'" and len(name) > 2:
        name = name[1:-1]
    if not address or name.casefold() == address.casefold():
        return name or address
    return f"{name} <{address}>" if name else address


def senders(properties: Properties) -> Iterator[tuple[str, str]]:
    """Who it is from, and who sent it where that is somebody else."""
    known = ""
    for fact, *numbers in (*_SENDERS, *_RECEIVED_BY):
        name, address, _, smtp = (properties.text(number) for number in numbers)
        person = shown(name, address, smtp)
        if person and person != known:
            yield fact, person
            known = known or person


def rows(compound: Compound, storage: Entry) -> dict[int, Entry]:
    """The storages of the receivers, by their numbers."""
    found = {}
    for name, entry in compound.children(storage).items():
        if match := _ROW.fullmatch(name):
            found[int(match[1], 16)] = entry
    return dict(sorted(found.items()))


def receivers(compound: Compound, storage: Entry, properties: Properties) -> dict[str, list[str]]:
    """To, cc and bcc: by the table, and by the names as one text where the table lacks them."""
    found: dict[str, list[str]] = {}
    for entry in list(rows(compound, storage).values())[:_MOST]:
        row = Properties(compound, entry, OTHER, properties.codec)
        name = row.text(_NAME) or row.text(_OTHER_NAME)
        address = row.text(_MAIL)
        person = shown(name, address, row.text(_SMTP))
        kind = _KINDS.get((row.whole(_TYPE) or 1) & 0x0F, "to")
        if person:
            found.setdefault(kind, []).append(person)
    for kind, number in _SHOWN.items():
        known = {said for person in found.get(kind, ()) for said in _sayings(person)}
        for name in properties.text(number).split(";"):
            bare = name.strip().strip("'")
            if bare and bare.casefold() not in known:
                known.add(bare.casefold())
                found.setdefault(kind, []).append(bare)
    return found


def places(compound: Compound, storage: Entry, properties: Properties) -> list[str]:
    """Everybody who has a place in a directory (Exchange), with it; also where an address of mail is known."""
    said = [(properties.text(name), properties.text(place)) for _, name, place, *_ in (*_SENDERS, *_RECEIVED_BY)]
    for entry in list(rows(compound, storage).values())[:_MOST]:
        row = Properties(compound, entry, OTHER, properties.codec)
        said.append((row.text(_NAME) or row.text(_OTHER_NAME), row.text(_MAIL)))
    return list(dict.fromkeys(shown(name, place) for name, place in said if place.startswith("/")))


def _sayings(person: str) -> set[str]:
    """How a person may be named: by all, by the name, by the address."""
    return {person.casefold(), key(person), person.rpartition(" <")[0].strip("'").casefold()}


def joined(first: Iterable[str], second: Iterable[str]) -> list[str]:
    """Both lists of people, nobody twice: by address, without one by name.

    Somebody of the first who has but a place in a directory gives way to the same name with an address of mail.
    """
    second = list(dict.fromkeys(second))
    by_mail = {_name(person) for person in second if "@" in key(person)}
    found = [
        person for person in dict.fromkeys(first) if not (key(person).startswith("/") and _name(person) in by_mail)
    ]
    known = {key(person) for person in found} | {person.casefold() for person in found}
    for person in second:
        if key(person) not in known:
            found.append(person)
            known.add(key(person))
    return found


def _name(person: str) -> str:
    return person.rpartition(" <")[0].casefold()


def key(person: str) -> str:
    """What two writings of one person have in common."""
    match = _ADDRESS.search(person)
    return (match[1] if match else person).strip().casefold()
