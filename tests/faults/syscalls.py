"""Each call to the disk made to fail in its turn, by the kernel's own door: an error, a full disk, a signal, a kill.

Only the first thread is made to fail, so that the readers, who may open no file, are let be.
"""

import os
import random
import re
import subprocess
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from faults import found, strace, work

from muniment.errors import OtherListing

SEED = 20_261_127
CALLS = (
    "openat,read,pread64,write,pwrite64,fsync,fdatasync,syncfs,rename,ftruncate,unlink,mkdir,flock,getdents64,"
    "newfstatat,fstat,lseek,link,chmod"
)
FAULTS = ("error=EIO", "error=ENOSPC", "error=EINTR", "error=EROFS", "signal=KILL")
_PATH = re.compile(r'[<"]((?:\\x[0-9a-f]{2})+)[>"]')


@dataclass(frozen=True, slots=True)
class Injection:
    """The how-manieth of which call is to fail, and how."""

    call: str
    number: int
    fault: str

    def __str__(self) -> str:
        return f"{self.call} {self.number}: {self.fault}"


def _command(at: Path, options: Sequence[str], trace: Path) -> list[str]:
    words = [strace.STRACE, "-y", "-xx", "-e", f"trace={CALLS}", "-o", os.fspath(trace), *options]
    return [*words, *strace.python(Path(work.__file__), at, "alone")]


def _run(command: Sequence[str]) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False, timeout=600)


def points(at: Path) -> tuple[dict[str, list[int]], str]:
    """For each call, which of its turns are about the case or what is taken in; and the digest when none fails."""
    root, trace = at / "points", at / "points.trace"
    root.mkdir()
    done = _run(_command(root, ["-s", "300"], trace))
    if done.returncode:
        raise RuntimeError(done.stderr.decode()[-2000:])
    counts, turns = Counter[str](), defaultdict[str, list[int]](list)
    inside = os.fspath(at.resolve()).encode().hex()
    for line in trace.read_text(errors="replace").splitlines():
        name = line.split("(", 1)[0]
        if name in CALLS.split(","):
            counts[name] += 1
            if any(path.replace("\\x", "").startswith(inside) for path in _PATH.findall(line)):
                turns[name].append(counts[name])
    said = found.of(_told(done.stdout))
    return dict(turns), next(each["digest"] for each in said if "digest" in each)


def _told(out: bytes) -> list[str]:
    return [line[5:].decode() for line in out.splitlines() if line.startswith(b"told ")]


def chosen(turns: dict[str, list[int]], count: int, seed: int = SEED) -> list[Injection]:
    """So many, shared out evenly among the calls, and among the faults for each call."""
    chance = random.Random(seed)
    rest = {name: chance.sample(numbers, len(numbers)) for name, numbers in sorted(turns.items())}
    picked: list[Injection] = []
    for turn in range(count):
        for start, name in enumerate(rest):
            if rest[name] and len(picked) < count:
                picked.append(Injection(name, rest[name].pop(), FAULTS[(turn + start) % len(FAULTS)]))
    return picked


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an injection: whether it was met, how the program ended, and what is wrong, "" where nothing is."""

    injection: Injection
    met: bool
    code: int
    wrong: str = ""


def inject(at: Path, box: Path, digest: str, what: Injection) -> Outcome:
    """Do the work with one call failing; then, without faults, hold what is there against what was told, and go on."""
    root, trace = at / "root", at / "trace"
    root.mkdir(parents=True)
    if not (at / "box").exists():
        (at / "box").symlink_to(box)
    done = _run(_command(root, ["-e", f"inject={what.call}:{what.fault}:when={what.number}"], trace))
    text = trace.read_text(errors="replace")
    met = "(INJECTED)" in text or "SIGKILL" in text or done.returncode < 0
    try:
        with found.at_home(root / "home"):
            _hold(root / "case", box, digest, done)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is what the user would have met
        return Outcome(what, met, done.returncode, f"{what}: {error!r}"[:600])
    return Outcome(what, met, done.returncode)


def _hold(case: Path, box: Path, digest: str, done: "subprocess.CompletedProcess[bytes]") -> None:
    assert done.returncode in {0, 4, -9}, done.stderr.decode()[-500:]
    try:
        found.held(case, box, digest, found.of(_told(done.stdout)))
    except OtherListing:
        found.supplemented(case, box)


def run(count: int, seed: int = SEED) -> list[Outcome]:
    """So many injections, one after the other."""
    with TemporaryDirectory(prefix="syscalls-") as folder, found.unsynced():
        at = Path(folder)
        box = work.source(at / "box")
        turns, digest = points(at)
        return [inject(at / f"{number}", box, digest, what) for number, what in enumerate(chosen(turns, count, seed))]


def full(count: int) -> dict[str, object]:
    """Figures."""
    outcomes = run(count)
    bad = [each.wrong for each in outcomes if each.wrong]
    return {
        "injections": sum(each.met for each in outcomes),
        "ended": dict(Counter({0: "as asked", 4: "said so", -9: "killed"}.get(each.code, "?") for each in outcomes)),
        "calls": len({each.injection.call for each in outcomes}),
        "bad": len(bad),
        "first": next(iter(bad), ""),
    }
