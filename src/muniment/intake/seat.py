"""A seat at which a child reads: one warm parent of ours, and the socket and pipe over which it is heard."""

import json
import os
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Generic, TypeVar

from muniment.errors import Broken, Trouble
from muniment.intake.attempt import Attempt
from muniment.intake.course import Course
from muniment.intake.request import END_NO_JAIL, Request
from muniment.intake.spawn import command, environment

_STEP = 1 << 18
_STARTS_IN = 120  # seconds that a warm parent may take to import everything, on a busy machine


Came = TypeVar("Came")  # what comes of a course


class Seat(Generic[Came]):
    """One warm parent, and the child that reads for it. One that is to recognise words knows their languages."""

    def __init__(self, *, jailed: bool, languages: Sequence[str] = ()) -> None:
        self.jailed = jailed
        self.course: Course[Came] | None = None
        self.attempt: Attempt | None = None
        self.pipe = -1
        self.control, other = socket.socketpair()
        with other:
            self._process = subprocess.Popen(
                command("muniment.intake.warm", "main", str(other.fileno()), ",".join(languages)),
                env=environment(),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                pass_fds=[other.fileno()],
                start_new_session=True,  # a Ctrl-C is for us alone; it ends when its socket closes
            )
        self._said = b""
        self._ready = False

    def begin(self, course: Course[Came]) -> None:
        """Have a child set out on a course.

        Raises: Broken, where a file is gone; Trouble.
        """
        request, attempt = course.attempt(time.monotonic(), jailed=self.jailed)
        self.course = course
        self.ask(course.files, request, attempt)

    def ask(self, paths: Sequence[Path], request: Request, attempt: Attempt) -> None:
        """Have a child do something with these files.

        Raises: Broken, where one is gone; Trouble.
        """
        self._wait_until_ready()
        attempt.started = time.monotonic()
        self.pipe, other = os.pipe()
        descriptors = [other]
        try:
            descriptors += map(_opened, paths)
            line = request.encode()
            sent = socket.send_fds(self.control, [line], descriptors)
            self.control.sendall(line[sent:])
        except ConnectionError:
            raise self._dead() from None
        finally:
            for descriptor in descriptors:
                os.close(descriptor)
        self.attempt = attempt

    def listen(self, attempt: Attempt) -> None:
        """Take in what the child has written; close the pipe where it has ended."""
        data = os.read(self.pipe, _STEP)
        if data:
            attempt.hear(data, time.monotonic())
            if attempt.spoiled:
                self.end(attempt)
        else:
            self._hang_up()

    def answer(self, attempt: Attempt) -> None:
        """Take in what the warm parent says of how the child ended."""
        self._said += self._receive()
        line, end, self._said = self._said.partition(b"\n")
        if not end:
            self._said = line
            return
        said = json.loads(line)
        attempt.code, attempt.memory = said["code"], said["memory"]
        if attempt.code == END_NO_JAIL:
            raise Trouble(
                "a reader could not be locked in", "", "read on Linux 5.13 or later; nothing was read without"
            )

    def end(self, attempt: Attempt) -> None:
        """End the child, and listen to it no more."""
        self._hang_up()
        if attempt.code is None:
            self.control.sendall(b"kill\n")

    def close(self) -> None:
        """End everything."""
        self._hang_up()
        self.control.close()
        self._process.wait()
        if self._process.stderr:
            self._process.stderr.close()

    def _hang_up(self) -> None:
        if self.pipe >= 0:
            os.close(self.pipe)
            self.pipe = -1

    def _wait_until_ready(self) -> None:
        if self._ready:
            return
        self.control.settimeout(_STARTS_IN)
        try:
            while b"\n" not in self._said:
                self._said += self._receive()
        except TimeoutError:
            raise Trouble(
                "the process that reads did not start in time", "", "try again when the machine is less busy"
            ) from None
        self.control.settimeout(None)
        _, _, self._said = self._said.partition(b"\n")
        self._ready = True

    def _receive(self) -> bytes:
        data = self.control.recv(4096)
        if not data:
            raise self._dead()
        return data

    def _dead(self) -> Trouble:
        said = self._process.communicate()[1].decode("utf-8", "replace").strip().splitlines()
        return Trouble("the process that reads has ended", said[-1] if said else "", "try again; nothing is lost")


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDONLY)
    except OSError as error:
        raise Broken(f"an original cannot be read ({error.strerror})", path.name, "run muniment verify") from None
