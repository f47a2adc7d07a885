"""When reading may stop: every rule is replayed over the open review sets, to see whether its claim holds, and what it costs.

Ours must hold on every set and the planted faults must be caught, or the harness shows nothing. "At most" is the exact
upper bound of the coverage at 99 %: a rule fails where that lies below the confidence. Orders of reading and live runs are
kept under --at, so that a second run is cheap. Work and coverage are exact for a seed; only the last line's time is not.
"""

import argparse
import json
import time
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from muniment.review.certificate.rules import RULES, Run, telling
from muniment.review.certificate.simulated import Order, order, played, replayed
from muniment.review.certificate.summary import Summary, summary
from muniment.review.certificate.table import TARGET, Terms
from muniment.review.rank import features
from muniment.review.simulate.labelled import Labelled, load

ROOT = Path(__file__).resolve().parent.parent
WANTED = 0.54
CONFIDENCE = Fraction(19, 20)
PROVE, SHIP = Fraction(1, 20), Fraction(1, 25)
SETS = (
    "enron_political",
    "enron_regulation",
    "uscongress_govops",
    "uscongress_law",
    "tos_unfair",
    "reuters_acq",
    "reuters_moneyfx",
    "cuad_audit_rights",
    "cuad_change_of_control",
)
SMALL = SETS[:4]  # where planted faults are played live too, and reading costs little
FAULTS = ("fifty-in-a-row", "sealed-leaves-candidates", "later-steps-untested", "sealed-trains-at-once")


@dataclass(frozen=True, slots=True)
class Asked:
    """How much is run."""

    data: Path
    at: Path
    sets: tuple[str, ...]
    runs: int
    live: int
    starts: int


def loaded(asked: Asked, name: str) -> Labelled:
    """A set."""
    return load(asked.data / f"{name.partition('_')[0]}.csv.gz", asked.data / f"{name}.csv")


def orders(asked: Asked, name: str) -> list[Order]:
    """The recorded readings of a set; ten times as many where they cost little."""
    paths = [asked.at / f"{name}-{start}.npz" for start in range(asked.starts * (10 if name in SMALL else 1))]
    if not all(path.exists() for path in paths):
        labelled = loaded(asked, name)
        x = features.of(labelled.texts)
        for start, path in enumerate(paths):
            labels, ends = order(x, labelled.relevant, start)
            np.savez(path, labels=labels, ends=ends)
    return [(kept["labels"], kept["ends"]) for kept in map(np.load, paths)]


def replays(found: list[Order], rule: str, terms: Terms, runs: int, seed: int) -> Summary:
    """A rule over the recorded readings of a set, in turn, each run with numbers of its own."""
    return summary([replayed(rule, found[i % len(found)], terms, seed, i) for i in range(runs)])


def alive(asked: Asked, name: str, rules: tuple[tuple[str, int], ...]) -> dict[str, Summary]:
    """Live runs of a set, and what is kept of earlier ones."""
    kept = {rule: asked.at / f"live-{name}-{rule}.jsonl" for rule, _ in rules}
    done = {rule: _kept(path) for rule, path in kept.items()}
    if any(len(done[rule]) < many for rule, many in rules):
        labelled = loaded(asked, name)
        x, y = features.of(labelled.texts), labelled.relevant
        terms = Terms(len(y), TARGET, PROVE, CONFIDENCE)
        for rule, many in rules:
            with kept[rule].open("a") as out:
                for i in range(len(done[rule]), many):
                    done[rule].append(played(rule, x, y, terms, SETS.index(name), i))
                    out.write(json.dumps(asdict(done[rule][-1])) + "\n")
                    out.flush()
    return {rule: summary(done[rule][:many]) for rule, many in rules if many}


def _kept(path: Path) -> list[Run]:
    return [Run(**json.loads(line)) for line in path.read_text().splitlines()] if path.exists() else []


def oracle(found: list[Order]) -> float:
    """The share read where recall reaches the target, in hindsight."""
    shares = []
    for labels, _ in found:
        places = np.flatnonzero(labels)
        shares.append((places[-(-19 * len(places) // 20) - 1] + 1) / len(labels))
    return float(np.mean(shares))


LEVELS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99, 1.0)


def curve(found: list[Order]) -> list[float]:
    """The share read in ranked order until each of LEVELS of the relevant items is reached."""
    shares = []
    for labels, _ in found:
        read = np.concatenate(([0], np.flatnonzero(labels) + 1)) / len(labels)
        shares.append([read[int(np.ceil(each * (len(read) - 1) - 1e-9))] for each in LEVELS])
    return [float(each) for each in np.mean(shares, 0)]


def lower_bound(size: int, relevant: int) -> float:
    """The least work of any rule that is honest for every labelling, whatever the ranker: see the page on certificates."""
    hidden = relevant // 19 + 1
    return float((1 - 0.05 ** (1 / hidden)) * (size - relevant) + relevant) / size


def measure(asked: Asked, name: str) -> dict[str, object]:
    """Everything of one set."""
    found, seed = orders(asked, name), SETS.index(name)
    size, relevant = len(found[0][0]), int(found[0][0].sum())
    ours = {str(alpha): Terms(size, TARGET, alpha, CONFIDENCE) for alpha in (PROVE, SHIP)}
    rules = {
        f"certificate at {float(Fraction(alpha))}": replays(found, "certificate", told, asked.runs, seed)
        for alpha, told in ours.items()
    }
    for rule in RULES:
        if rule not in {"certificate", "later-steps-untested"}:
            many = asked.runs if rule == "sealed-leaves-candidates" else len(found)  # the others draw nothing
            rules[rule] = replays(found, rule, ours[str(PROVE)], many, seed)
    if name in SMALL:
        told = Terms(size, telling(relevant), PROVE, CONFIDENCE)
        for rule in ("certificate", "later-steps-untested"):
            rules[f"{rule}, telling target"] = replays(found, rule, told, 4 * asked.runs, seed + 100)
    if asked.live:
        faults = max(20, asked.live * 2 // 5) if name in SMALL else 0
        wanted = (("certificate", asked.live), ("sealed-trains-at-once", faults), ("sealed-leaves-candidates", faults))
        rules |= {f"{rule}, live": each for rule, each in alive(asked, name, wanted).items()}
    return {
        "set": name,
        "size": size,
        "relevant": relevant,
        "oracle": oracle(found),
        "curve": curve(found),
        "lower_bound": lower_bound(size, relevant),
        "rules": {rule: asdict(each) | {"fails": each.fails(float(CONFIDENCE))} for rule, each in rules.items()},
    }


def show(row: dict[str, object]) -> None:
    """One set, a line for each rule."""
    print(
        f"\n{row['set']}: {row['size']} items, {row['relevant']} relevant; oracle {row['oracle']:.3f}, lower bound {row['lower_bound']:.3f}"
    )
    print(f"  {'rule':<40}{'runs':>6}{'coverage':>10}{'at most':>9}{'work':>7}{'recall':>8}{'worst':>7}{'audit':>7}")
    rules = row["rules"]
    assert isinstance(rules, dict)
    for rule, each in rules.items():
        fails = "  fails" if each["fails"] else ""
        print(
            f"  {rule:<40}{each['runs']:>6}{each['coverage']:>10.3f}{each['at_most']:>9.3f}{each['mean_work']:>7.3f}"
            f"{each['mean_recall']:>8.3f}{each['worst_recall']:>7.3f}{each['mean_audited']:>7.3f}{fails}",
            flush=True,
        )


def close(rows: list[dict[str, object]], cpu: float) -> dict[str, object]:
    """What it comes to: the mean work, where ours failed, and on how many sets each fault was caught."""
    told = [row["rules"] for row in rows]
    rules = [each for each in told if isinstance(each, dict)]
    shipped = [each[f"certificate at {float(SHIP)}"]["mean_work"] for each in rules]
    failed = [
        f"{row['set']}: {rule}"
        for row, each in zip(rows, rules, strict=True)
        for rule in each
        if rule.startswith("certificate") and each[rule]["fails"]
    ]
    caught = {
        fault: sum(any(rule.startswith(fault) and each[rule]["fails"] for rule in each) for each in rules)
        for fault in FAULTS
    }
    return {
        "bench": "stopping",
        "sets": len(rows),
        "mean_work": sum(shipped) / len(shipped),
        "target": WANTED,
        "ours_failed": failed,
        "faults_caught_on_sets": caught,
        "cpu_s": cpu,
    }


def show_curves(rows: list[dict[str, object]]) -> None:
    """Easiest set, mean and hardest: what `review/certificate/expect.py` holds."""
    told = np.array([row["curve"] for row in rows], float)
    for level, low, mean, high in zip(LEVELS, told.min(0), told.mean(0), told.max(0), strict=True):
        print(f"    ({level}, {low:.3f}, {mean:.3f}, {high:.3f}),")


def main() -> None:
    """Run it, set by set; a table, and JSON as the last line."""
    asked = argparse.ArgumentParser(prog="./go bench stopping", description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "review", help="the review sets")
    asked.add_argument(
        "--at", type=Path, default=ROOT / ".cache" / "stopping", help="where orders and live runs are kept"
    )
    asked.add_argument("--sets", nargs="+", choices=SETS, default=SETS)
    asked.add_argument("--runs", type=int, default=1000, help="replays of each rule that draws")
    asked.add_argument("--live", type=int, default=100, help="live runs on each set")
    asked.add_argument(
        "--starts", type=int, default=2, help="recorded readings of each set, of a small one ten times as many"
    )
    asked.add_argument("--curves", action="store_true", help="print what estimates rest on too")
    said = asked.parse_args()
    said.at.mkdir(parents=True, exist_ok=True)
    begun, rows = time.process_time(), []
    for name in said.sets:
        rows.append(measure(Asked(said.data, said.at, tuple(said.sets), said.runs, said.live, said.starts), name))
        show(rows[-1])
    print()
    if said.curves:
        show_curves(rows)
    print(json.dumps({**close(rows, time.process_time() - begun), "rows": rows}))


if __name__ == "__main__":
    main()
