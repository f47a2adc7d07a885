"""Appending to the ledger, against bare fdatasync on the same disk; in batches; and what verifying costs by entry."""

import argparse
import json
import os
import tempfile
import time
from pathlib import Path

from muniment.ledger.key import Signer
from muniment.ledger.log import Draft, Log
from muniment.ledger.verify import verify

TARGETS = {"single": 0.5, "batch": 60_000, "verify_cpu_s_a_million": 25}
_BATCH = 1000


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


def main() -> None:
    """Print each turn and the ratios, and JSON as the last line."""
    asked = argparse.ArgumentParser(prog="./go bench ledger", description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--batches", type=int, default=40, help="of a thousand entries")
    asked.add_argument("--times", type=int, default=200, help="single appends in a turn; five turns")
    said = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="muniment-bench-") as name:
        at = Path(name)
        log = Log.create(at, "muniment.case/bench")
        pairs = [(raw(at / "raw", said.times), single(log, said.times)) for _ in range(5)]
        ratio = sum(bare for bare, _ in pairs) / sum(ours for _, ours in pairs)
        wall, cpu = time.monotonic(), time.process_time()
        many = drafts(_BATCH)
        for _ in range(said.batches):
            log.append(many)
        count = said.batches * _BATCH
        wall, cpu = time.monotonic() - wall, time.process_time() - cpu
        signer = Signer.make("muniment.case/bench")
        log.checkpoint(signer)
        size = log.size
        log.close()
        begun = time.process_time()
        verify(at, "ledger", key=signer.vkey)
        checked = time.process_time() - begun
    print(f"single: {ratio:.2f} of bare fdatasync ({pairs[0][0] * 1e6:.0f} us bare in the first turn)")
    print(f"batches of {_BATCH}: {count / wall:,.0f} entries/s, {count / cpu:,.0f} to a CPU second")
    print(f"verify: {checked / size * 1e6:.1f} CPU s a million entries")
    rates = {"single": ratio, "batch_wall": count / wall, "batch_cpu": count / cpu, "verify": checked / size * 1e6}
    print(json.dumps({"bench": "ledger", "entries": size, "targets": TARGETS, **rates}))


if __name__ == "__main__":
    main()
