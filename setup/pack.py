"""Pack Muniment and all that it needs into one archive that installs without a network. Standard library only.

    ./go pack [--into FOLDER] [--without-debian]

The archive holds wheels (against the hashes in requirements/), our own source as it lies, the Debian packages where apt is
there, their hashes, and `install`. What could not be had is said, here and in the archive.
"""

import argparse
import gzip
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OURS = ("src", "setup", "requirements", "docs", "bench", "go", "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE")
LOCKS = ("run", "pip")  # of requirements/: what runs, and what installs it
ALWAYS_THERE = frozenset({"required"})  # priorities of what no Debian is without

READ_ME = """\
Muniment {version}, for {system} on {machine} with Python {python}. Nothing is fetched.

    ./install --help
    sudo ./install          for everybody of this machine, with the Debian packages
    ./install               for yourself alone

It checks every file against SHA256SUMS first. That finds what broke on the way, not who changed it: hold the hash of the
archive itself against the one that ./go pack said where it was made.

Not in this archive: {missing}
"""


def say(text: str) -> None:
    """One line to the person."""
    print(text, file=sys.stderr, flush=True)


def version() -> str:
    """Our version, as the source says it."""
    found = re.search(r'^__version__ = "([^"]+)"', (ROOT / "src/muniment/__init__.py").read_text(), re.MULTILINE)
    if found is None:
        raise SystemExit("pack: src/muniment/__init__.py names no version")
    return found[1]


def about(debian: Sequence[str], missing: Sequence[str]) -> dict[str, object]:
    """What `install` holds the machine against."""
    return {
        "version": version(),
        "system": sys.platform,
        "machine": platform.machine(),
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "release": release(),
        "debian": list(debian),
        "missing": list(missing),
    }


def release() -> str:
    """The Debian that the packages are of, "" where this is none."""
    try:
        said = platform.freedesktop_os_release()
    except OSError:
        return ""
    return said.get("VERSION_CODENAME", "") if said.get("ID") == "debian" else ""


def source(into: Path) -> int:
    """Copy our own source as it lies, without what git ignores; returns how many files."""
    names = [name for name in _listed() if (ROOT / name).is_file()]
    for name in names:
        to = into / name
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, to)
        to.chmod(0o755 if os.access(ROOT / name, os.X_OK) else 0o644)
    return len(names)


def _listed() -> list[str]:
    there = [name for name in OURS if (ROOT / name).exists()]
    git = shutil.which("git")
    if git:
        listing = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *there]
        done = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=False)
        if not done.returncode:
            return sorted(set(done.stdout.split("\0")) - {""})
    paths = [path for name in there for path in ((ROOT / name).rglob("*") if (ROOT / name).is_dir() else [ROOT / name])]
    return sorted(str(path.relative_to(ROOT)) for path in paths if "__pycache__" not in path.parts)


def wheels(into: Path) -> None:
    """Fetch every wheel that this Python and machine need; each has a hash that requirements/ names.

    Exits as pip does, where one cannot be had.
    """
    into.mkdir()
    quiet = ("-q", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:", "--require-hashes")
    for level in LOCKS:
        lock = ROOT / "requirements" / f"{level}.txt"
        done = subprocess.run([sys.executable, "-m", "pip", "download", *quiet, "-d", into, "-r", lock], check=False)
        if done.returncode:
            say(f"pack: the wheels of requirements/{level}.txt could not be had: nothing is packed")
            raise SystemExit(done.returncode)


def debian(names: Sequence[str], into: Path) -> list[str]:
    """Fetch Debian packages with what they depend on; returns those that could not be had."""
    into.mkdir()
    apt, cache = shutil.which("apt-get"), shutil.which("apt-cache")
    if not (apt and cache and release()):
        return list(names)
    missing = []
    for name in _closure(cache, names):
        fetched = subprocess.run([apt, "download", "-qq", name], cwd=into, capture_output=True, text=True, check=False)
        if fetched.returncode:
            missing.append(name)
    return missing


def _closure(cache: str, names: Sequence[str]) -> list[str]:
    """These packages and what they depend on, without what is on every Debian."""
    no = [f"--no-{kind}" for kind in ("recommends", "suggests", "conflicts", "breaks", "replaces", "enhances")]
    tree = _output(cache, "depends", "--recurse", *no, *names)
    found = [line for line in tree.splitlines() if line and line[0] not in " |<"]
    shown = _output(cache, "show", "--no-all-versions", *found) if found else ""
    kept = set(names)
    for entry in shown.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in entry.splitlines() if re.match(r"[A-Z][A-Za-z-]*: ", line))
        if fields.get("Priority") not in ALWAYS_THERE and "Package" in fields:
            kept.add(fields["Package"])
    return sorted(kept)


def _output(*args: str) -> str:
    plain = os.environ | {"LC_ALL": "C"}
    return subprocess.run(args, env=plain, capture_output=True, text=True, check=False).stdout


def sums(folder: Path) -> None:
    """Write SHA256SUMS over every file below, as `sha256sum -c` reads it."""
    lines = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        with path.open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.relative_to(folder)}\n")
    (folder / "SHA256SUMS").write_text("".join(lines))


def archive(folder: Path, out: Path) -> str:
    """Write the archive: the same bytes from the same files, on any day. Returns its SHA-256."""
    part = out.with_name(out.name + ".part")
    with (
        part.open("wb") as file,
        gzip.GzipFile("", "wb", 1, file, mtime=0) as packed,  # what is large in it is packed already
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for path in sorted(folder.rglob("*")):
            tar.add(path, f"{folder.name}/{path.relative_to(folder)}", recursive=False, filter=_plain)
    part.replace(out)
    with out.open("rb") as whole:
        return hashlib.file_digest(whole, "sha256").hexdigest()


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = member.mtime = 0
    member.uname = member.gname = ""
    member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
    return member


def pack(into: Path, names: Sequence[str], *, without_debian: bool) -> Path:
    """Make the archive in a folder; nothing of that name is left there half-done."""
    into.mkdir(parents=True, exist_ok=True)
    name = (
        f"muniment-{version()}-{sys.platform}-{platform.machine()}-py{sys.version_info.major}.{sys.version_info.minor}"
    )
    with tempfile.TemporaryDirectory(dir=into, prefix=".packing-") as scratch:
        folder = Path(scratch) / name
        folder.mkdir()
        count = source(folder / "source")
        wheels(folder / "wheels")
        missing = list(names) if without_debian else debian(names, folder / "debian")
        shutil.copyfile(ROOT / "setup" / "install.py", folder / "install")
        (folder / "install").chmod(0o755)
        said = about(names, missing)
        (folder / "about.json").write_text(json.dumps(said, indent=2) + "\n")
        said["missing"] = " ".join(missing) or "nothing that Muniment can use"
        (folder / "READ-ME.txt").write_text(READ_ME.format(**said))
        sums(folder)
        out = into / f"{name}.tar.gz"
        hashed = archive(folder, out)
        packed = [len(list((folder / part).glob("*"))) for part in ("wheels", "debian")]
    say(f"pack: {count} files of our own, {packed[0]} wheels, {packed[1]} Debian packages")
    if missing:
        say(f"pack: could not be had, so not in it: {' '.join(missing)}")
    say(f"pack: {out.stat().st_size / 1e6:.0f} MB, SHA-256 {hashed}")
    return out


def main() -> None:
    """Pack, and print the path of the archive."""
    asked = argparse.ArgumentParser(prog="./go pack", description="Make one archive that installs with no network.")
    asked.add_argument("--into", type=Path, default=ROOT / "dist", metavar="FOLDER", help="where (default: dist)")
    asked.add_argument("--without-debian", action="store_true", help="leave the Debian packages out")
    asked.add_argument("--debian", nargs="*", default=[], metavar="PACKAGE", help=argparse.SUPPRESS)
    said = asked.parse_args()
    print(pack(said.into.resolve(), said.debian, without_debian=said.without_debian))


if __name__ == "__main__":
    main()
