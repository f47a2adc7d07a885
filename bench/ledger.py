"""Appending to the ledger, against bare fdatasync on the same disk; in batches; and what verifying entries and originals costs.

Batches and verifying are done three times; the turn that cost least of CPU counts, since other work only ever adds to it.
"""

import argparse
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from muniment.ledger.key import Signer
from muniment.ledger.log import Draft, Log
from muniment.ledger.verify import verify
from muniment.store.blobs import STEP
from muniment.store.verify import _fault

TARGETS = {"single": 0.5, "batch": 60_000, "verify_cpu_s": 25}
_BATCH, _TURNS = 1000, 3
_MIB, _ASKED = 256, 10 * 1024  # of originals here, and of what the figure is asked for


def drafts(count: int) -> list[Draft]:
    """Entries as custody makes them: one sealed value each."""
    about = {"do": "took", "v": 1, "by": "p1", "uid": 0, "proved": "none", "on": "ITM-000001"}
    return [Draft(about, [("original", ["0" * 64, number])]) for number in range(count)]


def raw(at: Path, times: int) -> float:
    """Seconds of one append of 512 bytes with fdatasync."""
    descriptor = os.open(at, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    begun = time.monotonic()
    for _ in range(times):
        os.write(descriptor, b"x" * 512)
        os.fdatasync(descriptor)
    os.close(descriptor)
    return (time.monotonic() - begun) / times


def single(log: Log, times: int) -> float:
    """Seconds of one append, durable."""
    one = drafts(1)
    begun = time.monotonic()
    for _ in range(times):
        log.append(one)
    return (time.monotonic() - begun) / times


def batches(log: Log, count: int) -> tuple[float, float]:
    """Seconds by the clock and of the CPU for an entry of a batch."""
    many, turns = drafts(_BATCH), []
    for _ in range(_TURNS):
        wall, cpu = time.monotonic(), time.process_time()
        for _ in range(count):
            log.append(many)
        turns.append((time.process_time() - cpu, time.monotonic() - wall))
    cpu, wall = min(turns)
    return wall / count / _BATCH, cpu / count / _BATCH


def least(work: Callable[[], object]) -> float:
    """CPU seconds of the turn that cost least."""
    turns = []
    for _ in range(_TURNS):
        begun = time.process_time()
        work()
        turns.append(time.process_time() - begun)
    return min(turns)


def originals(at: Path) -> tuple[float, float]:
    """CPU seconds for ten GiB of originals, reckoned from some: as `verify` holds them against their hash, and SHA-256 alone."""
    data = os.urandom(STEP)
    sha256 = hashlib.sha256(data).hexdigest()
    (at / "original").write_bytes(data)

    def held() -> None:
        for _ in range(_MIB):
            if _fault(at / "original", sha256, STEP):
                raise SystemExit("bench: an original differs")

    def bare() -> None:
        for _ in range(_MIB):
            hashlib.sha256(data)

    return least(held) * _ASKED / _MIB, least(bare) * _ASKED / _MIB


def main() -> None:
    """Print each turn and the ratios, and JSON as the last line."""
    asked = argparse.ArgumentParser(prog="./go bench ledger", description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--batches", type=int, default=40, help="of a thousand entries, in each of three turns")
    asked.add_argument("--times", type=int, default=200, help="single appends in a turn; five turns")
    said = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="muniment-bench-") as name:
        at = Path(name)
        log = Log.create(at, "muniment.case/bench")
        pairs = [(raw(at / "raw", said.times), single(log, said.times)) for _ in range(5)]
        ratio = sum(bare for bare, _ in pairs) / sum(ours for _, ours in pairs)
        wall, cpu = batches(log, said.batches)
        signer = Signer.make("muniment.case/bench")
        log.checkpoint(signer)
        size = log.size
        log.close()
        entries = least(lambda: verify(at, "ledger", key=signer.vkey)) / size * 1e6
        files, bare = originals(at)
    print(f"single: {ratio:.2f} of bare fdatasync ({pairs[0][0] * 1e6:.0f} us bare in the first turn)")
    print(f"batches of {_BATCH}: {1 / wall:,.0f} entries/s, {1 / cpu:,.0f} to a CPU second")
    print(f"verify: {entries:.1f} CPU s a million entries, {files:.1f} for 10 GiB ({bare:.1f} SHA-256 alone)")
    rates = {"single": ratio, "batch_wall": 1 / wall, "batch_cpu": 1 / cpu}
    more = {"verify_entries": entries, "verify_files": files, "sha256": bare, "verify_cpu_s": entries + files}
    print(json.dumps({"bench": "ledger", "entries": size, "targets": TARGETS, **rates, **more}))


if __name__ == "__main__":
    main()
