"""Subjects and allegations: of whom what is alleged, against which section as it stood on the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from muniment.errors import AskedWrong, UnknownItem
from muniment.model.prove import Alleged, ComplaintReceived, SubjectNamed
from muniment.prove import given
from muniment.prove.dated import election_in
from muniment.prove.days import today
from muniment.prove.entered import Entered, newest, one, record, strikes
from muniment.prove.law.book import Book
from muniment.prove.law.offences import Offence
from muniment.store.store import Store
from muniment.store.view import View

KINDS = ("person", "agent", "party", "body")


@dataclass(frozen=True, slots=True)
class Said:
    """What is alleged, as somebody gives it: `offence` is an id of the tables or a citation, `when` a day or a range."""

    text: str
    offence: str
    when: str
    election: str = "local"
    nation: str = "england"
    poll: str = ""
    attribution: str = "unknown"
    subjects: Sequence[str] = ()
    complaints: Sequence[str] = ()


def name_subject(
    store: Store, name: str, kind: str = "person", of: str = "", note: str = "", on: str = ""
) -> tuple[str, int]:
    """Enter somebody of whom something is alleged, or (`on`) what is known of one anew, as a whole.

    Whoever has that name already is not entered twice. Raises: AskedWrong; UnknownItem, where there is nobody of a number.
    """
    if on:
        given.number(store, "subject", SubjectNamed, on)
    name, kind = given.text("name", name), given.choice("kind", kind, KINDS)
    if of:
        of = _of(store, of, on)
    for id, known in newest(store, SubjectNamed).items():  # noqa: A001
        same = str(known["name"]).casefold() == name.casefold() and known["kind"] == kind and known["of"] == of
        if same and id != on:
            if on:
                raise AskedWrong("name: another has that name", f"{name}, {id}", "say which of the two they are")
            return id, known.entry
    return record(store, SubjectNamed(on=on, kind=kind, of=of, name=name, note=given.text("note", note, needed=False)))


def _of(view: View, of: str, on: str) -> str:
    """Whose agent, or of which party; not their own."""
    found = given.number(view, "of", SubjectNamed, of)
    if found == on:
        raise AskedWrong("of: nobody is their own", of, "name the other, or leave it out")
    return found


def subject(view: View, wanted: str) -> Entered:
    """A subject, by number or by name.

    Raises: UnknownItem; AskedWrong, where two have that name.
    """
    known = newest(view, SubjectNamed)
    if wanted in known:
        return known[wanted]
    found = [each for each in known.values() if str(each["name"] or "").casefold() == wanted.strip().casefold()]
    if len(found) > 1:
        raise AskedWrong("several have that name", wanted, "name one: " + ", ".join(each.id for each in found))
    if not found:
        raise UnknownItem("subject: nobody has that name or number", wanted, "the list of subjects says who is known")
    return found[0]


def allege(store: Store, book: Book, said: Said, on: str = "") -> tuple[str, int]:
    """Enter an allegation, or (`on`) a new wording of one.

    Raises: AskedWrong, where a field cannot be that, or no offence of that section was the law then; UnknownItem.
    """
    return record(store, made(store, book, said, on))


def made(view: View, book: Book, said: Said, on: str = "") -> Alleged:
    """The allegation as it would be entered. Raises: as `allege`."""
    if on:
        given.number(view, "allegation", Alleged, on)
    first, last = given.days("when", said.when)
    if first > (now := today(view).isoformat()):
        raise AskedWrong("when has not come yet", said.when, f"a day up to {now}")
    election, nation = election_in(book.clocks, said.election, said.nation)
    return Alleged(
        on=on,
        offence=_offence(book, said, first, last).id,
        first=first,
        last=last,
        election=election,
        nation=nation,
        poll=given.day("poll", said.poll, needed=False),
        attribution=given.choice("attribution", said.attribution, book.offences.ladder),
        subjects=[*dict.fromkeys(subject(view, each).id for each in said.subjects)],
        complaints=given.numbers(view, "complaint", ComplaintReceived, said.complaints),
        text=given.text("text", said.text),
        written=given.text("offence", said.offence),
    )


def of_whom(view: View, said: Entered) -> list[Entered]:
    """Those of whom it is alleged, as they are known now; not whoever was entered in error."""
    known = newest(view, SubjectNamed)
    return [known[each] for each in dict.fromkeys(said["subjects"]) if each in known]


def entered_in_error(view: View, said: Entered) -> list[Entered]:
    """Those whom it names and who were entered in error: of them it is alleged no longer, and they stay listed."""
    gone = strikes(view)
    return [one(view, SubjectNamed, each) for each in dict.fromkeys(said["subjects"]) if each in gone]


def offence_of(view: View, book: Book, allegation: str) -> Offence:
    """The offence that an allegation is of.

    Raises: UnknownItem, also where the tables at hand have it no longer.
    """
    wanted = str(one(view, Alleged, allegation)["offence"])
    if wanted not in book.offences.offences:
        next_ = "install the tables of law that the case has adopted"
        raise UnknownItem("the tables at hand have no such offence", wanted, next_)
    return book.offences.offences[wanted]


def _offence(book: Book, said: Said, first: str, last: str) -> Offence:
    """The one offence that is meant, as it was the law on each of these days."""
    known = book.offences.cited(said.offence)
    days = {date.fromisoformat(first), date.fromisoformat(last)}
    poll = date.fromisoformat(given.day("poll", said.poll)) if said.poll else None
    there = [each for each in known if all(each.spans(on, said.election, said.nation, poll) for on in days)]
    if len(there) == 1:
        return there[0]
    if there:
        exact = [each for each in there if each.id == said.offence]
        if exact:
            return exact[0]
        raise AskedWrong("offence: several are made by that section", said.offence, _choose(there))
    if known:
        what = f"offence: it was not the law {'on ' + first if first == last else f'from {first} to {last}'}"
        instead = [each for each in known if each.spans(None, said.election, said.nation)]
        next_ = f"the law, under {known[0].id}, says when it was" + (f"; {_choose(instead)}" if instead else "")
        raise AskedWrong(what, f"{said.offence} ({said.election} election, {said.nation})", next_)
    raise AskedWrong("offence: the tables have no such section", said.offence, 'as "s.60", or an id: personation')


def _choose(offences: Sequence[Offence]) -> str:
    return "name one: " + ", ".join(each.id for each in offences)
