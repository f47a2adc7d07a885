"""Witnesses: who they are, whether anybody asked them, what they would do in which forum, and their statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from muniment.errors import AskedWrong, UnknownItem
from muniment.model.prove import Alleged, Contacted, Says, StatementTaken, SubjectNamed, Willing, WitnessNamed
from muniment.prove import given
from muniment.prove.entered import Entered, newest, one, record
from muniment.prove.happened import happened
from muniment.prove.law.book import Book
from muniment.store.store import Store
from muniment.store.view import View

_ABOUT = {"ALG": Alleged, "SUB": SubjectNamed}


@dataclass(frozen=True, slots=True)
class Said:
    """A witness as somebody gives them; `subject` is the same person, `spouse` a witness or subject, by number or name."""

    name: str
    about: str = ""
    subject: str = ""
    spouse: str = ""
    speaks: Sequence[str] = ()


def name(store: Store, said: Said, on: str = "") -> tuple[str, int]:
    """Enter a witness, or (`on`) what is known of one anew, as a whole.

    Raises: AskedWrong, also where they are said to be their own spouse; UnknownItem, which names the field.
    """
    if on:
        given.number(store, "witness", WitnessNamed, on)
    subject = _person(store, "subject", said.subject, {"SUB": SubjectNamed}) if said.subject else ""
    name = given.text("name", said.name)
    for each in said.speaks:
        _known(store, "speaks", each, _ABOUT)
    act = WitnessNamed(
        on=on,
        subject=subject,
        spouse=_spouse(store, said.spouse, name, subject, on),
        speaks=[*dict.fromkeys(said.speaks)],
        name=name,
        about=given.text("about", said.about, needed=False),
    )
    return record(store, act)


def _spouse(view: View, wanted: str, name: str, subject: str, on: str) -> str:
    """Another person: neither this witness, nor the subject that they are, nor another witness who is that subject."""
    if not wanted:
        return ""
    people = {"WIT": WitnessNamed, "SUB": SubjectNamed}
    if wanted.strip().casefold() == name.casefold():
        found = on
    else:
        found = _person(view, "spouse", wanted, people)
        if found.startswith("WIT-") and subject and one(view, WitnessNamed, found)["subject"] == subject:
            found = on
    if found in {on, subject}:
        raise AskedWrong("spouse: nobody is their own", wanted, "name the other person, or leave it out")
    return found


def _person(view: View, field: str, wanted: str, kinds: Mapping[str, type[WitnessNamed] | type[SubjectNamed]]) -> str:
    """The number of a person, by number or by a name that one person has.

    Raises: UnknownItem; AskedWrong.
    """
    if wanted.partition("-")[0] in kinds:
        return _known(view, field, wanted, kinds)
    asked = wanted.strip().casefold()
    there = {
        id: each
        for kind in kinds.values()
        for id, each in newest(view, kind).items()  # noqa: A001
        if str(each["name"] or "").casefold() == asked
    }
    same = {each.said.get("subject") for each in there.values()}  # one person, as witness and as subject
    found = [id for id in there if id not in same]  # noqa: A001
    if len(found) > 1:
        raise AskedWrong(f"{field}: several have that name", wanted, "name one: " + ", ".join(found))
    if not found:
        raise UnknownItem(f"{field}: nobody has that name or number", wanted, f"a number: {' or '.join(kinds)}-0001")
    return found[0]


def _known(
    view: View,
    field: str,
    id: str,  # noqa: A002
    kinds: Mapping[str, type[WitnessNamed] | type[SubjectNamed] | type[Alleged]],
) -> str:
    kind = kinds.get(id.partition("-")[0])
    if kind is None:
        raise AskedWrong(f"{field} cannot be that", id, f"a number: {' or '.join(kinds)}-0001")
    return given.number(view, field, kind, id)


def contact(
    store: Store,
    book: Book,
    id: str,  # noqa: A002
    how: str,
    result: str,
    *,
    day: str = "",
    person: str = "",
    asked: str = "",
    answer: str = "",
) -> int:
    """Enter that somebody tried to speak with a witness, or did: when, by whom, how, what was asked and answered.

    Raises: AskedWrong; UnknownItem.
    """
    given.number(store, "witness", WitnessNamed, id)
    act = Contacted(
        on=id,
        day=happened(store, "day", day),
        how=given.choice("how", how, book.witnesses.hows),
        result=given.choice("result", result, book.witnesses.results),
        person=given.text("person", person, needed=False),
        asked=given.text("asked", asked, needed=False),
        answer=given.text("answer", answer, needed=False),
    )
    return store.record(act)


def statement(
    store: Store,
    book: Book,
    witness: str,
    form: str,
    *,
    day: str = "",
    signed: bool = False,
    item: str = "",
    note: str = "",
) -> tuple[str, int]:
    """Enter a version of a witness's statement, and the item that it lies in, where it came in.

    Raises: AskedWrong; UnknownItem; Refused.
    """
    act = StatementTaken(
        witness=given.number(store, "witness", WitnessNamed, witness),
        day=happened(store, "day", day),
        form=given.choice("form", form, book.witnesses.forms),
        signed=signed,
        item=given.item(store, "item", item).id if item else "",
        note=given.text("note", note, needed=False),
    )
    return record(store, act)


def willing(
    store: Store,
    book: Book,
    id: str,  # noqa: A002
    forum: str,
    says: str,
    *,
    fear: bool = False,
    measures: Sequence[str] = (),
    why: str = "",
) -> int:
    """Enter whether a witness would speak in one forum, whether they are in fear, and which special measures would help.

    Raises: AskedWrong, also where they would under a condition that is not said; UnknownItem.
    """
    given.number(store, "witness", WitnessNamed, id)
    said = Says(given.choice("says", says, tuple(Says)))
    act = Willing(
        on=id,
        forum=given.choice("forum", forum, book.forums.forums),
        says=said,
        fear=fear,
        measures=[given.choice("measures", each, book.witnesses.measures) for each in dict.fromkeys(measures)],
        why=given.text("why", why, needed=said is Says.IF),
    )
    return store.record(act)


def versions(view: View) -> dict[str, list[Entered]]:
    """The statements of each witness, the oldest day first."""
    found: dict[str, list[Entered]] = {}
    for each in sorted(newest(view, StatementTaken).values(), key=lambda each: (each["day"], each.entry)):
        found.setdefault(each["witness"], []).append(each)
    return found
