"""A search record: a signed account of one search, as an entry of the ledger and as a text for people.

Order: the text is written under a temporary name and hashed, then the entry, then the signed head, then the text gets
its name. A crash between leaves an entry without a text, which does no harm: the record is made again, as another entry.
"""

import hashlib
import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from muniment.errors import Broken, Refused
from muniment.ledger.key import fingerprint
from muniment.model.act import ranges
from muniment.model.deed import Searched
from muniment.model.state import State
from muniment.search import find, manifest, people, probes, recordtext
from muniment.search.expand import Expander
from muniment.search.find import Answer
from muniment.search.normalise import NORMAL
from muniment.search.probes import Outcome
from muniment.search.query import parse
from muniment.search.recordtext import Asked, Found
from muniment.search.understood import understood
from muniment.search.unsearched import IN_PART, NOT_AT_ALL, unsearched
from muniment.store import newfile
from muniment.store.ids import id_of
from muniment.store.store import Store

_TRIES = 50
_PAUSE = 0.1


@dataclass(frozen=True, slots=True)
class Record:
    """A record that was written."""

    entry: int
    path: str
    answer: Answer
    probes: Outcome


def write(store: Store, query: str, out: Path, version: str, *, names: bool = False) -> Record:
    """Search, enter what came of it, and write it to a file that is not there yet; `version` is the program's.

    `names`: people's names in the query are expanded, and the record says into what.

    Raises: BadQuery; AskedWrong, where the file is there, cannot be written or would lie in a case; Broken, where the self-test of search
    fails; Refused, where the case can only be read, or others keep the index busy.
    """
    tree = parse(query)
    meant, tested, said = understood(tree), probes.trust(store.derived), sorted(people.asked(tree))
    lexicon = Expander().version if names else ""
    with newfile.begun(out, "record") as (file, name):
        with _moment(store, query, names=names) as (answer, numbers, size, root):
            asked = replace(_asked(store, query, meant, f"Muniment {version}", lexicon, size, root), said=said)
            in_part, not_searched = _numbers(store, IN_PART), _numbers(store, NOT_AT_ALL)
            if (len(in_part), len(not_searched)) != (answer.searched_in_part, answer.not_searchable - answer.held):
                raise Broken("the items that could not be searched do not add up", "derived", "muniment rebuild")
            lines = recordtext.body(
                asked, answer, tested, _found(store, numbers), unsearched(store, IN_PART), unsearched(store, NOT_AT_ALL)
            )
            text = _written(file, lines)
        ids = ranges([*numbers, *in_part, *not_searched])
        entry = store.record(
            Searched(
                query=query,
                text=text,
                size=size,
                root=root,
                analyser=NORMAL,
                form=manifest.FORM,
                names=lexicon,
                probes=(tested.passed, tested.table),
                found=answer.total,
                searched=answer.searched,
                in_part=answer.searched_in_part,
                not_searched=answer.not_searchable,
                held=answer.held,
                ids=ids,
            )
        )
        note, at = store.checkpoint(), store.ledger.entry(entry).at
        _written(file, [recordtext.tail(entry, at, fingerprint(store.key), note.rstrip("\n"))])
        name()
    return Record(entry, str(out), answer, tested)


@contextmanager
def _moment(store: Store, query: str, *, names: bool) -> Iterator[tuple[Answer, list[int], int, str]]:
    """The answer, and the ledger that it is about, from one moment: tables, index and ledger at the same entry."""
    for _ in range(_TRIES):
        with store.moment():
            answer, numbers = find.every(store, query, names=names)
            size, root = store.ledger.head()
            if answer.as_of == store.as_of == size - 1:
                yield answer, numbers, size, root.hex()
                return
        time.sleep(_PAUSE)
    raise Refused("others are changing the case all the while", str(store.path), "give the same command again later")


def _asked(store: Store, query: str, meant: str, program: str, lexicon: str, size: int, root: str) -> Asked:
    versions = f"{program}; index {manifest.maker().rpartition(', installation')[0]}"
    versions += f"; names by lexicon {lexicon}" if lexicon else ""
    now = datetime.now(UTC)
    return Asked(store.id, store.title, query, meant, now, store.by, versions, size, root, secrets.token_hex(16))


def _numbers(store: Store, states: Sequence[State]) -> list[int]:
    return [each.number for each in unsearched(store, states)]


def _found(store: Store, numbers: Iterable[int]) -> Iterator[Found]:
    for number in numbers:
        item = store.item(id_of(number))
        reading = store.reading(item)
        date = (dict(item.facts) | (dict(reading.facts) if reading else {})).get("date")
        yield Found(item.id, date if isinstance(date, str) else "", item.name)


def _written(file: BinaryIO, lines: Iterable[str]) -> str:
    """Write lines; returns the hash of them."""
    told = hashlib.sha256()
    for line in lines:
        data = f"{line}\n".encode()
        told.update(data)
        file.write(data)
    return told.hexdigest()
