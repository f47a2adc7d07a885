"""A message inside a message as a compound file of its own: the same storage gives the same bytes.

It lacks what only the outermost has: eight bytes in the head of its properties, and the table of
names, which all messages of a file share. Source: MS-OXMSG 2.2.2 and 2.4.
"""

from muniment.intake.readers.ole.ole import Compound, Entry
from muniment.intake.readers.ole.olealone import copied
from muniment.intake.readers.ole.olewrite import write
from muniment.intake.readers.outlook import msgnames
from muniment.intake.readers.outlook.msgproperties import EMBEDDED, STREAM_NAME, TOP

_CLASS = bytes.fromhex("0b0d020000000000c000000000000046")
_NAMES = 1 << 20  # bytes of a table of names; no message has so many


def message(compound: Compound, storage: Entry) -> bytes:
    """A message as a file."""
    root = copied(compound, storage)
    root.clsid = _CLASS
    for node in root.children:
        if node.name.lower() == STREAM_NAME and node.data is not None:
            node.data = node.data[:EMBEDDED].ljust(TOP, b"\0") + node.data[EMBEDDED:]
            node.size += TOP - EMBEDDED
    names = compound.children(compound.root).get(msgnames.STORAGE)
    if names and not any(node.name.lower() == msgnames.STORAGE for node in root.children):
        copy = copied(compound, names)
        if sum(node.size for node in copy.children) <= _NAMES:
            copy.name = names.name
            root.children.append(copy)
    return write(root)
