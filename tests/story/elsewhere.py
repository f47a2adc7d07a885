"""Run as `python elsewhere.py ARGS`: `muniment ARGS` as on a system that has nothing of what Linux alone has."""

import os
import sys
import sysconfig
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

HIDDEN = {
    "resource",
    "termios",
    "pty",
    "tty",
    "pwd",
    "grp",
    "spwd",
    "syslog",
    "crypt",
    "nis",
    "ossaudiodev",
    "libarchive",
}
CALLS = [
    "copy_file_range",
    "eventfd",
    "fdatasync",
    "fork",
    "forkpty",
    "get_blocking",
    "getrandom",
    "getxattr",
    "listxattr",
    "memfd_create",
    "pidfd_open",
    "pipe2",
    "posix_fadvise",
    "posix_fallocate",
    "posix_spawn",
    "removexattr",
    "sched_getaffinity",
    "sched_setaffinity",
    "setns",
    "setxattr",
    "splice",
    "sync",
    "unshare",
    "wait4",
    "waitid",
]


class Missing(MetaPathFinder):
    """Finds that a module is not there."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        del path, target
        if fullname.partition(".")[0] in HIDDEN:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
        return None


def main() -> None:
    """Hide, then run."""
    sys.meta_path.insert(0, Missing())
    for name in HIDDEN:
        sys.modules.pop(name, None)
    for name in CALLS:
        if hasattr(os, name):
            delattr(os, name)
    sysconfig.get_config_vars()  # a table of the system that this Python was built for
    sys.platform = "freebsd14"
    from muniment.cli.main import main as muniment  # noqa: PLC0415 - only now

    muniment()


if __name__ == "__main__":
    main()
