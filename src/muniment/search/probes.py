"""The self-test of search: planted probes, which run whenever an index is made, and say whether search can be relied on.

`probes.txt` has them, one a line. Each text becomes an item of an index in memory, by the same analyser and schema as
any other; each query is parsed and planned as any other, and its answer held against what must be found; so is the
answer of the matcher, which reads the text itself. What came of it stands in `derived/probes.json`, for one maker of
indexes and one table of probes: another of either, and they run again.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import tantivy

from muniment.errors import Broken, MunimentError
from muniment.model.item import Item
from muniment.model.reading import Json, Page, Reading
from muniment.model.state import State
from muniment.search import document, manifest
from muniment.search.document import Document
from muniment.search.match import Matcher
from muniment.search.plan import Planner
from muniment.search.query import parse
from muniment.search.schema import filled, number, register, schema
from muniment.search.snapshot import sound
from muniment.store.ids import id_of

NEXT = "rely on no search here; install Muniment again, then muniment rebuild"
_NAME = "probes.json"
_ESCAPE = re.compile(r"\\(?:u([0-9a-f]{4})|U([0-9a-f]{8})|([np]))")
_FACT = re.compile(r"\{([a-z]+): ([^}]*)\} ?")
_BREAK = "\f"  # between pages, once escapes are read
_HEAP = 15_000_000  # the least that the engine takes
_MAIL = frozenset({"from", "to", "date", "subject"})


@dataclass(frozen=True, slots=True)
class Probe:
    """One line of the table."""

    group: str
    shows: str
    text: str
    query: str
    found: bool


@dataclass(frozen=True, slots=True)
class Failed:
    """A probe that did not answer as it must: what it shows, what was asked, and what was wrong."""

    shows: str
    query: str
    wrong: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the probes: how many there are, those that failed, and a hash of their table."""

    probes: int
    table: str
    failed: tuple[Failed, ...] = ()

    @property
    def passed(self) -> int:
        """How many answered as they must."""
        return self.probes - len(self.failed)

    def said(self) -> dict[str, Json]:
        """As JSON."""
        failed = [asdict(each) for each in self.failed]
        return {"passed": self.passed, "table": self.table, "failed": failed, "next": NEXT if failed else ""}


@lru_cache(maxsize=1)
def written() -> str:
    """The table as it is written."""
    return files("muniment.search").joinpath("probes.txt").read_text(encoding="utf-8")


def table() -> tuple[Probe, ...]:
    """The probes, in the table's order."""
    found: list[Probe] = []
    group = ""
    for line in written().splitlines():
        if line.startswith("# "):
            group = line[2:]
        elif line.strip() and not line.startswith("#"):
            shows, text, query, outcome = (cell.strip() for cell in line.split(" | "))
            found.append(Probe(group, shows, _read(text), _read(query), {"found": True, "not": False}[outcome]))
    return tuple(found)


def outcome(derived: Path) -> Outcome:
    """What came of the probes; they run now where nobody has run these for this maker of indexes."""
    known = _kept(derived)
    return run(derived) if known is None else known


def run(derived: Path) -> Outcome:
    """Run the probes, and keep what came of it where it can be kept. Cost: 0.2 CPU-s."""
    probes = table()
    found = Outcome(len(probes), table_mark(), tuple(_failures(probes)))
    _keep(derived, found)
    return found


def trust(derived: Path) -> Outcome:
    """What came of the probes, where all passed.

    Raises: Broken, where one did not.
    """
    found = outcome(derived)
    if found.failed:
        raise Broken(said(found), found.failed[0].shows, NEXT)
    return found


def said(found: Outcome) -> str:
    """What came of the probes, as the beginning of a sentence."""
    count = len(found.failed)
    return f"the self-test of search failed: {count} of {found.probes} probes"


def _failures(probes: Sequence[Probe]) -> Iterator[Failed]:
    documents: dict[str, Document] = {}
    for probe in probes:
        if probe.text not in documents:
            documents[probe.text] = _made(len(documents) + 1, probe.text)
    with sound():
        index = _index(documents.values())
        searcher = index.searcher()
    for probe in probes:
        wrong = _wrong(probe, documents[probe.text], index.schema, searcher)
        if wrong:
            yield Failed(f"{probe.group}: {probe.shows}", probe.query, wrong)


def _wrong(probe: Probe, one: Document, form: tantivy.Schema, searcher: tantivy.Searcher) -> str:
    """What is wrong with an answer, "" where it is right."""
    must = "is not found" if probe.found else "is found"
    try:
        tree = parse(probe.query)
        held = Matcher(tree).of(one).holds()
        with sound():
            plan = Planner(form, searcher).plan(tree)
            hits = searcher.search(plan.query, limit=searcher.num_docs, count=False).hits
            numbers = searcher.fast_field_values("number", [address for _, address in hits]) if hits else []
    except MunimentError as error:
        return str(error)
    indexed = number(one.item.id) in numbers
    if indexed is not probe.found and (plan.exact or not indexed):
        return f"it {must}"
    return "" if held is probe.found else f"it {must} in the text itself"


def _index(documents: Iterable[Document]) -> tantivy.Index:
    index = tantivy.Index(schema())
    register(index)
    writer = index.writer(_HEAP, 1)
    for each in documents:
        writer.add_document(filled(each))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index


def _made(n: int, text: str) -> Document:
    """The item that a text of the table describes."""
    facts: dict[str, str] = {}
    while match := _FACT.match(text):
        facts[match[1]] = match[2]
        text = text[match.end() :]
    if "encoded" in facts:
        text = _decoded(text, facts["encoded"])
    pages = tuple(Page(page, at) for at, page in enumerate(text.split(_BREAK), 1))
    state, kind = State(facts.get("state", "text.complete")), facts.get("type", "text/plain")
    size = int(facts.get("size", len(text)))
    told = {name: value for name, value in facts.items() if name in _MAIL}
    reading = Reading("0" * 64, size, kind, state, "", "probe", facts=told, pages=pages)
    item = replace(_ITEM, id=id_of(n), name=facts.get("name", "paper"), type=kind, state=state, size=size)
    return document.of(replace(item, bundle=facts.get("bundle", item.bundle)), reading)


def _decoded(text: str, name: str) -> str:
    """A text written as bytes and read again, as a reader does; Unicode says itself what it is, others were declared."""
    from muniment.intake import charset  # noqa: PLC0415 # it loads much, and probes run seldom

    declared = "" if name.startswith("utf") else name
    return charset.decode(text.encode(name), declared).text


_ITEM = Item(
    id="",
    bundle="BUN-0001",
    parent=None,
    top="",
    name="",
    raw_name=None,
    path="",
    locator="",
    sha256=None,
    size=None,
    type="",
    state=State.TEXT_COMPLETE,
    reason="",
    flags=(),
    reading=None,
    declared=0,
    recorded=0,
    complete=True,
    incomplete="",
    changed=0,
)


def _read(cell: str) -> str:
    return _ESCAPE.sub(_sign, cell)


def _sign(match: re.Match[str]) -> str:
    short, long, name = match.groups()
    return {"n": "\n", "p": _BREAK}[name] if name else chr(int(short or long, 16))


# -- what is kept


def table_mark() -> str:
    """A hash of the table: another table is another self-test."""
    return hashlib.sha256(written().encode()).hexdigest()[:16]


def _kept(derived: Path) -> Outcome | None:
    try:
        known: Mapping[str, Json] = json.loads((derived / _NAME).read_bytes())
        if known["maker"] != manifest.maker() or known["table"] != table_mark():
            return None
        failed = tuple(Failed(str(each["shows"]), str(each["query"]), str(each["wrong"])) for each in known["failed"])
        return Outcome(int(known["passed"]) + len(failed), str(known["table"]), failed)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(derived: Path, found: Outcome) -> None:
    """No sync: where it is lost, they run again."""
    new = derived / f"{_NAME}.{os.getpid()}"
    with suppress(OSError):  # nothing can be written there, or the disk is full
        new.write_text(json.dumps({"maker": manifest.maker()} | found.said()), encoding="utf-8")
        new.replace(derived / _NAME)
