"""Every command on the README, in the tutorial and on how-to pages is run, and answers as it says ("..." is anything)."""

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import howto
import pytest

from muniment.intake.ocr import packs

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


def test_commands_do_what_the_page_says(place: dict[str, str]) -> None:
    follow(ROOT / "docs" / "tutorial.md", place)


def test_commands_on_the_made_up_case_do_what_the_pages_say(place: dict[str, str]) -> None:
    for name in ("README.md", "docs/tutorial-proof.md"):  # the second finds what the first made
        follow(ROOT / name, place)


@pytest.mark.parametrize("name", howto.PAGES)
def test_commands_of_how_to_pages_do_what_they_say(name: str, place: dict[str, str]) -> None:
    if name == "ocr" and "eng" not in packs.available():
        pytest.skip("no pack of languages for words in pictures")
    work = Path(place["PWD"])
    howto.PAGES[name](work)
    run(place, 'muniment new "Eastmere mayoral election" --at eastmere')
    place["PWD"] = str(work / "eastmere")
    if name in howto.TAKEN_IN:
        run(place, 'muniment intake ../stick --from "Example Constabulary" --received 2026-03-03')
    follow(ROOT / "docs" / "how-to" / f"{name}.md", place)


def test_every_how_to_page_with_commands_is_run() -> None:
    pages = {page.stem for page in (ROOT / "docs" / "how-to").glob("*.md") if steps(page)}
    assert pages == set(howto.PAGES)


def follow(page: Path, place: dict[str, str]) -> None:
    found = steps(page)
    assert found
    for step in found:
        done = run(
            place, step.command.replace("./go demo", "muniment demo --at demo-case").replace("./go run", "muniment")
        )
        if step.says:
            assert matches(step.says, done), f"{step.command} said:\n{done}"


def run(place: dict[str, str], command: str) -> str:
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
    return done.stdout


def test_the_comparison_notices_what_differs() -> None:
    assert matches(["a ... c", "...", "end"], "a b c\nmore\nend\n")
    assert not matches(["a ... c", "end"], "a b c\nmore\nend\n")
    assert not matches(["5 items"], "6 items\n")
