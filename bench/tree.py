"""What a program costs with everything that it starts: CPU seconds of all its processes, and the memory of the largest.

It is started by a small process of its own (this file, run), because a process counts as large as the one that it was
forked from. That one adopts processes whose parent ends before them, so that what runs in the background counts too.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36
_LINGER = 5  # seconds for what a program leaves behind
_TICK = 0.02


@dataclass(frozen=True, slots=True)
class Cost:
    """One run. `peak` is the memory of its largest process, in MiB."""

    cpu: float
    wall: float
    peak: float
    code: int = 0
    load: float = 0.0  # of the machine, at the end

    def __add__(self, other: "Cost") -> "Cost":
        """Both, one after the other."""
        return Cost(
            self.cpu + other.cpu,
            self.wall + other.wall,
            max(self.peak, other.peak),
            self.code or other.code,
            max(self.load, other.load),
        )


def run(command: Sequence[str | Path], env: Mapping[str, str] | None = None, *, given: str = "") -> Cost:
    """Run it to its end, and to that of all it started; `given` is its standard input."""
    read, write = os.pipe()
    started = subprocess.Popen(
        [sys.executable, "-I", __file__, str(write), *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=env,
        pass_fds=[write],
    )
    os.close(write)
    assert started.stdin is not None
    with started.stdin as pipe:
        pipe.write(os.fsencode(given))
    with os.fdopen(read) as answer:
        said = answer.read()
    if started.wait() or not said:
        sys.exit(f"bench: {command[0]} could not be measured")
    cpu, wall, peak, code = json.loads(said)
    return Cost(cpu, wall, peak, code, os.getloadavg()[0])


def _measure(command: Sequence[str]) -> tuple[float, float, float, int]:
    """CPU, wall, peak and exit code of a command and all that comes of it."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, *(ctypes.c_ulong(value) for value in (1, 0, 0, 0)))
    begun = time.monotonic()
    first = subprocess.Popen(command, start_new_session=True)
    cpu, peak, code, until = 0.0, 0.0, 0, float("inf")
    while True:
        try:
            pid, status, used = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            first.returncode = code
            return cpu, time.monotonic() - begun, peak, code
        if pid:
            cpu += used.ru_utime + used.ru_stime
            peak = max(peak, used.ru_maxrss / 1024)
            if pid == first.pid:
                code, until = os.waitstatus_to_exitcode(status), time.monotonic() + _LINGER
        elif time.monotonic() > until:
            os.killpg(first.pid, signal.SIGKILL)
            until = float("inf")
        else:
            time.sleep(_TICK)


if __name__ == "__main__":
    os.write(int(sys.argv[1]), json.dumps(_measure(sys.argv[2:])).encode())
