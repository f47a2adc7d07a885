"""Every command on the README and in the tutorial is run, and answers as the page says ("..." stands for anything)."""

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(slots=True)
class Step:
    command: str
    says: list[str] = field(default_factory=list)


def steps(page: Path) -> list[Step]:
    found: list[Step] = []
    for block in re.findall(r"```console\n(.*?)```", page.read_text(), re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append(Step(line[2:]))
            else:
                found[-1].says.append(line)
    return found


def matches(says: list[str], out: str) -> bool:
    pattern = "".join(
        r"(?:.*\n)*" if line.strip() == "..." else ".*".join(map(re.escape, line.split("..."))) + r"\n" for line in says
    )
    return re.fullmatch(pattern, out) is not None


@pytest.fixture
def place(tmp_path: Path) -> dict[str, str]:
    """A folder with `muniment` on the path."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "muniment"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -I -m muniment.cli.main "$@"\n')
    program.chmod(0o755)
    (tmp_path / "work").mkdir()
    return os.environ | {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "PWD": str(tmp_path / "work")}


@pytest.mark.parametrize("name", ["README.md", "docs/tutorial.md"])
def test_commands_do_what_the_page_says(name: str, place: dict[str, str]) -> None:
    found = steps(ROOT / name)
    assert found
    for step in found:
        command = step.command.replace("./go demo", "muniment demo --at demo-case").replace("./go run", "muniment")
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=place["PWD"],
            env=place,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode in {0, 1}, f"{command}: {done.stderr}"
        if step.says:
            assert matches(step.says, done.stdout), f"{command} said:\n{done.stdout}"


def test_the_comparison_notices_what_differs() -> None:
    assert matches(["a ... c", "...", "end"], "a b c\nmore\nend\n")
    assert not matches(["a ... c", "end"], "a b c\nmore\nend\n")
    assert not matches(["5 items"], "6 items\n")
