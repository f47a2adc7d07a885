"""PDFs made for tests, object by object."""

import dataclasses
import datetime as dt
import faulthandler
import json
import os
import resource
import signal
import traceback
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

from packing import Read, read

from muniment.demo.pdf import Info, Seal, Writer
from muniment.intake.limits import Limits, Unreadable
from muniment.intake.readers.pdf import pdf
from muniment.model.reading import Draft, Json
from muniment.model.state import State

INFO = Info("Accounts of a ward", "Ada Example", dt.datetime(2014, 5, 22, 9, 30, tzinfo=dt.UTC))
# of a document of one page that is made by `objects`: its tree, its page (resources, entries), its letters
KIDS = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = (
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> %s >> %s >>"
)
FACE = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


class Paper:
    """A PDF in the making: pages in order, and whatever hangs on them."""

    def __init__(self, seal: Seal | None = None) -> None:
        self.out = Writer(seal)
        self.root, self.tree = self.out.reserve(), self.out.reserve()
        self.font = self.out.add(FONT)
        self.kids: list[int] = []

    def page(self, content: bytes, entries: str = "", resources: str = "", *, packed: bool = True) -> int:
        """Add a page with this content stream; returns its object's number."""
        shown = self.out.stream("", content, packed=packed)
        self.kids.append(
            self.out.add(
                f"<< /Type /Page /Parent {self.tree} 0 R /MediaBox [0 0 595 842] /Contents {shown} 0 R"
                f" /Resources << /Font << /F1 {self.font} 0 R >> {resources} >> {entries} >>"
            )
        )
        return self.kids[-1]

    def form(self, content: bytes) -> int:
        """A picture made of these drawing orders, such as a stamp shows."""
        entries = f"/Type /XObject /Subtype /Form /BBox [0 0 300 100] /Resources << /Font << /F1 {self.font} 0 R >> >>"
        return self.out.stream(entries, content)

    def image(self, wide: int, high: int, grey: bytes) -> int:
        """A picture made of dots."""
        size = f"/Width {wide} /Height {high} /ColorSpace /DeviceGray /BitsPerComponent 8"
        return self.out.stream(f"/Type /XObject /Subtype /Image {size}", grey)

    def file(self, name: str, data: bytes, more: str = "", params: str = "", *, packed: bool = True) -> int:
        """An attached file, of which somebody must still tell."""
        kept = self.out.stream(f"/Type /EmbeddedFile /Params << {params} >>", data, packed=packed)
        return self.out.add(f"<< /Type /Filespec /F ({name}) /EF << /F {kept} 0 R {more} >> >>")

    def finish(self, catalog: str = "", trailer: str = "") -> bytes:
        """The whole file."""
        kids = " ".join(f"{kid} 0 R" for kid in self.kids)
        self.out.put(self.tree, f"<< /Type /Pages /Kids [{kids}] /Count {len(self.kids)} >>")
        self.out.put(self.root, f"<< /Type /Catalog /Pages {self.tree} 0 R {catalog} >>")
        return self.out.finish(f"/Root {self.root} 0 R {trailer}")


def told(data: bytes, limits: Limits | None = None) -> Read:
    """What the reader makes of a document."""
    return read(pdf, data, limits)


def said(found: Read) -> tuple[State, str]:
    """The state that it ends in, and why."""
    return found.draft.state, found.draft.reason


def attached(*, packed: bool = True) -> bytes:
    """A file of the document in two forms, one on a page, and one that nothing names any more."""
    paper = Paper()
    other = paper.out.stream("/Type /EmbeddedFile", b"the same for another system", packed=packed)
    listed = paper.file("list.txt", b"payments to agents", f"/Mac {other} 0 R", packed=packed)
    pinned = paper.file("pin.txt", b"a receipt", params="/CreationDate (D:20140522101500Z)", packed=packed)
    paper.file("lost.txt", b"of an older state", packed=packed)
    note = paper.out.add(
        f"<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS {pinned} 0 R /Contents (see the receipt) >>"
    )
    paper.page(words("text"), f"/Annots [{note} 0 R]")
    return paper.finish(f"/Names << /EmbeddedFiles << /Names [(list) {listed} 0 R] >> >>")


def words(text: str, x: float = 60, y: float = 700, before: str = "") -> bytes:
    """The drawing orders that write one line."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT {before} /F1 12 Tf {x} {y} Td ({escaped}) Tj ET\n".encode("cp1252")


def one(*notes: str, text: str = "visible words", catalog: str = "", trailer: str = "") -> bytes:
    """A document of one page with this text and these annotations."""
    paper = Paper()
    numbers = [paper.out.add(note) for note in notes]
    annots = f"/Annots [{' '.join(f'{number} 0 R' for number in numbers)}]" if numbers else ""
    paper.page(words(text), annots)
    return paper.finish(catalog, trailer)


def objects(*bodies: str | bytes, trailer: str = "") -> bytes:
    """A file of exactly these objects, from number 1; the first is the catalog."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + (body if isinstance(body, bytes) else body.encode()) + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{place:010d} 00000 n \n" for place in places).encode()
    out += f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def stream(data: bytes, entries: str = "") -> bytes:
    """The body of an object that is a stream, as it lies."""
    return f"<< {entries} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def object_stream(bodies: Sequence[tuple[int, str]]) -> bytes:
    """The body of a stream that holds these objects, packed."""
    head, text = "", ""
    for number, body in bodies:
        head += f"{number} {len(text)} "
        text += f"{body}\n"
    data = zlib.compress((head + text).encode())
    return stream(data, f"/Type /ObjStm /N {len(bodies)} /First {len(head)} /Filter /FlateDecode")


def plain(told: Draft | Unreadable) -> str:
    """All that a reader said, as JSON."""
    if isinstance(told, Unreadable):
        return json.dumps({"state": told.state, "reason": told.reason})
    named = [field.name for field in dataclasses.fields(told) if field.name not in {"pages", "children"}]
    kept: dict[str, Json] = {name: getattr(told, name) for name in named}
    kept["pages"] = [[page.number, page.label, page.text, page.parts] for page in told.pages]
    kept["children"] = [
        [child.locator, child.name, child.sha256, child.size, child.state, child.reason, dict(child.facts)]
        for child in told.children
    ]
    return json.dumps(kept)


def outcome(run: Callable[[], object], *, seconds: int = 20, memory: int = 1 << 30) -> str:
    """What becomes of a reader in a process of its own: `draft`, `unreadable`, or the signal that ended it.

    Raises: AssertionError, where it raised anything that is not its to raise, or took too long.
    """
    ear, mouth = os.pipe()
    child = os.fork()
    if not child:
        os.close(ear)
        said = "unreadable"
        try:
            used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
            resource.setrlimit(resource.RLIMIT_AS, (memory + _mapped(), memory + _mapped()))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_CPU, (int(used) + seconds + 1, int(used) + seconds + 2))
            faulthandler.disable()
            run()
            said = "draft"
        except Unreadable:
            pass
        except MemoryError:
            said = "memory"
        except BaseException as error:  # noqa: BLE001 - the parent must hear of it, whatever it is
            said = "".join(traceback.format_exception(error))[-1500:]
        os.write(mouth, said.encode())
        os._exit(0)
    os.close(mouth)
    with os.fdopen(ear, "rb") as pipe:
        heard = pipe.read().decode()
    _, status = os.waitpid(child, 0)
    ended = os.waitstatus_to_exitcode(status)
    assert ended != -signal.SIGXCPU, "it took too long"
    assert heard in {"draft", "unreadable", "memory", ""}, heard
    return heard or signal.Signals(-ended).name


def _mapped() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
