#!/usr/bin/env python3
"""Set up on first use, then do one thing. Standard library only.

    ./go demo          set up, build the made-up case in demo-case/, show what it answers (default)
    ./go test [ARGS]   set up, run every test, or pytest with these arguments
    ./go serve [ARGS]  the made-up case in a browser; built first, where it is not there
    ./go run ARGS      muniment ARGS, as .venv/bin/muniment
    ./go check         all that CI runs, in CI's order
    ./go bench [ARGS]  measure custody and reading on the made-up case; or custody, growth, ledger, mails, matrix, ocr, peers,
                       recoll, ranking, search, serve, start, stopping, workers
    ./go faults [ARGS] cut the power, fail calls, kill, fill the disk, take hostile files in: in full
    ./go docs          write the pages that are generated from the code
    ./go pack [ARGS]   make one archive in dist/ that installs with no network
    ./go lock          write requirements/ anew from pyproject.toml

Each verb installs only what it needs, from requirements/ and against the hashes there, into .venv/.
"""

import ctypes.util
import fcntl
import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
MUNIMENT = VENV / "bin" / "muniment"
REQUIREMENTS = ROOT / "requirements"
LIBRARIES = {"archive": "libarchive13"}  # shared library: Debian package
TOOLS = {  # programs that tests need: Debian packages
    "chromium": ("chromium",),
    "ffmpeg": ("ffmpeg",),
    "soffice": ("libreoffice-writer-nogui", "libreoffice-draw-nogui"),  # opens the forms that we write
    "strace": ("strace",),
}
LANGUAGES = ("eng", "ben", "urd", "ara", "pol", "cym", "osd")  # of the packs for words in pictures
TESSDATA = Path("/usr/share/tesseract-ocr/5/tessdata")
FONTS = {"fonts-noto-core": Path("/usr/share/fonts/truetype/noto/NotoSansBengali-Regular.ttf")}  # of names in PDFs
LOCKS = {"run": ["--all-extras"], "dev": ["--all-extras", "--group", "dev"]}
MADE_FROM = "# made from dependencies "


def say(text: str) -> None:
    """One line to the person, out of the way of the answer."""
    print(text, file=sys.stderr, flush=True)


def command(*args: str | Path) -> None:
    """Run a program of the set-up; where it fails, its own words and exit code are the answer."""
    done = subprocess.run([os.fspath(arg) for arg in args], cwd=ROOT, check=False)
    if done.returncode:
        say(f"go: this failed with exit {done.returncode}: {shlex.join(os.fspath(arg) for arg in args)}")
        raise SystemExit(done.returncode)


def wanted(level: str) -> str:
    """What a finished set-up of this level looks like: the lock, the place and the Python."""
    told = hashlib.sha256((REQUIREMENTS / f"{level}.txt").read_bytes())
    told.update(f"{ROOT}\0{packages()}\0{Path(__file__).read_text()}".encode())
    return told.hexdigest()


def ready(level: str) -> bool:
    """Whether this level stands; what is needed to run stands too where the tools of development do."""
    if not (MUNIMENT.exists() and PYTHON.exists()):
        return False
    levels = ("run", "dev") if level == "run" else ("dev",)
    return any(_stamp(name).exists() and _stamp(name).read_text() == wanted(name) for name in levels)


def _stamp(level: str) -> Path:
    return VENV / f"{level}.stamp"


@contextmanager
def alone() -> Iterator[None]:
    """One set-up at a time: a second one waits, and then finds the work done."""
    with Path(__file__).open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def set_up(level: str) -> None:
    """Make .venv/ hold what this level needs; nothing happens where it does."""
    if ready(level):
        return
    started = time.monotonic()
    with alone():
        if ready(level):
            return
        say(f"go: setting up .venv ({level}), once")
        libraries(level)
        if not PYTHON.exists() or not packages().is_dir():
            command(sys.executable, "-m", "venv", "--clear", "--without-pip", VENV)
        pip("--require-hashes", "-r", REQUIREMENTS / f"{level}.txt")
        place()
        _stamp(level).write_text(wanted(level))
    say(f"go: set up in {time.monotonic() - started:.0f} s")


def libraries(level: str) -> None:
    """Install the Debian packages that are missing, as root; else say the line to type and go on."""
    missing = [package for name, package in LIBRARIES.items() if ctypes.util.find_library(name) is None]
    packs = [name for name in LANGUAGES if not (TESSDATA / f"{name}.traineddata").exists()]
    missing += [f"tesseract-ocr-{name}" for name in packs]
    missing += [package for package, font in FONTS.items() if not font.exists()]
    if level == "dev":
        missing += [package for name, needed in TOOLS.items() if shutil.which(name) is None for package in needed]
    if not missing:
        return
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        said = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        install = [apt, "install", "-y", "-qq", "--no-install-recommends", *missing]
        for args in ([apt, "update", "-qq"], install):
            done = subprocess.run(args, env=said, stdout=subprocess.DEVNULL, check=False)
            if done.returncode:
                break
        else:
            return
    say(
        f"go: not installed: {' '.join(missing)} (7Z archives, words in pictures, scripts in PDFs or some tests wait for them). "
        f"Type: sudo apt-get install {' '.join(missing)}"
    )


def pip(*args: str | Path) -> None:
    """Install into .venv/ with the pip that is there: .venv/ needs none of its own."""
    quiet = ("-q", "--disable-pip-version-check", "--root-user-action=ignore", "--no-warn-script-location")
    command(sys.executable, "-m", "pip", "--python", PYTHON, "install", *quiet, *args)


def packages() -> Path:
    """Where .venv/ keeps what this Python imports; absent where it was made by another."""
    return VENV / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"


def place() -> None:
    """Put our source on the path of .venv/ as it lies, and a `muniment` beside Python: nothing is built or fetched for it."""
    (packages() / "muniment-source.pth").write_text(f"{ROOT / 'src'}\n")
    fresh = MUNIMENT.with_suffix(".new")
    fresh.write_text(f'#!/bin/sh\nexec {shlex.quote(str(PYTHON))} -I -m muniment.cli.main "$@"\n')
    fresh.chmod(0o755)
    fresh.replace(MUNIMENT)


def become(*args: str | Path) -> None:
    """Go on as this program, in the caller's folder."""
    os.execv(args[0], [os.fspath(arg) for arg in args])


def demo(args: Sequence[str]) -> None:
    """Build the made-up case, once for each state of the code, and show what it answers."""
    set_up("run")
    os.chdir(ROOT)
    become(MUNIMENT, "demo", "--at", "demo-case", *args)


def serve(args: Sequence[str]) -> None:
    """The made-up case in a browser."""
    set_up("run")
    os.chdir(ROOT)
    if not Path("demo-case").is_dir():
        command(MUNIMENT, "demo", "--at", "demo-case")
    become(MUNIMENT, "--case", "demo-case", "serve", *args)


def run(args: Sequence[str]) -> None:
    """The program itself."""
    set_up("run")
    become(MUNIMENT, *args)


def test(args: Sequence[str]) -> None:
    """Every test, or those that are named."""
    set_up("dev")
    os.chdir(ROOT)
    become(PYTHON, "-m", "pytest", "-q", *(args or ("-n", "2")))


def check(args: Sequence[str]) -> None:
    """All that CI runs, in CI's order: the first that fails ends it; the tests come last, and their line is the last."""
    if args:
        raise SystemExit("go check takes no arguments")
    current()
    set_up("dev")
    steps = {
        "format": (VENV / "bin" / "ruff", "format", "--check", "--quiet", "."),
        "lint": (VENV / "bin" / "ruff", "check", "--quiet", "."),
        "types": (VENV / "bin" / "mypy",),
        "floors": (VENV / "bin" / "lint-imports",),
        "pages": (PYTHON, "-I", "-m", "muniment.cli.reference", "--check"),
    }
    for name, step in steps.items():
        started = time.monotonic()
        command(*step)
        say(f"go: {name} holds ({time.monotonic() - started:.1f} s)")
    test(())


def current() -> None:
    """End where requirements/ was not made from the dependencies that pyproject.toml names now."""
    for level in LOCKS:
        first = (REQUIREMENTS / f"{level}.txt").read_text().splitlines()[0]
        if first != MADE_FROM + dependencies():
            raise SystemExit(f"requirements/{level}.txt is older than pyproject.toml. Type: ./go lock")


def dependencies() -> str:
    """A hash of the dependencies that pyproject.toml names."""
    said = tomllib.loads((ROOT / "pyproject.toml").read_text())
    project = said["project"]
    return hashlib.sha256(
        repr((project["dependencies"], project["optional-dependencies"], said["dependency-groups"])).encode()
    ).hexdigest()


def lock(args: Sequence[str]) -> None:
    """Write requirements/: every version and hash, for every platform, and no place to fetch it from."""
    VENV.mkdir(exist_ok=True)
    uv = shutil.which("uv") or VENV / "tools" / "bin" / "uv"
    if not Path(uv).exists():
        command(sys.executable, "-m", "pip", "install", "-q", "--target", VENV / "tools", "uv")
    common = ("--universal", "--generate-hashes", "--no-emit-index-url", "--no-annotate", "--no-header", "-q")
    for level, groups in LOCKS.items():
        into = REQUIREMENTS / f"{level}.txt"
        command(uv, "pip", "compile", "pyproject.toml", *groups, *common, "--python-version", "3.11", "-o", into, *args)
        pins = [line for line in into.read_text().splitlines() if not line.startswith("#")]
        into.write_text("\n".join([MADE_FROM + dependencies(), *pins]) + "\n")
    with tempfile.NamedTemporaryFile("w", suffix=".in") as asked:  # what `./go pack` lays in to install the rest with
        asked.write("pip\n")
        asked.flush()
        command(uv, "pip", "compile", asked.name, *common, "-o", REQUIREMENTS / "pip.txt", *args)


def pack(args: Sequence[str]) -> None:
    """One archive that installs with no network."""
    packages_too = [*LIBRARIES.values(), *FONTS, *(f"tesseract-ocr-{name}" for name in LANGUAGES)]
    become(sys.executable, ROOT / "setup" / "pack.py", *args, "--debian", *packages_too)


def docs(args: Sequence[str]) -> None:
    """Write the generated pages."""
    set_up("run")
    become(PYTHON, "-I", "-m", "muniment.cli.reference", *args)


def bench(args: Sequence[str]) -> None:
    """Measure, and print a table and its JSON."""
    set_up("run")
    os.chdir(ROOT)
    become(PYTHON, ROOT / "bench" / "bench.py", *args)


def faults(args: Sequence[str]) -> None:
    """Every fault in full, and a table of what came of it; some wait for strace."""
    set_up("dev")
    os.chdir(ROOT)
    become(PYTHON, ROOT / "tests" / "faults" / "run.py", *args)


VERBS = {
    "demo": demo,
    "test": test,
    "serve": serve,
    "run": run,
    "check": check,
    "bench": bench,
    "faults": faults,
    "docs": docs,
    "pack": pack,
    "lock": lock,
}


def main() -> None:
    """Do what was asked; without a word, the demo."""
    asked, *rest = sys.argv[1:] or ["demo"]
    if asked in {"-h", "--help", "help"}:
        print(__doc__)
        return
    if asked not in VERBS:
        say(f"go: no verb {asked!r}; there are {', '.join(VERBS)}")
        raise SystemExit(2)
    VERBS[asked](rest)


if __name__ == "__main__":
    main()
