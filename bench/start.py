"""What `muniment --help` costs, in CPU seconds of a process of its own; beside it Python alone, and Python with click."""

import json
import os
import subprocess
import sys
from statistics import median

TARGET = 0.25
_TURNS = 9
_ASKED = {
    "python": ["-c", "pass"],
    "click": ["-c", "import click"],
    "help": ["-m", "muniment.cli.main", "--help"],
}


def cpu(args: list[str]) -> float:
    """CPU seconds of one run."""
    before = os.times()
    subprocess.run([sys.executable, "-I", *args], stdout=subprocess.DEVNULL, check=True)
    after = os.times()
    return after.children_user - before.children_user + after.children_system - before.children_system


def main() -> None:
    """Run each in turns; print the medians, and JSON as the last line."""
    found: dict[str, list[float]] = {name: [] for name in _ASKED}
    for _ in range(_TURNS):
        for name, args in _ASKED.items():
            found[name].append(cpu(args))
    middle = {name: median(each) for name, each in found.items()}
    for name, each in middle.items():
        print(f"{name:<8}{each:.3f} CPU s")
    print(json.dumps({"bench": "start", "target": TARGET, **middle}))


if __name__ == "__main__":
    main()
