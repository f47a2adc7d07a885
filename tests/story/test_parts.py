"""The Python door is one class of many parts: no part hides what another offers."""

import itertools

from muniment.case import Case


def test_no_two_parts_offer_something_of_one_name() -> None:
    parts = [part for part in Case.__mro__ if part not in {Case, object}]
    hidden = [
        (one.__name__, other.__name__, name)
        for one, other in itertools.combinations(parts, 2)
        if not issubclass(one, other)
        for name in vars(one).keys() & vars(other).keys()
        if not name.startswith("_")
    ]
    assert hidden == []
