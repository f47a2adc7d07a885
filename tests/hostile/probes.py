"""Tries, one after the other, what a reader that was taken over might try: each in a process of its own.

Run as a program with `jailed` or `free` and a folder; prints one JSON object, a probe's name to what came of it:
`done`, `refused: ERROR`, or `ended: SIGNAL`. Free, a probe must be done: else it would prove nothing of the jail.
"""

import ctypes
import fcntl
import json
import mmap
import os
import resource
import signal
import socket
import sys
import termios
import threading
from collections.abc import Callable
from pathlib import Path

from muniment.intake import jail

LIBC = ctypes.CDLL(None, use_errno=True)
IO_URING_SETUP = 425
IPC_CREATE, IPC_REMOVE = 0o1600, 0
NEWUSER, NEWNET, NEWNS = 0x10000000, 0x40000000, 0x00020000
SEIZE = 0x4206


def call(name: str, *args: object) -> int:
    """A function of the C library; raises what it says went wrong."""
    answer: int = getattr(LIBC, name)(*args)
    if answer == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return answer


def memory() -> None:
    held = [mmap.mmap(-1, 1 << 30), mmap.mmap(-1, 1 << 30)]
    assert held


def run(path: str, *args: str) -> None:
    os.posix_spawn(path, [path, *args], {})


def thread() -> None:
    threading.Thread(target=int).start()


class Probes:
    """What is tried. `victim` is a process that sleeps, `terminal` an open terminal, `known` an open folder."""

    def __init__(self, folder: Path) -> None:
        self.file = str(folder / "file")
        self.folder = str(folder)
        self.victim = 0
        self.terminal = -1
        self.known = -1

    def all(self) -> dict[str, Callable[[], object]]:
        """Each by its name."""
        return self._files() | self._network() | self._processes() | self._kernel()

    def _files(self) -> dict[str, Callable[[], object]]:
        return {
            "open to read": lambda: os.open(self.file, os.O_RDONLY),
            "open to write": lambda: os.open(self.file, os.O_WRONLY),
            "open a new file": lambda: os.open(self.file + ".new", os.O_CREAT | os.O_WRONLY),
            "open below an open folder": lambda: os.open("file", os.O_RDONLY, dir_fd=self.known),
            "list": lambda: os.listdir(self.folder),
            "stat": lambda: os.stat(self.file),
            "access": lambda: call("access", self.file.encode(), os.R_OK),
            "readlink": lambda: os.readlink("/proc/self/exe"),
            "chmod": lambda: os.chmod(self.file, 0o600),
            "chmod of an open file": lambda: os.fchmod(self.known, 0o700),
            "chown": lambda: os.chown(self.file, os.getuid(), -1),
            "utime": lambda: os.utime(self.file),
            "xattr": lambda: os.listxattr(self.file),
            "truncate": lambda: os.truncate(self.file, 0),
            "rename": lambda: os.rename(self.file, self.file),
            "link": lambda: os.link(self.file, self.file + ".link"),
            "symlink": lambda: os.symlink("x", self.file + ".symlink"),
            "mkdir": lambda: os.mkdir(self.file + ".folder"),
            "chdir": lambda: os.chdir("/"),
            "memory file": lambda: os.memfd_create("x"),
            "watch": lambda: call("inotify_init"),
        }

    def _network(self) -> dict[str, Callable[[], object]]:
        kinds = {
            "tcp": (socket.AF_INET, socket.SOCK_STREAM),
            "udp": (socket.AF_INET, socket.SOCK_DGRAM),
            "tcp over ipv6": (socket.AF_INET6, socket.SOCK_STREAM),
            "unix": (socket.AF_UNIX, socket.SOCK_STREAM),
            "netlink": (socket.AF_NETLINK, socket.SOCK_RAW),
            "alg": (socket.AF_ALG, socket.SOCK_SEQPACKET),
        }
        return {f"socket {name}": lambda kind=kind: socket.socket(*kind) for name, kind in kinds.items()} | {
            "socket pair": socket.socketpair,
            "pipe": os.pipe,
        }

    def _processes(self) -> dict[str, Callable[[], object]]:
        return {
            "exec": lambda: run("/bin/true"),
            "fork": lambda: os.fork() or os._exit(0),
            "thread": thread,
            "kill another": lambda: os.kill(self.victim, 0),
            "ptrace": lambda: call("ptrace", SEIZE, self.victim, None, None),
            "limits of another": lambda: resource.prlimit(self.victim, resource.RLIMIT_CORE, (0, 0)),
            "raise its own limit": lambda: resource.setrlimit(resource.RLIMIT_CPU, (3000, 3000)),
            "priority": lambda: os.setpriority(os.PRIO_PROCESS, 0, 5),
            "memory of another": lambda: self._peek(),
            "watch a process": lambda: os.pidfd_open(self.victim),
            "become root": lambda: os.setresuid(0, 0, 0),
            "new session": lambda: os.setsid(),
            "mask of new files": lambda: os.umask(0),
        }

    def _kernel(self) -> dict[str, Callable[[], object]]:
        return {
            "2 GiB of memory": memory,
            "code of its own": lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC),
            "system v messages": lambda: call("msgctl", call("msgget", 0, IPC_CREATE), IPC_REMOVE, None),
            "system v semaphores": lambda: call("semctl", call("semget", 0, 1, IPC_CREATE), 0, IPC_REMOVE),
            "system v memory": lambda: call("shmctl", call("shmget", 0, 4096, IPC_CREATE), IPC_REMOVE, None),
            "type into a terminal": lambda: fcntl.ioctl(self.terminal, termios.TIOCSTI, b"x"),
            "new user": lambda: call("unshare", NEWUSER),
            "new network": lambda: call("unshare", NEWNET),
            "new mounts": lambda: call("unshare", NEWNS),
            "ring": lambda: call("syscall", ctypes.c_long(IO_URING_SETUP), 1, ctypes.create_string_buffer(120)),
            "name of the machine": lambda: os.uname(),
            "clock": lambda: call("adjtimex", ctypes.create_string_buffer(256)),
            "write a core": lambda: call("prctl", 4, ctypes.c_ulong(1), 0, 0, 0),
        }

    def _peek(self) -> None:
        here = ctypes.create_string_buffer(8)
        part = (ctypes.c_size_t * 2)(ctypes.addressof(here), 8)
        call("process_vm_readv", self.victim, part, 1, part, 1, 0)


def attempt(probes: Probes, what: Callable[[], object], *, jailed: bool) -> str:
    """Try one thing in a process of its own."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        try:
            if jailed:
                jail.lock_down(1 << 30, 20, [write, probes.known, probes.terminal])
            what()
            said = b"done"
        except (OSError, ValueError, RuntimeError, MemoryError) as error:
            said = f"refused: {type(error).__name__}".encode()
        os.write(write, said)
        os._exit(0)
    os.close(write)
    with open(read, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    return said.decode() or f"ended: {signal.Signals(os.WTERMSIG(status)).name}"


def main() -> None:
    """Try everything."""
    jailed, folder = sys.argv[1] == "jailed", Path(sys.argv[2])
    (folder / "file").write_text("secret")
    probes = Probes(folder)
    probes.known = os.open(folder, os.O_RDONLY)
    _, probes.terminal = os.openpty()
    probes.victim = os.fork()
    if not probes.victim:
        signal.pause()
    try:
        print(json.dumps({name: attempt(probes, what, jailed=jailed) for name, what in probes.all().items()}))
    finally:
        os.kill(probes.victim, signal.SIGKILL)


if __name__ == "__main__":
    main()
