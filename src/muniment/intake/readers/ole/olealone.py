"""A storage inside a compound file as a compound file of its own: the same storage gives the same bytes."""

from muniment.intake.readers.ole.ole import STREAM, Compound, Entry
from muniment.intake.readers.ole.olewrite import Node, write


def alone(compound: Compound, storage: Entry) -> bytes:
    """A storage as a file."""
    return write(copied(compound, storage))


def copied(compound: Compound, storage: Entry) -> Node:
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
