"""What every section of the made-up case draws from: the people, and for each section a voice and words of its own."""

from muniment.demo.chance import Marks, stream
from muniment.demo.people import World, world
from muniment.demo.sizes import SIZES, Size
from muniment.demo.voice import Voice

SECTIONS = (
    "attachments",
    "mails",
    "maildir",
    "mailbox",
    "volumes",
    "statements",
    "leaflets",
    "canvass",
    "grants",
    "minutes",
    "electors",
    "press",
    "recordings",
    "packed",
    "odds",
    "film",
    "chats",
    "postbox",
)  # a new one comes last: the place of a section is in its words


class Desk:
    """The made-up case of one seed and size."""

    def __init__(self, seed: int, size: str) -> None:
        self.seed = seed
        self.size: Size = SIZES[size]
        self.world: World = world(seed)
        self._marks = {section: Marks(seed, number) for number, section in enumerate(SECTIONS)}

    def voice(self, section: str, *more: str) -> Voice:
        """A voice that no other section draws from."""
        return Voice(self.world, stream(self.seed, section, *more))

    def mark(self, section: str) -> str:
        """A word that stands in one paper alone."""
        return self._marks[section].next()
