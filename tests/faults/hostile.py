"""Hostile files and mutants of real ones, taken in by the program that people use, watched from outside."""

import json
import os
import random
import re
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from faults import bombs, found, strace

from muniment.case import Case
from muniment.intake.limits import Limits

SEED = 20_261_127
LARGEST = 1 << 20  # bytes of a real file that is mutated
_MAPPED = "from muniment.intake import warm; print(warm._mapped())"
WRITING = "openat,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,link,linkat,symlink,symlinkat,truncate"
_PATH = re.compile(r'"((?:[^"\\]|\\.)*)"')


def mutant(data: bytes, chance: random.Random) -> bytes:
    """A file with something wrong: bits, bytes, a hole, a part cut out, doubled, in the wrong place, or missing."""
    changed, size = bytearray(data), len(data)
    first, length = chance.randrange(size), chance.randrange(1, max(2, size // 4))
    match chance.randrange(7):
        case 0:
            for _ in range(max(1, size // 2000)):
                changed[chance.randrange(size)] ^= 1 << chance.randrange(8)
        case 1:
            changed[first : first + length] = chance.randbytes(len(changed[first : first + length]))
        case 2:
            changed[first : first + length] = bytes(len(changed[first : first + length]))
        case 3:
            del changed[first : first + length]
        case 4:
            changed[first:first] = changed[first : first + length]
        case 5:
            del changed[first:]
        case _:
            for _ in range(8):  # numbers of a format: lengths, offsets, counts
                place = chance.randrange(max(1, size - 4))
                changed[place : place + 4] = chance.choice(
                    [b"\xff\xff\xff\xff", bytes(4), b"\x80\0\0\0", b"\0\0\0\x80"]
                )
    return bytes(changed)


def mutants(shared: Path, at: Path, count: int, seed: int = SEED) -> None:
    """So many mutants of the real files, each under its file's name."""
    chance = random.Random(seed)
    files = [path for path in sorted((shared / "data" / "files").rglob("*")) if path.is_file()]
    files = [path for path in files if 0 < path.stat().st_size <= LARGEST]
    for number in range(count):
        path = chance.choice(files)
        (at / f"{number:04d} {path.name}").write_bytes(mutant(path.read_bytes(), chance))


def taken(box: Path, case: Path, *, watched: bool) -> dict[str, Any]:
    """Take a folder in with the command line; what came of it, and what was asked of the system meanwhile."""
    words = [sys.executable, "-I", "-m", "muniment.cli.main", "--case", os.fspath(case), "intake", os.fspath(box)]
    words += ["--from", "Example Constabulary", "--received", "2026-03-03", "--ocr", "later", "--json"]
    trace = case.with_name("calls.trace")
    if watched:
        asked = f"trace=%network,{WRITING}"
        words = [strace.STRACE, "-f", "--seccomp-bpf", "-s", "4200", "-e", asked, "-o", os.fspath(trace), *words]
    began = time.monotonic()
    done = subprocess.run(words, capture_output=True, stdin=subprocess.DEVNULL, check=False, cwd=case.parent)
    said = json.loads(done.stdout) if done.stdout.strip() else {}
    return {
        "code": done.returncode,
        "seconds": round(time.monotonic() - began, 1),
        "balanced": bool(said.get("balanced")),
        "states": said.get("states", {}),
        "said": done.stderr.decode()[-400:],
        **(watch(trace, case) if watched else {}),
    }


def watch(trace: Path, case: Path) -> dict[str, Any]:
    """The calls to a network, and those that change something outside the case and the folder of keys."""
    network, outside = set[str](), set[str]()
    ours = (f"{case}/", f"{case.parent}/home", f"{case.parent}/home/", str(case))
    with trace.open(errors="replace") as lines:
        for line in lines:
            call = line.split(None, 1)[-1]
            name = call.split("(", 1)[0]
            if name in {"socket", "connect", "bind", "sendto", "listen", "sendmsg"} and "AF_INET" in call:
                network.add(call[:200])
            paths = _PATH.findall(call)
            changes = name != "openat" or any(flag in call for flag in ("O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"))
            if name in WRITING and changes and paths and " = -1 " not in call:
                outside |= {path for path in paths if path[:1] == "/" and not path.startswith(ours)}
    trace.unlink()
    outside -= {"/dev/null", "/dev/tty"}
    return {"network": sorted(network), "outside": sorted(path for path in outside if "__pycache__" not in path)}


def _judged(box: Path, case: Path, came: dict[str, Any], files: int) -> list[str]:
    """What of it is not as it must be."""
    bad = [] if came["code"] in {0, 1} else [f"it ended with {came['code']}: {came['said']}"]
    bad += [] if came["balanced"] else ["the account does not balance"]
    bad += [f"a call to a network: {call}" for call in came.get("network", [])]
    bad += [f"something outside the case was changed: {path}" for path in came.get("outside", [])]
    with Case.open(case) as opened:
        tops = [row for row in opened.items() if row["parent"] is None]
        bad += [] if len(tops) == files else [f"{len(tops)} items of {files} files in {box}"]
        bad += [
            f"no state that is an end: {row['path']}"
            for row in tops
            if row["state"] == "unread.pending" and row["reason"] == "not-read-yet"
        ]
        bad += [str(problem) for problem in opened.check()]
    found.sound(case)
    return bad


def allowed(box: Path) -> int:
    """MiB that a process may hold at most: what is promised, exactly.

    A reader is forked from one that has all readers loaded, the file mapped, and only then its limit of address space is
    set: what is there, and `memory` more; at its second try twice that. What the system says that it held has all of it.
    """
    readers = int(subprocess.check_output([sys.executable, "-I", "-c", _MAPPED]))
    largest = max((each.stat().st_size for each in box.rglob("*") if each.is_file()), default=0)
    return (readers + largest + 2 * Limits().memory) >> 20


def full(shared: Path | None, count: int, *, large: bool) -> dict[str, Any]:
    """Hostile files, and so many mutants where there are real files."""
    watched, told = strace.possible(), dict[str, Any]()
    bad, limit = list[str](), 0
    with TemporaryDirectory(prefix="hostile-") as folder, found.at_home(Path(folder) / "home"):
        at = Path(folder)
        for what in ("hostile", "mutants") if shared is not None and count else ("hostile",):
            box, case = at / f"{what} box", at / what
            box.mkdir()
            if what == "hostile":
                files = bombs.write(box, large=large)
            else:
                assert shared is not None
                mutants(shared, box, count)
                files = count
            with Case.new(f"A case of {what}", case):
                pass
            came = taken(box, case, watched=watched)
            bad += [f"{what}: {each}" for each in _judged(box, case, came, files)]
            told[what] = {"files": files, "seconds": came["seconds"], "states": came["states"]}
            limit = max(limit, allowed(box))
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
    bad += [] if most <= limit else [f"a process took {most} MiB, and the limit is {limit}"]
    return told | {
        "watched": watched,
        "most_mib": most,
        "allowed_mib": limit,
        "bad": len(bad),
        "first": next(iter(bad), ""),
    }
