"""The system calls that a locked-down child may make: a short allow-list, as a program for the kernel.

What is left is computing, its own memory, and writing to descriptors that it holds. Every other call is answered with
EPERM, so that a library that probes (is this a terminal? is there a time zone file?) goes on without; a call in another
machine's or the x32 convention ends the process.
Source: linux/filter.h, linux/seccomp.h, linux/audit.h, and the kernel's tables of system calls.
"""

import ctypes
import os
import platform
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

_LOAD, _EQUAL, _SET, _AT_LEAST, _ANSWER = 0x20, 0x15, 0x45, 0x35, 0x06
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000 | 1  # 1 is EPERM
_NO_SUCH_CALL = 0x00050000 | 38  # 38 is ENOSYS
_NUMBER, _ARCH, _ARGS = 0, 4, 16  # offsets in struct seccomp_data
_X32 = 0x40000000
_PROT_EXEC, _F_GETFD, _F_GETFL = 4, 1, 3
_PR_SET_SECCOMP, _MODE_FILTER = 22, 2

# name: (x86_64, aarch64)
FREE = {
    "read": (0, 63),
    "write": (1, 64),
    "futex": (202, 98),
    "munmap": (11, 215),
    "brk": (12, 214),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "close": (3, 57),
    "fstat": (5, 80),  # of a descriptor; newfstatat takes a path and is refused
    "lseek": (8, 62),
    "pread64": (17, 67),
    "readv": (19, 65),
    "writev": (20, 66),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "restart_syscall": (219, 128),
    "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123),
    "nanosleep": (35, 101),
    "clock_nanosleep": (230, 115),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "gettimeofday": (96, 169),
    "times": (100, 153),
    "getrusage": (98, 165),
    "sysinfo": (99, 179),  # glibc's qsort asks how much memory there is
    "getpid": (39, 172),
    "gettid": (186, 178),
    "getuid": (102, 174),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getegid": (108, 177),
    "getrandom": (318, 278),
    "exit": (60, 93),
    "exit_group": (231, 94),
}
BOUND = {"mmap": (9, 222), "mprotect": (10, 226), "fcntl": (72, 25), "tgkill": (234, 131), "prlimit64": (302, 261)}


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine that the list is written for: its place in the tables, and its name in the audit header."""

    column: int
    audit: int


MACHINES = {"x86_64": Machine(0, 0xC000003E), "aarch64": Machine(1, 0xC00000B7)}

Step = tuple[int, int, int, int]
_STEP, _VALUE = struct.Struct("=HBBI"), struct.Struct("=I")
_SOMEBODY = 0x7FFF_FFFE  # stands for the number of the process; no Linux gives it


def machine() -> Machine | None:
    """The machine that we are on, or None where the list does not know it."""
    return MACHINES.get(platform.machine()) if ctypes.sizeof(ctypes.c_void_p) == 8 else None


def program(here: Machine, pid: int, first: Sequence[Step] = ()) -> list[Step]:
    """The filter for the process with this number; `first` is asked before the list, once the machine is known."""
    steps: list[Step] = [
        (_LOAD, 0, 0, _ARCH),
        (_EQUAL, 1, 0, here.audit),
        (_ANSWER, 0, 0, KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32),
        (_ANSWER, 0, 0, KILL),
        *first,
    ]
    for numbers in FREE.values():
        steps += [(_EQUAL, 0, 1, numbers[here.column]), (_ANSWER, 0, 0, ALLOW)]
    conditions = {
        "mmap": _without(2, _PROT_EXEC),
        "mprotect": _without(2, _PROT_EXEC),
        "fcntl": _is(1, _F_GETFD, _F_GETFL),
        "tgkill": _is(0, pid),  # abort() ends with it; no other process is meant
        "prlimit64": [*_is(0, 0)[:-1], *_is(2, 0)],  # its own limits, to look at
    }
    for name, numbers in BOUND.items():
        body = conditions[name]
        steps += [(_EQUAL, 0, len(body), numbers[here.column]), *body]
    return [*steps, (_ANSWER, 0, 0, REFUSE)]


def _low(argument: int) -> Step:
    return _LOAD, 0, 0, _ARGS + 8 * argument


def _high(argument: int) -> Step:
    return _LOAD, 0, 0, _ARGS + 8 * argument + 4


def allowed(number: int) -> list[Step]:
    """A call that may be made whatever is asked of it."""
    return [(_EQUAL, 0, 1, number), (_ANSWER, 0, 0, ALLOW)]


def allowed_with(number: int, argument: int, bits: int) -> list[Step]:
    """A call that may be made where one of these bits of an argument is set, and is refused else."""
    body = [_low(argument), (_SET, 0, 1, bits), (_ANSWER, 0, 0, ALLOW), (_ANSWER, 0, 0, REFUSE)]
    return [(_EQUAL, 0, len(body), number), *body]


def unknown(number: int) -> list[Step]:
    """A call that this kernel seems not to have, so that the one before it is made."""
    return [(_EQUAL, 0, 1, number), (_ANSWER, 0, 0, _NO_SUCH_CALL)]


def _without(argument: int, bit: int) -> list[Step]:
    """Allowed where the bit is not set."""
    return [_low(argument), (_SET, 0, 1, bit), (_ANSWER, 0, 0, REFUSE), (_ANSWER, 0, 0, ALLOW)]


def _is(argument: int, *values: int) -> list[Step]:
    """Allowed where the argument is one of these."""
    steps = [_high(argument), (_EQUAL, 1, 0, 0), (_ANSWER, 0, 0, REFUSE), _low(argument)]
    for value in values[:-1]:
        steps += [(_EQUAL, 0, 1, value), (_ANSWER, 0, 0, ALLOW)]
    return [*steps, (_EQUAL, 1, 0, values[-1]), (_ANSWER, 0, 0, REFUSE), (_ANSWER, 0, 0, ALLOW)]


@cache
def packed(first: tuple[Step, ...] = ()) -> tuple[bytes, int]:
    """The filter as the kernel takes it, and where in it the number of the process stands; nothing on another machine."""
    here = machine()
    if here is None:
        return b"", 0
    steps = program(here, _SOMEBODY, first)
    place = next(n for n, step in enumerate(steps) if step[3] == _SOMEBODY)
    return b"".join(_STEP.pack(*step) for step in steps), (place + 1) * _STEP.size - _VALUE.size


def restrict(libc: ctypes.CDLL, first: tuple[Step, ...] = ()) -> None:
    """Put the filter over this process, for good. It must have given up new privileges before. `first` as above.

    Raises: OSError, where the kernel refuses.
    """
    filter_, place = packed(first)
    if not filter_:
        raise OSError(0, f"no list of system calls for {platform.machine()}")
    code = ctypes.create_string_buffer(filter_, len(filter_))
    _VALUE.pack_into(code, place, os.getpid())
    header = ctypes.create_string_buffer(struct.pack("=HxxxxxxQ", len(filter_) // _STEP.size, ctypes.addressof(code)))
    zero = ctypes.c_ulong(0)
    if libc.prctl(_PR_SET_SECCOMP, ctypes.c_ulong(_MODE_FILTER), header, zero, zero):
        error = ctypes.get_errno()
        raise OSError(error, f"seccomp: {os.strerror(error)}")
