"""Kinds of dated act, a closed list: what happened on a day, and what must be said of it (acts.yaml)."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from muniment.prove.law.load import FOLDER, Spot, Status, document, entries, refer

FILE = "acts.yaml"


class Form(StrEnum):
    """What the value of a field must be."""

    TEXT = "text"
    DAY = "day"
    ACT = "act"  # another dated act, by its number
    ONE_OF = "one-of"
    YES_NO = "yes-no"


class Order(StrEnum):
    """How the day of a field lies to the act: not before its first day, or not after its last."""

    AFTER = "after"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Field:
    """Something that may be said of a dated act besides its day, election and nation."""

    id: str
    title: str
    form: Form
    values: tuple[str, ...] = ()
    order: Order | None = None


@dataclass(frozen=True, slots=True)
class FromPoll:
    """Where only the day of the poll is known: the earliest that this act can have been, counted from it.

    `stands_in`: in a case too, until such an act is entered.
    """

    days: int
    said: str = ""
    stands_in: bool = False


@dataclass(frozen=True, slots=True)
class ActKind:
    """A kind of dated act. `needs` are fields without which it is refused, `may` are those that it may have.

    `ahead`: its day may be fixed beforehand, and lie ahead; no other act is entered before it has happened.
    """

    id: str
    title: str
    status: Status
    source: str
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    from_poll: FromPoll | None = None
    note: str = ""
    ahead: bool = field(default=False, repr=False)  # when an act is entered makes no clock another one (`Book.hashes`)


@dataclass(frozen=True, slots=True)
class Acts:
    """The closed list, and the fields that its kinds have."""

    fields: dict[str, Field]
    kinds: dict[str, ActKind]


def load(folder: Path = FOLDER) -> Acts:
    """Read the list.

    Raises: BadLaw.
    """
    raw = document(folder / FILE, ("fields", "acts"))
    fields = entries(Field, raw["fields"], Spot(FILE, field="fields"))
    for each in fields.values():
        if bool(each.values) is not (each.form is Form.ONE_OF):
            raise Spot(FILE, each.id, "values").wrong("a field has values where it is one of some, and only there")
        if each.order and each.form is not Form.DAY:
            raise Spot(FILE, each.id, "order").wrong("only a day lies before an act or after it")
    kinds = entries(ActKind, raw["acts"], Spot(FILE, field="acts"))
    for kind in kinds.values():
        refer(kind.needs, fields, Spot(FILE, kind.id, "needs"), "field")
        refer(kind.may, fields, Spot(FILE, kind.id, "may"), "field")
    return Acts(fields, kinds)
