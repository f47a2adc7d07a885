"""The power fails while a new case gets its access log: verify says that opening begins it, and opening does."""

import shutil
from pathlib import Path

import pytest

from muniment.case import Case

HOLE = 16
pytestmark = pytest.mark.usefixtures("no_waiting")


@pytest.mark.parametrize("how", ["cut", "hole"])
def test_every_length_of_its_first_commit(tmp_path: Path, how: str) -> None:
    with Case.new("A made-up case", tmp_path / "new"):
        whole = (tmp_path / "new" / "access.jsonl").read_bytes()
    # closing signs: that is another commit, of the ledger alone
    first = whole[: whole.index(b'\\n"\n') + 4]
    for length in range(0, len(first), 41):
        case = Path(shutil.copytree(tmp_path / "new", tmp_path / f"{length}"))
        left = first[:length] if how == "cut" else first[:length] + bytes(HOLE) + first[length + HOLE :]
        (case / "access.jsonl").write_bytes(left[: len(first)])
        shutil.rmtree(case / "derived")  # what is kept there of a log is kept once its commit is durable
        said = Case.verify_at(case)
        assert not said["ok"]
        assert {problem["next"] for problem in said["problems"]} == {"open the case: it is begun then"}
        with Case.open(case) as opened:
            assert opened.account()["balanced"]
        assert Case.verify_at(case)["ok"]
        shutil.rmtree(case)
