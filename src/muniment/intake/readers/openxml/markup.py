"""XML as a stream of events: no tree, no recursion, no entity resolved, nothing fetched.

expat reads what is sound, in constant memory and at any depth. What it refuses is read a second time by lxml, which
mends it; a fault is then reported with what was had, so that no text is lost in silence.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar
from xml.parsers import expat

from lxml import etree

from muniment.intake.readers.openxml.namespaces import Names

_BUFFER = 1 << 16


class Walker:
    """What is told of each element and text, in order; walkers override what they need.

    One that is `direct` gets names as "uri}local" and sees to them itself, to save time.
    """

    direct = False

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        """An element begins; names are "prefix:local"."""

    def end(self, name: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Text inside the element that is open."""


W = TypeVar("W", bound=Walker)


def walk(pieces: Callable[[], Iterable[bytes]], make: Callable[[], W]) -> tuple[W, str]:
    """Tell a new walker all of a part; with it comes what was wrong with the part, "" where nothing was.

    Raises: whatever `pieces` raises.
    """
    walker = make()
    try:
        return walker, _strict(pieces(), walker)
    except (expat.ExpatError, LookupError) as error:  # LookupError: an encoding that is not known
        fault = str(error)
    walker = make()
    mend(pieces(), walker)
    return walker, f"damaged XML: {fault}"


def _strict(pieces: Iterable[bytes], walker: Walker) -> str:
    """Feed expat; returns what was left out."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.buffer_size = _BUFFER
    names = Names()
    begin, finish, data = walker.start, walker.end, walker.data
    entities: list[str] = []

    def on_start(name: str, attrs: dict[str, str]) -> None:
        begin(names[name], {names[key]: value for key, value in attrs.items()} if attrs else attrs)

    def on_end(name: str) -> None:
        finish(names[name])

    def on_other(text: str) -> None:  # while this is set, expat expands no entity in text
        if text.startswith("&"):
            if len(entities) < 8:
                entities.append(text)
            data(text)

    direct = walker.direct
    parser.StartElementHandler = begin if direct else on_start
    parser.EndElementHandler = finish if direct else on_end
    parser.CharacterDataHandler = data
    parser.DefaultHandler = on_other
    for piece in pieces:
        parser.Parse(piece, False)
    parser.Parse(b"", True)
    return f"entities are left as they stand: {' '.join(entities)}" if entities else ""


class _Target:
    """Passes what lxml finds to a walker."""

    def __init__(self, walker: Walker) -> None:
        self._walker = walker
        names = Names()
        self._name: Callable[[str], str] = str if walker.direct else names.__getitem__

    def start(self, tag: str, attrs: Mapping[str, str]) -> None:
        name = self._name
        self._walker.start(name(tag.lstrip("{")), {name(key.lstrip("{")): value for key, value in attrs.items()})

    def end(self, tag: str) -> None:
        self._walker.end(self._name(tag.lstrip("{")))

    def data(self, text: str) -> None:
        self._walker.data(text)

    def close(self) -> None:
        pass


def mend(pieces: Iterable[bytes], walker: Walker) -> None:
    """Feed lxml, which goes on after a fault as well as it can."""
    target: Any = _Target(walker)  # lxml calls no other method of it
    parser = etree.XMLParser(
        target=target, recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
    )
    try:
        for piece in pieces:
            parser.feed(piece)
        parser.close()
    except (etree.XMLSyntaxError, UnicodeError):
        return  # nothing more can be had of it; the fault is reported already


def chunks(data: bytes, step: int = 1 << 18) -> Iterator[bytes]:
    """Bytes in memory, piece by piece."""
    for start in range(0, len(data), step):
        yield data[start : start + step]
