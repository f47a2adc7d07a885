"""The jail: what a process gives up before it looks at a stranger's bytes.

It becomes a user that owns nothing, gives up new privileges, closes every descriptor but its answer pipe, and sets limits;
then landlock denies it every file, and a short list says which system calls are left. None of it can be undone. The bytes
to be read are mapped into memory before. Only Linux has such a jail; this module can be imported anywhere.
"""

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from muniment.intake import landlock, seccomp
from muniment.intake.spawn import command, environment

try:
    import resource
except ImportError:  # no Unix; then there is no jail either
    resource = None  # type: ignore[assignment]

# a user and group that nobody has: above all ranges that systems give out; else the kernel's own nobody
NOBODY = (2_000_000_001, 65_534)
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_SIGKILL = 9
_PATIENCE = 30


@cache
def available() -> tuple[bool, str]:
    """Whether there is a jail here, and why not; found by locking a process down and letting it try.

    Cost: one start of Python, once for each process.
    """
    if sys.platform != "linux":
        return False, f"{sys.platform} has no such jail; Linux has"
    if seccomp.machine() is None:
        return False, "the list of system calls is not written for this machine"
    try:
        tried = subprocess.run(
            command("muniment.intake.jail", "_probe"),
            env=environment(),
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return False, f"it could not be tried: {error}"
    said = tried.stdout.decode("utf-8", "replace").strip()
    if tried.returncode or not said:
        return False, f"the process that tried it ended with {tried.returncode}"
    return said == "locked", "" if said == "locked" else said


def limit(memory: int, seconds: int) -> None:
    """Limits of the operating system alone: memory, time, no files written, no core, no new process or descriptor."""
    if sys.platform == "win32" or resource is None:
        return
    _lower(resource.RLIMIT_CPU, seconds)
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_NPROC, 0)
    _lower(resource.RLIMIT_NOFILE, 0)
    if sys.platform == "linux":
        _lower(resource.RLIMIT_AS, memory)
        _lower(resource.RLIMIT_MEMLOCK, 0)
        _lower(resource.RLIMIT_MSGQUEUE, 0)


@cache
def prepare() -> ctypes.CDLL:
    """What a lock-down needs and is the same for all: whoever forks many children does it once, before."""
    seccomp.packed()
    return ctypes.CDLL(None, use_errno=True)


def lock_down(memory: int, seconds: int, keep: Iterable[int]) -> int:
    """Give up everything but computing, `memory` bytes, `seconds` of processor time, and the descriptors in `keep`.

    Returns landlock's ABI. Raises: OSError, where a part of it cannot be had; the caller must then end.
    """
    libc = give_up(keep)
    abi = landlock.restrict(libc)
    limit(memory, seconds)
    seccomp.restrict(libc)
    return abi


def give_up(keep: Iterable[int]) -> ctypes.CDLL:
    """The first part of it: become a user that owns nothing, take no new privilege, end with the parent, close descriptors.

    Raises: OSError, as above.
    """
    if sys.platform != "linux":
        raise OSError(0, f"{sys.platform} has no such jail")
    libc = prepare()
    parent = os.getppid()
    _own_nothing()
    _set(libc, _PR_SET_NO_NEW_PRIVS, 1)
    _set(libc, _PR_SET_DUMPABLE, 0)
    _set(libc, _PR_SET_PDEATHSIG, _SIGKILL)
    if os.getppid() != parent:
        raise OSError(0, "the parent ended")
    close_others(keep)
    return libc


def close_others(keep: Iterable[int]) -> None:
    """Close every descriptor but these, standard input and output too."""
    start = 0
    for kept in sorted(set(keep)):
        if kept > start:  # an empty range from 0 would be taken for all there are
            os.closerange(start, kept)
        start = kept + 1
    os.closerange(start, _most())


def _most() -> int:
    if sys.platform == "win32" or resource is None:
        return 4096
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return 1 << 20 if most == resource.RLIM_INFINITY else most


def _lower(kind: int, value: int) -> None:
    if sys.platform == "win32" or resource is None:
        return
    hard = resource.getrlimit(kind)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (value, value))


def _own_nothing() -> None:
    if sys.platform == "win32" or os.geteuid():
        return
    os.setgroups([])
    for number in NOBODY:
        try:
            os.setresgid(number, number, number)
            os.setresuid(number, number, number)
        except OSError:  # a container may not know the number
            continue
        return
    raise OSError(0, "root cannot become a user that owns nothing")


def _set(libc: ctypes.CDLL, what: int, value: int) -> None:
    zero = ctypes.c_ulong(0)
    if libc.prctl(what, ctypes.c_ulong(value), zero, zero, zero):
        error = ctypes.get_errno()
        raise OSError(error, f"prctl {what}: {os.strerror(error)}")


def _probe() -> None:
    """Runs in a process of its own: locks it down, tries what must fail, and says `locked` or why not."""
    try:
        lock_down(1 << 30, 10, [1])
    except OSError as error:
        os.write(1, str(error).encode())
        os._exit(0)
    for what, attempt in (
        ("open a folder", lambda: os.open("/", os.O_RDONLY)),
        ("look at a path", lambda: Path("/").stat()),
        ("make a process", os.fork),
        ("make a pipe", os.pipe),
    ):
        try:
            attempt()
        except OSError:
            continue
        os.write(1, f"a locked process could {what}".encode())
        os._exit(0)
    os.write(1, b"locked")
    os._exit(0)
