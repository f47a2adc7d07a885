"""The law as the tables have it, and the version of them that the case goes by."""

from datetime import date

from muniment.case.base import Json
from muniment.case.prove.part import Part
from muniment.prove import given
from muniment.prove.dated import election_in
from muniment.prove.law import adopted
from muniment.prove.law.book import Book, ours
from muniment.prove.law.load import Status
from muniment.prove.law.offences import Offence


class Law(Part):
    """The law as the tables have it."""

    def law(self, section: str = "", on: str = "", election: str = "", nation: str = "", poll: str = "") -> Json:
        """Every offence of a section (all, where none is named), as it was the law on a day; any day where none is named.

        `poll`: of the election that the conduct was about; some sections are the law for later polls alone.
        Raises: AskedWrong.
        """
        return law(section, on, election, nation, poll) | {"adopted": self.adopted()}

    def adopt_law(self) -> Json:
        """Have the case go by the tables at hand from here on."""
        entry = adopted.adopt(self._store, ours())
        return self._case._done(entry) | {"version": ours().version, "hash": ours().hash}

    def adopted(self) -> Json:
        """The tables that the case goes by, and what differs in those at hand."""
        now = adopted.differs(self._store, ours())
        return {
            "entry": now.entry,
            "version": now.version,
            "same": now.same,
            "offences": [*now.offences],
            "clocks": [*now.clocks],
        }


def law(section: str = "", on: str = "", election: str = "", nation: str = "", poll: str = "") -> Json:
    """As `Law.law`, without a case."""
    book = ours()
    day = date.fromisoformat(given.day("on", on)) if on else None
    held = date.fromisoformat(given.day("poll", poll)) if poll else None
    if election and nation:
        election_in(book.clocks, election, nation)
    elif election:
        given.choice("election", election, book.clocks.table.elections)
    elif nation:
        given.choice("nation", nation, book.clocks.holidays.nations)
    known = book.offences
    found = known.cited(section) if section else [*known.offences.values()]
    there = [each for each in found if each.spans(day, election, nation, held)]
    return {
        "section": section,
        "on": _day(day),
        "poll": _day(held),
        "offences": [_offence(book, each, day, election, nation, held) for each in there],
        "elsewhere": [each.id for each in found if each not in there],
        "version": book.version,
        "hash": book.hash,
    }


def _offence(book: Book, each: Offence, on: date | None, election: str, nation: str, poll: date | None) -> Json:
    spans = each.spans(on, election, nation, poll)
    status = each.status_on(on, election, nation, poll)
    firsts = [span.first for span in spans]
    lasts = [span.last for span in spans]
    penalty, bars = book.offences.penalties.get(each.penalty), book.offences.incapacities[each.incapacity]
    return {
        "id": each.id,
        "citation": each.citation,
        "title": each.title,
        "elements": [{"id": one.id, "kind": one.kind.value, "text": one.text} for one in each.elements],
        "class": each.kind.value,
        "status": status.value,
        "status_words": status.words,
        "text_status": each.status.value,
        "valid_from": _day(None if None in firsts else min(filter(None, firsts))),
        "valid_until": _day(None if None in lasts else max(filter(None, lasts))),
        "valid": [
            {
                "from": _day(span.first),
                "until": _day(span.last),
                "nations": [*span.nations],
                "elections": [*span.elections],
                "polls_from": _day(span.polls_from),
                "status": span.status.value,
                "verified": span.status is Status.V,
                "note": span.note,
            }
            for span in each.valid
        ],
        "liable": [*each.liable],
        "penalty": {
            "indictment": penalty.indictment,
            "summary": penalty.summary,
            "note": penalty.note,
            "source": penalty.source,
            "status": penalty.status.value,
        }
        if penalty
        else {"text": each.penalty_text, "status": each.status.value},
        "incapacity": {"years": bars.years, "bars": [*bars.bars], "source": bars.source, "status": bars.status.value},
        "consequence": book.offences.consequences[each.consequence].text,
        "agency": each.agency,
        "limited": each.limited,
        "note": each.note,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
