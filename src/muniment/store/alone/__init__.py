"""The verifiers that stand alone, for whoever has no Muniment: two files of Python, and one page for a browser that does both."""

from pathlib import Path

_HERE = Path(__file__).parent
CERTIFICATES = "certificates.py"  # so it is called wherever it lies


def text(*, page: bool) -> str:
    """The verifier as one file of Python, or as one page that a browser opens from a disk."""
    return (_HERE / ("check.html" if page else "check.py")).read_text(encoding="utf-8")


def replayer() -> str:
    """The file of Python that replays recall certificates; it wants the other in its own folder, under any name."""
    return (_HERE / CERTIFICATES).read_text(encoding="utf-8")
