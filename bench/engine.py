"""What the search engine alone needs for two words that stand in most documents: together, as a phrase, near each other.

    ./go bench engine [--documents N]

Documents are of sixty made-up words, of which the most frequent stand in nearly all. Nothing of ours is around the engine but the
index's schema; the best of five, in CPU milliseconds. It says what of a search cannot be had for less.
"""

import argparse
import json
import random
import tempfile
import time
from itertools import accumulate
from typing import Any

import tantivy
from tantivy import Occur, Order, Query

from muniment.search import schema

WORDS, VOCABULARY, HITS, RUNS = 60, 20_000, 74, 5
BY_LENGTH: dict[str, Any] = {"order_by_field": "rank", "order": Order.Asc}
MEMORY = 500_000_000


def index(at: str, documents: int) -> tantivy.Index:
    """An index of made-up documents, in one segment."""
    found = tantivy.Index(schema.schema(), path=at)
    schema.register(found)
    writer = found.writer(MEMORY, 1)
    words = [f"w{n}" for n in range(VOCABULARY)]
    often = list(accumulate(1 / (n + 1) for n in range(VOCABULARY)))
    chance = random.Random(1)  # nothing is kept secret by it
    for n in range(documents):
        one = tantivy.Document()
        one.add_text("words", " ".join(chance.choices(words, cum_weights=often, k=WORDS)))
        one.add_unsigned("rank", WORDS << schema.NUMBERS | n)
        one.add_float("brief", 1.0)
        writer.add_document(one)
    writer.commit()
    writer.wait_merging_threads()
    found.reload()
    return found


def asked(known: tantivy.Schema) -> dict[str, tuple[Query, dict[str, Any]]]:
    """What is asked, and in which order the hits come."""
    first, second = (Query.term_query(known, "words", word) for word in ("w0", "w1"))
    both = Query.boolean_query([(Occur.Must, first), (Occur.Must, second)])
    return {
        "word, shortest first": (first, BY_LENGTH),
        "both words, shortest first": (both, BY_LENGTH),
        "both words, the engine's scores": (both, {}),
        "both words, scores by length": (both, {"weight_by_field": "brief"}),
        "phrase": (Query.phrase_query(known, "words", [(0, "w0"), (1, "w1")], 0), BY_LENGTH),
        "near/10": (Query.phrase_query(known, "words", [(0, "w0"), (0, "w1")], 10), BY_LENGTH),
    }


def main() -> None:
    """Measure, print a line for each, and JSON as the last line."""
    parser = argparse.ArgumentParser(prog="./go bench engine", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=int, default=100_000)
    said = parser.parse_args()
    figures: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="muniment-bench-") as at:
        made = index(at, said.documents)
        searcher = made.searcher()
        for name, (query, order) in asked(made.schema).items():
            used, hits = [], 0
            for _ in range(RUNS):
                begun = time.process_time()
                hits = int(searcher.search(query, HITS, **order).count)  # type: ignore[attr-defined]
                used.append(time.process_time() - begun)
            figures[name] = {"cpu_ms": round(min(used) * 1000, 1), "hits": hits}
            print(f"{name:<34}{figures[name]['cpu_ms']:>8} ms {hits:>10,} hits")
    print(json.dumps({"bench": "engine", "documents": said.documents, "figures": figures}))


if __name__ == "__main__":
    main()
