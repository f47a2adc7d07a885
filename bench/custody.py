"""The custody pass against a floor that asks the disk for the same: read, hash, write, sync, rename, drop from the cache, read back.

The floor has no ledger, no tables and no names of items; its calls are those that custody cannot do without. Both run in
turns in one process, and what counts is the ratio of their CPU seconds.
"""

import argparse
import ctypes
import hashlib
import json
import os
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench import Figure, measured
from muniment.intake import bundle as bundles
from muniment.intake import custody
from muniment.intake.bundle import Began
from muniment.intake.progress import silent
from muniment.intake.scan import scan
from muniment.store.store import Store

STEP = 1 << 20
TARGET = 0.6


def material(at: Path, files: int, size: int) -> list[Path]:
    """Files of so many bytes, forty folders of them."""
    draw = random.Random(1)
    for number in range(files):
        folder = at / f"{number % 40:02d}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number:06d}.bin").write_bytes(draw.randbytes(size))
    return sorted(path for path in at.rglob("*") if path.is_file())


def floor(files: Sequence[Path], at: Path) -> None:
    """What custody asks of the disk, bare."""
    for name in ("tmp", *(f"{number:02x}" for number in range(256))):
        (at / name).mkdir(parents=True)
    for start in range(0, len(files), custody.FILES):
        hashes = [_copied(path, f"{at}/tmp/{start + n}") for n, path in enumerate(files[start : start + custody.FILES])]
        _sync(at)
        for n, hashed in enumerate(hashes):
            os.chmod(f"{at}/tmp/{start + n}", 0o444)  # noqa: PTH101 # the bare call
            os.rename(f"{at}/tmp/{start + n}", f"{at}/{hashed[:2]}/{hashed}")  # noqa: PTH104
        _sync(at)
        for hashed in hashes:
            if _again(f"{at}/{hashed[:2]}/{hashed}") != hashed:
                sys.exit("bench: read back with other bytes")


def _copied(source: Path, target: str) -> str:
    found = hashlib.sha256()
    reading, writing = os.open(source, os.O_RDONLY), os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    while piece := os.read(reading, STEP):
        found.update(piece)
        os.write(writing, piece)
    os.close(reading)
    os.close(writing)
    return found.hexdigest()


def _again(path: str) -> str:
    found, descriptor = hashlib.sha256(), os.open(path, os.O_RDONLY)
    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    while piece := os.read(descriptor, STEP):
        found.update(piece)
    os.close(descriptor)
    return found.hexdigest()


def _sync(at: Path) -> None:
    descriptor = os.open(at, os.O_RDONLY)
    ctypes.CDLL(None).syncfs(descriptor)
    os.close(descriptor)


def bench(files: int, size: int, turns: int) -> list[tuple[Figure, Figure]]:
    """Floor and custody, in turns."""
    with tempfile.TemporaryDirectory(prefix="muniment-bench-") as name:
        place = Path(name)
        os.environ["XDG_DATA_HOME"] = str(place / "installation")
        found = material(place / "material", files, size)
        pairs = []
        for turn in range(-1, turns):  # the first warms up
            store = Store.create(place / f"case{turn}", "Bench", "Europe/London", "Bench")
            bundle = bundles.begin(store, place / "material", Began("Bench", "2026-03-03"), scan(place / "material"))
            wanted = custody.wanted(store, bundle)
            least = measured("floor", found, lambda at=place / f"floor{turn}": floor(found, at))  # type: ignore[misc]
            taken = measured("custody", found, lambda: custody.take(store, place / "material", wanted, silent))  # noqa: B023
            store.close()
            pairs.append((least, taken))
        return pairs[1:]


def main() -> None:
    """Print each turn and the best ratio, and JSON as the last line."""
    asked = argparse.ArgumentParser(prog="./go bench custody", description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--files", type=int, default=3000)
    asked.add_argument("--bytes", type=int, default=100_000, help="of each")
    asked.add_argument("--turns", type=int, default=3)
    said = asked.parse_args()
    pairs = bench(said.files, said.bytes, said.turns)
    for least, taken in pairs:
        print(
            f"floor {least.cpu:.2f} CPU s, custody {taken.cpu:.2f} CPU s: {least.cpu / taken.cpu:.0%} of the floor's rate"
        )
    ratio = sum(least.cpu for least, _ in pairs) / sum(taken.cpu for _, taken in pairs)
    print(json.dumps({"bench": "custody", "files": said.files, "bytes": said.bytes, "ratio": ratio, "target": TARGET}))


if __name__ == "__main__":
    main()
