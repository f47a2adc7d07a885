"""ASReview's default model over one labelled set: runs in its own venv. A line of JSON comes in, one goes out.

In: {"folder", "corpus", "set", "starts": [[place, place], ...], "most": items of a batch, or 1 for one after the other}.
Out: {"version", "features": CPU-s, "runs": [{"cpu": CPU-s, "found": places in the order of reading that were relevant}]}.
"""

import csv
import gzip
import io
import json
import sys
import time
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any


def main() -> None:
    """Replay the set from each start."""
    asked = json.loads(sys.stdin.readline())
    np: Any = import_module("numpy")
    pd: Any = import_module("pandas")
    learner: Any = import_module("asreview.learner")
    models: Any = import_module("asreview.models.models")
    simulation: Any = import_module("asreview.simulation.simulate")
    csv.field_size_limit(1 << 30)
    folder = Path(asked["folder"])
    relevant = set((folder / f"{asked['set']}.csv").read_text(encoding="utf-8").split()[1:])
    packed = gzip.decompress((folder / f"{asked['corpus']}.csv.gz").read_bytes()).decode("utf-8")
    rows = list(csv.reader(io.StringIO(packed, newline="")))[1:]
    labels = np.array([row[0] in relevant for row in rows]).astype(int)
    table = pd.DataFrame({"title": [row[1] for row in rows], "abstract": [row[2] for row in rows]})

    def cycle() -> Any:
        made = learner.ActiveLearningCycle.from_meta(models.get_ai_config("elas_u4")["value"])
        made.classifier.set_params(random_state=0)
        if asked["most"] > 1:
            made.n_query = lambda results: min(1 + len(results) // 12, asked["most"])
        return made

    begun = time.process_time()
    x = cycle().transform(table)
    said: dict[str, Any] = {"version": version("asreview"), "features": time.process_time() - begun, "runs": []}
    for start in asked["starts"]:
        run = simulation.Simulate(x, labels, cycle(), skip_transform=True, print_progress=False)
        begun = time.process_time()
        run.label(start)
        run.review()
        cpu = time.process_time() - begun
        found = np.flatnonzero(run._results["label"].to_numpy()).tolist()
        said["runs"].append({"cpu": cpu, "found": found})
    print(json.dumps(said))


if __name__ == "__main__":
    main()
