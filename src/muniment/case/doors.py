"""The edge of the Python door: what it is asked is in the access log first, and what it raises is of the tree in `errors`."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, TypeVar

from muniment.case import called
from muniment.store.trouble import translated

T = TypeVar("T", bound=type)
_SPECIAL = {"__exit__"}  # `__enter__` asks nothing of the disk


def guarded(case: T) -> T:
    """A class each of whose public parts, its bases' too, says in our own errors what the disk or the tables refuse.

    Each method that a program of one's own calls is said in the access log before it is answered (`called`).
    """
    parts = {name: part for base in reversed(case.__mro__[:-1]) for name, part in vars(base).items()}
    for name, part in parts.items():
        if name.startswith("_") and name not in _SPECIAL:
            continue
        if isinstance(part, classmethod | staticmethod):
            setattr(case, name, type(part)(_door(part.__func__)))
        elif isinstance(part, property):
            setattr(case, name, property(_door(part.fget), doc=part.__doc__) if part.fget else part)
        elif callable(part):
            setattr(case, name, _door(part, says=not name.startswith("_")))
    return case


def _door(call: Callable[..., Any], *, says: bool = False) -> Callable[..., Any]:
    """`says`: it may show what the case holds; a property says what the case is called, and a static method opens none."""

    @wraps(call)
    def asked(*args: Any, **more: Any) -> Any:
        case = _case(args)
        with translated(case):
            if says:
                called.say(call, args, more)
            with called.within():
                return _watched(call(*args, **called.told(more)), case)

    return asked


def _case(args: tuple[Any, ...]) -> str:
    """The case that is asked, "" before there is one."""
    store = getattr(args[0], "_store", None) if args else None
    return str(store.path) if store is not None else ""


def _watched(answer: Any, case: str) -> Any:
    if isinstance(answer, tuple):
        return tuple(_watched(each, case) for each in answer)
    return _each(answer, case) if isinstance(answer, Iterator) else answer


def _each(answer: Iterator[Any], case: str) -> Iterator[Any]:
    """What comes one by one is asked of the disk one by one."""
    with translated(case):
        yield from called.taken(answer)
