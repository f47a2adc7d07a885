"""The warm parent: it has imported every reader and read nothing.

For each request it forks a child, which is locked down, reads one top-level item, answers through its pipe, and ends.

It is a process of its own, started by `pool`, and hears requests on a socket: a line of JSON with two descriptors, the
file and the pipe. It says `ready` once, and how each child ended. Where its socket closes, it ends its child and itself.
"""

import gc
import json
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from muniment.intake import frames, jail
from muniment.intake.dispatch import Dispatch
from muniment.intake.limits import Limits
from muniment.intake.scope import Budget, Scope
from muniment.intake.source import Source
from muniment.intake.takeout import Found, Takeout
from muniment.model.state import State

END_MEMORY, END_NO_JAIL, END_BROKEN = 12, 13, 14  # how a child says why it ended
_REQUEST = 1 << 16
_TICK = 20  # milliseconds between looks at a child, where the kernel cannot tell
_SOFT = 0.8  # of the time allowed: from then on members are listed and not read


@dataclass(frozen=True, slots=True)
class Request:
    """What a child is to do.

    `place` is that of a member to be taken out. `fatal` are hashes of what ended a child, and the states that follow;
    those in `untouched` ended a second one.
    """

    limits: Limits
    hints: Mapping[str, str]
    seconds: int
    jailed: bool
    place: tuple[str, ...]
    fatal: Mapping[str, State]
    untouched: AbstractSet[str]
    settings: Mapping[str, Any]

    def encode(self) -> bytes:
        """As a line."""
        said = {
            "limits": self.limits.record(),
            "hints": dict(self.hints),
            "seconds": self.seconds,
            "jailed": self.jailed,
            "place": list(self.place),
            "fatal": {key: state.value for key, state in self.fatal.items()},
            "untouched": sorted(self.untouched),
            "settings": dict(self.settings),
        }
        return json.dumps(said).encode() + b"\n"

    @classmethod
    def decode(cls, line: bytes) -> "Request":
        """From a line."""
        said = json.loads(line)
        fatal = {key: State(value) for key, value in said["fatal"].items()}
        limits = Limits(**said["limits"])
        return cls(
            limits,
            said["hints"],
            said["seconds"],
            said["jailed"],
            tuple(said["place"]),
            fatal,
            frozenset(said["untouched"]),
            said["settings"],
        )


def main() -> None:
    """Serve requests until the socket closes."""
    control = socket.socket(fileno=int(sys.argv[4]))
    gc.collect()
    gc.freeze()  # what is here now is not looked at again in every child
    control.sendall(b"ready\n")
    while True:
        data, descriptors, _, _ = socket.recv_fds(control, _REQUEST, 2)
        if not data:
            return
        if descriptors:  # else a word to end a child that had ended already
            _serve(control, Request.decode(data.splitlines()[-1]), *descriptors)


def _serve(control: socket.socket, request: Request, file: int, pipe: int) -> None:
    child = os.fork()
    if not child:
        _child(request, file, pipe)
    os.close(file)
    os.close(pipe)
    _wait(control, child)
    _, status, used = os.wait4(child, 0)
    said = {"code": os.waitstatus_to_exitcode(status), "memory": used.ru_maxrss}
    control.sendall(json.dumps(said).encode() + b"\n")


def _wait(control: socket.socket, child: int) -> None:
    """Return when the child has ended; any word on the socket, or its end, ends the child."""
    ended = os.pidfd_open(child) if hasattr(os, "pidfd_open") else -1
    poll = select.poll()
    poll.register(control, select.POLLIN)
    if ended >= 0:
        poll.register(ended, select.POLLIN)
    try:
        while True:
            heard = [descriptor for descriptor, _ in poll.poll(-1 if ended >= 0 else _TICK)]
            if ended in heard or (ended < 0 and os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT)):
                return
            if control.fileno() in heard:
                os.kill(child, signal.SIGKILL)  # it is not reaped yet, so the number is still its own
                if not control.recv(64):
                    os._exit(0)
                poll.unregister(control)
    finally:
        if ended >= 0:
            os.close(ended)


def _child(request: Request, file: int, pipe: int) -> None:
    """Read one file and end; never returns."""
    try:
        source = Source.of_descriptor(file, request.hints)
        memory = _mapped() + request.limits.memory
        if request.jailed:
            jail.lock_down(memory, request.seconds, [pipe])
        else:
            jail.close_others([pipe])
            jail.limit(memory, request.seconds)
    except OSError:
        os._exit(END_NO_JAIL)
    try:
        _work(request, source, pipe)
    except MemoryError:
        os._exit(END_MEMORY)
    except BaseException:  # noqa: BLE001 - the jail's edge: how it ended is all that this process can say
        os._exit(END_BROKEN)
    os._exit(0)


def _mapped() -> int:
    """Bytes of address space that this process has before it reads: its libraries, and the file."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 512 << 20


def _work(request: Request, source: Source, pipe: int) -> None:
    def about(sha256: str, size: int) -> None:
        del size
        frames.send(pipe, frames.ABOUT, sha256.encode())

    budget = Budget(request.limits, source.size, deadline=time.monotonic() + request.seconds * _SOFT)
    if request.place:
        taker = Dispatch(lambda *_: None, lambda _: None)
        try:
            taker.read(
                source,
                Takeout(budget, taker.read, lambda piece: frames.send_piece(pipe, piece), request.place),
            )
        except Found:
            frames.send(pipe, frames.END, b"")
        return
    dispatch = Dispatch(
        about,
        lambda line: frames.send(pipe, frames.LINE, line),
        request.fatal,
        request.untouched,
        request.settings,
    )
    dispatch.read(source, Scope(budget, dispatch.read))
    frames.send(pipe, frames.END, b"memory" if dispatch.short_of_memory else b"")
