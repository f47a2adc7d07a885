"""What an entry of the ledger says, in a sentence that begins with whoever acted."""

from collections.abc import Callable, Mapping
from typing import Any

from muniment.model import words
from muniment.store.ids import id_of
from muniment.web import proofacts

Said = Mapping[str, Any]


_JUDGED = {"relevant": "relevant", "not-relevant": "not relevant", "unsure": "unsure"}


def _coded(said: Said) -> str:
    """What a coding form said of items."""
    what = "a tag" if said.get("field") == "tag" else f"“{said.get('field', '')}: {said.get('value', '')}”"
    return f"{what} {'from' if said.get('remove') else 'to'} {words.items(said.get('count', 0))}"


def _read(said: Said) -> str:
    more = f", with {words.items(said['members'])} inside it" if said.get("members") else ""
    return f"was read by a machine: {words.STATES.get(said.get('state', ''), 'a reading was kept')}{more}"


def _pages(said: Said) -> str:
    pages = said.get("pages") or 0
    return "" if not pages else ", 1 page" if pages == 1 else f", {pages:,} pages"


def _began(said: Said) -> str:
    return (
        f"began to take in {words.files(said['files'])}" if said.get("files") else "began a bundle of things on shelves"
    )


def _listed(said: Said) -> str:
    things = len(said.get("kinds", ""))
    return f"{things:,} {'thing was' if things == 1 else 'things were'} listed before any of them was opened"


_SAYS: Mapping[str, Callable[[Said], str]] = {
    "case-began": lambda _: "the case began",
    "person-named": lambda _: "acted here for the first time",
    "listed": _listed,
    "intake-began": _began,
    "took": lambda _: "its bytes were taken into custody",
    "missed": lambda said: f"its bytes could not be taken: {words.STATES.get(said.get('state', ''), '')}".rstrip(": "),
    "scanned": lambda _: "the source was looked through again for what changed",
    "read": _read,
    "waits": lambda _: "waits to be read",
    "recognised": lambda _: "words in its pictures were looked for",
    "unlocked": lambda _: "was opened by a password that somebody gave; the ledger does not say which",
    "intake-ended": lambda said: f"ended the intake, with {words.items(said.get('items', 0))} accounted for",
    "adopted": lambda _: "went on with a new signing key",
    "erased": lambda _: "erased sealed values, by law",
    "item-erased": lambda _: "erased an item, by law",
    "opened": lambda _: "had it open",
    "settled": lambda said: f"settled {words.items(said.get('count', 0))} as {said.get('as', '')}",
    "unsettled": lambda said: f"opened again what entry {said.get('entry', 0):,} settled",
    "described": lambda said: f"wrote a {said.get('kind', 'description')}",
    "box-added": lambda said: f"added a thing on a shelf{_pages(said)}",
    "box-moved": lambda _: "recorded that the thing changed hands or place",
    "box-opened": lambda _: "opened the thing",
    "box-scanned": lambda said: f"recorded scans of the thing{_pages(said)}",
    "list-taken": lambda said: f"took a list of {said.get('count', 0):,} lines that the sender made",
    "list-matched": lambda said: f"said what line {said.get('line', 0):,} of the list stands for",
    "list-missed": lambda said: f"said that line {said.get('line', 0):,} of the list did not come",
    "released": lambda _: "released what was held",
    "withdrawn": lambda _: "withdrew the bundle",
    "receipted": lambda _: "made a receipt",
    "passwords-tried": lambda _: "tried passwords; the ledger does not say which",
    "searched": lambda said: f"recorded a search that found {words.items(said.get('found', 0))}",
    "search-saved": lambda said: f"saved a search that found {words.items(said.get('found', 0))}",
    "search-forgotten": lambda said: f"let go of the search saved in entry {said.get('entry', 0):,}",
    "judged": lambda said: f"judged {words.items(said.get('count', 0))} {_JUDGED.get(said.get('as', ''), '')}",
    "taken-back": lambda said: (
        f"took back what entry {said.get('entry', 0):,} judged; the old judgement stays readable"
    ),
    "tag-defined": lambda _: "defined a tag",
    "tag-retired": lambda _: "retired a tag; items keep it",
    "coded": lambda said: f"{'removed' if said.get('remove') else 'gave'} {_coded(said)}",
    "code-undone": lambda said: f"undid entry {said.get('entry', 0):,}",
    "noted": lambda _: "wrote a note",
    "read-to-end": lambda _: "stated that they read it to the end",
    "ranking-began": lambda _: "began to read in ranked order",
    "ranked": lambda said: f"the next {words.items(said.get('count', 0))} were put in order by a machine",
    "sample-drawn": lambda said: (
        f"drew {words.items(said.get('count', 0))} of {said.get('frame', 0):,} at random for a second look"
    ),
    "draw-began": lambda said: f"fixed the frame of a recall certificate: {words.items(said.get('count', 0))}",
    "draw-seeded": lambda _: "seeded the draw of a recall certificate",
    "audit-began": lambda _: "began the audit of a draw; what is judged outside the queue is sealed from here on",
    "draw-abandoned": lambda _: "gave a draw up; it stays listed",
    "certificate-issued": lambda _: "issued a recall certificate",
    "overtaken-answered": lambda said: (
        f"answered what was overtaken, entry {said.get('entry', 0):,}: {said.get('answer', '')}"
    ),
    "clock-jumped": lambda _: "the clock of the machine jumped; the ledger's time did not",
    **proofacts.SAYS,
}


def says(entry: Said) -> str:
    """What one entry says. Of a kind that has no sentence here yet, its name."""
    sentence = _SAYS.get(entry["do"])
    return sentence(entry["said"]) if sentence else str(entry["do"]).replace("-", " ")


def one(said: Said) -> str:
    """The item that an entry over items is about, "" where it is about several, or about something else."""
    runs = said.get("ids") or []
    return id_of(runs[0][0]) if said.get("count") == 1 and runs else ""


def kinds() -> tuple[str, ...]:
    """The kinds of entry that have a sentence."""
    return tuple(_SAYS)
