"""One peer's text of each file that standard input names: runs in the peers' own venv, with the standard library alone.

The library is imported once; each file is read in a process of its own, forked from that, with its own limits. A line of
JSON per file goes to standard output: {"path", "state": "ok"|"error"|"timeout"|"killed", "text", "seconds"}.
"""

import asyncio
import json
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

_MOST = 64 << 20  # bytes of text; more is cut, and said
_STEP = 1 << 20


def extractous() -> Callable[[str], str]:
    """Tika, compiled: its plain text; the default cut-off after 500,000 characters is lifted."""
    peer: Any = import_module("extractous")

    def read(path: str) -> str:
        pdf = peer.PdfParserConfig().set_ocr_strategy(peer.PdfOcrStrategy.NO_OCR)
        reader = peer.Extractor().set_extract_string_max_length(_MOST).set_pdf_config(pdf)
        return str(reader.extract_file_to_string(path)[0])

    return read


def kreuzberg() -> Callable[[str], str]:
    """Kreuzberg with OCR off."""
    peer: Any = import_module("kreuzberg")

    def read(path: str) -> str:
        config = peer.ExtractionConfig(use_cache=False, disable_ocr=True)
        return "\n".join(_all(peer.extract_file_sync(path, config=config)))

    return read


def xberg() -> Callable[[str], str]:
    """Xberg with OCR off."""
    peer: Any = import_module("xberg")

    async def whole(path: str) -> Any:
        config = peer.ExtractionConfig(use_cache=False, disable_ocr=True)
        return await peer.extract(peer.ExtractInput(kind="uri", uri=path), config)

    def read(path: str) -> str:
        said = asyncio.run(whole(path))
        if said.errors and not said.results:
            raise ValueError(str(said.errors[0]))
        return "\n".join(text for each in said.results for text in _all(each))

    return read


def markitdown() -> Callable[[str], str]:
    """Markitdown without plug-ins; it has no OCR of its own."""
    peer: Any = import_module("markitdown")

    def read(path: str) -> str:
        return str(peer.MarkItDown(enable_plugins=False).convert_local(path).text_content)

    return read


def _all(result: Any) -> list[str]:
    """The text of a result and of what lay in it."""
    found, waiting = [], [result]
    while waiting:
        each = waiting.pop()
        found.append(_of(each, "content") or "")
        waiting += [inner for entry in _of(each, "children") or () if (inner := _of(entry, "result")) is not None]
    return found


def _of(thing: Any, name: str) -> Any:
    """A field of what one release gives as an object and another as a dictionary."""
    return thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)


def _child(read: Callable[[str], str], path: str, memory: int, out: int) -> None:
    """Read one file and write its answer; never returns."""
    # what is written to, not what is set aside: some of them set aside far more than they use
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    try:
        said = {"state": "ok", "text": read(path)}
    except BaseException as error:  # noqa: BLE001 - whatever a peer raises is its answer
        said = {"state": "error", "text": "", "why": f"{type(error).__name__}: {error}"[:300]}
    data = json.dumps(said).encode()
    while data:
        data = data[os.write(out, data) :]
    os._exit(0)


def answer(read: Callable[[str], str], path: str, seconds: float, memory: int) -> dict[str, Any]:
    """What the peer says of a file within its limits."""
    came, out = os.pipe()
    started = time.monotonic()
    child = os.fork()
    if not child:
        os.close(came)
        _child(read, path, memory, out)
    os.close(out)
    data, state = bytearray(), ""
    while not state:
        left = started + seconds - time.monotonic()
        if left <= 0 or not select.select([came], [], [], left)[0]:
            state = "timeout"
            os.kill(child, signal.SIGKILL)
        elif piece := os.read(came, _STEP):
            data += piece
        else:
            state = "killed"
    os.close(came)
    os.waitpid(child, 0)
    try:
        said = json.loads(data)
    except ValueError:
        said = {"state": state, "text": ""}
    return {"path": path, "seconds": round(time.monotonic() - started, 2), **said}


def main() -> None:
    """Ask the peer that is named; limits follow: seconds, bytes."""
    name, seconds, memory = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
    read = {"extractous": extractous, "kreuzberg": kreuzberg, "xberg": xberg, "markitdown": markitdown}[name]()
    for line in sys.stdin:
        path = line.rstrip("\n")
        if Path(path).is_file():
            print(json.dumps(answer(read, path, seconds, memory)), flush=True)


if __name__ == "__main__":
    main()
