"""An erasure that was begun and is not finished: all three verifiers say so."""

from pathlib import Path
from typing import Any

from verifier.asked import html, muniment, open_case, python

FIRST = "problem: an erasure is not finished (erasing.json)"


def test_the_single_file_and_muniment_say_so(case: Path) -> None:
    (case / "erasing.json").write_text("{}")
    lines, good = python(case)
    assert (lines[0], good) == (FIRST, False)
    assert not muniment(case)[1]


def test_so_does_the_page(case: Path, page: Any) -> None:
    (case / "erasing.json").write_text("{}")
    open_case(page, case)
    assert html(page, {}, [{}]) == [python(case)]
