"""Speaks: fills the slots of a sentence with the people, places and small words of the story."""

import re
from collections.abc import Sequence

from muniment.demo import story
from muniment.demo.chance import Stream
from muniment.demo.fillers import FILLERS
from muniment.demo.people import World
from muniment.demo.sentences import SENTENCES
from muniment.demo.tongues import TONGUES

_SLOT = re.compile(r"\{(\w+)\}")
_PLACES: dict[str, Sequence[str]] = {
    "ward": story.WARDS,
    "estate": story.ESTATES,
    "block": story.BLOCKS,
    "party": story.PARTIES,
    "hall": story.HALLS,
    "group": story.GROUPS,
    "poss": ("their",),
    "they": ("they",),
}


class Voice:
    """One stream's way of speaking."""

    def __init__(self, world: World, rng: Stream) -> None:
        self.world = world
        self.rng = rng

    def say(self, topic: str) -> str:
        """One sentence."""
        return self.fill(self.rng.choice(SENTENCES[topic]))

    def paragraph(self, *topics: str, least: int = 3, most: int = 5) -> str:
        """Sentences on these topics, none of one pattern twice."""
        every = [pattern for topic in topics for pattern in SENTENCES[topic]]
        chosen = self.rng.sample(every, min(len(every), self.rng.randint(least, most)))
        return " ".join(map(self.fill, chosen))

    def fill(self, pattern: str) -> str:
        """The sentence of a pattern; one slot that stands twice is filled twice, with two things."""
        said = self._filled(pattern)
        return said[:1].upper() + said[1:]

    def foreign(self) -> str:
        """A line in one of the borough's other languages."""
        return self.rng.choice(self.rng.choice(TONGUES))

    def _filled(self, pattern: str) -> str:
        return _SLOT.sub(lambda found: self._slot(found[1]), pattern)

    def _slot(self, name: str) -> str:
        if name in FILLERS:
            return self._filled(self.rng.choice(FILLERS[name]))
        if name in _PLACES:
            return self.rng.choice(_PLACES[name])
        if name == "street":
            return self.rng.choice(self.world.streets)
        return self.rng.choice(self.world.some(name)).name
