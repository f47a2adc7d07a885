"""Help is had without what only an open case needs: every verb's line loads, and none of the heavy parts does."""

import subprocess
import sys

_HEAVY = (
    "muniment.store.store",
    "muniment.search.index",
    "muniment.intake.pool",
    "tantivy",
    "PIL",
    "cryptography",
    "lxml",
)
_ASK = f"""
import sys
from muniment.cli.main import answered
code = answered(["--help"])
print(*(name for name in {_HEAVY!r} if name in sys.modules), file=sys.stderr)
sys.exit(code)
"""


def test_help_loads_no_more_than_the_words_of_the_verbs() -> None:
    done = subprocess.run([sys.executable, "-I", "-c", _ASK], capture_output=True, text=True, check=True)
    assert "Keep the evidence" in done.stdout
    assert "verify" in done.stdout
    assert done.stderr.split() == []
