"""The order of reading, beside ASReview's default model (`elas_u4`), on labelled sets; and what it costs where items are many.

    ./go bench ranking [FOLDER]                     labelled sets; ../shared/data/review unless told
    ./go bench ranking --scale 100000 1000000       made-up texts: retraining, ranking, memory

Both read each set from the same starts, to the last relevant document, and learn anew after batches of the same sizes
(`--one`: ASReview after each document, as it does by itself). Loss is ASReview's; CPU seconds are those of taking the texts
apart and of one reading. ASReview goes into a venv of its own outside this repository: `--venv DIR`, made where it does not
stand. `--keep DIR` keeps its answers there and uses them again; then the CPU seconds are those of that time.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")  # both on one core, so that CPU seconds compare
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from made import Prose

from muniment.review.rank import features
from muniment.review.rank.model import weights
from muniment.review.rank.order import CHANCE, MOST, Queue, batch_size
from muniment.review.rank.terms import take
from muniment.review.simulate.labelled import load
from muniment.review.simulate.replay import Labels, loss, reading, start, work_at

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parent.parent / "shared" / "data" / "review"
PEER = "asreview==3.0.8"
TARGETS = {"loss": 0.93, "worst": 1.10, "cpu": 0.5, "retrain_s": 2, "gib": 24}
_BATCH = 20_000  # made-up texts at a time


@dataclass(frozen=True, slots=True)
class Figure:
    """One set: loss, work at 95 % recall and CPU seconds, ours and the peer's."""

    name: str
    documents: int
    relevant: int
    loss: float
    work: float
    features: float
    cpu: float
    peer_loss: float
    peer_work: float
    peer_features: float
    peer_cpu: float

    @property
    def ratio(self) -> float:
        """Our loss of the peer's."""
        return self.loss / self.peer_loss


def stand(venv: Path) -> Path:
    """Make the venv of ASReview, where it does not stand; its Python."""
    python = venv / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    if not any((venv / "lib").glob("python*/site-packages/asreview")):
        base = getattr(sys, "_base_executable", "") or sys.executable
        pip = [base, "-m", "pip", "--python", str(python), "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, PEER], check=True)
    return python


def measured(folder: Path, corpus: str, name: str, python: Path, said: argparse.Namespace) -> Figure:
    """Both on one set, from the same starts."""
    labelled = load(folder / f"{corpus}.csv.gz", folder / f"{name}.csv")
    y = labelled.relevant
    peer = _asked(folder, corpus, name, [start(y, seed).tolist() for seed in range(said.starts)], python, said)
    theirs = [_labels(len(y), run["found"]) for run in peer["runs"]]
    begun = time.process_time()
    x = features.of(labelled.texts)
    taken = time.process_time() - begun
    begun = time.process_time()
    ours = [y[reading(x, y, seed, said.chance)[0]] for seed in range(said.starts)]
    cpu = (time.process_time() - begun) / said.starts
    return Figure(
        name,
        len(y),
        int(y.sum()),
        _mean([loss(run) for run in ours]),
        _mean([work_at(run) for run in ours]),
        taken,
        cpu,
        _mean([loss(run) for run in theirs]),
        _mean([work_at(run) for run in theirs]),
        peer["features"],
        _mean([run["cpu"] for run in peer["runs"]]),
    )


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values))


def _labels(size: int, found: list[int]) -> Labels:
    labels = np.zeros(size, np.bool_)
    labels[found] = True
    return labels


def _asked(
    folder: Path, corpus: str, name: str, starts: list[list[int]], python: Path, said: argparse.Namespace
) -> dict[str, Any]:
    ask = {"folder": str(folder), "corpus": corpus, "set": name, "starts": starts, "most": 1 if said.one else MOST}
    kept = said.keep / f"{name}{'-one' if said.one else ''}.json" if said.keep else None
    if kept and kept.exists():
        before = json.loads(kept.read_text())
        if before["asked"]["starts"] == starts and before["asked"]["most"] == ask["most"]:
            return dict(before["said"])
    command = [python, HERE / "rankingpeer.py"]
    done = subprocess.run(command, input=json.dumps(ask), stdout=subprocess.PIPE, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    if kept:
        kept.write_text(json.dumps({"asked": ask, "said": answer}))
    return answer


def table(figures: Sequence[Figure]) -> str:
    """The figures for a person, ours / the peer's."""
    head = (
        f"{'':<24}{'documents':>10}{'relevant':>9}{'loss':>8}{'peer':>8}{'ratio':>7}{'work@95':>9}{'peer':>7}"
        f"{'CPU-s: features':>17}{'reading':>9}{'peer':>8}{'reading':>9}"
    )
    rows = [head]
    for each in figures:
        rows.append(
            f"{each.name:<24}{each.documents:>10,}{each.relevant:>9,}{each.loss:>8.4f}{each.peer_loss:>8.4f}"
            f"{each.ratio:>7.3f}{each.work:>9.3f}{each.peer_work:>7.3f}{each.features:>17.2f}{each.cpu:>9.2f}"
            f"{each.peer_features:>8.2f}{each.peer_cpu:>9.2f}"
        )
    return "\n".join(rows)


def together(figures: Sequence[Figure]) -> dict[str, float]:
    """All sets: the geometric mean of the losses' ratios, the worst of them, and our CPU seconds of the peer's."""
    return {
        "loss": float(np.exp(_mean([np.log(each.ratio) for each in figures]))),
        "worst": max(each.ratio for each in figures),
        "cpu": sum(each.features + each.cpu for each in figures)
        / sum(each.peer_features + each.peer_cpu for each in figures),
    }


def scale(items: int) -> dict[str, float]:
    """Made-up texts, a hundredth of them judged: CPU seconds of each step once, and the most memory so far."""
    prose, parts, made = Prose(), [], 0.0
    for first in range(0, items, _BATCH):
        texts = [prose.some() for _ in range(min(_BATCH, items - first))]
        begun = time.process_time()
        parts.append(take(texts))
        made += time.process_time() - begun
    begun = time.process_time()
    x = features.weigh([(part, np.arange(len(part.starts) - 1)) for part in parts])
    weighed = time.process_time() - begun
    found: dict[str, float] = {"items": items, "terms": len(x.values) / items, "take_s": made, "weigh_s": weighed}
    chance = np.random.default_rng(7)
    for judged in (1_000, 10_000):
        reached = chance.permutation(items)[:judged]
        labels = x.times(_hidden(x.width))[reached] > 0.02
        begun = time.process_time()
        model = weights(x, reached, labels)
        trained = time.process_time()
        left = np.ones(items, np.bool_)
        left[reached] = False
        Queue(np.arange(items), 7).batch(x.times(model), left, reached, labels)
        found |= {f"train_{judged}_s": trained - begun, f"rank_{judged}_s": time.process_time() - trained}
        found[f"batch_{judged}"] = batch_size(judged)
    found["gib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
    return found


def _hidden(width: int) -> "np.typing.NDArray[np.float32]":
    return np.random.default_rng(3).standard_normal(width).astype(np.float32)


def main() -> None:
    """Measure, print a table, and its JSON as the last line."""
    asked = argparse.ArgumentParser(prog="./go bench ranking", description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("folder", nargs="?", type=Path, default=FOLDER, help="of labelled sets")
    asked.add_argument("--sets", default="", help="which, with commas; all unless told")
    asked.add_argument("--starts", type=int, default=3)
    asked.add_argument("--chance", type=int, default=CHANCE, help="one place in so many is given by lot; 0 for none")
    asked.add_argument("--one", action="store_true", help="ASReview learns after each document")
    asked.add_argument("--venv", type=Path, help="of ASReview, outside this repository; else one is made and removed")
    asked.add_argument("--keep", type=Path, help="a folder for ASReview's answers, used again where they stand")
    asked.add_argument("--scale", type=int, nargs="+", metavar="ITEMS", help="made-up texts instead of labelled sets")
    said = asked.parse_args()
    if said.scale:
        rows = [scale(items) for items in said.scale]
        for row in rows:
            print("  ".join(f"{key} {value:,.2f}" for key, value in row.items()))
        print(json.dumps({"bench": "ranking", "targets": TARGETS, "scale": rows}))
        return
    packs = sorted(path.name.removesuffix(".csv.gz") for path in said.folder.glob("*.csv.gz"))
    names = [path.stem for path in sorted(said.folder.glob("*.csv"))]
    sets = [(pack, name) for pack in packs for name in names if name.startswith(f"{pack}_") and "contracts" not in name]
    wanted = set(said.sets.split(",")) if said.sets else set(names)
    if said.keep:
        said.keep.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="muniment-ranking-") as place:
        python = stand(said.venv or Path(place) / "venv")
        figures = []
        for pack, name in sets:
            if name in wanted:
                figures.append(measured(said.folder, pack, name, python, said))
                print(table(figures[-1:]).splitlines()[-1], file=sys.stderr, flush=True)
    print(table(figures))
    print("  ".join(f"{key} {value:.3f}" for key, value in together(figures).items()))
    rows = [asdict(each) | {"ratio": each.ratio} for each in figures]
    print(json.dumps({"bench": "ranking", "peer": PEER, "targets": TARGETS, **together(figures), "sets": rows}))


if __name__ == "__main__":
    main()
