"""Mistakes planted in a copy of the product's own store: what does not find them, finds nothing.

Each is a patch in `mistakes/`. The explorer is told nothing of it: it looks as it looks for everything.
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from faults import powercut

FOLDER = Path(__file__).with_name("mistakes")
SOURCE = Path(__file__).parents[2] / "src"
NAMES = sorted(path.stem for path in FOLDER.glob("*.patch"))
NONE = "none"  # nothing is planted: what is found then, finds mistakes that are not there


class DoesNotApply(Exception):
    """The code changed under a patch: it must be made again, or it plants nothing."""


def planted(name: str, at: Path) -> Path:
    """A copy of the source with the mistake in it.

    Raises: DoesNotApply.
    """
    shutil.copytree(SOURCE, at, ignore=shutil.ignore_patterns("__pycache__"))
    if name == NONE:
        return at
    for path, old, new in _hunks((FOLDER / f"{name}.patch").read_text()):
        file = at.parent / path
        text = file.read_text() if file.exists() else ""
        if text.count(old) != 1:
            raise DoesNotApply(f"{name}: {path} has not these lines once:\n{old}")
        file.write_text(text.replace(old, new))
    return at


def _hunks(patch: str) -> Iterator[tuple[str, str, str]]:
    """The file, the lines as they are, and the lines as they become, of each hunk of a unified diff."""
    for part in re.split(r"^--- a/.*\n\+\+\+ b/", patch, flags=re.MULTILINE)[1:]:
        path, *hunks = re.split(r"^@@ .*\n", part, flags=re.MULTILINE)
        for hunk in hunks:
            lines = hunk.splitlines(keepends=True)
            old = "".join(line[1:] for line in lines if line[0] in " -")
            new = "".join(line[1:] for line in lines if line[0] in " +")
            yield path.strip(), old, new


@dataclass(frozen=True, slots=True)
class Caught:
    """How many states were looked at until the first that shows the mistake, and what it shows; "" where none does."""

    states: int
    first: str


def hunt(name: str, *, some: int = 2, step: int = 1) -> Caught:
    """Do the work with the mistake in it, cut the power everywhere, and stop at the first disk that is bad."""
    states = 0
    with TemporaryDirectory(prefix="mistake-") as folder:
        copy = planted(name, Path(folder) / "src")
        made = powercut.record(Path(folder), more={"PYTHONPATH": str(copy)})
        for model in powercut.MODELS:
            found = powercut.explored(made, model, some=some, every=1_000_000, first_bad=True, step=step)
            states += found.states
            if found.bad:
                return Caught(states, f"{model}: {found.bad[0]}")
    return Caught(states, "")


def full(*, step: int = 1) -> dict[str, object]:
    """Every mistake."""
    found = {name: hunt(name, step=step) for name in NAMES}
    control = hunt(NONE, step=step)
    missed = [name for name, each in found.items() if not each.first]
    return {
        "planted": len(found),
        "caught": len(found) - len(missed),
        "control": control.states,
        "bad": len(missed) + bool(control.first),
        "first": f"with nothing planted: {control.first}" if control.first else next(iter(missed), ""),
        "each": {name: {"after states": each.states, "shows": each.first} for name, each in found.items()},
    }
