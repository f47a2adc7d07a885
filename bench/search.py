"""Search over a made-up case: how long an answer takes by kind of question, how fast the index is made, and how large it is.

Beside it stands the engine alone: one field of the same words, joined already, which is the least that such an index costs.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import tantivy
from made import Prose, made

from muniment.search import document, index
from muniment.search.find import find
from muniment.search.normalise import tokens
from muniment.search.schema import filled
from muniment.store.store import Store

_BARE = 5_000  # documents that are timed alone
TARGETS = {"p99_ms": 10, "mb_per_cpu": 20, "of_text": 0.8}


def questions(prose: Prose) -> dict[str, Callable[[], str]]:
    """Kinds of question, from frequent words to rare ones."""

    def word(low: float, high: float) -> str:
        return prose.word(low + (high - low) * prose.random.random() ** 2)

    return {
        "frequent word": lambda: word(0, 0.0005),
        "word": lambda: word(0.001, 0.02),
        "rare word": lambda: word(0.05, 1),
        "a AND b": lambda: f"{word(0, 0.01)} AND {word(0, 0.01)}",
        "a OR b OR c": lambda: f"{word(0.001, 0.02)} OR {word(0.001, 0.02)} OR {word(0.001, 0.02)}",
        "a NOT b": lambda: f"{word(0.001, 0.02)} NOT {word(0, 0.002)}",
        "phrase": lambda: f'"{word(0, 0.002)} {word(0, 0.004)}"',
        "phrase of frequent words": lambda: f'"{word(0, 0.0003)} {word(0, 0.0003)}"',
        "a near/10 b": lambda: f"{word(0.001, 0.02)} near/10 {word(0.001, 0.02)}",
        "near of frequent words": lambda: f"{word(0, 0.0005)} near/10 {word(0, 0.0005)}",
        "prefix*": lambda: word(0.001, 0.05)[:5] + "*",
    }


def asked(store: Store, times: int) -> dict[str, dict[str, float]]:
    """CPU milliseconds of answers with ten hits and their snippets, by kind of question."""
    prose, found = Prose(), {}
    prose.random.seed(1)
    find(store, "warm")
    for kind, ask in questions(prose).items():
        took, totals = [], []
        for _ in range(times):
            query, begun = ask(), time.process_time()
            totals.append(find(store, query, limit=10).total)
            took.append((time.process_time() - begun) * 1000)
        took.sort()
        found[kind] = {
            "p50": took[len(took) // 2],
            "p99": took[min(len(took) * 99 // 100, len(took) - 1)],
            "hits": sorted(totals)[len(totals) // 2],
        }
    return found


def analysed(store: Store) -> dict[str, float]:
    """MB of text to a CPU second: making documents and indexing them, and the engine alone with their words."""
    documents = []
    for item in store.items():
        documents.append(document.of(item, store.reading(item)))
        if len(documents) >= _BARE:
            break
    size = sum(len(page.text.encode()) for each in documents for page in each.pages) / 1e6
    begun = time.process_time()
    ours = [filled(each) for each in documents]
    prepared = time.process_time()
    _indexed(index._new, ours)  # the index as the case has it, in memory
    done = time.process_time()
    texts = [" ".join(tokens(each.body)) for each in documents]
    middle = time.process_time()
    _indexed(_bare, [tantivy.Document(words=text) for text in texts])
    last = time.process_time()
    return {"all": size / (done - begun), "documents": size / (prepared - begun), "bare engine": size / (last - middle)}


def _indexed(new: Callable[[None], tantivy.Index], documents: list[tantivy.Document]) -> None:
    writer = new(None).writer(64 << 20, 1)
    for each in documents:
        writer.add_document(each)
    writer.commit()
    writer.wait_merging_threads()


def _bare(_: None) -> tantivy.Index:
    build = tantivy.SchemaBuilder()
    build.add_text_field("words", tokenizer_name="whitespace", index_option="position")
    found = tantivy.Index(build.build())
    found.register_tokenizer("whitespace", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return found


def main() -> None:
    """Make the case, ask, and print a table and JSON as the last line."""
    said = argparse.ArgumentParser(prog="./go bench search", description=__doc__.splitlines()[0] if __doc__ else None)
    said.add_argument("--items", type=int, default=10_000)
    said.add_argument("--times", type=int, default=100, help="questions of each kind")
    chosen = said.parse_args()
    with tempfile.TemporaryDirectory(prefix="muniment-bench-") as name:
        os.environ["XDG_DATA_HOME"] = f"{name}/installation"
        size = made(Path(name) / "case", chosen.items) / 1e6
        store = Store.open(Path(name) / "case", "Bench")
        begun = time.process_time()
        index.update(store)
        whole = time.process_time() - begun
        disk = sum(path.stat().st_size for path in (store.derived / "index").rglob("*") if path.is_file()) / 1e6
        answers, speed = asked(store, chosen.times), analysed(store)
        store.close()
    print(
        f"index: {speed['all']:.1f} MB of text to a CPU second ({speed['documents']:.1f} for its documents alone); the bare"
    )
    print(
        f"engine {speed['bare engine']:.1f}; with readings unpacked {size / whole:.1f}; on disk {disk / size:.2f} of the text"
    )
    for kind, each in answers.items():
        print(f"{kind:<26}{each['hits']:>9} hits  p50 {each['p50']:7.1f}  p99 {each['p99']:7.1f} CPU ms")
    more = {"index_mb_per_cpu": speed, "with_readings": size / whole, "of_text": disk / size, "answers": answers}
    print(json.dumps({"bench": "search", "items": chosen.items, "targets": TARGETS, **more}))


if __name__ == "__main__":
    main()
