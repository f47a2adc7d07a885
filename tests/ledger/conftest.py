"""What tests of changed ledgers start from."""

from pathlib import Path

import pytest
from keeping import SIGNER, Files, draft, make, read


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """A ledger of many kinds of line, its last head signed."""
    log = make(tmp_path / "made")
    log.append([draft(20, "Cara Example", "Zoë Example", "a" * 700)])
    log.checkpoint(SIGNER)
    log.close()
    return read(tmp_path / "made")
