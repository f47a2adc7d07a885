#!/usr/bin/env python3
"""Install Muniment from the folder in which this lies, without a network. Standard library only.

Every file is held against SHA256SUMS before anything is done. Nothing outside --to and --bin is touched, but for Debian
packages that are missing, where root installs.
"""

import argparse
import ctypes.util
import hashlib
import json
import os
import platform
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
BROKEN, TROUBLE, NO_TOOL = 3, 4, 6  # exit codes, as those of muniment
TESSDATA = Path("/usr/share/tesseract-ocr/5/tessdata")
PROBE = "from muniment.intake.jail import available; print(available()[1])"


def say(text: str) -> None:
    """One line to the person."""
    print(text, file=sys.stderr, flush=True)


def end(code: int, text: str) -> SystemExit:
    """How to end, once it is said why."""
    say(f"install: {text}")
    return SystemExit(code)


def checked(folder: Path) -> str:
    """Hold every file against SHA256SUMS, and every line of it against a file; returns a hash of it all.

    Exits with 3 where something differs.
    """
    listing = folder / "SHA256SUMS"
    if not listing.is_file():
        raise end(BROKEN, "SHA256SUMS is not here: unpack the archive again")
    lines = [line.partition("  ") for line in listing.read_text().splitlines()]
    told = {name: hashed for hashed, _, name in lines}
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()}
    wrong = [f"{name} is not there" for name in sorted(told.keys() - there)]
    wrong += [f"{name} does not belong here" for name in sorted(there - told.keys() - {"SHA256SUMS"})]
    wrong += [f"{name} is changed" for name in sorted(told.keys() & there) if _hash(folder / name) != told[name]]
    if wrong:
        raise end(BROKEN, f"{'; '.join(wrong[:5])}. Nothing was installed: copy the archive again, and unpack it anew")
    return _hash(listing)


def _hash(path: Path) -> str:
    told = hashlib.sha256()
    with path.open("rb") as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            told.update(piece)
    return told.hexdigest()


def fits(about: dict[str, Any]) -> None:
    """Go on with the Python that the wheels are for, if this is another.

    Exits with 6 where there is none, or the machine is another.
    """
    if (sys.platform, platform.machine()) != (about["system"], about["machine"]):
        raise end(NO_TOOL, f"packed for {about['system']} on {about['machine']}; pack it on a machine like this one")
    if f"{sys.version_info.major}.{sys.version_info.minor}" != about["python"]:
        other = shutil.which(f"python{about['python']}")
        if other is None:
            raise end(
                NO_TOOL, f"packed for Python {about['python']}, which is not here; pack it with the Python of here"
            )
        os.execv(other, [other, *sys.argv])


def libraries(about: dict[str, Any]) -> None:
    """Install the Debian packages that are missing, as root; else say the line to type and go on."""
    missing = [name for name in about["debian"] if not _there(name)]
    packages = {path.name.partition("_")[0]: path for path in sorted((HERE / "debian").glob("*.deb"))}
    wanted = [str(path) for name, path in packages.items() if not _there(name)]
    if not missing:
        return
    apt = shutil.which("apt-get")
    if not apt or not packages or _release() != about["release"]:
        say(f"install: not here, and not to be had from this archive: {' '.join(missing)}. {WITHOUT}")
        return
    line = [apt, "install", "-y", "-qq", "--no-install-recommends", *wanted]
    if os.geteuid():
        say(f"install: not here: {' '.join(missing)}. {WITHOUT} Type: sudo {shlex.join(line)}")
        return
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(line, env=quiet, capture_output=True, text=True, check=False)
    if done.returncode:
        say(f"install: apt could not install {' '.join(missing)}: {done.stderr.strip()[-300:]}. {WITHOUT}")


WITHOUT = "7Z archives, words in pictures and some scripts in PDFs wait for them; all else works."


def _there(package: str) -> bool:
    """Whether a package is installed, or what we use of it is there by another way."""
    if package.startswith("tesseract-ocr-") and (TESSDATA / f"{package[14:]}.traineddata").exists():
        return True
    if package == "libarchive13" and ctypes.util.find_library("archive"):
        return True
    query = shutil.which("dpkg-query")
    if query is None:
        return False
    asked = [query, "-W", "-f", "${db:Status-Status}", package]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout == "installed"


def _release() -> str:
    try:
        said = platform.freedesktop_os_release()
    except OSError:
        return ""
    return said.get("VERSION_CODENAME", "") if said.get("ID") == "debian" else ""


def programs(to: Path) -> Path:
    """Make the folder of this version whole: our source, and an environment of Python with the wheels. Returns its Python."""
    source, venv = to / "source", to / "venv"
    python = venv / "bin" / "python"
    stamp = to / "installed"
    if stamp.exists():
        return python
    shutil.rmtree(to, ignore_errors=True)  # what was left half-done
    to.mkdir(parents=True)
    shutil.copytree(HERE / "source", source)
    _run(sys.executable, "-m", "venv", "--without-pip", venv)
    pip = next((HERE / "wheels").glob("pip-*.whl")) / "pip"
    quiet = (
        "-q",
        "--isolated",
        "--disable-pip-version-check",
        "--root-user-action=ignore",
        "--no-warn-script-location",
    )
    offline = ("--no-index", "--find-links", HERE / "wheels", "--no-cache-dir", "--require-hashes")
    _run(python, "-I", pip, "install", *quiet, *offline, "-r", source / "requirements" / "run.txt")
    packages = venv / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    (packages / "muniment-source.pth").write_text(f"{source / 'src'}\n")
    _run(python, "-I", "-m", "compileall", "-q", source / "src")
    stamp.write_text("")
    return python


def _run(*args: str | Path) -> None:
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    done = subprocess.run([os.fspath(arg) for arg in args], env=plain, check=False)
    if done.returncode:
        raise end(TROUBLE, f"this failed with exit {done.returncode}: {shlex.join(os.fspath(arg) for arg in args)}")


def command(python: Path, folder: Path) -> Path:
    """Put a `muniment` into a folder of commands; what was there stays until the new one is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "muniment"
    fresh = folder / ".muniment.new"
    fresh.write_text(f'#!/bin/sh\nexec {shlex.quote(str(python))} -I -m muniment.cli.main "$@"\n')
    fresh.chmod(0o755)
    fresh.replace(program)
    return program


def tried(python: Path, program: Path) -> None:
    """Start it once, and say whether there is a jail here."""
    _run(program, "--version")
    probe = subprocess.run([python, "-I", "-c", PROBE], capture_output=True, text=True, check=False)
    why = probe.stdout.strip() or probe.stderr.strip()[-300:]
    if why:
        say(f"install: no jail on this machine ({why}): custody is complete, and items wait to be read elsewhere")
    found = shutil.which("muniment")
    if found is None or Path(found).resolve() != program.resolve():
        say(f'install: type {program}, or PATH="{program.parent}:$PATH"')


def main() -> None:
    """Check, install, try."""
    root = os.geteuid() == 0
    home = Path("/opt/muniment") if root else Path.home() / ".local" / "lib" / "muniment"
    commands = Path("/usr/local/bin") if root else Path.home() / ".local" / "bin"
    asked = argparse.ArgumentParser(prog="./install", description="Install Muniment without a network.")
    asked.add_argument("--to", type=Path, default=home, metavar="FOLDER", help=f"where it lies (default: {home})")
    asked.add_argument(
        "--bin", type=Path, default=commands, metavar="FOLDER", help=f"of commands (default: {commands})"
    )
    asked.add_argument("--without-debian", action="store_true", help="leave the system's packages as they are")
    said = asked.parse_args()
    os.umask(0o022)  # what root installs, others start
    about: dict[str, Any] = json.loads((HERE / "about.json").read_text())
    fits(about)
    hashed = checked(HERE)
    if not said.without_debian:
        libraries(about)
    python = programs(said.to.resolve() / f"{about['version']}-{hashed[:12]}")
    program = command(python, said.bin.resolve())
    tried(python, program)
    say(f"install: {program} is Muniment {about['version']}")


if __name__ == "__main__":
    main()
