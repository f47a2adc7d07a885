"""How one name is spelled: by the lexicon, and by the rules of the traditions that have rules."""

import re
from collections.abc import Iterable, Iterator
from itertools import product

from muniment.names.lexicon import NAMES, Key, Lexicon, Line
from muniment.names.piece import Piece, initials
from muniment.names.way import together

SHORT = 3  # letters of a name that must stand after Mc or O', or before -uddin

_PAIRS = (("ski", "ska", "sky"), ("cki", "cka", "cky"), ("dzki", "dzka", "dzky"))
_LONG = 6  # letters of a name that may end in -ski
_INNER_CAPITAL = re.compile(r"Mac\w?[A-Z]\w")

Ruled = tuple[list[Key], str, str]  # spellings, why, tradition


class Speller:
    """Spells single names."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.made: dict[str, list[tuple[Line, Line]]] = {}
        for begin, end in product(lexicon.singles("begin").items(), lexicon.singles("end").items()):
            if begin[0].isascii() == end[0].isascii():
                self.made.setdefault(begin[0] + end[0], []).extend(product(begin[1], end[1]))
        self.serving = {
            servant + name: name for servant in lexicon.singles("servant") for name in lexicon.singles("divine")
        }

    def spelled(self, key: Key, raw: str = "") -> Piece:
        """A name of the lexicon, or one that a rule knows, or as it is."""
        lines = self.lexicon.of(key)
        keys = [key, *(other for line in lines for other in line.spellings)]
        why = [line.why for line in lines]
        kinds = {line.kind for line in lines}
        traditions = {tradition for line in lines for tradition in line.traditions}
        for found, reason, tradition in self._ruled(key, raw):
            keys += found
            why.append(reason)
            kinds.add("both")
            traditions.add(tradition)
        nicks, full, because = self._nicks(key, keys)
        if nicks:
            kinds.add("given")
        return Piece(
            key,
            together(keys),
            together(nicks),
            initials=initials([*keys, *full]),
            kinds=frozenset(kinds),
            traditions=frozenset(traditions).union(*(line.traditions for line in because)),
            why=tuple(dict.fromkeys((*why, *(line.why for line in because)))),
        )

    def _nicks(self, key: Key, keys: Iterable[Key]) -> tuple[list[Key], list[Key], list[Line]]:
        """Short forms of a name, or the full names of a short form and what else is short for them; the full names."""
        found: list[Key] = []
        longer: list[Key] = []
        because: list[Line] = []
        for spelling in dict.fromkeys(keys):
            for line in self.lexicon.of(spelling, ("nick",)):
                full = line.spellings[0]
                if spelling not in {key, full}:
                    continue  # a spelling that happens to be the short form of another name
                found += line.spellings
                because.append(line)
                if spelling != full:
                    longer.append(full)
                    found += [other for one in self.lexicon.of(full, ("given",)) for other in one.spellings]
        return [one for one in dict.fromkeys(found) if one != key], longer, because

    def _ruled(self, key: Key, raw: str) -> Iterator[Ruled]:
        if len(key) == 1:
            yield from self._one(key[0], raw)
        elif len(key) == 2 and key[0] in {"mc", "mac"} and len(key[1]) >= SHORT:
            yield _mac(key[1])
        elif len(key) == 2 and key[0] == "o" and len(key[1]) >= SHORT:
            yield [("o" + key[1],)], "rule: O' apart, together or with an accent", "Irish"

    def _one(self, token: str, raw: str) -> Iterator[Ruled]:
        for ends in _PAIRS:
            if token.endswith(ends[:2]) and len(token) >= _LONG:
                stem = token[: -len(ends[0])]
                yield [(stem + end,) for end in ends], "rule: Polish -ski of men, -ska of women", "Polish"
                break
        stem = token[2:] if token.startswith("mc") else token[3:] if token.startswith("mac") else ""
        if len(stem) >= SHORT and (token.startswith("mc") or _INNER_CAPITAL.match(raw)):
            yield _mac(stem)
        made = self.made.get(token, [])
        if made:
            yield _made(made)

    def is_known(self, key: Key) -> bool:
        """Whether tokens are a name, or may be part of one."""
        if self.lexicon.of(key, (*NAMES, "nick", "servant")):
            return True
        return len(key) == 1 and (key[0] in self.made or key[0] in self.serving)


def _mac(stem: str) -> Ruled:
    keys: list[Key] = [("mc" + stem,), ("mac" + stem,), ("mc", stem), ("mac", stem), ("m", stem)]
    return keys, "rule: Mc and Mac, apart or together", "Irish"


def _made(made: list[tuple[Line, Line]]) -> Ruled:
    """A Punjabi name of two parts, each in its spellings, in one script."""
    same = {
        (one[0] + other[0],)
        for begin, end in made
        for one, other in product(begin.spellings, end.spellings)
        if len(one) == len(other) == 1 and one[0].isascii() == other[0].isascii()
    }
    because = "; ".join(f"{begin.why} with {end.why}" for begin, end in made)
    return sorted(same), f"rule: Punjabi names of two parts ({because})", "Punjabi"
