"""Where the values of a JSON container lie in its bytes: one pass, nothing is built, whatever lies within."""

import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    rb'"((?:[^"\\]++|\\.)*+)"(\s*+:)?+|([{}\[\]])|([^\s"{}\[\],:]++)|(")', re.DOTALL
)  # a string or a key, a bracket, a figure or a word, a string without an end
_INSIDE = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[{\[]|([}\]])|(")', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Span:
    """One value: its key, b"" in an array, and where it lies. `whole`: its end was found."""

    key: bytes
    start: int
    end: int
    whole: bool = True


def values(data: bytes | mmap.mmap, start: int = 0) -> Iterator[Span]:
    """The values of the first container from `start` on; where its end is missing, those that are there."""
    at, key = _opening(data, start), b""
    if at < 0:
        return
    at += 1
    while found := _TOKEN.search(data, at):
        at = found.end()
        sign = found[3]
        if found[2] is not None:
            key = found[1]
        elif sign in {b"}", b"]"}:
            return
        elif found[5]:
            yield Span(key, found.start(), len(data), whole=False)
            return
        else:
            whole = True
            if sign:
                at, whole = _close(data, at)
            yield Span(key, found.start(), at, whole)
            key = b""


def extent(data: bytes | mmap.mmap) -> tuple[int, bool]:
    """Where the first container ends, and whether it does."""
    at = _opening(data, 0)
    return _close(data, at + 1) if at >= 0 else (len(data), False)


def _opening(data: bytes | mmap.mmap, start: int) -> int:
    found = _TOKEN.search(data, start)
    return found.start() if found and found[3] in {b"{", b"["} else -1


def _close(data: bytes | mmap.mmap, at: int) -> tuple[int, bool]:
    """Where the container that is open here ends, and whether it does."""
    depth = 1
    for found in _INSIDE.finditer(data, at):
        if found[1]:
            depth -= 1
            if not depth:
                return found.end(), True
        elif found[2]:
            break
        elif found[0][0] != 0x22:
            depth += 1
    return len(data), False
