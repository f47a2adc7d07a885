"""A table sent as a file for other programs: every row, made while others come between; no cell is taken for a formula."""

import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import IO, TypeVar

from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from muniment.names import csvsafe, xlsxsafe
from muniment.names.csvsafe import Value
from muniment.web.access import Endpoint, Who, page
from muniment.web.asked import Answer, Asked

T = TypeVar("T")
AT_ONCE = 200  # rows made before others have their turn
SANDBOX = "sandbox; default-src 'none'"
_PIECE = 1 << 18  # bytes of a file that are sent at once
_KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def routes(at: str, table: Callable[[Asked, str], Answer]) -> list[Route]:
    """The addresses at which a table is had, `AT.csv` and `AT.xlsx`; `table` sends it as one of these kinds."""
    return [Route(f"{at}.{kind}", _endpoint(table, kind)) for kind in _KINDS]


def _endpoint(table: Callable[[Asked, str], Answer], kind: str) -> Endpoint:
    @page(Who.SESSION, alone=False)
    def answer(asked: Asked) -> Answer:
        return table(asked, kind)

    return answer


def send(
    asked: Asked,
    name: str,
    kind: str,
    heading: Sequence[str],
    rows: Iterable[Sequence[Value]],
    about: Iterable[Sequence[Value]],
) -> Response:
    """The table as an attachment, `kind` being csv or xlsx. It lies in the case's own folder while it is made and sent.

    *Cost*: the disk holds all of it once; memory a few rows.
    """
    file = tempfile.TemporaryFile(dir=asked.case.derived)  # noqa: SIM115 # it has no name, and is gone when it is closed
    try:
        if kind == "xlsx":
            xlsxsafe.write(file, asked.case.derived, name, heading, rows, about)
        else:
            text = io.TextIOWrapper(file, encoding="utf-8", newline="")
            csvsafe.write(text, heading, rows)
            csvsafe.write(text, (), about)
            text.flush()
            text.detach()
    except BaseException:
        file.close()
        raise
    size = file.tell()
    return StreamingResponse(_pieces(file), media_type=_KINDS[kind], headers=attached(f"{name}.{kind}", size))


def attached(name: str, size: int) -> dict[str, str]:
    """The headers of a file that a browser keeps and does not show."""
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(size),
        "Content-Security-Policy": SANDBOX,
    }


def in_turns(
    asked: Asked, found: Iterator[T], made: Callable[[Iterable[T]], Iterable[Sequence[Value]]]
) -> Iterator[Sequence[Value]]:
    """The rows of what was found, some at a time, so that others come between."""
    while True:
        with asked.turn():
            batch = list(made(islice(found, AT_ONCE)))
        if not batch:
            return
        yield from batch


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece
