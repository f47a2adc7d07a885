"""Dated acts, and the clocks that run from them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from muniment.case.base import Json
from muniment.case.prove.part import Part
from muniment.model.prove import Dated
from muniment.prove import days, given, ics, poll, pollsheet
from muniment.prove.calendar import days_of
from muniment.prove.clock import Clock
from muniment.prove.clockjson import as_json
from muniment.prove.dated import election_in
from muniment.prove.entered import newest
from muniment.prove.law.book import ours


class Days(Part):
    """Dated acts, and the clocks that run from them."""

    def act(
        self,
        kind: str,
        on: str,
        *,
        person: str = "",
        by_agents: bool | None = None,
        election: str = "local",
        nation: str = "england",
        of: str = "",
        values: Mapping[str, str] | None = None,
        note: str = "",
    ) -> Json:
        """Enter something that happened on a day, or between two: clocks run from it.

        Raises: AskedWrong, which names the field; UnknownItem.
        """
        done = days.enter(
            self._store,
            ours(),
            kind,
            on,
            election=election,
            nation=nation,
            person=person,
            by_agents=by_agents,
            of=of,
            values=values,
            note=note,
        )
        return self._done(*done) | {"working": f"{election} election, {nation}"}

    def acts(self) -> Json:
        """Every dated act."""
        self._looked("acts")
        with self._store.moment():
            rows = [
                {"id": id, "entry": each.entry} | {name: each[name] for name in _SHOWN}
                for id, each in newest(self._store, Dated).items()  # noqa: A001
            ]
            return {"acts": sorted(rows, key=lambda row: (row["first"], row["id"])), "as_of": self._store.as_of}

    def clocks(self, on: str = "") -> Json:
        """Every clock, as it stands on a day (today where none is named), the first to end first.

        Raises: AskedWrong.
        """
        self._looked("clocks")
        with self._store.moment():
            day = days.asked_day(self._store, on)
            found = days.clocks(self._store, ours(), day)
            rows = [as_json(ours().clocks, each) for each in found]
            tables = {"version": ours().version, "hash": ours().hash}
            gaps = ours().clocks.table.lacking({each.nation for each in days.acts(self._store)})
            gaps += days.unreckoned(self._store, ours())
            met = [
                {"clock": each["clock"], "day": each["day"], "entry": each.entry, "how": each["how"]}
                for each in days.said_met(self._store)
            ]
            return {
                "clocks": rows,
                "met": met,
                "gaps": gaps,
                "on": day.isoformat(),
                **tables,
                "as_of": self._store.as_of,
            }

    def calendar(self, on: str = "", *, names: bool = False) -> str:
        """The clocks as a calendar file; nobody is named in it unless `names`."""
        self._looked("calendar")
        with self._store.moment():
            found = days.clocks(self._store, ours(), days.asked_day(self._store, on))
            return ics.write(found, datetime.now(UTC), self._store.id, names=names)

    def set_clock(self, what: str, ends: str, holder: str = "", of: str = "") -> Json:
        """Add a clock for what perishes: film of a street camera, records of calls, posts.

        Raises: AskedWrong; UnknownItem.
        """
        return self._done(*days.set_clock(self._store, what, ends, holder, of))

    def meet(self, clock: str, on: str, how: str = "") -> Json:
        """Say that what a clock asks for was done on a day.

        Raises: UnknownItem; AskedWrong.
        """
        return self._done(clock, days.meet(self._store, ours(), clock, on, how))

    def step(self, text: str, on: str, of: Sequence[str] = ()) -> Json:
        """Log a step of the investigation, for the question whether there was undue delay.

        Raises: AskedWrong; UnknownItem.
        """
        return self._case._done(days.take_step(self._store, on, text, of))

    def steps(self, allegation: str = "") -> Json:
        """The log of steps, in the order of their days."""
        self._looked("steps", allegation)
        with self._store.moment():
            rows = [
                {"entry": each.entry, "day": each["day"], "of": each["of"], "text": each["text"]}
                for each in days.steps(self._store, allegation)
            ]
            return {"steps": rows, "as_of": self._store.as_of}


_SHOWN = ("kind", "first", "last", "election", "nation", "by_agents", "of", "values", "person", "note")


def of_poll(day: str, election: str = "local", nation: str = "england", on: str = "", dissolved: str = "") -> Json:
    """Every clock that runs from a poll, without any case.

    Raises: AskedWrong.
    """
    found = _of_poll(day, election, nation, on, dissolved)
    rows = [as_json(ours().clocks, each) for each in found]
    return {
        "clocks": rows,
        "on": on or day,
        "poll": day,
        "election": election,
        "nation": nation,
        "notes": [*dict.fromkeys(each.assumed for each in found if each.assumed)],
        "gaps": ours().clocks.table.lacking([nation]),
        "version": ours().version,
    }


def calendar_of_poll(
    day: str, election: str = "local", nation: str = "england", on: str = "", dissolved: str = ""
) -> str:
    """The same clocks as a calendar file.

    Raises: AskedWrong.
    """
    found = _of_poll(day, election, nation, on, dissolved)
    return ics.write(found, datetime.now(UTC), f"poll {day} {election} {nation}")


def _of_poll(day: str, election: str, nation: str, on: str, dissolved: str) -> tuple[Clock, ...]:
    asked = date.fromisoformat(given.day("on", on)) if on else None
    gone = date.fromisoformat(given.day("dissolved", dissolved)) if dissolved else None
    held = date.fromisoformat(given.day("poll", day))
    return poll.from_poll(ours().clocks, held, election, nation, asked, gone)


def sheet_of_poll(found: Json, out: Path | str) -> None:
    """Write what `of_poll` answered on one sheet of A4, to a new PDF outside every case.

    Raises: AskedWrong.
    """
    pollsheet.write(ours().clocks, found, Path(out))


def days_off(first: str, last: str, calendar: str = "", election: str = "local", nation: str = "england") -> Json:
    """The days between two that a calendar excludes (the first that excludes any, where none is named), each with why.

    It needs no case. Raises: AskedWrong.
    """
    table, holidays = ours().clocks.table, ours().clocks.holidays
    known = {id: each for id, each in table.calendars.items() if each.excluded}  # noqa: A001
    named = known[given.choice("calendar", calendar or next(iter(known)), known)]
    election_in(ours().clocks, election, nation)
    begins, ends = (date.fromisoformat(given.day(field, said)) for field, said in (("first", first), ("last", last)))
    off = days_of(holidays, table, named, nation, election)
    every = [begins + timedelta(n) for n in range((ends - begins).days + 1)]
    rows = [{"day": each.isoformat(), "why": off.why(each), "bank_holiday": off.bank_holiday(each)} for each in every]
    status, doubt = off.doubt(begins, ends)
    return {
        "calendar": named.id,
        "title": named.title,
        "text": named.text,
        "source": named.source,
        "days": [each for each in rows if each["why"] or each["bank_holiday"]],
        "verified": named.status.verified and status.verified,
        "doubt": doubt,
        "calendars": {id: each.title for id, each in known.items()},  # noqa: A001
    }
