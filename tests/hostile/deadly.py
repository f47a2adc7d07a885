"""A warm parent whose reader of plain texts does what the text says: what a file could do that takes its reader over."""

import fcntl
import os
import signal
import struct
import sys

from muniment.intake import dispatch, warm
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.line import encode
from muniment.model.reading import Draft, Page, Reading
from muniment.model.state import State

VERSION = "1"


def read(source: Source, scope: Scope) -> Draft:
    """Read a text, or do what it says."""
    del scope
    said = source.whole().decode()
    match said.split()[:2]:
        case ["please", "fault"]:
            signal.raise_signal(signal.SIGSEGV)
        case ["please", "abort"]:
            os.abort()
        case ["please", "leave"]:
            os._exit(0)
        case ["please", "hang"]:
            while True:
                pass
        case ["please", "fill"]:
            held = [bytearray(1 << 26) for _ in range(1 << 20)]
            assert held
        case ["please", "raise"]:
            raise LookupError(said)
        case ["please", "exit"]:
            raise SystemExit(0)
        case ["please", "babble"]:
            os.write(answer(), b"\xff" * 65536)
        case ["please", "flood"]:
            while True:
                frame(b"B", b"x" * 60000)
        case ["please", "lie"]:
            other = Reading("0" * 64, 7, "text/plain", State.TEXT_COMPLETE, "", "liar", pages=(Page("a lie"),))
            frame(b"A", b"0" * 64)
            frame(b"L", encode(other))
            frame(b"E", b"")
            os._exit(0)
        case ["please", "invent"]:
            mine = Reading(source.sha256(), source.size, "text/plain", State.TEXT_COMPLETE, "no such reason", "liar")
            frame(b"L", encode(mine))
            frame(b"E", b"")
            os._exit(0)
    return Draft("text/plain", pages=[Page(said)])


def answer() -> int:
    """The pipe: all that is open."""
    return next(number for number in range(3, 4096) if _open(number))


def _open(number: int) -> bool:
    try:
        fcntl.fcntl(number, fcntl.F_GETFD)
    except OSError:
        return False
    return True


def frame(kind: bytes, payload: bytes) -> None:
    """One frame, past whatever keeps count."""
    data = struct.pack(">cI", kind, len(payload)) + payload
    while data:
        data = data[os.write(answer(), data) :]


def main() -> None:
    """As `warm.main`, with the deadly reader for plain texts."""
    dispatch.MODULES["text"] = sys.modules[__name__]  # type: ignore[index]
    warm.main()
