"""ffmpeg, which is not ours: where it is, what it can write, and how it makes one file of one file in its jail."""

import os
import re
import secrets
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from muniment.intake import jail
from muniment.intake.request import END_NO_JAIL
from muniment.intake.spawn import command, environment

PROGRAMS = ("/usr/bin/ffmpeg", "/usr/local/bin/ffmpeg")
MEMORY = 3 << 30  # address space; a film of 4K takes one
CPU_SECONDS = 900  # of processors
_ENDED = {END_NO_JAIL: "no-jail", -24: "timed-out", -9: "out-of-memory", -25: "too-much"}  # SIGXCPU, SIGKILL, SIGXFSZ
_FIRST = ("-nostdin", "-hide_banner", "-loglevel", "error", "-protocol_whitelist", "file")
_INPUT, _OUTPUT = ("-i", "file:/proc/self/fd/0"), ("-y", "file:/proc/self/fd/1")
_BARE = ("-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1")  # what the file says of itself stays behind
_NAMES = 1 << 20  # bytes of a list of what it can write
_NAME = re.compile(rb"^ [VAS][A-Z.]{5} (\S+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Wrote:
    """What it wrote, "" in `reason` where it ended well; what was written until it was ended is there, too."""

    path: Path
    reason: str


def program() -> str:
    """Where ffmpeg is, "" where it is not."""
    return next((path for path in PROGRAMS if os.access(path, os.X_OK)), "")


@contextmanager
def run(
    original: Path, folder: Path, after: Sequence[str], *, size: int, seconds: float, before: Sequence[str] = ()
) -> Iterator[Wrote]:
    """Have it write a file of at most so many bytes, and so many seconds long; the file is gone afterwards, if nobody moved it.

    `before` are words before its input, `after` those behind it. A crash leaves a hidden file in the folder, which is tidied.
    Raises: OSError, where the disk is full.
    """
    part = folder / f".{secrets.token_hex(8)}"
    try:
        with original.open("rb") as source, part.open("xb") as sink:
            _give(sink.fileno())
            _show(original)
            code = _ended([*_FIRST, *before, *_INPUT, *_BARE, *after, *_OUTPUT], source.fileno(), sink, size, seconds)
        with suppress(PermissionError):  # it is ours already
            os.chown(part, os.geteuid(), -1)
        yield Wrote(part, _why(code) or ("" if part.stat().st_size else "no-codec"))
    finally:
        part.unlink(missing_ok=True)


def can_write(folder: Path, *names: str) -> bool:
    """Whether it has encoders of these names. Cost: one start of it."""
    part = folder / f".{secrets.token_hex(8)}"
    try:
        with part.open("xb") as sink:
            _give(sink.fileno())
            _ended(["-hide_banner", "-encoders"], subprocess.DEVNULL, sink, _NAMES, 30)
        return {name.encode() for name in names} <= set(_NAME.findall(part.read_bytes()))
    finally:
        part.unlink(missing_ok=True)


def _ended(words: Sequence[str], source: int, sink: IO[bytes], size: int, seconds: float) -> int | None:
    """How it ended that was given these words, in its jail; None where it took too long."""
    process = subprocess.Popen(
        command("muniment.intake.picture.filmjail", "main", *map(str, (MEMORY, CPU_SECONDS, size)), program(), *words),
        env=environment(),
        cwd="/",
        stdin=source,
        stdout=sink,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(max(seconds, 0))
    except subprocess.TimeoutExpired:
        return None
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _why(code: int | None) -> str:
    if code is None:
        return "timed-out"
    return _ENDED.get(code, "no-codec") if code else ""


def _give(sink: int) -> None:
    """As root: the user that owns nothing may write this one file."""
    if os.geteuid():
        return
    for number in jail.NOBODY:
        with suppress(OSError):  # a container may not know the number
            os.fchown(sink, number, -1)
            return


def _show(original: Path) -> None:
    """As root: that user may read what was taken out, as it reads originals."""
    mode = original.stat().st_mode & 0o777
    if not os.geteuid() and not mode & 0o004:
        original.chmod(mode | 0o444)
