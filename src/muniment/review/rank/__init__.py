"""In which order people read: text to numbers, a model that learns from what was judged, and the queue that it puts in order.

`terms` takes texts apart, `features` weighs what it finds, `model` learns and explains, `order` makes the queue from plain
numbers, `base` keeps a case's terms in `derived/rank/`. They need numpy and scipy: a door asks `ready` before it imports them.
"""

from importlib.util import find_spec

from muniment.errors import ToolMissing

_NEEDED = ("numpy", "scipy")


def ready() -> None:
    """Say so where a library is missing without which nothing can be ranked.

    Raises: ToolMissing.
    """
    if missing := [name for name in _NEEDED if find_spec(name) is None]:
        raise ToolMissing(
            "the order of reading needs libraries that are not installed",
            ", ".join(missing),
            "pip install 'muniment[rank]'",
        )
