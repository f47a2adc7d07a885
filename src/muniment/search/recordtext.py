"""The text of a search record: what a court can read without a program, and what a program makes again to hold it against.

Its body ends before its entry is named, because the entry commits to a hash of it; the rest can be made from the entry.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from muniment.names.display import show
from muniment.search.find import Answer
from muniment.search.probes import Outcome
from muniment.search.unsearched import Unsearched

TITLE = "SEARCH RECORD"
ENTERED = "ENTERED IN THE LEDGER"
_JOINERS = "\u200c\u200d"  # writing in Persian and Indic scripts needs them


@dataclass(frozen=True, slots=True)
class Found:
    """An item that was found: its id, its date as it is written in it, and its name."""

    id: str
    date: str
    name: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, of what, by whom and when."""

    case: str
    title: str
    query: str
    understood: str
    when: datetime
    by: str
    versions: str  # of the program, its analyser, the form of its index, and the engine
    size: int  # entries of the ledger as it was searched
    root: str
    mark: str  # random, so that the text cannot be guessed from its hash
    said: Sequence[str] = ()  # the fields of what people said that it asks for


def body(
    asked: Asked,
    answer: Answer,
    probes: Outcome,
    found: Iterable[Found],
    in_part: Iterable[Unsearched],
    not_searched: Iterable[Unsearched],
) -> Iterator[str]:
    """The lines that the entry commits to."""
    yield from _head(asked)
    yield from _names(answer)
    yield from _counts(answer)
    yield from _self_test(probes)
    yield from _cannot(asked, answer)
    yield from ("", f"FOUND: {_items(answer.total)}")
    for hit in found:
        yield f"{hit.id}  {_plain(hit.date) or 'no date'}  {_plain(hit.name)}"
    yield from ("", f"SEARCHED IN PART: {_items(answer.searched_in_part)}")
    yield from map(_line, in_part)
    yield from ("", f"NOT SEARCHED: {_items(answer.not_searchable)}")
    yield from map(_line, not_searched)
    if answer.held:
        yield f"and {_items(answer.held)} that {_are(answer.held)} held, and not named here"
    yield from ("", f"Mark: {asked.mark}", "")


def tail(entry: int, at: int, fingerprint: str, note: str) -> str:
    """What follows the body: the entry, and the signed head that covers it."""
    return "\n".join(
        (
            ENTERED,
            f"Entry {entry} of the case's ledger, made at {moment(datetime.fromtimestamp(at // 1_000_000, UTC))}, holds a salted hash of every line above.",
            "muniment verify --record holds this file against the case. The ledger's head, which covers the entry, signed",
            f"by the key {fingerprint}:",
            "",
            note,
        )
    )


def moment(when: datetime) -> str:
    """A time in UTC."""
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def _head(asked: Asked) -> Iterator[str]:
    yield from (TITLE, "")
    yield f"Case: {_plain(asked.title)} ({asked.case})"
    yield f"Query: {_plain(asked.query)}"
    yield f"Understood as: {_plain(asked.understood)}"
    yield f"Searched: {moment(asked.when)}, by this machine's clock"
    yield f"By: {_plain(asked.by)}, as they name themselves"
    yield f"With: {asked.versions}"
    yield f"Of the case as it stood after entry {asked.size - 1}, root {asked.root}"


def _names(answer: Answer) -> Iterator[str]:
    """What names in the query were looked for as, in full: what was found hangs on it."""
    for expansion in answer.expanded:
        yield from ("", f"NAMES: {_plain(expansion.written)} WAS ALSO LOOKED FOR AS")
        for form in expansion.forms:
            yield _plain(" ".join("|".join(token.texts) + "*" * token.prefix for token in form))
        if expansion.left_out:
            yield f"and not as {expansion.left_out:,} more, which were too many"


def _counts(answer: Answer) -> Iterator[str]:
    everything = answer.searched + answer.searched_in_part + answer.not_searchable
    yield from ("", "WHAT WAS SEARCHED")
    yield f"{_items(answer.total)} found."
    yield f"{_items(answer.searched)} searched, {answer.searched_in_part:,} more in part; {answer.not_searchable:,} could not be searched"
    if answer.held:
        yield f"(of which {answer.held:,} {_are(answer.held)} held until a named person releases them)"
    yield f"= {_items(everything)} in the case, without what was withdrawn."


def _self_test(probes: Outcome) -> Iterator[str]:
    yield from ("", "SELF-TEST")
    yield f"{probes.passed:,} of {probes.probes:,} planted probes answered as they must (table {probes.table}): punctuation, hyphens,"
    yield "ligatures, width, capitals, accents, scripts, digits, phrases, near, fields and dates as this search claims them."


def _cannot(asked: Asked, answer: Answer) -> Iterator[str]:
    missing = answer.searched_in_part + answer.not_searchable
    yield from ("", "WHAT THIS CANNOT SHOW")
    if missing:
        yield f"- What stands in the {_items(missing)} that could not be searched, or only in part: they are listed below."
    yield f"- What came into the case, or could be read, after entry {asked.size - 1}."
    if asked.said:
        fields = ", ".join(asked.said)
        yield f"- What people said of items ({fields}) after entry {asked.size - 1}: the query asks for what they had said by then."
    yield "- Words that are written in another way than was asked for. Words are not stemmed: ballots is not ballot."
    yield "- Words that a machine misread in a picture, and what pictures, sound and films show."
    yield "- That what was found is true or matters, or that what was not found does not exist."
    yield "- Who searched, but for the name that they gave; and when, but for this machine's clock."


def _line(item: Unsearched) -> str:
    return f"{item.id}  {item.state.value} ({_plain(item.says)})  {_plain(item.name)}"


def _plain(text: str) -> str:
    """A text that can be printed: also what is no control character, and cannot be seen, stands as U+FFFD."""
    return "".join(sign if sign.isprintable() or sign in _JOINERS else _sign(sign) for sign in show(text))


def _sign(sign: str) -> str:
    return " " if sign.isspace() else "\ufffd"


def _items(count: int) -> str:
    return f"{count:,} item" if count == 1 else f"{count:,} items"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
