"""The page on the ledger is true: its example verifies, and its commands print what stands there."""

import re
import subprocess
from pathlib import Path

import pytest

from muniment.ledger.key import Signer
from muniment.ledger.verify import verify

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "ledger.md").read_text()


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The folder of the page's example."""
    ledger, sealed = re.findall(r"```jsonl\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "ledger.jsonl").write_text(ledger)
    (tmp_path / "sealed.jsonl").write_text(sealed)
    return tmp_path


def test_the_example_verifies(example: Path) -> None:
    signer = Signer.of_seed("muniment.case/7f3a", bytes(range(32)))
    found = verify(example, key=signer.fingerprint)
    assert found.problems == []
    assert (found.size, found.signed_size, found.signer_confirmed) == (3, 3, True)


def test_the_commands_print_what_the_page_says(example: Path) -> None:
    steps = re.findall(r"^\$ (.*)\n((?:(?!\$ |```).*\n)*)", PAGE, re.MULTILINE)
    assert len(steps) == 5
    for command, says in steps:
        done = subprocess.run(["/bin/bash", "-c", command], cwd=example, capture_output=True, text=True, check=True)
        assert done.stdout == says
