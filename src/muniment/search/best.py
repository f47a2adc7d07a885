"""The best hits without all the others: the engine ranks, and what it leaves out is known to be worse."""

import heapq
from collections.abc import Sequence

from tantivy import DocAddress, Order, Query, Searcher

from muniment.search.plan import Plan, rarity
from muniment.search.schema import NUMBERS, weight
from muniment.search.snapshot import sound

Scored = Sequence[tuple[float, DocAddress]]
Ranked = tuple[float, int, DocAddress]  # the score below zero, so that it sorts; the item's number

_MORE = 64  # hits that are looked at besides: equal scores are ordered by number, which the engine does not know
_GROWS = 8
_STEP = 128  # the engine's own scores are whole numbers of such parts
_UNSURE = 2e-4  # scores are rounded to four places, and the engine reckons with fewer


def best(searcher: Searcher, plan: Plan, wanted: int, *, scored: bool) -> tuple[int, list[Ranked]]:
    """How many hits a plan has, and so many of them, the best first; of equal ones the lower numbers."""
    if plan.alike and scored:
        return _shortest(searcher, plan.query, wanted)
    reach, query = wanted + _MORE, plan.query
    while True:
        with sound():  # one pass over the hits counts and ranks them
            if scored:
                answer = searcher.search(query, reach, weight_by_field="brief")
            else:
                answer = searcher.search(query, max(wanted, 1), order_by_field="number", order=Order.Asc)
        total, hits = int(answer.count), answer.hits  # type: ignore[attr-defined]
        if not total or not wanted:
            return total, []
        if not scored:
            return total, ranked(searcher, [(0.0, address) for _, address in hits])
        found = heapq.nsmallest(wanted, ranked(searcher, hits, weighted=True), key=lambda one: one[:2])
        if reach >= total or -found[-1][0] > hits[-1][0] + _UNSURE:
            return total, found
        reach *= _GROWS


def _shortest(searcher: Searcher, query: Query, wanted: int) -> tuple[int, list[Ranked]]:
    """The same of hits that differ in nothing but their length: the engine has them in that order, and then by number."""
    reach = wanted + _MORE
    while True:
        with sound():  # without scores the engine looks no further than the first place in a document
            answer = searcher.search(query, reach, order_by_field="rank", order=Order.Asc)
        total, hits = int(answer.count), answer.hits  # type: ignore[attr-defined]
        if not total or not wanted:
            return total, []
        own = rarity(total, searcher.num_docs)
        found = heapq.nsmallest(wanted, ranked(searcher, [(own, at) for _, at in hits]), key=lambda one: one[:2])
        longest = int(hits[-1][0]) >> NUMBERS
        lowest = shown(own, longest)
        # What was not seen is no shorter. Where several lengths share a score, numbers count across them.
        alone = shown(own, longest + 1) < lowest < shown(own, longest - 1)
        if reach >= total or -found[-1][0] > lowest or alone:
            return total, found
        reach *= _GROWS


def shown(own: float, length: int) -> float:
    """The score of a hit of so many words, as it is shown."""
    return round(own * weight(length), 4)


def ranked(searcher: Searcher, hits: Scored, *, weighted: bool = False) -> list[Ranked]:
    """Hits with their scores as they are shown, in their order; `weighted`: the engine has counted the length in."""
    addresses = [address for _, address in hits]
    with sound():
        numbers = searcher.fast_field_values("number", addresses) if addresses else []
        lengths = searcher.fast_field_values("length", addresses) if addresses else []
    found = []
    for (score, address), number, length in zip(hits, numbers, lengths, strict=True):
        words = int(length or 0)
        own = round(score / weight(words) * _STEP) / _STEP if weighted else score
        found.append((-shown(own, words), int(number or 0), address))
    return found
