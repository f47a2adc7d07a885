"""Disks that take no writes: from before a case is opened, and from the middle of an intake on.

The first is mounted anew to be read alone. The second is a file system of its own, ext4 on a file, that is told to find a
fault: it takes no more writes, and has lost what it had not yet made durable. Then it is mended and mounted, and the work
goes on.
"""

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from faults import found, runs, strace

SIZE = 48 << 20  # of the disk that fails
_MOUNTED = """
set -e
mount -t tmpfs tmpfs "$1"; cp -a "$2"/. "$1"; mount -o remount,ro "$1"
if touch "$1/written" 2>/dev/null; then exit 99; fi
shift 2
exec "$@"
"""
_VERBS = """
for verb in "account" "account --check" "search canvasser" "show ITM-000001" "verify"; do
    "$0" -I -m muniment.cli.main --case "$1" $verb >"$2/out" 2>&1
    echo "told {\\"verb\\": \\"$verb\\", \\"code\\": $?}"
done
"""


def before() -> dict[str, Any]:
    """A case on a disk that can only be read: all that only looks answers as it did, and what changes it is refused."""
    bad: list[str] = []
    with runs.bench() as made:
        root = made.fresh()
        code, told, said = runs.ran(strace.python(runs.SCRIPT, root))
        if code:
            raise RuntimeError(said)
        with found.at_home(root / "home"):
            verbs = _verbs(root / "case", root.parent, [])
        for key in ("with its key", "without"):
            home = root.parent / key
            if key == "without":
                home.mkdir()
            else:
                shutil.copytree(root / "home", home)
            mount = [*runs.NEW, "sh", "-c", _MOUNTED, "sh", os.fspath(_place(root.parent, key)), os.fspath(root)]
            where = root.parent / f"{key} disk"
            code, told, said = runs.ran([*mount, *strace.python(runs.SCRIPT, where, "reading", home)])
            bad += [f"{key}: {each}" for each in _read(code, told, said, made.digest)]
            with found.at_home(home):
                again = _verbs(where / "case", root.parent, mount)
            bad += (
                [] if again == verbs else [f"{key}: the verbs end with {again}, and with {verbs} where it is writable"]
            )
    return {"ways": 2, "verbs": len(verbs), "bad": len(bad), "first": next(iter(bad), "")}


def _place(at: Path, key: str) -> Path:
    where = at / f"{key} disk"
    where.mkdir()
    return where


def _verbs(case: Path, at: Path, mount: list[str]) -> list[tuple[str, int]]:
    """What people type, and how it ends."""
    _, told, _ = runs.ran([*mount, "sh", "-c", _VERBS, sys.executable, os.fspath(case), os.fspath(at)])
    return [(each["verb"], each["code"]) for each in told]


def _read(code: int, told: list[dict[str, Any]], said: str, digest: str) -> list[str]:
    bad = [] if code == 0 else [f"it ended with {code}: {said}"]
    looked = next((each for each in told if "shown" in each), None)
    if looked is None:
        return [*bad, "it told nothing"]
    bad += ["it was taken for one that can be written"] if looked["writable"] else []
    bad += [] if looked["digest"] == digest else ["its digest is another"]
    bad += [] if looked["found"] and looked["account"] == len(looked["shown"]) else ["search or account is another"]
    bad += [str(each) for each in looked["problems"]]
    refused = [each["no"] for each in told if "no" in each]
    return bad if len(refused) == 3 and all("Next: " in each for each in refused) else [*bad, f"refused: {refused}"]


# -- in the midst of an intake


@contextmanager
def disk(at: Path) -> Iterator[tuple[Path, Path]]:
    """A disk in a file, mounted, and what makes its file system find a fault.

    Raises: subprocess.CalledProcessError, where this user may have none.
    """
    image, where = at / "disk.img", at / "disk"
    where.mkdir()
    with image.open("wb") as file:
        file.truncate(SIZE)
    _ask("mkfs.ext4", "-q", "-F", image)
    _ask("mount", "-o", "loop,errors=remount-ro", image, where)
    try:
        source = Path(os.path.realpath(f"/sys/dev/block/{os.major(_dev(where))}:{os.minor(_dev(where))}")).name
        yield where, Path("/sys/fs/ext4") / source / "trigger_fs_error"
    finally:
        _ask("umount", where)
        image.unlink()
        where.rmdir()


def _dev(where: Path) -> int:
    return where.stat().st_dev


def _ask(*words: str | Path) -> None:
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    subprocess.run(words, check=True, capture_output=True, env=os.environ | {"PATH": path})


@cache
def possible() -> bool:
    """Whether a disk can be had here that fails when it is told to."""
    with TemporaryDirectory(prefix="disk-") as folder:
        try:
            with disk(Path(folder)) as (_, trigger):
                return os.access(trigger, os.W_OK)
        except (OSError, subprocess.CalledProcessError):
            return False


def midway(count: int) -> dict[str, Any]:
    """So many points, evenly over all calls that change the disk."""
    bad, ends = list[str](), Counter[str]()
    with runs.bench() as made:
        for number in range(count):
            call = 1 + round((number + 0.5) * (made.calls - 1) / count)
            root = made.fresh()
            root.rmdir()
            with disk(root.parent) as (where, trigger):
                words = strace.python(runs.SCRIPT, where, "stopped", str(call), trigger)
                code, told, said = runs.ran(words)
                ends["said so" if code == 4 else "as asked" if code == 0 else "?"] += 1
                _ask("umount", where)
                fixed = subprocess.run(
                    ["/usr/sbin/e2fsck", "-fy", root.parent / "disk.img"], capture_output=True, check=False
                )
                _ask("mount", "-o", "loop", root.parent / "disk.img", where)
                (where / "lost+found").rmdir()
                shutil.copytree(where, root)
            wrong = made.check(root, told) if code in {0, 4} and fixed.returncode in {0, 1} else said
            bad += [f"at call {call} of {made.calls}: {wrong}"] if wrong else []
    return {"points": count, "ends": dict(ends), "bad": len(bad), "first": next(iter(bad), "")}


def full(count: int) -> dict[str, Any]:
    """Both, as far as they are possible here."""
    opened: dict[str, Any] = before() if runs.mounts() else {"bad": 0, "first": "", "not run": "no mounts"}
    failed: dict[str, Any] = (
        midway(count) if possible() else {"bad": 0, "first": "", "not run": "no disk of its own can be had"}
    )
    return {
        "before": opened,
        "midway": failed,
        "bad": opened["bad"] + failed["bad"],
        "first": opened["first"] or failed["first"],
    }
