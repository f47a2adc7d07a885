"""The verifiers that stand alone: one file of Python, and one page for a browser, for whoever has no Muniment."""

from pathlib import Path

_HERE = Path(__file__).parent


def text(*, page: bool) -> str:
    """The verifier as one file of Python, or as one page that a browser opens from a disk."""
    return (_HERE / ("check.html" if page else "check.py")).read_text(encoding="utf-8")
