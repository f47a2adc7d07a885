"""What a program asks of a case, said in the access log before it is answered; once for the outermost call.

The other doors say themselves what they show, in the words of their verb or page. A program of one's own has no such words,
so the method's name is said, and sealed what it was asked with. What is in none of the sets below is said: a new method is,
until somebody decides otherwise. What belongs to `case.prove` has that before its name.
"""

import inspect
import threading
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from muniment.case.base import PYTHON, Base

# Entries of the ledger say these, with who and when.
ACTS = frozenset(
    {
        "intake",
        "retry",
        "reread",
        "opened",
        "settle",
        "unsettle",
        "describe",
        "release",
        "withdraw",
        "erase",
        "adopt",
        "record_search",
        "receipt",
        "list_take",
        "list_match",
        "list_missing",
        "list_confirm",
        "box_add",
        "box_move",
        "box_open",
        "box_scanned",
        "save_search",
        "forget_search",
        "judge",
        "take_back",
        "define_tag",
        "retire_tag",
        "tag",
        "code",
        "undo_code",
        "note",
        "read_to_end",
        "answer_overtaken",
        "sample",
        "rank",
        "begin_draw",
        "seed_draw",
        "abandon_draw",
    }
)
# These say more in the log themselves, before anything leaves.
SAID = frozenset({"copy", "original", "save", "backup", "consulted"})
# These show nothing of what a case holds: hashes, verdicts, and how this open case is to behave.
QUIET = frozenset(
    {
        "close",
        "sign",
        "checkpoint",
        "rebuild",
        "verify",
        "check",
        "digest",
        "head",
        "checkpoints",
        "sign_rarely",
        "draw_at",
        "work_ahead",
        "look_ahead",
    }
)
_UNSAID = ACTS | SAID | QUIET
_LONGEST, _MOST = 10_000, 500  # letters of one value, and values of one list, that are said
_here = threading.local()


def say(call: Callable[..., Any], asked: tuple[Any, ...], more: Mapping[str, Any]) -> None:
    """Say that a method is called, where a program calls it and not another method.

    Raises: Trouble, where it cannot be said; then nothing is asked.
    """
    case = None if _depth() else _programs(asked)
    if case is None:
        return
    name = ("prove." if case is not asked[0] else "") + call.__name__
    if name not in _UNSAID:
        query, rest = _asked(call, asked, more)
        case.consulted("called", {"call": name, "door": PYTHON}, [*query, ("asked", rest)])


@contextmanager
def within(depth: int | None = None) -> Iterator[None]:
    """While this is so, what is called in this thread was called by a method, not by the program."""
    before = _depth()
    _here.depth = before + 1 if depth is None else depth
    try:
        yield
    finally:
        _here.depth = before


def taken(answer: Iterator[Any]) -> Iterator[Any]:
    """What comes one by one belongs to the call that gave it, which was said."""
    while True:
        with within():
            try:
                one = next(answer)
            except StopIteration:
                return
        try:
            yield one
        except GeneratorExit:
            if isinstance(answer, Generator):
                answer.close()
            raise


def told(more: Mapping[str, Any]) -> Mapping[str, Any]:
    """What was given by name; whom it names to be told of progress is the program again, and what that asks is said."""
    tell = more.get("progress")
    if tell is None:
        return more

    def outside(*args: Any) -> None:
        with within(0):
            tell(*args)

    return {**more, "progress": outside}


def _depth() -> int:
    return getattr(_here, "depth", 0)


def _programs(asked: tuple[Any, ...]) -> Base | None:
    """The open case that a program asks, itself or through a part of it; None where another door asks, or none is open."""
    case = getattr(asked[0], "_case", asked[0]) if asked else None
    return case if isinstance(case, Base) and case._door == PYTHON else None


def _asked(
    call: Callable[..., Any], asked: tuple[Any, ...], more: Mapping[str, Any]
) -> tuple[list[tuple[str, Any]], list[str]]:
    """The query, under its own name as searches have it, and what else was given, as texts."""
    try:
        given = _signature(call).bind(*asked, **more).arguments
    except TypeError:  # which the call itself says
        return [], []
    values = {name: value for name, value in list(given.items())[1:] if not callable(value)}
    query = [("query", _short(values.pop("query")))] if isinstance(values.get("query"), str) else []
    return query, [f"{name}={_short(value)}" for name, value in values.items()]


@cache
def _signature(call: Callable[..., Any]) -> inspect.Signature:
    return inspect.signature(call)


def _short(value: object) -> str:
    if isinstance(value, Mapping):
        value = [f"{name}={each}" for name, each in value.items()]
    if isinstance(value, list | tuple):
        text = ", ".join(map(str, value[:_MOST])) + (f" and {len(value) - _MOST:,} more" if len(value) > _MOST else "")
    else:
        text = str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} and {len(text) - _LONGEST:,} letters more"
