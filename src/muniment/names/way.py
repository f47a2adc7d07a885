"""Ways to write a name: tokens side by side, each of them one of several."""

from collections.abc import Iterable, Iterator
from itertools import product

Choice = tuple[str, ...]  # any of these tokens
Way = tuple[Choice, ...]


def exactly(tokens: Iterable[str]) -> Way:
    """Just these tokens."""
    return tuple((token,) for token in tokens)


def choice(*tokens: str) -> Choice:
    """Any of these tokens, each once, the first one first."""
    return tuple(dict.fromkeys(tokens))


def together(keys: Iterable[tuple[str, ...]]) -> tuple[Way, ...]:
    """Spellings as few ways that say just these: ways that differ in one place become one."""
    ways: list[Way] = []
    for way in sorted(map(exactly, dict.fromkeys(keys)), key=len):
        ways.append(way)
        while (pair := _alike(ways)) is not None:
            one, other, place = pair
            joined = choice(*ways[one][place], *ways[other][place])
            ways[one] = (*ways[one][:place], joined, *ways[one][place + 1 :])
            del ways[other]
    return tuple(ways)


def _alike(ways: list[Way]) -> tuple[int, int, int] | None:
    """The last way and another that differs from it in one place; where."""
    last = len(ways) - 1
    for one in range(last):
        if len(ways[one]) != len(ways[last]):
            continue
        places = [place for place, pair in enumerate(zip(ways[one], ways[last], strict=True)) if len(set(pair)) > 1]
        if len(places) == 1:
            return one, last, places[0]
    return None


def fewer(ways: Iterable[Way]) -> tuple[Way, ...]:
    """The ways, those of one token as one."""
    found = list(ways)
    single = choice(*(token for way in found if len(way) == 1 for token in way[0]))
    return (*(((single,),) if single else ()), *(way for way in found if len(way) != 1))


def spread(*columns: tuple[Way, ...]) -> Iterator[Way]:
    """One way of each column, side by side: every combination."""
    for ways in product(*columns):
        yield tuple(token for way in ways for token in way)


def joined(*choices: Choice) -> Choice:
    """Choices written together as one token."""
    return choice(*("".join(tokens) for tokens in product(*choices)))


def without_doubles(ways: Iterable[Way]) -> tuple[Way, ...]:
    """The ways, each once, less those that find nothing which a shorter or wider one does not; the first one stays."""
    found = list(dict.fromkeys(ways))
    wider = _Wider(choice for way in found for choice in way)
    kept: list[Way] = []
    for place, way in enumerate(found):
        rivals = (other for at, other in enumerate(found) if at != place and len(other) <= len(way))
        if place == 0 or not any(wider.covers(other, way) and not _later_same(found, other, way) for other in rivals):
            kept.append(way)
    return tuple(kept)


def _later_same(found: list[Way], other: Way, way: Way) -> bool:
    """Of two ways that say the same the earlier one stays."""
    same = len(other) == len(way) and all(set(one) == set(two) for one, two in zip(other, way, strict=True))
    return same and found.index(other) > found.index(way)


class _Wider:
    """Which choices hold all of which others; each pair is looked at once."""

    def __init__(self, choices: Iterable[Choice]) -> None:
        self.sets = {choice: frozenset(choice) for choice in choices}
        self.known: dict[tuple[int, int], bool] = {}

    def covers(self, wide: Way, way: Way) -> bool:
        """Whether a text that holds the one way holds the wide one."""
        return any(
            all(self._holds(many, few) for many, few in zip(wide, way[start:], strict=False))
            for start in range(len(way) - len(wide) + 1)
        )

    def _holds(self, many: Choice, few: Choice) -> bool:
        if many is few:
            return True
        key = (id(many), id(few))
        known = self.known.get(key)
        if known is None:
            known = self.known[key] = self.sets[few] <= self.sets[many]
        return known
