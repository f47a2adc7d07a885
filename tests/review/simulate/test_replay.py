"""A labelled set is replayed as told: figures that were worked out by hand, and files that are wrong named with their row."""

import gzip
import random
from pathlib import Path

import numpy as np
import pytest

from muniment.errors import AskedWrong, NoSource
from muniment.review.rank import features
from muniment.review.simulate import labelled
from muniment.review.simulate.labelled import load
from muniment.review.simulate.replay import curve, loss, reading, simulate, start, work_at


def labels(said: str) -> np.ndarray:
    return np.array([each == "1" for each in said])


def made(folder: Path, size: int = 120, packed: bool = False) -> tuple[Path, Path]:
    chance = random.Random(4)
    common = [f"word{n}" for n in range(30)]
    rows = ["id,title,text"]
    for n in range(size):
        about = chance.choices(["ballot", "postal"] if n % 6 == 0 else ["gravel", "kerb"], k=2)
        rows.append(f'd{n},"A title, {n}","{" ".join(about + chance.choices(common, k=8))}"')
    body = "\n".join(rows).encode()
    texts, relevant = folder / ("set.csv.gz" if packed else "set.csv"), folder / "relevant.csv"
    texts.write_bytes(gzip.compress(body) if packed else body)
    relevant.write_text("id\n" + "\n".join(f"d{n}" for n in range(0, size, 6)))
    return texts, relevant


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("110000", 0.0),  # the best
        ("000011", 1.0),  # the worst
        ("010100", 3 / 8),  # areas by hand: best 2 * (6 - 1/2) = 11, this 0+1+1+2+2+2 = 8, worst 11 - 2 * 4 = 3
        ("0100", 1 / 3),
    ],
    ids=["best", "worst", "between", "one"],
)
def test_loss_by_hand(said: str, expected: float) -> None:
    assert loss(labels(said)) == pytest.approx(expected)


def test_a_loss_needs_both_kinds() -> None:
    with pytest.raises(AskedWrong):
        loss(labels("111"))


def test_work_is_the_share_read_when_enough_was_found() -> None:
    assert work_at(labels("0110010000")) == 0.6  # 95 % of three are three
    found = labels("1" * 19 + "0" * 80 + "1")
    assert work_at(found) == 0.19  # 19 of 20 are 95 %, and no rounding asks for the twentieth
    assert work_at(found, 1.0) == 1.0


def test_a_curve_runs_from_nothing_to_all() -> None:
    assert curve(labels("0110")) == ((0.0, 0.0), (0.25, 0.0), (0.5, 0.5), (0.75, 1.0), (1.0, 1.0))
    assert len(curve(np.arange(5_000) % 7 == 0)) == 201


def test_a_reading_holds_every_document_once_and_ends_with_the_set(tmp_path: Path) -> None:
    said = load(*made(tmp_path))
    x = features.of(said.texts)
    order, ends = reading(x, said.relevant, 5)
    assert sorted(order.tolist()) == list(range(120))
    assert order[:2].tolist() == start(said.relevant, 5).tolist()
    assert ends[0] == 2
    assert ends[-1] == 120
    assert (np.diff(ends) > 0).all()
    again = reading(features.of(list(said.texts)), said.relevant, 5)
    assert order.tolist() == again[0].tolist()
    assert ends.tolist() == again[1].tolist()
    assert order.tolist() != reading(x, said.relevant, 6)[0].tolist()


def test_a_set_that_words_tell_apart_is_read_with_little_loss(tmp_path: Path) -> None:
    found = simulate(*made(tmp_path, packed=True), seed=2)
    assert found.documents == 120
    assert found.relevant == 20
    assert found.loss < 0.1
    assert found.work_at_95 < 0.4
    assert len(found.curves) == 3
    assert set(found.said()) == {"documents", "relevant", "work_at_95", "loss", "cpu_s"}
    assert simulate(*made(tmp_path), seed=2).loss == found.loss


def test_where_the_last_relevant_is_read_the_rest_is_still_put_in_order() -> None:
    texts = ["ballot"] * 3 + ["kerb"] * 3
    order, _ = reading(features.of(texts), np.array([True] * 5 + [False]), 0)
    assert sorted(order.tolist()) == list(range(6))


@pytest.mark.parametrize(
    ("texts", "relevant", "says"),
    [
        ("id,text\n1,a\n", "id\n1\n", "no column 'title'"),
        ("", "id\n1\n", "no column 'id'"),
        ("id,title,text\n1,a,b\n1,c,d\n", "id\n1\n", "two rows: .*line 3"),
        ("id,title,text\n1,a,b\n2,c\n", "id\n1\n", "2 fields instead of 3: .*line 3"),
        ("id,title,text\n,a,b\n", "id\n1\n", "no id: .*line 2"),
        ('id,title,text\n1,a,"b\n', "id\n1\n", "no CSV"),
        ("id,title,text\n1,a,b\n2,a,b\n", "id\n7\n", "no document has this id: .*line 2"),
        ("id,title,text\n1,a,b\n2,a,b\n", "id\n", "no document is relevant"),
        ("id,title,text\n1,a,b\n2,a,b\n", "id\n1\n2\n", "every document is relevant"),
    ],
    ids=["column", "empty", "twice", "short", "no-id", "quote", "unknown", "none", "all"],
)
def test_what_is_wrong_is_said_with_its_row(tmp_path: Path, texts: str, relevant: str, says: str) -> None:
    (tmp_path / "t.csv").write_text(texts)
    (tmp_path / "r.csv").write_text(relevant)
    with pytest.raises(AskedWrong, match=says):
        simulate(tmp_path / "t.csv", tmp_path / "r.csv")


def test_files_that_are_no_text_or_not_there(tmp_path: Path) -> None:
    texts, relevant = made(tmp_path, packed=True)
    with pytest.raises(NoSource):
        simulate(tmp_path / "none.csv", relevant)
    whole = texts.read_bytes()
    texts.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(AskedWrong, match="no whole gzip file"):
        simulate(texts, relevant)
    texts.write_bytes(b"id,title,text\n1,\xff\xfe,b\n")
    with pytest.raises(AskedWrong, match="not UTF-8"):
        simulate(texts, relevant)
    with pytest.raises(AskedWrong, match="starts"):
        simulate(texts, relevant, starts=0)


def test_a_bomb_ends_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts, relevant = made(tmp_path, packed=True)
    monkeypatch.setattr(labelled, "_LARGEST", 2_000)
    with pytest.raises(AskedWrong, match="too large"):
        simulate(texts, relevant)
    monkeypatch.undo()
    monkeypatch.setattr(labelled, "_FIELD", 50)
    with pytest.raises(AskedWrong, match="no CSV"):
        simulate(texts, relevant)


def test_real_sets_are_read_with_no_more_loss_than_is_claimed(shared: Path) -> None:
    """The peer's loss from the same starts was .090; ours was .078 without lots."""
    folder = shared / "data" / "review"
    found = simulate(folder / "uscongress.csv.gz", folder / "uscongress_govops.csv")
    assert found.documents == 4_449
    assert found.relevant == 380
    assert found.loss < 0.09
