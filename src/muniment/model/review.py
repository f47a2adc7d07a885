"""Acts of people who read: they judge, code, note, take back; what the ranking handed out; draws and recall certificates.

Shapes are for ever, as in `act`. What a person writes in their own words, and every query, is a sealed value. A number that
is no whole number stands as a fraction of two.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from muniment.model.act import Act, Sealed
from muniment.model.deed import Named, Ranges, listed
from muniment.model.reading import Json

Share = tuple[int, int]  # a fraction: part, of


class Judgement(StrEnum):
    """What a person says that an item is to the case."""

    RELEVANT = "relevant"
    NOT_RELEVANT = "not-relevant"
    UNSURE = "unsure"


class Way(StrEnum):
    """How an item came before the person who judged it."""

    QUEUE = "queue"  # the ranking handed it out
    AUDIT = "audit"  # a draw handed it out, blind to its place in the ranking
    SAMPLE = "sample"  # a second look, blind to the first judgement
    ASIDE = "aside"  # found by a search, a family, a link


class Field(StrEnum):
    """What else the coding form says of an item. The value of a tag is the number of the entry that defined it."""

    TAG = "tag"
    SENSITIVE = "sensitive"  # yes
    PRIVILEGED = "privileged"  # yes, no
    ASSISTS = "assists"  # may undermine the case for the prosecution, or assist the case for the accused: yes, no
    USED = "used"  # used, unused


VALUES = {
    Field.SENSITIVE: ("yes",),
    Field.PRIVILEGED: ("yes", "no"),
    Field.ASSISTS: ("yes", "no"),
    Field.USED: ("used", "unused"),
}


class Answer(StrEnum):
    """What somebody says of a thing that later evidence bears on."""

    STANDS = "stands"
    VARIED = "varied"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Judged(Act):
    """A person judged these items, in one act. `decides`: it is to stand where people's judgements differ."""

    do: ClassVar[str] = "judged"
    judgement: Judgement
    way: Way
    note: str
    ids: Ranges
    count: int
    query: str = ""
    decides: bool = False
    list: Named | None = None

    def fields(self) -> dict[str, Json]:
        said: dict[str, Json] = {"as": self.judgement.value, "way": self.way.value, "decides": self.decides}
        return said | {"count": self.count} | listed(self.ids, self.list)

    def sealed(self) -> Sealed:
        return [("note", self.note), ("query", self.query)]


@dataclass(frozen=True, slots=True)
class _Undoes(Act):
    """An act that undoes what an entry did, all of it, and why."""

    entry: int
    why: str

    def fields(self) -> dict[str, Json]:
        return {"entry": self.entry}

    def sealed(self) -> Sealed:
        return [("why", self.why)]


@dataclass(frozen=True, slots=True)
class TakenBack(_Undoes):
    """The person who judged takes an entry's judgements back, all of them; what they said before it stands again."""

    do: ClassVar[str] = "taken-back"


@dataclass(frozen=True, slots=True)
class TagDefined(Act):
    """A tag of a list of the case; its entry's number is what items are tagged with."""

    do: ClassVar[str] = "tag-defined"
    of: str
    name: str

    def sealed(self) -> Sealed:
        return [("list", self.of), ("name", self.name)]


@dataclass(frozen=True, slots=True)
class TagRetired(Act):
    """A tag is offered no longer; items keep it."""

    do: ClassVar[str] = "tag-retired"
    entry: int

    def fields(self) -> dict[str, Json]:
        return {"entry": self.entry}


@dataclass(frozen=True, slots=True)
class Coded(Act):
    """A person says this of these items, or (`remove`) says it no longer, in one act."""

    do: ClassVar[str] = "coded"
    field: Field
    value: str
    remove: bool
    why: str
    ids: Ranges
    count: int
    query: str = ""
    list: Named | None = None

    def fields(self) -> dict[str, Json]:
        said: dict[str, Json] = {"field": self.field.value, "value": self.value, "remove": self.remove}
        return said | {"count": self.count} | listed(self.ids, self.list)

    def sealed(self) -> Sealed:
        return [("why", self.why), ("query", self.query)]


@dataclass(frozen=True, slots=True)
class CodeUndone(_Undoes):
    """What an entry said or removed is as it was before it."""

    do: ClassVar[str] = "code-undone"


@dataclass(frozen=True, slots=True)
class Noted(Act):
    """A person's note on an item; searched with it, and never part of what was received."""

    do: ClassVar[str] = "noted"
    item: str
    text: str

    def fields(self) -> dict[str, Json]:
        return {"on": self.item}

    def sealed(self) -> Sealed:
        return [("text", self.text)]


@dataclass(frozen=True, slots=True)
class ReadToEnd(Act):
    """A person states that they read an item to its end, in this reading of it (the entry of the reading)."""

    do: ClassVar[str] = "read-to-end"
    item: str
    reading: int | None

    def fields(self) -> dict[str, Json]:
        return {"on": self.item, "reading": self.reading}


@dataclass(frozen=True, slots=True)
class RankingBegan(Act):
    """Reading in ranked order begins: by which ranker, from which seed, one in how many by chance, and what comes first."""

    do: ClassVar[str] = "ranking-began"
    ranker: str
    seed: int
    chance: int
    query: str
    ids: Ranges  # read first, in this order: what the query found, or a random start
    count: int
    list: Named | None = None

    def fields(self) -> dict[str, Json]:
        said: dict[str, Json] = {"ranker": self.ranker, "seed": self.seed, "chance": self.chance}
        return said | {"count": self.count} | listed(self.ids, self.list)

    def sealed(self) -> Sealed:
        return [("query", self.query)]


@dataclass(frozen=True, slots=True)
class Ranked(Act):
    """The next batch, in its order: `reached` items lay before it, of which `trained` had taught the ranker."""

    do: ClassVar[str] = "ranked"
    ranking: int
    reached: int
    trained: int
    ids: Ranges
    count: int
    list: Named | None = None

    def fields(self) -> dict[str, Json]:
        said: dict[str, Json] = {"ranking": self.ranking, "reached": self.reached, "trained": self.trained}
        return said | {"count": self.count} | listed(self.ids, self.list)


@dataclass(frozen=True, slots=True)
class SampleDrawn(Act):
    """Items drawn at random from some that were judged, for a second look; `seed` draws them again."""

    do: ClassVar[str] = "sample-drawn"
    of: str
    seed: int
    frame: int
    ids: Ranges
    count: int
    query: str = ""
    list: Named | None = None

    def fields(self) -> dict[str, Json]:
        said: dict[str, Json] = {"of": self.of, "seed": self.seed, "frame": self.frame}
        return said | {"count": self.count} | listed(self.ids, self.list)

    def sealed(self) -> Sealed:
        return [("query", self.query)]


@dataclass(frozen=True, slots=True)
class DrawBegan(Act):
    """Frame, target and rule of a recall certificate are fixed, before anybody can know the seed."""

    do: ClassVar[str] = "draw-began"
    rule: str
    target: Share
    alpha: Share
    ranking: int
    ids: Ranges  # the frame
    count: int
    list: Named | None = None

    def fields(self) -> dict[str, Json]:
        said: dict[str, Json] = {"rule": self.rule, "target": [*self.target], "alpha": [*self.alpha]}
        return said | {"ranking": self.ranking, "count": self.count} | listed(self.ids, self.list)


@dataclass(frozen=True, slots=True)
class DrawSeeded(Act):
    """What somebody else added to the seed of a draw: `how` is typed, cosigned, or alone, where nobody did.

    `digits` are those typed, or a signature in hexadecimal. Of a cosigner also their public key and the hash of their note.
    """

    do: ClassVar[str] = "draw-seeded"
    draw: int
    how: str
    digits: str
    person: str
    cosigner: str = ""
    note: str = ""

    def fields(self) -> dict[str, Json]:
        said: dict[str, Json] = {"draw": self.draw, "how": self.how, "digits": self.digits}
        return said | ({"cosigner": self.cosigner, "note": self.note} if self.cosigner else {})

    def sealed(self) -> Sealed:
        return [("person", self.person)]


@dataclass(frozen=True, slots=True)
class AuditBegan(Act):
    """The first item of a draw is handed out: from here on what is judged outside the queue is sealed."""

    do: ClassVar[str] = "audit-began"
    draw: int

    def fields(self) -> dict[str, Json]:
        return {"draw": self.draw}


@dataclass(frozen=True, slots=True)
class DrawAbandoned(Act):
    """A draw is given up; it stays listed."""

    do: ClassVar[str] = "draw-abandoned"
    draw: int
    why: str

    def fields(self) -> dict[str, Json]:
        return {"draw": self.draw}

    def sealed(self) -> Sealed:
        return [("why", self.why)]


@dataclass(frozen=True, slots=True)
class CertificateIssued(Act):
    """A recall certificate: the figures it states, and what it rests on.

    `ids` are the relevant items found, as many as the figures say, and then those that cannot be read.
    """

    do: ClassVar[str] = "certificate-issued"
    draw: int
    figures: dict[str, int]
    ids: Ranges
    count: int
    list: Named | None = None

    def fields(self) -> dict[str, Json]:
        return {"draw": self.draw, "figures": dict(self.figures), "count": self.count} | listed(self.ids, self.list)


@dataclass(frozen=True, slots=True)
class Answered(Act):
    """Somebody answers what later evidence bears on: it stands, it was varied, or it is withdrawn; and why."""

    do: ClassVar[str] = "overtaken-answered"
    entry: int
    answer: Answer
    why: str

    def fields(self) -> dict[str, Json]:
        return {"entry": self.entry, "answer": self.answer.value}

    def sealed(self) -> Sealed:
        return [("why", self.why)]
