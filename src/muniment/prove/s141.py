"""Answers that somebody had to give in an election court: against whom they cannot be used, and of which nobody can tell.

*Source*: RPA 1983 s.141(2): against whoever gave them and their spouse or civil partner; in Scotland against that person alone.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from muniment.model.prove import Side, SubjectNamed, WitnessNamed
from muniment.prove.entered import Entered, newest, strikes
from muniment.prove.law.offences import Offences
from muniment.prove.linked import Link, papers_of
from muniment.store.ids import id_of, number_of
from muniment.store.view import View

ANSWERS, SCOTLAND = "answers", "scotland"
_TO = "SELECT id, allegation, item FROM link WHERE struck IS NULL AND item IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Bound:
    """Whoever gave the answers of an item, and their spouses: each as witness, and as subject."""

    witness: str
    own: frozenset[str]
    spouses: frozenset[str]

    def people(self, nation: str) -> frozenset[str]:
        """Against whom the answers cannot be used, where the allegation is of this nation."""
        return self.own if nation == SCOTLAND else self.own | self.spouses


@dataclass(frozen=True, slots=True)
class Unclear:
    """What somebody has to say before it is known against whom answers can be used."""

    # whose witness was entered in error; until somebody says anew whose they are, they stay barred
    items: tuple[str, ...]
    witnesses: tuple[str, ...]  # who have the name of a subject, and nobody said whether they are the same person


def barred(view: View, law: Offences, said: Entered, found: Iterable[Link]) -> set[str]:
    """The links that s.141 keeps from later proceedings: answers of a subject of the allegation, or of their spouse.

    Against them alone: what undermines the allegation is not used against them.
    """
    bound = {} if _spared(law, said) else _bound(view)
    return {each.id for each in found if each.side is Side.FOR and _keeps(bound.get(each.item), said)}


def barred_of(view: View, law: Offences, alleged: Mapping[str, Entered]) -> set[str]:
    """The same of many allegations at once."""
    bound, found = _bound(view), set()
    for link, allegation, n in view.tables.rows(_TO, (json.dumps([number_of(each) for each in bound]),)):
        said = alleged.get(allegation)
        if said and not _spared(law, said) and _keeps(bound[id_of(n)], said):
            found.add(str(link))
    return found


def unclear(view: View, law: Offences, said: Entered, found: Iterable[Link]) -> Unclear:
    """What of the answers that are linked as supporting an allegation somebody has to say first.

    *Cannot*: tell that two names are of one person where they are not written alike.
    """
    bound = {} if _spared(law, said) else _bound(view)
    cited = sorted({each.item for each in found if each.side is Side.FOR and each.item in bound})
    if not cited:
        return Unclear((), ())
    gone, names = strikes(view), _Names(view)
    alike = names.of_subjects(said["subjects"])
    unsaid = {
        who
        for each in cited
        if not _keeps(bound[each], said)
        for who in bound[each].people(said["nation"])
        if names.unsettled(who) in alike
    }
    return Unclear(tuple(each for each in cited if bound[each].witness in gone), tuple(sorted(unsaid)))


def _spared(law: Offences, said: Entered) -> bool:
    """Whether the answers are evidence of this offence, against whoever gave them too."""
    offence = str(said["offence"])
    return offence in law.offences and law.offences[offence].own_answers


def _keeps(bound: Bound | None, said: Entered) -> bool:
    return bound is not None and bool(bound.people(said["nation"]) & set(said["subjects"]))


def _bound(view: View) -> dict[str, Bound]:
    """Of each item that holds answers: who gave them, and whose spouse that is."""
    papers = {item: each.witness for item, each in papers_of(view).items() if each.kind == ANSWERS}
    if not papers:
        return {}
    every, gone = newest(view, WitnessNamed, struck=True), strikes(view)
    there = {id: each for id, each in every.items() if id not in gone}  # noqa: A001
    # A witness who was entered in error gave answers all the same: the number is wrong, and not the paper.
    covered = {each: _covered(each, there | {each: every[each]}) for each in set(papers.values()) if each in every}
    return {item: covered[witness] for item, witness in papers.items() if witness in covered}


def _covered(witness: str, known: Mapping[str, Entered]) -> Bound:
    """A witness, also under other numbers, and whoever is said to be their spouse, on either side."""
    subject = known[witness]["subject"]
    own = {id for id, each in known.items() if id == witness or (subject and each["subject"] == subject)}  # noqa: A001
    own |= {subject} - {""}
    spouses = {known[id]["spouse"] for id in own & known.keys()}  # noqa: A001
    spouses |= {id for id, each in known.items() if each["spouse"] in own}  # noqa: A001
    spouses |= {known[id]["subject"] for id in spouses & known.keys()}  # noqa: A001
    return Bound(witness, frozenset(own), frozenset(spouses - {""}))


class _Names:
    """The names of witnesses and subjects, as they are compared."""

    def __init__(self, view: View) -> None:
        self._gone = strikes(view)
        self._witnesses = newest(view, WitnessNamed, struck=True)
        self._subjects = newest(view, SubjectNamed, struck=True)

    def of_subjects(self, ids: Collection[str]) -> set[str]:
        """Of those who were not entered in error."""
        known = (self._subjects[each] for each in ids if each in self._subjects and each not in self._gone)
        return {_plain(each) for each in known} - {""}

    def unsettled(self, id: str) -> str:  # noqa: A002
        """The name of somebody of whom nobody said which subject they are; "" where somebody did."""
        if id in self._witnesses:
            return "" if self._witnesses[id]["subject"] else _plain(self._witnesses[id])
        return _plain(self._subjects[id]) if id in self._gone and id in self._subjects else ""


def _plain(said: Entered) -> str:
    return " ".join(str(said["name"] or "").casefold().split())
