"""The objects of an iWork document: what its archives (IWA) hold, by id, with type, place and references."""

from collections.abc import Callable
from dataclasses import dataclass

from muniment.intake.limits import LimitReached
from muniment.intake.readers.apps import iworksnappy, iworkwire
from muniment.intake.readers.apps.iworkwire import Message
from muniment.intake.readers.openxml.package import BROKEN, Package

_MOST = 2_000_000  # objects of one document


@dataclass(frozen=True, slots=True)
class Object:
    """One object, not yet looked into."""

    number: int
    kind: int
    place: str  # the archive in which it lies, without folder and ending
    data: bytes
    refers: tuple[int, ...]

    def message(self) -> Message:
        """Its fields.

        Raises: iworkwire.Broken.
        """
        return Message(self.data)


class Objects:
    """All objects of one document; an archive that cannot be read is noted as a failed part of the package."""

    def __init__(self, package: Package, spend: Callable[[int], None]) -> None:
        self._package = package
        self._all: dict[int, Object] = {}
        for name in package.names:
            if not name.lower().endswith(".iwa"):
                continue
            package.read.add(name)
            try:
                self._read(name, iworksnappy.unpack(b"".join(package.pieces(name)), spend))
            except LimitReached as reached:
                package.limit = package.limit or reached.reason
                package.failed.append({"part": name, "why": reached.reason})
                return
            except BROKEN as error:
                package.fail(name, error)

    def _read(self, name: str, data: bytes) -> None:
        place = name.rpartition("/")[2].rpartition(".")[0]
        at = 0
        while at < len(data):
            if len(self._all) > _MOST:
                raise LimitReached("limit-children")
            size, at = iworkwire.varint(data, at)
            head = Message(data[at : at + size])
            at += size
            for info in head.messages(2):
                size = info.number(3)
                if at + size > len(data):
                    raise iworkwire.Broken("an object is cut off")
                found = Object(head.number(1), info.number(1), place, data[at : at + size], _packed(info.all(5)))
                self._all.setdefault(found.number, found)
                at += size

    def __getitem__(self, number: int) -> Object | None:
        return self._all.get(number)

    def of(self, *kinds: int) -> list[Object]:
        """All objects of these kinds, in the order of the archives."""
        return [found for found in self._all.values() if found.kind in kinds]

    def fields(self, number: int) -> Message:
        """The fields of an object; none where it is not there or broken, which is noted."""
        found = self._all.get(number)
        if found is None:
            return Message(b"")
        try:
            return found.message()
        except iworkwire.Broken as error:
            self.failed(found, error)
            return Message(b"")

    def failed(self, one: Object, error: Exception) -> None:
        """Note that an object could not be read."""
        self._package.fail(f"{one.place} object {one.number}", error)


def _packed(values: list[bytes]) -> tuple[int, ...]:
    found: list[int] = []
    for raw in values:
        at = 0
        while at < len(raw):
            number, at = iworkwire.varint(raw, at)
            found.append(number)
    return tuple(found)
