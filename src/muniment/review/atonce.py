"""What one form says of one item, in one go: its coding, a note, that it was read to its end, and the judgement."""

from collections.abc import Sequence
from dataclasses import dataclass

from muniment.errors import AskedWrong
from muniment.model.act import Act, ranges
from muniment.model.review import Judged
from muniment.names.filename import plain
from muniment.review import coding, judge, noting
from muniment.review.chosen import Chosen
from muniment.store.store import Store


@dataclass(frozen=True, slots=True)
class Saying:
    """What is said. Without a judgement the note stands by itself; with one it goes with that."""

    judgement: judge.Saying | None = None
    note: str = ""
    codes: Sequence[coding.Saying] = ()
    end: bool = False


def say(store: Store, id: str, saying: Saying) -> list[int]:  # noqa: A002
    """Record all of it; returns the entries, the judgement's last. It comes back when all of them are durable.

    Raises: UnknownItem; AskedWrong, where nothing is said, or a part of it will not do; Refused. Then nothing is recorded.
    """
    made: list[Act] = []

    def build() -> Sequence[Act]:
        made[:] = _acts(store, id, saying)
        return made

    # One append, said to be kept when all of it is durable; the judgement is last, so that a crash leaves it with the rest
    # or not at all.
    first = store.record_now(build)
    return [*range(first, first + len(made))]


def _acts(store: Store, id: str, saying: Saying) -> list[Act]:  # noqa: A002
    only = Chosen((id,))
    acts: list[Act] = [noting.end(store, id)] if saying.end else []
    acts += [coding.act(store, only, each)[0] for each in saying.codes]
    said = saying.judgement
    if said is None and saying.note.strip():
        acts.append(noting.act(store, id, saying.note))
    if said is not None:
        numbers = only.numbers(store, "", ())
        acts.append(Judged(said.judgement, said.way, plain(said.note), ranges(numbers), 1, "", said.decides))
    if not acts:
        raise AskedWrong("nothing of it is new", id, "judge it, or tick, choose or write something first")
    return acts
