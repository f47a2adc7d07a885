"""One thing that lies in a mailbox: what is said of it, its people, and its attachments. A message inside one is one as well."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from muniment.intake.readers.outlook.pstblocks import Blocks, Node, NotThere
from muniment.intake.readers.outlook.pstheap import object_of, properties, table
from muniment.intake.readers.outlook.pstsaid import Said

Names = Mapping[int, tuple[str, int | str]]  # named properties: the set of names, and in it a number or a word

DATA, METHOD = 0x3701, 0x3705
MESSAGE, OBJECT = 5, 0x0D  # the method of a message that is attached, and the type of a value in a node of its own
RECIPIENTS, ATTACHMENTS, _ROW = 0x692, 0x671, 0x67F2


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment; `data` gives its bytes piece by piece, `message` the message that it is. Both may raise NotThere."""

    number: int
    said: Said
    data: Callable[[], Iterator[bytes]]
    message: Callable[[], "Thing"]


@dataclass(slots=True)
class Thing:
    """A thing; `lost` names the parts of it that could not be read."""

    said: Said
    names: Names
    people: list[Said] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def inner(blocks: Blocks, attachment: Node, names: Names, codec: str) -> Thing:
    """The message that an attachment is.

    Raises: NotThere.
    """
    said = properties(blocks, attachment)
    kind, raw = said.values.get(DATA, (0, b""))
    if kind != OBJECT:
        raise NotThere("no message")
    return thing_of(blocks, blocks.within(attachment.within, object_of(raw)), names, codec)


def thing_of(blocks: Blocks, node: Node, names: Names, codec: str) -> Thing:
    """A thing out of the blocks themselves.

    Raises: NotThere.
    """
    thing = Thing(properties(blocks, node), names)
    thing.said.settle(codec)
    thing.lost += [f"property {number:04x}" for number in thing.said.lost]
    thing.people = _rows(blocks, node, RECIPIENTS, thing)
    for row in thing.people:
        row.codec = thing.said.codec
    for row in _rows(blocks, node, ATTACHMENTS, thing):
        number = row.whole(_ROW) or 0
        try:
            attachment = attachment_of(blocks, number, blocks.within(node.within, number), names, thing.said.codec)
        except NotThere:
            thing.lost.append(f"attachment {number}")
        else:
            thing.attachments.append(attachment)
    return thing


def attachment_of(blocks: Blocks, number: int, node: Node, names: Names | None = None, codec: str = "") -> Attachment:
    """An attachment.

    Raises: NotThere.
    """
    said = properties(blocks, node)
    said.codec = codec

    def data() -> Iterator[bytes]:
        kind, raw = said.values.get(DATA, (0, b""))
        if kind == OBJECT:
            yield from blocks.pieces(blocks.within(node.within, object_of(raw)).data)
        elif kind:
            yield raw
        else:
            raise NotThere("no data")

    return Attachment(number, said, data, lambda: inner(blocks, node, names or {}, codec))


def _rows(blocks: Blocks, node: Node, number: int, thing: Thing) -> list[Said]:
    """A table within a node; there need be none."""
    if not node.within:
        return []
    try:
        where = blocks.within(node.within, number)
    except NotThere:
        return []
    try:
        return table(blocks, where)
    except NotThere:
        thing.lost.append("recipients" if number == RECIPIENTS else "attachments")
        return []
