"""Who reads what next, and recall certificates."""

import json
import re
from fractions import Fraction
from functools import cached_property

from muniment.case.base import Base, Json
from muniment.errors import AskedWrong, Broken
from muniment.model.review import Way
from muniment.review import certify, overtaken, progress, readable
from muniment.review.certificate import expect
from muniment.review.certificate.course import Course
from muniment.review.certificate.issue import Decision, assumptions
from muniment.review.certificate.table import Table, terms
from muniment.review.certificate.verdict import Counting, What, of_frame, shown
from muniment.review.desk import Desk
from muniment.review.judge import when
from muniment.store.ids import id_of

_TARGET = re.compile(r"([0-9]{1,2}(?:\.[0-9]{1,2})?) ?%?")
_TERMS = 8  # that are shown of why an item comes next


class Ranking(Base):
    """The queue, the audit, and what they allow to be said."""

    @cached_property
    def _desk(self) -> Desk:
        desk = Desk(self._store)
        self._ends.callback(desk.end)
        return desk

    # -- what comes next

    def review_next(self, *, audit: bool = False) -> Json:
        """The item that whoever acts here should read next, and why; with `audit` the next of the open draw, blind.

        It is not opened by that. Raises: Refused, where there is no draw to audit; ToolMissing.
        """
        self._store.catch_up()
        found = self._desk.audit() if audit else self._desk.next()
        why = self._desk.why(found.item, _TERMS) if found.item and found.way is Way.QUEUE else []
        with self._store.moment():
            said = progress.figures(self._store)
        return {
            "item": found.item,
            "from": found.way.value if found.item else "",
            "why": [{"term": term, "weight": round(weight, 4)} for term, weight in why],
            "remaining": said["judged_by_nobody"],
            "opened": said["opened"],
            "judged": said["judged"],
            "outside": self._desk.outside() if found.item is None else 0,
            "batch": {"left": found.left, "size": found.size},
            "as_of": self._store.as_of,
        }

    def ranked(self, limit: int = 20) -> list[Json]:
        """The items of the batch that nobody has judged, in the order in which they come."""
        self._store.catch_up()
        return [
            {"item": item, "name": self._store.item(item).name, "place": place}
            for place, item in enumerate(self._desk.ahead(limit), 1)
        ]

    def rank(self, query: str = "") -> Json:
        """Begin a ranking; what the query finds is read first.

        Raises: BadQuery; Refused, where an audit rests on the ranking that there is.
        """
        self._store.catch_up()
        entry = self._desk.begin(query)
        return {"first": self._desk.next().item} | self._done(entry)

    def way_of(self, item: str) -> str:
        """How an item that is judged now came before the person: queue, audit, or aside."""
        self._store.catch_up()
        return self._desk.way(item).value

    def still_unread(self, entry: int) -> int:
        """How many of the items that an entry judged still count as possibly relevant, since nobody who judged them opened them.

        Of what a machine could read whole there is none.
        """
        self._store.catch_up()
        judged = self._store.tables.rows("SELECT item FROM judged WHERE entry=? AND back IS NULL", (entry,))
        return len(self._desk.unread([id_of(n) for (n,) in judged]))

    def work_ahead(self) -> None:
        """From now on, have the next batch worked out in a thread while somebody reads the last item of this one.

        The order is the same as without. *Cannot*: without the extra `rank` nothing is worked out.
        """
        self._desk.work_ahead()

    def look_ahead(self) -> None:
        """Have in that thread also what came in weighed, once nothing more comes; to be asked now and then."""
        self._store.catch_up()
        self._desk.look_ahead()

    # -- recall certificates

    def begin_draw(self, target: str = "95%", counting: str = "all") -> Json:
        """Fix frame, target and rule of a recall certificate; a second person's digits come after it.

        Raises: AskedWrong; Refused, where a draw is open.
        """
        entry = certify.begin(self._store, _target(target), _counting(counting), self._ranking())
        return {"draw": entry, "leaf": certify.leaf_of(self._store, entry)} | self._done(entry)

    def seed_draw(
        self, digits: str = "", person: str = "", how: str = "typed", *, note: str = "", cosigner: str = ""
    ) -> Json:
        """Add to the seed of the open draw what a second person gives; `how` is typed, cosigned or alone.

        A cosigner gives the `note` that they signed over the draw's leaf; `cosigner` is their verifier key.
        Raises: AskedWrong, where a signature does not hold; Refused.
        """
        if how == "cosigned":
            return self._done(certify.cosign(self._store, note, cosigner))
        return self._done(certify.plant(self._store, how, digits, person))

    def abandon_draw(self, why: str) -> Json:
        """Give the open draw up; it stays listed.

        Raises: AskedWrong; Refused.
        """
        return self._done(certify.abandon(self._store, why))

    def certificate(self, target: str = "95%", *, issue: bool = True) -> Json:
        """The recall certificate, issued where it may be; else what is needed first, and about how much that is.

        Raises: AskedWrong.
        """
        self._store.catch_up()
        begun = certify.waiting(self._store)
        if begun is None:
            return self._before(_target(target))
        decision = certify.decided(self._store, begun, self._desk.course())
        if issue and begun.seeded is not None and decision.verdict.what is What.STOP:
            entry = certify.issue(self._store, begun)
            return self._issued(entry) | self._done(entry)
        return self._stated(begun, decision)

    def certificates(self) -> list[Json]:
        """Every recall certificate that was issued, the newest first, with the entry that overtook it."""
        self._store.catch_up()
        return [self._issued(entry) for (entry,) in self._store.tables.rows(_ISSUED)]

    def draws(self) -> list[Json]:
        """Every draw that was begun, those given up among them."""
        self._store.catch_up()
        return [_draw(each) for each in certify.draws(self._store)]

    # -- how it is said

    def _ranking(self) -> int:
        found = self._store.tables.one("SELECT max(entry) FROM ranking")
        return int(found) if found is not None else -1

    def _before(self, target: Fraction) -> Json:
        """What is known before a draw: nothing is claimed, and what a certificate would cost is said."""
        hidden = readable.not_readable(self._store)
        course = self._desk.course()
        standing = course.standing(hidden)
        size = len(course.frame)
        about = _COUNTED | {"frame": size, "found": standing.found, "not_readable": standing.not_readable}
        if not size:
            raise AskedWrong("there is nothing in this case to certify", "", "muniment intake takes a bundle in")
        table = Table(terms(size, target))
        likely = [standing.found, *(each for each in _GUESSES if standing.found < each < size)]
        costs = [_expected(expect.expect(table, each, _opened(course))) for each in likely if each]
        need = costs[0]["audit"] if costs else size
        return about | {
            "issued": False,
            "do": "begin",
            "target": float(target),
            "confidence": float(table.terms.confidence),
            "undecided": standing.undecided,
            "need": need,
            "settle": 0,
            "expect": costs,
            "issued_before": len(self._store.tables.rows(_ISSUED)),
            "draw": None,
            "as_of": self._store.as_of,
        }

    def _stated(self, begun: certify.Begun, decision: Decision) -> Json:
        claim, standing = decision.claim, decision.standing
        what = decision.verdict.what.value
        said = _COUNTED | _figures(decision)
        table = Table(begun.draw.terms)
        relevant = expect.guess(standing) or standing.found
        course = self._desk.course()
        return said | {
            "issued": False,
            "do": "seed" if begun.seeded is None else what,
            "recall_at_least": shown(claim.recall) if claim and begun.seeded is not None else None,
            "recall_at_least_readable": shown(claim.readable) if claim and begun.seeded is not None else None,
            "need": decision.need if decision.need is not None else decision.settle or None,
            "settle": decision.settle,
            "enough": _enough(table, decision),
            "outside": self._desk.outside(),
            "level": of_frame(standing.level) if begun.seeded is not None else None,
            "expect": [_expected(expect.expect(table, relevant, _opened(course)))]
            if relevant and claim is None
            else [],
            "breaks": [{"entry": each.entry, "what": each.what} for each in course.breaks],
            "draw": _draw(begun),
            "as_of": self._store.as_of,
        }

    def _issued(self, entry: int) -> Json:
        draw, figures, at, by = self._store.tables.rows(_ONE, (entry,))[0]
        begun = next((each for each in certify.draws(self._store) if each.draw.entry == draw), None)
        if begun is None:
            raise Broken("a recall certificate names no draw", str(entry), "run muniment verify")
        decision = certify.stated(begun.draw, json.loads(figures))
        assert decision.claim is not None
        return (
            _COUNTED
            | _figures(decision)
            | {
                "issued": True,
                "do": "stop",
                "recall_at_least": shown(decision.claim.recall),
                "recall_at_least_readable": shown(decision.claim.readable),
                "entry": entry,
                "at": when(at),
                "by": by,
                "draw": _draw(begun),
                "overtaken_by": overtaken.overtaken_by(self._store, entry),
                "as_of": self._store.as_of,
            }
        )


_GUESSES = (20, 45, 100, 200, 450, 1_000, 2_000)  # relevant items, for which it is said what a certificate costs
_ISSUED = "SELECT entry FROM certificate ORDER BY entry DESC"
_ONE = (
    "SELECT draw, figures, act.at, coalesce(name, '') FROM certificate JOIN act USING (entry) "
    "LEFT JOIN person ON id=certificate.person WHERE certificate.entry=?"
)
_COUNTED: Json = {
    "issued": False,
    "recall_at_least": None,
    "recall_at_least_readable": None,
    "sampled": 0,
    "sample_relevant": 0,
    "sample_blind": 0,
    "sample_opened": 0,
    "assumptions": [],
    "need": None,
    "entry": None,
    "overtaken_by": None,
}


def _figures(decision: Decision) -> Json:
    standing = decision.standing
    return {
        "target": float(decision.draw.target),
        "confidence": float(decision.draw.terms.confidence),
        "frame": decision.draw.size,
        "found": standing.found,
        "undecided": standing.undecided,
        "not_readable": standing.not_readable,
        "left": standing.left,
        "sampled": decision.sampled,
        "sample_relevant": decision.sample_relevant,
        "sample_blind": decision.sample_blind,
        "sample_opened": decision.sample_opened,
        "missed_at_most": decision.claim.missed_at_most if decision.claim else None,
        "assumptions": assumptions(decision),
    }


def _enough(table: Table, decision: Decision) -> int | None:
    """How many relevant items found would bear the doubtful ones; None where they are no hindrance, or never will."""
    standing = decision.standing
    wanted = expect.enough(table, standing.doubtful(decision.draw.counting))
    return wanted if decision.settle and wanted <= standing.found + standing.left else None


def _draw(begun: certify.Begun) -> Json:
    return {
        "entry": begun.draw.entry,
        "rule": begun.draw.rule,
        "target": float(begun.draw.target),
        "frame": begun.draw.size,
        "leaf": begun.leaf,
        "seeded": begun.seeded,
        "how": begun.draw.how if begun.seeded is not None else "",
        "digits": begun.digits,
        "abandoned": begun.abandoned,
        "certificate": begun.certificate,
    }


def _expected(found: expect.Expected) -> Json:
    return {
        "relevant": found.relevant,
        "opens": found.opens,
        "low": found.low,
        "high": found.high,
        "more": found.more,
        "audit": found.audit,
        "advice": [*found.advice],
    }


def _opened(course: Course) -> int:
    return sum(course.judgement(item) is not None for item in course.frame)


def _target(said: str) -> Fraction:
    found = _TARGET.fullmatch(said.strip())
    if found is None or not 50 <= float(found[1]) < 100:
        raise AskedWrong("that is no target", said, "a share of the relevant items, from 50% to below 100%: 95%")
    return Fraction(found[1]) / 100


def _counting(said: str) -> Counting:
    if said not in {each.value for each in Counting}:
        raise AskedWrong("a target does not count so", said, "one of: " + ", ".join(Counting))
    return Counting(said)
