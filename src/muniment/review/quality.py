"""A second look at some items drawn at random: how often two judgements differ, and how sure that is."""

import hashlib
import heapq
import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, lgamma, log, log1p

from muniment.errors import AskedWrong, UnknownItem
from muniment.model.act import Act, ranges
from muniment.model.reading import Json
from muniment.model.review import SampleDrawn, Way
from muniment.names.filename import plain
from muniment.review.judge import when
from muniment.review.overtaken import standing_at
from muniment.search import find
from muniment.store.ids import id_of
from muniment.store.store import Store
from muniment.store.tables import SEEN
from muniment.store.view import View

OF = ("judged", "relevant", "not-relevant", "all")
CONFIDENCE = 0.95
# A bundle was seen at an entry where it is now and was not released since, or was withdrawn only since.
_SEEN_AT = (
    "bundle IN (SELECT id FROM bundle WHERE (aside='' OR (aside='withdrawn' AND EXISTS (SELECT 1 FROM turned WHERE bundle=id AND "
    "aside='withdrawn' AND entry>?1))) AND NOT EXISTS (SELECT 1 FROM turned WHERE bundle=id AND aside='' AND entry>?1))"
)
_SAMPLES = (
    "SELECT sample.entry, of, seed, frame, count, coalesce(name, ''), at FROM sample JOIN act USING (entry) "
    "LEFT JOIN person ON id=sample.person"
)


@dataclass(frozen=True, slots=True)
class Sample:
    """Items that were drawn: of which (`of`), of how many (`frame`), by which seed, when and by whom."""

    entry: int
    of: str
    seed: int
    frame: int
    count: int
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Look:
    """One item that was drawn: what it was judged before, and the second judgement, blind to it, if it was made."""

    n: int
    first: str | None
    first_by: tuple[str, ...]
    second: str | None
    second_by: str
    entry: int | None


def pick(numbers: Sequence[int], count: int, seed: int) -> list[int]:
    """So many of these numbers at random, in the order drawn: those whose SHA-256 with the seed is least."""
    keyed = ((hashlib.sha256(f"{seed}:{n}".encode()).digest(), n) for n in numbers)
    return [n for _, n in heapq.nsmallest(count, keyed)]


def draw(store: Store, count: int, of: str = "judged", query: str = "", seed: int | None = None) -> Sample:
    """Draw items at random from those that are judged, or judged so, or from all; of what a query finds, if one is given.

    Raises: BadQuery; AskedWrong, where there is nothing to draw from.
    """
    if of not in OF:
        raise AskedWrong("a sample is not drawn of those", of, "one of: " + ", ".join(OF))
    if count < 1:
        raise AskedWrong("a sample has one item or more", str(count), "--size 50")
    store.catch_up()
    query = plain(query).strip()
    found = find.every(store, query)[1] if query else None
    chosen = secrets.randbelow(1 << 48) if seed is None else seed  # a number that a person can type

    def act() -> Sequence[Act]:
        numbers = _frame(store, of, found)
        if not numbers:
            raise AskedWrong("there is nothing to draw from", of, "judge some items first, or draw of all")
        picked = pick(numbers, count, chosen)
        return [SampleDrawn(of, chosen, len(numbers), ranges(picked), len(picked), query)]

    return sample(store, store.record_now(act))


def _frame(store: View, of: str, found: Sequence[int] | None) -> list[int]:
    stands = {"all": "", "judged": "AND n IN (SELECT item FROM standing)"}.get(
        of, "AND n IN (SELECT item FROM standing WHERE judgement=?)"
    )
    among = "" if found is None else "AND n IN (SELECT value FROM json_each(?))"
    values = [*([of] if "?" in stands else []), *([] if found is None else [json.dumps([*found])])]
    sql = f"SELECT n FROM item WHERE {SEEN} {stands} {among} ORDER BY n"  # noqa: S608 # our own words
    return [int(n) for (n,) in store.tables.rows(sql, values)]


def samples(view: View) -> list[Sample]:
    """Every sample that was drawn."""
    return [_sample(row) for row in view.tables.rows(f"{_SAMPLES} ORDER BY sample.entry")]


def sample(view: View, entry: int) -> Sample:
    """One of them.

    Raises: UnknownItem.
    """
    found = view.tables.rows(f"{_SAMPLES} WHERE sample.entry=?", (entry,))
    if not found:
        raise UnknownItem("no sample was drawn by that entry", str(entry), "muniment review sample lists them")
    return _sample(found[0])


def _sample(row: Sequence[Json]) -> Sample:
    entry, of, seed, frame, count, by, at = row
    return Sample(entry, of, seed, frame, count, by, when(at))


def again(store: Store, entry: int) -> dict[str, Json]:
    """Draw a sample again from its entry: `same` where that gives the same items in the same order.

    Cannot: say what a query found then where what is searched changed since; then `same` is None, not False.
    """
    drawn = sample(store, entry)
    query = (store.ledger.entry(entry).sealed or (None,))[0]
    asked = None if query is None else str(query[1])
    before = _before(store, drawn, asked)
    known = asked is not None and len(before) == drawn.frame
    same = pick(before, drawn.count, drawn.seed) == _drawn(store, entry) if known else None
    if same is False and asked:
        same = None  # as many as then, and yet it may have been others
    return {"sample": entry, "same": same, "frame": drawn.frame, "frame_again": len(before), "seed": drawn.seed}


def _before(store: Store, drawn: Sample, query: str | None) -> list[int]:
    """What it was drawn from, as far as that can be had: what came in since has higher numbers."""
    found = set(find.every(store, query)[1]) if query else None
    rows = store.tables.rows(f"SELECT n FROM item WHERE {_SEEN_AT} ORDER BY n", (drawn.entry,))  # noqa: S608 # our own words
    numbers = [int(n) for (n,) in rows if found is None or n in found]
    if drawn.of == "all":
        return numbers[: drawn.frame]
    judged = {n for (n,) in store.tables.rows("SELECT DISTINCT item FROM judged WHERE entry<?", (drawn.entry,))}
    stood = ((n, standing_at(store, n, drawn.entry)) for n in numbers if n in judged)
    return [n for n, said in stood if said is not None and drawn.of in {"judged", said}]


def _drawn(view: View, entry: int) -> list[int]:
    return [int(n) for (n,) in view.tables.rows("SELECT item FROM sampled WHERE sample=? ORDER BY place", (entry,))]


# -- what came of it


def looks(view: View, entry: int) -> list[Look]:
    """The items of a sample in the order drawn, each with the judgement before it and the first one blind to that."""
    second = (
        "SELECT judgement, coalesce(name, ''), entry FROM judged LEFT JOIN person ON id=person WHERE item=? AND entry>? AND way=? "
        "AND back IS NULL ORDER BY entry LIMIT 1"
    )
    first = "SELECT DISTINCT coalesce(name, '') FROM judged LEFT JOIN person ON id=person WHERE item=? AND entry<? AND (back IS NULL OR back>?)"
    found = []
    for n in _drawn(view, entry):
        rows = view.tables.rows(second, (n, entry, Way.SAMPLE.value))
        by = tuple(name for (name,) in view.tables.rows(first, (n, entry, entry)))
        found.append(Look(n, standing_at(view, n, entry), by, *(rows[0] if rows else (None, "", None))))
    return found


def following(view: View, entry: int) -> str | None:
    """The next item of a sample that was not looked at again, None where all were; nothing is said of its judgement."""
    sample(view, entry)
    return next((id_of(each.n) for each in looks(view, entry) if each.second is None), None)


def result(view: View, entry: int, confidence: float = CONFIDENCE) -> dict[str, Json]:
    """How often the second judgement differs from the first, and how often it is relevant, with exact bounds.

    Counted are items in the order drawn, up to the first that was not looked at again: whoever leaves one out does not
    choose what is counted. Raises: UnknownItem; AskedWrong, where the confidence is none.
    """
    if not 0.5 <= confidence < 1:
        raise AskedWrong("a confidence is from .5 to below 1", str(confidence), "0.95 is usual")
    drawn, all_ = sample(view, entry), looks(view, entry)
    done = sum(each.second is not None for each in all_)
    run = next((place for place, each in enumerate(all_) if each.second is None), len(all_))
    counted = all_[:run]
    twice = [each for each in counted if each.first is not None]
    differ = [each for each in twice if each.first != each.second]
    return {
        "sample": entry,
        "of": drawn.of,
        "frame": drawn.frame,
        "size": drawn.count,
        "seed": drawn.seed,
        "by": drawn.by,
        "at": drawn.at,
        "looked_at": done,
        "counted": run,
        "confidence": confidence,
        "differ": _share(len(differ), len(twice), confidence),
        "relevant": _share(sum(each.second == "relevant" for each in counted), run, confidence),
        "items": [_line(each) for each in counted if each in differ],
        "cannot_show": list(_cannot(drawn, counted, done, all_)),
        "as_of": view.as_of,
    }


def _line(look: Look) -> dict[str, Json]:
    about = {"item": id_of(look.n), "first": look.first, "first_by": [*look.first_by], "second": look.second}
    return about | {"second_by": look.second_by, "entry": look.entry}


def _share(part: int, of: int, confidence: float) -> dict[str, Json]:
    low, high = bounds(part, of, confidence)
    return {"items": part, "of": of, "share": part / of if of else None, "at_least": low, "at_most": high}


def _cannot(drawn: Sample, counted: Sequence[Look], done: int, all_: Sequence[Look]) -> list[str]:
    said = ["which of two judgements is right: it says how often they differ"]
    if drawn.of in {"judged", "relevant", "not-relevant"}:
        said.append(
            "anything about items that nobody had judged when it was drawn: a recall certificate is about those"
        )
    if not counted:
        return [*said, "anything yet: nobody has looked at the first item again"]
    if done < len(all_):
        said.append(f"what the {len(all_) - done:,} items not looked at again would have shown")
    if done > len(counted):
        said.append(f"what came of {done - len(counted):,} items looked at out of their order: they are not counted")
    own = sum(each.second_by in each.first_by for each in counted)
    if own:
        said.append(f"what another person would say of {own:,} items that one person judged both times")
    none = sum(each.first is None for each in counted)
    if none:
        said.append(f"whether judgements differ of {none:,} items that nobody had judged before")
    return said


def bounds(part: int, of: int, confidence: float) -> tuple[float, float]:
    """The exact bounds of a share (Clopper and Pearson): with this confidence it lies between them.

    Source: Clopper and Pearson 1934, doi:10.1093/biomet/26.4.404. Cost: some tens of sums of `of` terms.
    """
    if not of:
        return 0.0, 1.0
    tail = (1 - confidence) / 2
    low = 0.0 if part == 0 else _root(lambda share: 1 - _at_most(part - 1, of, share) - tail)
    high = 1.0 if part == of else _root(lambda share: tail - _at_most(part, of, share))
    return low, high


def _root(rises: Callable[[float], float]) -> float:
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if rises(middle) < 0 else (low, middle)
    return (low + high) / 2


def _at_most(part: int, of: int, share: float) -> float:
    """The chance of so many or fewer of `of`, each with this chance."""
    if share in {0.0, 1.0}:
        return 1.0 if share == 0.0 or part >= of else 0.0
    whole, yes, no = lgamma(of + 1), log(share), log1p(-share)
    terms = (whole - lgamma(k + 1) - lgamma(of - k + 1) + k * yes + (of - k) * no for k in range(part + 1))
    return min(sum(map(exp, terms)), 1.0)
