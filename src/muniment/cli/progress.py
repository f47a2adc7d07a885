"""How far something long has come: a bar on a terminal, a line now and then elsewhere."""

import sys
import time
from types import TracebackType

from muniment.cli.door import silence
from muniment.errors import MunimentError
from muniment.intake.progress import Progress
from muniment.names.display import show

_PHASES = {
    "counting": "counting",
    "custody": "taking into custody",
    "checking": "counting again",
    "reading": "reading",
    "recognising": "recognising words in pictures",
    "alike": "reading what is new, to find what is alike",
}
_COUNTED = {"recognising": "pages", "alike": "items"}  # without bytes
_OFTEN = 0.1  # seconds between two states of the bar
_SELDOM = 15.0  # seconds between two lines in a log
_WIDTH = 20


class Teller:
    """Tells the progress of one act on stderr; a context manager, so that its line is ended.

    What must be known before the first byte is opened (disk, types not read here) is held until the work goes on,
    so that a refused request says its one line and no more.
    """

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._note = ""
        self._shown = 0.0
        self._phase = ""
        self._line = False

    def __enter__(self) -> "Teller":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, MunimentError):
            self._note = ""
        self._say_note()
        self._end_line()

    def __call__(self, progress: Progress) -> None:
        """Show a moment of the work, where it is time to."""
        if progress.note:
            self._say_note()
            self._note = progress.note
        if progress.phase == "plan":
            return
        if progress.phase != "counting":
            self._say_note()
        now = time.monotonic()
        news = progress.phase != self._phase or progress.files_done == progress.files
        if news and not self._terminal and progress.phase != self._phase:
            self._shown = now  # a short phase needs no line in a log
        self._phase = progress.phase
        if (news and self._terminal) or now - self._shown >= (_OFTEN if self._terminal else _SELDOM):
            self._show(progress)
            self._shown = now

    def _say_note(self) -> None:
        if self._note:
            self._end_line()
            _tell(f"{show(self._note)}\n")
            self._note = ""

    def _end_line(self) -> None:
        if self._line:
            _tell("\n")
            self._line = False

    def _show(self, progress: Progress) -> None:
        text = line(progress)
        if self._terminal:
            _tell(f"\r\x1b[K{text}")
            self._line = True
        else:
            _tell(f"{text}\n")


def _tell(text: str) -> None:
    """Say it; where nobody listens any more, or it can be written nowhere, the work goes on all the same."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        silence(sys.stderr)


def line(progress: Progress) -> str:
    """Files, bytes, rate, and what is left."""
    name = _PHASES.get(progress.phase, progress.phase)
    if progress.phase in _COUNTED:
        return f"{name}: {_counted(progress)}"
    if not progress.files:
        return name
    share = progress.bytes_done / progress.bytes if progress.bytes else progress.files_done / progress.files
    full = round(_WIDTH * min(share, 1.0))
    text = (
        f"{name} [{'#' * full}{'.' * (_WIDTH - full)}] {progress.files_done:,} of {progress.files:,} files, "
        f"{_mib(progress.bytes_done)} of {_mib(progress.bytes)}"
    )
    if progress.seconds > 1 and progress.bytes_done:
        rate = progress.bytes_done / progress.seconds
        text += f", {_mib(round(rate))}/s, {_time((progress.bytes - progress.bytes_done) / rate)} left"
    return text


def _counted(progress: Progress) -> str:
    """What is counted alone: how many of how many, where that is known, and what is left."""
    done, total, what = progress.files_done, progress.files, _COUNTED[progress.phase]
    if not total:
        return f"{done:,} {what}"
    left = progress.seconds / done * (total - done) if done else 0
    return f"{done:,} of {total:,} {what}" + (f", {_time(left)} left" if left else "")


def _mib(size: int) -> str:
    return f"{size / (1 << 20):,.1f} MiB"


def _time(seconds: float) -> str:
    minutes, rest = divmod(max(0, round(seconds)), 60)
    return (
        f"{minutes // 60} h {minutes % 60} min"
        if minutes >= 60
        else f"{minutes} min {rest} s"
        if minutes
        else f"{rest} s"
    )
