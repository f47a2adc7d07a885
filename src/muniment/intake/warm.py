"""The warm parent: it has imported every reader, and read nothing but a sample of our own.

For each request it forks a child, which is locked down, reads one top-level item, answers through its pipe, and ends.

It is a process of its own, started by `pool`, and hears requests on a socket: a line of JSON with two descriptors, the
file and the pipe. It says `ready` once, and how each child ended. Where its socket closes, it ends its child and itself.
"""

import gc
import heapq  # noqa: F401 - the standard library imports it when it first needs it, and the jail opens no file
import json
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from muniment.intake import frames, jail
from muniment.intake.dispatch import Dispatch
from muniment.intake.ocr import sheet
from muniment.intake.ocr.packs import Packs
from muniment.intake.picture import answer
from muniment.intake.rehearse import rehearse
from muniment.intake.request import END_BROKEN, END_MEMORY, END_NO_JAIL, Request
from muniment.intake.scope import Alone, Budget, Scope
from muniment.intake.source import Source
from muniment.intake.takeout import Found, Takeout
from muniment.model.line import encode

_REQUEST = 1 << 16
_FILES = 253  # descriptors that the kernel hands over at once
_TICK = 20  # milliseconds between looks at a child, where the kernel cannot tell
_SOFT = 0.8  # of the time allowed: from then on members are listed and not read


def main() -> None:
    """Serve requests until the socket closes."""
    control = socket.socket(fileno=int(sys.argv[4]))
    time.strptime("2014", "%Y")  # imports what it needs
    languages = [code for code in sys.argv[5].split(",") if code]
    known = Packs.load(languages) if languages else None
    jail.prepare()
    rehearse()
    gc.collect()
    gc.freeze()  # what is here now is not looked at again in every child
    control.sendall(b"ready\n")
    while True:
        data, descriptors, _, _ = socket.recv_fds(control, _REQUEST, _FILES)
        if not data:
            return
        while descriptors and not data.endswith(b"\n"):  # many passwords make a long line
            more = control.recv(_REQUEST)
            if not more:
                return
            data += more
        if descriptors:  # else a word to end a child that had ended already
            _serve(control, Request.decode(data.splitlines()[-1]), descriptors, known)


def _serve(control: socket.socket, request: Request, descriptors: Sequence[int], known: Packs | None) -> None:
    pipe, *files = descriptors
    child = os.fork()
    if not child:
        _child(request, pipe, files, known)
    for descriptor in (pipe, *files):
        os.close(descriptor)
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


def _child(request: Request, pipe: int, files: Sequence[int], known: Packs | None) -> None:
    """Read what was handed over and end; never returns."""
    try:
        count = len(request.hints)
        sources = [Source.of_descriptor(file, hints) for file, hints in zip(files[:count], request.hints, strict=True)]
        opened = {
            tuple(place): Source.of_descriptor(file) for place, file in zip(request.kept, files[count:], strict=True)
        }
        memory = _mapped() + request.limits.memory
        if request.jailed:
            jail.lock_down(memory, request.seconds, [pipe])
        else:
            jail.close_others([pipe])
            jail.limit(memory, request.seconds)
    except OSError:
        os._exit(END_NO_JAIL)
    try:
        if request.recognise:
            _recognise(request, sources[0], pipe, known)
        elif request.draw:
            _draw(request, sources[0], pipe)
        elif request.place:
            _take_out(request, sources[0], pipe)
        else:
            _read(request, sources, pipe, opened)
    except MemoryError:
        os._exit(END_MEMORY)
    except BaseException:  # noqa: BLE001 - the jail's edge: how it ended is all that this process can say
        os._exit(END_BROKEN)
    os._exit(0)


def _mapped() -> int:
    """Bytes of address space that this process has before it reads: its libraries, and the files."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 512 << 20


def _read(request: Request, sources: Sequence[Source], pipe: int, opened: Mapping[tuple[str, ...], Source]) -> None:
    def about(sha256: str) -> None:
        frames.send(pipe, frames.ABOUT, sha256.encode())

    def send(line: bytes) -> None:
        frames.send(pipe, frames.LINE, line)

    def keep(place: tuple[str, ...], data: bytes) -> None:
        frames.send(pipe, frames.KEPT, json.dumps(place).encode())
        frames.send_piece(pipe, data)

    def working() -> None:
        frames.send(pipe, frames.WORKING, b"")

    short = False
    for source in sources:
        if request.shared:
            frames.send(pipe, frames.NEXT, b"")
        dispatch = Dispatch(about, send, request.fatal, request.untouched, request.settings)
        try:
            budget = _budget(request, source)
            budget.passwords, budget.kept, budget.keep = request.passwords, opened, keep
            budget.working = working
            dispatch.read(source, Scope(budget, dispatch.read))
        except Alone:
            frames.send(pipe, frames.ALONE, b"")
        short |= dispatch.short_of_memory
    frames.send(pipe, frames.END, b"memory" if short else b"")


def _recognise(request: Request, source: Source, pipe: int, known: Packs | None) -> None:
    frames.send(pipe, frames.ABOUT, source.sha256().encode())
    frames.send(pipe, frames.LINE, encode(sheet.recognise(source, request.recognise, known)))
    frames.send(pipe, frames.END, b"")


def _draw(request: Request, source: Source, pipe: int) -> None:
    for piece in answer.answer(source, request.draw):
        frames.send_piece(pipe, piece)
    frames.send(pipe, frames.END, b"")


def _take_out(request: Request, source: Source, pipe: int) -> None:
    def send(piece: bytes) -> None:
        frames.send_piece(pipe, piece)

    dispatch = Dispatch(lambda _: None, lambda _: None)
    try:
        dispatch.read(source, Takeout(_budget(request, source), dispatch.read, send, request.place))
    except Found:
        frames.send(pipe, frames.END, b"")


def _budget(request: Request, source: Source) -> Budget:
    deadline = time.monotonic() + request.seconds * _SOFT
    return Budget(request.limits, source.size, shared=request.shared, deadline=deadline)
