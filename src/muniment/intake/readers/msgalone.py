"""A storage inside a message as a compound file of its own: the same storage gives the same bytes.

A message inside a message lacks what only the outermost has: eight bytes in the head of its properties, and the table of
names, which all messages of a file share. Source: MS-OXMSG 2.2.2 and 2.4.
"""

from muniment.intake.readers import msgnames
from muniment.intake.readers.msgole import STREAM, Compound, Entry
from muniment.intake.readers.msgolewrite import Node, write
from muniment.intake.readers.msgproperties import EMBEDDED, STREAM_NAME, TOP

_CLASS = bytes.fromhex("0b0d020000000000c000000000000046")
_NAMES = 1 << 20  # bytes of a table of names; no message has so many


def message(compound: Compound, storage: Entry) -> bytes:
    """A message as a file."""
    root = _copied(compound, storage)
    root.clsid = _CLASS
    for node in root.children:
        if node.name.lower() == STREAM_NAME and node.data is not None:
            node.data = node.data[:EMBEDDED].ljust(TOP, b"\0") + node.data[EMBEDDED:]
            node.size += TOP - EMBEDDED
    names = compound.children(compound.root).get(msgnames.STORAGE)
    if names and not any(node.name.lower() == msgnames.STORAGE for node in root.children):
        copy = _copied(compound, names)
        if sum(node.size for node in copy.children) <= _NAMES:
            copy.name = names.name
            root.children.append(copy)
    return write(root)


def storage_alone(compound: Compound, storage: Entry) -> bytes:
    """An object as a file."""
    return write(_copied(compound, storage))


def _copied(compound: Compound, storage: Entry) -> Node:
    """A storage with all that lies in it. A stream that is cut off keeps its size, so that it is found cut off again."""
    root = Node("Root Entry", clsid=storage.clsid)
    waiting = [(storage, root)]
    while waiting:
        from_, to = waiting.pop()
        for entry in compound.children(from_).values():
            if entry.kind == STREAM:
                to.children.append(Node(entry.name, compound.stream(entry), size=entry.size))
            else:
                node = Node(entry.name, clsid=entry.clsid)
                to.children.append(node)
                waiting.append((entry, node))
    return root
