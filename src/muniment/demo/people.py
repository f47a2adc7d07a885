"""The people of the made-up case: surnames are put together from parts, so that they are plainly nobody's."""

from collections.abc import Sequence
from dataclasses import dataclass

from muniment.demo import story
from muniment.demo.chance import Stream, stream

# words apart by spaces
_FIRST_NAMES_SAID = (
    "Amina Tomasz Carys Shirin Joel Rukhsana Pawel Nia Farid Greta Owen Lubna Marek Sian Habib Delia Idris Agata Rafiq Miriam "
    "Kofi Elin Zofia Nasreen Gareth Shamima Piotr Beth Jamal Ottilie Anwar Hania Rhys Sultana Viktor Megan Hasan Ewa Ffion "
    "Monwara Lech Gwen Tariq Ines Bartek Sioned Khaled Ada Dafydd Parvin Jacek Lowri Imran Celia Emyr Rahela Olek Nerys"
)
_FRONTS_SAID = (
    "Marra Tender Brindle Quill Fenwick Harrow Oster Calder Thistle Wether Drum Saffer Pell Lodde Corran Isken Vanner Tolle "
    "Ember Ruddle Skell Hollo Tarr Windle Ackle Bristo Dunna Ebber Faren Gossa Hurda Ibbe Jorra Kelda Lumme Morro"
)
_BACKS_SAID = "by combe ford gate hay kin land lowe mere nesse pike rake shaw stead thorne vane wick worth yarde zell"
_STREET_FRONTS_SAID = (
    "Thimble Ropewalk Cooper Lantern Caulker Tar Weighhouse Saltpan Mussel Ferry Rudder Cordage Hopper Tallow Bobbin Quern Sluice "
    "Reed Sexton Pippin Marl Basket Anchor Wicket Spindle Chandler Oakum Barge"
)
FIRST_NAMES = _FIRST_NAMES_SAID.split()
_FRONTS = _FRONTS_SAID.split()
_BACKS = _BACKS_SAID.split()
_STREET_FRONTS = _STREET_FRONTS_SAID.split()
_STREET_BACKS = ("Street", "Road", "Lane", "Row", "Yard", "Walk", "Close", "Terrace")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist."""

    first: str
    last: str
    part: str  # what they are in the story: candidate, canvasser, official, ...
    domain: str

    @property
    def name(self) -> str:
        """First name and surname."""
        return f"{self.first} {self.last}"

    @property
    def address(self) -> str:
        """Their mail address, of a kind that cannot exist."""
        return f"{self.first}.{self.last}@{self.domain}".lower()

    @property
    def box(self) -> str:
        """As it stands in a header."""
        return f"{self.name} <{self.address}>"


@dataclass(frozen=True, slots=True)
class World:
    """Everybody and every place that papers speak of."""

    people: dict[str, Sequence[Person]]
    streets: Sequence[str]

    def some(self, part: str) -> Sequence[Person]:
        """Everybody of one part."""
        return self.people[part]


PARTS = {  # part: (how many, whose mail)
    "candidate": (4, "campaign"),
    "agent": (3, "campaign"),
    "canvasser": (10, "campaign"),
    "volunteer": (24, "campaign"),
    "official": (9, "council"),
    "councillor": (12, "council"),
    "officer": (6, "police"),
    "solicitor": (4, "petitioners"),
    "witness": (26, "home"),
    "reporter": (4, "press"),
}


def surnames() -> list[str]:
    """Every surname there can be."""
    return [front + back for front in _FRONTS for back in _BACKS]


def world(seed: int) -> World:
    """The people and streets of a seed; no two of them have one surname."""
    rng = stream(seed, "people")
    names = [name for name in surnames() if name != story.GRANTS_OFFICER[1]]
    rng.shuffle(names)
    people: dict[str, Sequence[Person]] = {}
    for part, (count, whose) in PARTS.items():
        domain = story.MAILS[whose]
        people[part] = tuple(Person(rng.choice(FIRST_NAMES), names.pop(), part, domain) for _ in range(count))
    grants = Person(*story.GRANTS_OFFICER, "official", story.MAILS["council"])
    people["grants"] = (grants,)
    people["official"] = (grants, *people["official"])
    return World(people, _streets(rng))


def _streets(rng: Stream) -> Sequence[str]:
    every = [f"{front} {back}" for front in _STREET_FRONTS for back in _STREET_BACKS]
    return tuple(rng.sample(every, 72))
