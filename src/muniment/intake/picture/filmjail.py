"""A jail for one program that is not ours: ffmpeg, which makes a copy of a film or sound that a browser plays.

As the other jail, but for this: the program itself may be started, threads of it too; it may read the system's libraries,
and one file, which stands as its standard input; it may write one file, its standard output, up to so many bytes. No
network, no other file, no other process. Both files are opened by the parent.
"""

import os
import resource
import signal
import sys
from collections.abc import Iterator

from muniment.intake import jail, landlock, seccomp
from muniment.intake.landlock import CUT, EXECUTE, READ, WRITE
from muniment.intake.request import END_NO_JAIL

IN, OUT, ERR = 0, 1, 2
_CLONE_THREAD = 0x10000
_DESCRIPTORS, _THREADS = 64, 64
_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache")
_LOADERS = ("/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1")
# name: (x86_64, aarch64); what a program that is linked with others needs to begin, and to open its two files
_CALLS = {
    "execve": (59, 221),
    "openat": (257, 56),
    "newfstatat": (262, 79),  # it sees that a path is there, and reads none of it
    "set_tid_address": (218, 96),
    "set_robust_list": (273, 99),
    "rseq": (334, 293),
    "uname": (63, 160),
    "mmap": (9, 222),  # of libraries, too, which are code
    "mprotect": (10, 226),
}
_ARCH_PRCTL = 158  # x86_64 alone
_CLONE, _CLONE3 = (56, 220), (435, 435)


def main() -> None:
    """Close the jail over this process, and become the program that `sys.argv` names with its arguments; never returns."""
    memory, seconds, size = map(int, sys.argv[4:7])
    program, *arguments = sys.argv[7:]
    try:
        rules = list(_rules(program))
        for number in (
            signal.SIGXFSZ,
            signal.SIGPIPE,
        ):  # which Python passes over, and a program after it: it is to end
            signal.signal(number, signal.SIG_DFL)
        _shut(rules, memory, seconds, size)
        os.execve(program, [program, *arguments], {"LC_ALL": "C.UTF-8"})  # noqa: S606 # by absolute path
    except OSError:
        os._exit(END_NO_JAIL)


def _shut(rules: list[tuple[int, int]], memory: int, seconds: int, size: int) -> None:
    keep = [
        IN,
        OUT,
        ERR,
        *(descriptor for descriptor, _ in rules),
    ]  # what is said on ERR goes nowhere, and into no file
    libc = jail.give_up(keep)
    landlock.restrict(libc, rules)
    for descriptor, _ in rules:
        if descriptor not in {IN, OUT}:
            os.close(descriptor)
    limits = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_FSIZE: size,
        resource.RLIMIT_NOFILE: _DESCRIPTORS,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
    }
    if not os.geteuid():
        limits[resource.RLIMIT_NPROC] = _THREADS
    for kind, value in limits.items():
        resource.setrlimit(kind, (value, value))
    seccomp.restrict(libc, tuple(_steps()))


def _rules(program: str) -> Iterator[tuple[int, int]]:
    """What may be opened, and for what."""
    yield IN, READ
    yield OUT, READ | WRITE | CUT
    for path in _LIBRARIES:
        if os.path.exists(path):  # noqa: PTH110
            yield os.open(path, os.O_PATH | os.O_CLOEXEC), READ
    for path in (program, *_LOADERS):
        if os.path.exists(path):  # noqa: PTH110
            yield os.open(path, os.O_PATH | os.O_CLOEXEC), READ | EXECUTE


def _steps() -> Iterator[seccomp.Step]:
    here = seccomp.machine()
    if here is None:
        raise OSError(0, "no list of system calls for this machine")
    for numbers in _CALLS.values():
        yield from seccomp.allowed(numbers[here.column])
    if not here.column:
        yield from seccomp.allowed(_ARCH_PRCTL)
    yield from seccomp.unknown(_CLONE3[here.column])  # what it asks for cannot be looked at; the older call's can
    yield from seccomp.allowed_with(_CLONE[here.column], 0, _CLONE_THREAD)
