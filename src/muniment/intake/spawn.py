"""How a Python process of our own is started: this interpreter, this Muniment, and nothing of the user's surroundings."""

import os
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_BOOT = (
    "import sys, importlib; sys.path.append(sys.argv[1]); getattr(importlib.import_module(sys.argv[2]), sys.argv[3])()"
)


def command(module: str, function: str, *arguments: str) -> list[str]:
    """The command that calls a function without arguments in a new process; it finds `arguments` in `sys.argv[4:]`.

    No user site, and never a module from the working folder.
    """
    return [sys.executable, "-s", "-P", "-c", _BOOT, str(_ROOT), module, function, *arguments]


def environment() -> dict[str, str]:
    """All that the process gets to know: a reading depends on no time zone, language or random order of sets."""
    packs = {name: os.environ[name] for name in ("TESSDATA_PREFIX",) if name in os.environ}
    return {"TZ": "UTC0", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"} | packs
