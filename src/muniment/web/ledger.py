"""The ledger: its entries, its checkpoints, and whether all of it holds, asked again now."""

import secrets
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from muniment.case import Case
from muniment.case.base import Json
from muniment.errors import MunimentError, UnknownItem
from muniment.names.csvsafe import Value
from muniment.store import alone
from muniment.web import acts, sheet, undo
from muniment.web.access import Who, page
from muniment.web.asked import Answer, Asked, Crumb, Shown

PAGE = 50
HEADING = ("entry", "time, UTC", "who", "act", "about", "kind")
MOST = 200  # choices that a session holds
_CHOICES = ("do", "on", "by")
PATIENCE = 2.0  # seconds that a click waits for the verdict of a small case


@dataclass(slots=True)
class Verifying:
    """One verification, at work or done."""

    began: int  # microseconds since 1970
    done: threading.Event = field(default_factory=threading.Event)
    ended: int = 0
    verdict: Json | None = None
    failed: str = ""

    def run(self, case: Case) -> None:
        """Verify; the case is read as it lies, and asked nothing."""
        try:
            self.verdict = Case.verify_at(case.path)
        except MunimentError as error:
            self.failed = str(error)
        finally:
            self.ended = _now()
            self.done.set()

    @property
    def seconds(self) -> float:
        """How long it took, or takes so far."""
        return ((self.ended or _now()) - self.began) / 1_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the list."""

    entry: int
    at: int
    by: str
    says: str
    on: str
    to: str


@dataclass(frozen=True, slots=True)
class View:
    """What ledger.html shows."""

    size: int
    signed: int  # entries under the newest signed checkpoint
    checkpoints: Sequence[Json]
    fingerprint: str
    verifying: Verifying | None
    lines: Sequence[Line]
    chosen: Mapping[str, str]
    kinds: Sequence[tuple[str, str]]
    people: Sequence[tuple[str, str]]
    oldest: bool
    other: str  # the address of the other order
    first: str
    next: str
    csv: str
    xlsx: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What entry.html shows."""

    line: Line
    do: str
    leaf: str
    hash: str
    before: int | None
    after: int | None


def _now() -> int:
    return int(datetime.now(UTC).timestamp() * 1_000_000)


@page(Who.SESSION)
def ledger(asked: Asked) -> Answer:
    """The ledger, the newest entries first, or the oldest."""
    case, oldest = asked.case, asked.query.get("order") == "oldest"
    place = asked.number("after" if oldest else "before")
    chosen = _chosen(asked)
    found = _some(case, chosen, place, PAGE + 1, oldest)
    here = {"q": _keep(asked, chosen)} if chosen else {}
    ordered = here | ({"order": "oldest"} if oldest else {})
    checkpoints = case.checkpoints(3)
    asked.look("looked", {"page": "ledger"})
    view = View(
        size=case.as_of + 1,
        signed=checkpoints[0]["size"] if checkpoints else 0,
        checkpoints=checkpoints,
        fingerprint=case.fingerprint,
        verifying=asked.desk.kept.get("verifying"),
        lines=[_line(each) for each in found[:PAGE]],
        chosen=chosen,
        kinds=[("", "every act"), *((do, do.replace("-", " ")) for do in sorted(acts.kinds()))],
        people=[("", "everybody"), *((number, name or "[erased]") for number, name in case.people())],
        oldest=oldest,
        other=_at(here if oldest else {**here, "order": "oldest"}),
        first=_at(ordered) if place is not None else "",
        next=_at({**ordered, "after" if oldest else "before": str(found[PAGE - 1]["entry"])})
        if len(found) > PAGE
        else "",
        csv=f"/ledger.csv?{urlencode(ordered)}",
        xlsx=f"/ledger.xlsx?{urlencode(ordered)}",
    )
    return Shown("ledger.html", view, "Ledger", "/ledger", [Crumb("Ledger")])


@page(Who.SESSION)
def choose(asked: Asked) -> Answer:
    """Keep for this session which entries are asked for, and go on to them: who did them, and free text, name people."""
    chosen = {name: asked.form[name] for name in _CHOICES if asked.form[name]}
    order = {"order": "oldest"} if asked.form["order"] == "oldest" else {}
    return RedirectResponse(_at(({"q": _keep(asked, chosen)} if chosen else {}) | order), 303)


def _chosen(asked: Asked) -> dict[str, str]:
    """What is asked for under a handle of this session.

    Raises: UnknownItem, where it holds none of that name.
    """
    handle = asked.query.get("q", "")
    if not handle:
        return {}
    found = _kept(asked).get(handle)
    if found is None:
        raise UnknownItem("what was chosen here is not kept any more", "", "choose again: /ledger")
    return dict(found)


def _kept(asked: Asked) -> dict[str, dict[str, str]]:
    assert asked.session is not None
    found: dict[str, dict[str, str]] = asked.session.kept.setdefault("ledger", {})
    return found


def _keep(asked: Asked, chosen: dict[str, str]) -> str:
    """The handle of a choice: the same as long as the session holds it; the oldest makes room."""
    kept = _kept(asked)
    handle = next((each for each, one in kept.items() if one == chosen), "") or secrets.token_urlsafe(6)
    kept[handle] = chosen
    while len(kept) > MOST:
        del kept[next(iter(kept))]
    return handle


def _some(case: Case, chosen: Mapping[str, str], place: int | None, limit: int, oldest: bool) -> list[Json]:
    do, on, by = (chosen.get(name, "") for name in _CHOICES)
    before, after = (None, place) if oldest else (place, None)
    return case.entries(before, limit, do=do, on=on, by=by, after=after, oldest=oldest)


def _at(said: Mapping[str, str]) -> str:
    return f"/ledger?{urlencode(said)}#entries" if said else "/ledger#entries"


def _line(entry: Json) -> Line:
    on = entry["on"] or acts.one(entry["said"])
    to = f"/item/{on}" if on.startswith("ITM-") else f"/bundles/{on}" if on.startswith("BUN-") else ""
    return Line(entry["entry"], entry["at"], entry["by"] or "", acts.says(entry), on if to else "", to)


def _file(asked: Asked, kind: str) -> Answer:
    """The same entries, all of them, for a spreadsheet."""
    chosen, oldest = _chosen(asked), asked.query.get("order") == "oldest"
    with asked.turn():
        asked.look("exported", {"kind": kind, "what": "ledger"})
        about: list[Sequence[Value]] = [
            ("case", asked.case.title),
            ("case id", asked.case.id),
            ("entries", "; ".join(f"{name} {value}" for name, value in chosen.items()) or "all"),
            ("as of entry", asked.case.as_of),
        ]
    return sheet.send(
        asked, "ledger", kind, HEADING, sheet.in_turns(asked, _entries(asked, chosen, oldest), _rows), about
    )


def _entries(asked: Asked, chosen: Mapping[str, str], oldest: bool) -> Iterator[Json]:
    """Every entry that is chosen, in the order shown; those that come meanwhile are not among them."""
    place: int | None = None
    last = asked.case.as_of
    while found := _some(asked.case, chosen, place, sheet.AT_ONCE, oldest):
        yield from (each for each in found if each["entry"] <= last)
        place = found[-1]["entry"]


def _rows(found: Iterable[Json]) -> Iterator[Sequence[Value]]:
    for each in found:
        at = datetime.fromtimestamp(each["at"] // 1_000_000, UTC)
        said = _line(each)
        yield said.entry, f"{at:%Y-%m-%dT%H:%M:%SZ}", said.by or "[erased]", said.says, said.on, each["do"]


@page(Who.SESSION)
def entry(asked: Asked) -> Answer:
    """One entry as it lies in the ledger."""
    number = undo.entry_of(asked, "the ledger lists them: /ledger")
    found = asked.case.entry(number)
    asked.look("looked", {"page": "entry", "entry": number})
    after = number + 1 if number < asked.case.as_of else None
    view = Entry(_line(found), found["do"], found["leaf"], found["hash"], number - 1 if number else None, after)
    return Shown(
        "entry.html", view, f"Entry {number:,}", "/ledger", [Crumb("Ledger", "/ledger"), Crumb(f"Entry {number:,}")]
    )


@page(Who.SESSION, alone=False)
def verify(asked: Asked) -> Answer:
    """Verify now, in a thread; a small case is done before the page comes back. One at a time is at work."""
    with asked.turn():
        running = asked.desk.kept.get("verifying")
        if running is None or running.done.is_set():
            asked.look("verified")
            running = Verifying(_now())
            asked.desk.kept["verifying"] = running
            threading.Thread(target=running.run, args=(asked.case,), name="verify", daemon=True).start()
    running.done.wait(PATIENCE)
    return asked.after("/ledger")


@page(Who.SESSION)
def checkpoint(asked: Asked) -> Answer:
    """A signed checkpoint as a file to give away."""
    note = asked.case.checkpoint()
    asked.look("gave-checkpoint", {"size": asked.case.as_of + 1})
    return _saved(note, f"checkpoint-{asked.case.as_of + 1}.txt", "text/plain; charset=utf-8")


@page(Who.SESSION, alone=False)
def verifier(asked: Asked) -> Answer:
    """The verifier that needs no Muniment: a page, or a program, with another beside it for recall certificates."""
    called = asked.path["called"]
    if called not in _VERIFIERS:
        raise UnknownItem("there is no such verifier", called, ", ".join(_VERIFIERS))
    text = alone.replayer() if called == alone.CERTIFICATES else alone.text(page=called == "verify.html")
    return _saved(text, called, _VERIFIERS[called])


_VERIFIERS = {"verify.html": "text/html; charset=utf-8", "verify.py": "text/x-python; charset=utf-8"}
_VERIFIERS[alone.CERTIFICATES] = _VERIFIERS["verify.py"]  # it finds the other in its folder, under any name


def _saved(text: str, called: str, kind: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{called}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Response(text, media_type=kind, headers=headers)


ROUTES = [
    Route("/ledger", ledger),
    Route("/ledger", choose, methods=["POST"]),
    *sheet.routes("/ledger", _file),
    Route("/ledger/verify", verify, methods=["POST"]),
    Route("/ledger/checkpoint", checkpoint, methods=["POST"]),
    Route("/ledger/verifier/{called}", verifier),
    Route("/ledger/{entry}", entry),
]
