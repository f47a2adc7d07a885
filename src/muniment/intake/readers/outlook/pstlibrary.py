"""What libpff gives of a mailbox, as things. It is an extra: where it is not installed, `pypff` is None."""

import io
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from muniment.intake.readers.mail.mailfields import Buffer
from muniment.intake.readers.outlook.pstblocks import Blocks, Node, NotThere
from muniment.intake.readers.outlook.pstheap import properties
from muniment.intake.readers.outlook.pstsaid import Said
from muniment.intake.readers.outlook.pstthing import DATA, OBJECT, Attachment, Names, Thing, attachment_of, inner

try:
    import pypff
except ImportError:
    pypff = None

BROKEN = (OSError, ValueError, OverflowError, SystemError, RuntimeError)  # what the library raises over damage
FOLDER, MESSAGE, SETTINGS = 2, 4, 8  # kinds of nodes, the last five bits of a number
_STEP = 1 << 20
_BODIES = (0x1000, 0x1013, 0x1009, 0x1001, 0x007D)  # plain, HTML, RTF, of a report; and the headers


class Asking:
    """Turns the library's word for a thing that it cannot make, which it calls a lack of memory, into one of BROKEN."""

    def __enter__(self) -> None:
        """Nothing is done before."""

    def __exit__(self, kind: object, fault: BaseException | None, trace: object) -> None:
        if isinstance(fault, MemoryError) and fault.args:  # a lack of memory itself comes without words
            raise OSError(str(fault)) from None


asking = Asking()


class Handle:
    """A handle over bytes in memory, as the library wants one; nothing is read ahead."""

    def __init__(self, data: Buffer) -> None:
        self._data = data
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        end = len(self._data) if size < 0 else self._at + size
        piece = bytes(self._data[self._at : end])
        self._at += len(piece)
        return piece

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: len(self._data)}[whence]
        self._at = max(base + offset, 0)
        return self._at

    def tell(self) -> int:
        """The place."""
        return self._at

    def get_size(self) -> int:
        """How many bytes there are."""
        return len(self._data)


def there() -> bool:
    """Whether the library is installed."""
    return pypff is not None


def opened(data: Buffer) -> Any:
    """A mailbox.

    Raises: one of BROKEN.
    """
    file = pypff.file()
    with asking:
        file.open_file_object(Handle(data))
    return file


def version() -> str:
    """What the reader stands on."""
    return f"libpff {pypff.get_version()}" if pypff else ""


def said_of(item: Any, lost: list[str] | None = None) -> Said:
    """What is said of an item; of an attachment without its bytes."""
    sets = list(_sets(item, lost))
    return sets[0] if sets else Said()


def _sets(item: Any, lost: list[str] | None = None) -> Iterator[Said]:
    for at in range(item.number_of_record_sets):
        with asking:
            records = item.get_record_set(at)
        said = Said()
        for index in range(records.number_of_entries):
            try:
                with asking:
                    entry = records.get_entry(index)
                number, kind = entry.entry_type, entry.value_type
                if number is not None and kind is not None and (number != DATA or kind == OBJECT):
                    said.values.setdefault(number, (kind, entry.data or b""))
            except BROKEN:
                if lost is not None:
                    lost.append(f"property {index} of {at}")
        yield said


def thing(item: Any, names: Names, codec: str, blocks: Blocks | None) -> Thing:
    """A message or another item. What of it is broken is in `lost`.

    Raises: one of BROKEN, where nothing is to be had.
    """
    if not hasattr(item, "recipients"):  # neither a message nor another thing that is kept as one
        raise ValueError("no message")
    lost: list[str] = []
    found = Thing(said_of(item, lost), names, lost=lost)
    if not found.said.values:
        raise ValueError("no properties")
    found.said.settle(codec)
    try:
        with asking:
            people = item.recipients
        found.people = list(_sets(people, lost)) if people is not None else []
    except BROKEN:
        lost.append("recipients")
    _look_again(blocks, item.identifier, found)
    for row in found.people:
        row.codec = found.said.codec
    try:
        count = item.number_of_attachments
    except BROKEN:
        lost.append("attachments")
        return found
    for at in range(count):
        try:
            with asking:
                attachment = item.get_attachment(at)
            said = said_of(attachment, lost)
            number = attachment.identifier
        except BROKEN:
            lost.append(f"attachment {at + 1}")
            continue
        said.codec = found.said.codec
        own = partial(_own, blocks, item.identifier, number)
        data = partial(data_of, attachment, own)
        message = partial(_inner, blocks, item.identifier, number, names, said.codec)
        found.attachments.append(Attachment(number, said, data, message))
    return found


def _look_again(blocks: Blocks | None, number: int, found: Thing) -> None:
    """Ask the blocks themselves where a body is empty: the library gives an empty one where it finds no block."""
    empty = [body for body in _BODIES if body in found.said.values and not found.said.data(body)]
    if not empty or blocks is None:
        return
    try:
        own = properties(blocks, blocks.node(number))
    except NotThere:
        return
    for body in empty:
        if body in own.lost:
            found.lost.append(f"property {body:04x}")
        elif own.data(body):
            found.said.values[body] = own.values[body]


def _own(blocks: Blocks | None, message: int, number: int) -> Iterator[bytes]:
    """The bytes of an attachment out of the blocks themselves, for the same reason."""
    if blocks is not None:
        node = blocks.within(blocks.node(message).within, number)
        yield from attachment_of(blocks, number, node).data()


def data_of(attachment: Any, otherwise: Callable[[], Iterator[bytes]]) -> Iterator[bytes]:
    """The bytes of an attachment, piece by piece; where the library has none, those that are to be had `otherwise`.

    Raises: NotThere.
    """
    try:
        left = attachment.size
        if not left:
            yield from otherwise()
            return
        attachment.seek_offset(0, io.SEEK_SET)
        while left > 0:
            piece = attachment.read_buffer(min(left, _STEP))
            if not piece:
                raise NotThere("truncated")
            left -= len(piece)
            yield piece
    except BROKEN:
        raise NotThere("damaged") from None


def _inner(blocks: Blocks | None, message: int, number: int, names: Names, codec: str) -> Thing:
    """The message that an attachment is; the library does not give it."""
    if blocks is None:
        raise NotThere("unsupported")
    node: Node = blocks.node(message)
    return inner(blocks, blocks.within(node.within, number), names, codec)
