"""What moved a batch is kept without words, stands by itself, and costs nobody anything where it is damaged."""

from pathlib import Path

import numpy as np
import pytest

from muniment.review.rank import features, model, moved

TEXTS = (
    "the postal votes of the hall",
    "the postal votes again",
    "the canteen roof",
    "the canteen again",
    "postal roof",
)


@pytest.fixture
def found() -> moved.Moved:
    rows = features.of(TEXTS)
    weights = model.weights(rows, np.array([0, 2]), np.array([True, False]))
    some = np.array([4, 1])
    whole = [model.moved(TEXTS[n], rows, n, weights) for n in some.tolist()]
    made = moved.of(some + 100, rows.some(some), weights)
    assert [made.why(n + 100, TEXTS[n], 8) for n in some.tolist()] == whole, "as over all rows"
    assert whole[1][0][0] in {"postal", "postal votes", "votes"}
    return made


def test_it_comes_back_as_it_was_put(found: moved.Moved, tmp_path: Path) -> None:
    moved.keep(tmp_path / "why", found)
    again = moved.kept(tmp_path / "why")
    assert again is not None
    assert again.why(101, TEXTS[1], 8) == found.why(101, TEXTS[1], 8)
    assert (again.has(104), again.has(100)) == (True, False)
    assert b"postal" not in (tmp_path / "why" / "batch.npz").read_bytes()
    moved.keep(tmp_path / "why", None)
    assert moved.kept(tmp_path / "why") is None


@pytest.mark.parametrize("part", [0.0, 0.3, 0.9], ids=["empty", "cut", "nearly whole"])
def test_what_is_damaged_explains_nothing(found: moved.Moved, tmp_path: Path, part: float) -> None:
    moved.keep(tmp_path / "why", found)
    path = tmp_path / "why" / "batch.npz"
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * part)])
    assert moved.kept(tmp_path / "why") is None


def test_a_place_that_cannot_be_written_stops_nobody(found: moved.Moved, tmp_path: Path) -> None:
    (tmp_path / "why").write_text("a file")
    moved.keep(tmp_path / "why", found)
    assert moved.kept(tmp_path / "why") is None
