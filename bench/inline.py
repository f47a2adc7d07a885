"""A peer as cheap as it comes: all files one after the other in one process, with nothing between them. Runs in its venv.

`inline.py PEER OUT SECONDS`: paths on standard input. The answer of each file goes to OUT as `peer.py` has it. A file
that takes longer than so many seconds, or ends the process, is named with that state; a new process goes on after it.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import peer


def _go(name: str, paths: Sequence[str], out: Path, mark: int) -> None:
    """Read them all; a byte for each that is done."""
    read = {"extractous": peer.extractous, "kreuzberg": peer.kreuzberg, "xberg": peer.xberg}[name]()
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    with out.open("a") as answers:
        for path in paths:
            try:
                said = {"path": path, "state": "ok", "text": read(path)}
            except BaseException as error:  # noqa: BLE001 - whatever a peer raises is its answer
                said = {"path": path, "state": "error", "text": "", "why": type(error).__name__}
            answers.write(json.dumps(said) + "\n")
            answers.flush()
            os.write(mark, b".")
    os._exit(0)


def _watched(name: str, paths: Sequence[str], out: Path, seconds: float) -> tuple[int, str]:
    """How many were done, and how it ended."""
    came, mark = os.pipe()
    child = os.fork()
    if not child:
        os.close(came)
        _go(name, paths, out, mark)
    os.close(mark)
    os.set_blocking(came, False)
    done, since, state = 0, time.monotonic(), ""
    while not state:
        try:
            marks = os.read(came, 1 << 16)
        except BlockingIOError:
            time.sleep(0.01)
            if time.monotonic() - since > seconds:
                os.kill(child, signal.SIGKILL)
                state = "timeout"
            continue
        done, since = done + len(marks), time.monotonic()
        if not marks:
            state = "ended"
    os.close(came)
    os.waitpid(child, 0)
    return done, "killed" if state == "ended" and done < len(paths) else state


def main() -> None:
    """Answer for each path."""
    name, out, seconds = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])
    paths = os.fsdecode(sys.stdin.buffer.read()).splitlines()
    while paths:
        done, state = _watched(name, paths, out, seconds)
        paths = paths[done:]
        if paths:
            with out.open("a") as answers:
                answers.write(json.dumps({"path": paths[0], "state": state, "text": ""}) + "\n")
            paths = paths[1:]


if __name__ == "__main__":
    main()
