"""Two people who describe the same item at the same moment: what each said is kept, and nobody overwrites what they never saw."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from prove.deciding import named
from prove.proofing import ANN, BEN

from muniment.case import Case
from muniment.errors import AskedWrong

TIMES = 6


def processes(case: Case, words: Callable[[str], Sequence[str]]) -> list[tuple[int, dict[str, object]]]:
    """What each of two people says in a process of their own, both at work together: the exit code, and the answer."""
    program = [sys.executable, "-I", "-m", "muniment.cli.main", "--case", str(case.path), "--by"]
    running = [
        subprocess.Popen([*program, by, *words(by), "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for by in (ANN, BEN)
    ]
    ended = [(each, *each.communicate()) for each in running]
    return [(each.returncode, json.loads(out or err.splitlines()[-1])) for each, out, err in ended]


def test_what_two_people_write_of_one_item_at_once_is_kept_of_both(ann: Case, tmp_path: Path) -> None:
    item = named(ann)["letter-1.txt"]
    for by in (ANN, BEN):
        (tmp_path / by).write_text(f"As {by} reads it.")
    said = processes(ann, lambda by: ("describe", item, "--file", str(tmp_path / by)))
    assert [code for code, _ in said] == [0, 0]
    assert len({str(answer["entry"]) for _, answer in said}) == 2
    kept = {(each["by"], each["text"]) for each in ann.item(item)["said"]}
    assert kept == {(by, f"As {by} reads it.") for by in (ANN, BEN)}
    assert ann.verify()["ok"]


def test_of_two_people_who_schedule_one_item_at_once_one_is_told_whose_row_it_is_in(ann: Case) -> None:
    item = named(ann)["file-01.txt"]
    said = processes(
        ann, lambda by: ("prove", "schedule", "mg6c", item, "--test", "does-not", "--description", f"As {by} reads it.")
    )
    assert sorted(code for code, _ in said) == [0, 2]
    (row,) = ann.prove.schedule("mg6c")["rows"]
    for (code, answer), by in zip(said, (ANN, BEN), strict=True):
        if code:
            assert answer["error"] == f"items: it stands in {row['id']}"
        else:
            assert (answer["id"], row["description"]) == (row["id"], f"As {by} reads it.")


def test_a_row_that_comes_in_while_another_is_worked_out_is_seen_before_it_is_written(
    ann: Case, ben: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    item, record = named(ann)["file-01.txt"], ben._store.record_now

    def late(*given: object, **more: object) -> int:
        ann.prove.describe_unused("mg6c", "does-not", [item], "File 1, as Ann reads it")
        return record(*given, **more)  # type: ignore[arg-type] # whatever it takes

    monkeypatch.setattr(ben._store, "record_now", late)
    with pytest.raises(AskedWrong, match="items: it stands in SCH-0001"):
        ben.prove.describe_unused("mg6c", "may-meet", [item], "File 1, as Ben reads it")
    assert [each["description"] for each in ann.prove.schedule("mg6c")["rows"]] == ["File 1, as Ann reads it"]


def test_of_a_row_that_two_people_word_anew_at_once_every_wording_is_kept(ann: Case, ben: Case) -> None:
    item = named(ann)["file-01.txt"]
    row = ann.prove.describe_unused("mg6c", "does-not", [item], "File 1")["id"]
    begin, wrong = threading.Barrier(2), list[BaseException]()

    def words(case: Case, by: str) -> None:
        begin.wait()
        try:
            for n in range(TIMES):
                case.prove.describe_unused("mg6c", "does-not", (), f"{by}, {n}", on=row)
        except BaseException as error:  # noqa: BLE001 # said by the test itself
            wrong.append(error)

    at_work = [threading.Thread(target=words, args=each) for each in ((ann, ANN), (ben, BEN))]
    for each in at_work:
        each.start()
    for each in at_work:
        each.join()
    assert wrong == []
    acts = ann.prove.number(row)["acts"]
    for by in (ANN, BEN):
        said = [each["words"] for each in acts[1:] if each["by"] == by]
        assert said == [f"{by}, {n}" for n in range(TIMES)]
    (now,) = ann.prove.schedule("mg6c")["rows"]
    assert (now["description"], now["entry"]) == (acts[-1]["words"], acts[-1]["entry"])
    assert ann.verify()["ok"]
