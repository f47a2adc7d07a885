"""A program that is killed at the call that is asked for: `begin()` starts to count those that change the disk."""

import os
import subprocess
import sys
from pathlib import Path

_COUNTED = """
import os, sys

wanted, calls = int(sys.argv.pop(1)), 0

def counted(name):
    real = getattr(os, name)
    def call(*args, **more):
        global calls
        calls += 1
        if calls == wanted:
            if name == "pwrite":  # the kernel had taken a part of it
                real(args[0], args[1][: len(args[1]) * 2 // 3], args[2])
            os.kill(os.getpid(), 9)
        return real(*args, **more)
    setattr(os, name, call)

def begin():
    for name in ("pwrite", "fsync", "fdatasync", "rename", "replace", "unlink", "rmdir", "truncate", "mkdir", "chmod"):
        counted(name)

"""


def run(script: str, at: int, *args: str | Path) -> "subprocess.CompletedProcess[str]":
    """Run a script with these arguments until that call, counted from 1; at 0 to its end, where it says how many there were."""
    command = [
        sys.executable,
        "-I",
        "-c",
        f"{_COUNTED}{script}\nprint(calls)",
        str(at),
        *(os.fspath(each) for each in args),
    ]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


def points(calls: int, few: int) -> list[int]:
    """Some of so many calls, evenly; all of them with MUNIMENT_FAULTS."""
    if os.environ.get("MUNIMENT_FAULTS"):
        return list(range(1, calls + 1))
    assert calls >= few
    return sorted({1 + round(number * (calls - 1) / (few - 1)) for number in range(few)})
