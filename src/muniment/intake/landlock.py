"""Landlock with no rule at all, or with rules for a few files: no other file or folder, no port, no socket or process outside.

Source: the kernel's userspace-api/landlock; numbers are the same on every machine.
"""

import ctypes
import os
import struct
from collections.abc import Sequence

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_BENEATH = 1  # a rule about a path
EXECUTE, WRITE, READ, CUT = 1 << 0, 1 << 1, 1 << 2, 1 << 14  # what a rule may allow; to cut a file short since ABI 3
_VERSION = 1
_FILES = {1: 13, 2: 14, 3: 15, 5: 16}  # ABI: how many kinds of access it can deny
_TCP, _SCOPES = 0b11, 0b11  # bind and connect; abstract unix sockets and signals


def version(libc: ctypes.CDLL) -> int:
    """What this kernel can do; 0 where it has no landlock or has it switched off."""
    found: int = libc.syscall(ctypes.c_long(_CREATE), None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION))
    return max(found, 0)


def restrict(libc: ctypes.CDLL, but: Sequence[tuple[int, int]] = ()) -> int:
    """Deny this process everything that landlock can deny, for good; returns the ABI.

    `but` are descriptors of what is allowed, files or folders with all below, and what with them.

    Raises: OSError, where the kernel refuses.
    """
    abi = version(libc)
    if not abi:
        raise OSError(0, "the kernel has no landlock")
    files = (1 << max(count for since, count in _FILES.items() if since <= abi)) - 1
    words = [files, _TCP, _SCOPES][: 3 if abi >= 6 else 2 if abi >= 4 else 1]
    said = struct.pack(f"={len(words)}Q", *words)
    rules = libc.syscall(ctypes.c_long(_CREATE), ctypes.c_char_p(said), ctypes.c_size_t(len(said)), ctypes.c_uint32(0))
    _check(rules)
    try:
        for descriptor, allowed in but:
            rule = ctypes.c_char_p(struct.pack("=Qi", allowed & files, descriptor))
            _check(
                libc.syscall(ctypes.c_long(_ADD), ctypes.c_int(rules), ctypes.c_int(_BENEATH), rule, ctypes.c_uint32(0))
            )
        _check(libc.syscall(ctypes.c_long(_RESTRICT), ctypes.c_int(rules), ctypes.c_uint32(0)))
    finally:
        os.close(rules)
    return abi


def _check(answer: int) -> None:
    if answer < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"landlock: {os.strerror(error)}")
