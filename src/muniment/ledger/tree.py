"""The Merkle tree over entries.

Source: RFC 6962 section 2.1 (also RFC 9162): leaf = SHA-256(00 || bytes), node = SHA-256(01 || left || right).
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256


def leaf(data: bytes) -> bytes:
    """The hash of a leaf."""
    return sha256(b"\0" + data).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return sha256(b"\1" + left + right).digest()


class Tree:
    """The frontier of a tree: the roots of its perfect subtrees, largest first; enough to append and to know the root."""

    __slots__ = ("peaks", "size")

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self.peaks = list(peaks)

    def copy(self) -> "Tree":
        """Another tree that goes on from here."""
        return Tree(self.size, self.peaks)

    def push(self, data: bytes) -> None:
        """Append a leaf."""
        found, count, peaks = sha256(b"\0" + data).digest(), self.size, self.peaks
        while count & 1:  # as below, without a call for each: a million entries come this way
            found = sha256(b"\1" + peaks.pop() + found).digest()
            count >>= 1
        peaks.append(found)
        self.size += 1

    def push_hash(self, found: bytes) -> None:
        """Append a leaf whose hash is known."""
        count = self.size
        while count & 1:
            found = node(self.peaks.pop(), found)
            count >>= 1
        self.peaks.append(found)
        self.size += 1

    def root(self) -> bytes:
        """The root of the whole; of nothing, the hash of nothing."""
        if not self.peaks:
            return sha256().digest()
        found = self.peaks[-1]
        for peak in self.peaks[-2::-1]:
            found = node(peak, found)
        return found


def root(leaves: Iterable[bytes]) -> bytes:
    """The root over some leaves' bytes."""
    tree = Tree()
    for data in leaves:
        tree.push(data)
    return tree.root()


def _root(hashes: Sequence[bytes]) -> bytes:
    tree = Tree()
    for found in hashes:
        tree.push_hash(found)
    return tree.root()


def _hashes(*found: bytes) -> bool:
    """Whether each has the length of a hash: others could be cut and joined to hash to the same."""
    return all(len(each) == sha256().digest_size for each in found)


def _split(count: int) -> int:
    """The largest power of two below a count."""
    return 1 << (count - 1).bit_length() - 1


def prove_inclusion(hashes: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from a leaf to the root of all these leaves' hashes.

    Cost: linear in the leaves.
    """
    if len(hashes) == 1:
        return []
    half = _split(len(hashes))
    if index < half:
        return [*prove_inclusion(hashes[:half], index), _root(hashes[half:])]
    return [*prove_inclusion(hashes[half:], index - half), _root(hashes[:half])]


def prove_consistency(hashes: Sequence[bytes], size: int) -> list[bytes]:
    """The hashes that show that the tree of the first `size` leaves is the beginning of this one.

    Cost: linear in the leaves.
    """
    return [] if size in {0, len(hashes)} else _subproof(hashes, size, whole=True)


def _subproof(hashes: Sequence[bytes], size: int, *, whole: bool) -> list[bytes]:
    if size == len(hashes):
        return [] if whole else [_root(hashes)]
    half = _split(len(hashes))
    if size <= half:
        return [*_subproof(hashes[:half], size, whole=whole), _root(hashes[half:])]
    return [*_subproof(hashes[half:], size - half, whole=False), _root(hashes[:half])]


def included(found: bytes, index: int, size: int, proof: Sequence[bytes], top: bytes) -> bool:
    """Whether a leaf's hash stands at an index in the tree of that size and root.

    Source: RFC 9162 section 2.1.3.2.
    """
    if not 0 <= index < size or not _hashes(found, top, *proof):
        return False
    at, last = index, size - 1
    for step in proof:
        if not last:
            return False
        if at & 1 or at == last:
            found = node(step, found)
            while not at & 1 and at:
                at >>= 1
                last >>= 1
        else:
            found = node(found, step)
        at >>= 1
        last >>= 1
    return not last and found == top


def consistent(size: int, top: bytes, later_size: int, later_top: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the tree of `size` leaves is the beginning of the later one; of no leaves nothing can be shown.

    Source: RFC 9162 section 2.1.4.2.
    """
    if not 0 < size <= later_size:
        return False
    if size == later_size:
        return not proof and top == later_top
    if not _hashes(top, later_top, *proof):
        return False
    steps = [top, *proof] if not size & (size - 1) else list(proof)
    if not steps:
        return False
    at, last = size - 1, later_size - 1
    while at & 1:
        at >>= 1
        last >>= 1
    early = late = steps[0]
    for step in steps[1:]:
        if not last:
            return False
        if at & 1 or at == last:
            early, late = node(step, early), node(step, late)
            while not at & 1 and at:
                at >>= 1
                last >>= 1
        else:
            late = node(late, step)
        at >>= 1
        last >>= 1
    return not last and early == top and late == later_top
