"""Recall certificates of a case: a draw is begun and seeded, its verdict worked out from the ledger, and a certificate issued."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from muniment.errors import AskedWrong, Broken, Refused, UnknownItem
from muniment.ledger.canonical import b64, canonical
from muniment.ledger.key import Verifier
from muniment.ledger.tree import leaf
from muniment.model.act import Act, ranges
from muniment.model.review import CertificateIssued, DrawAbandoned, DrawBegan, DrawSeeded, Judgement
from muniment.names.filename import plain
from muniment.review import cosigned, facts
from muniment.review.certificate.course import Course
from muniment.review.certificate.issue import RULES, Decision, Draw, decide
from muniment.review.certificate.number import LEAST_DIGITS, numbers, seed
from muniment.review.certificate.table import terms
from muniment.review.certificate.verdict import Claim, Counting, Standing, Verdict, What
from muniment.review.judge import allow_note
from muniment.review.readable import not_readable
from muniment.store.ids import number_of
from muniment.store.store import Store
from muniment.store.tables import COUNTED
from muniment.store.view import View

MOST_DIGITS = 1_000
_FRAME = f"SELECT n FROM item WHERE {COUNTED} ORDER BY n"  # noqa: S608 # our own words
_DRAWS = "SELECT entry, rule, target, alpha, count, ranking, seeded, how, digits, abandoned FROM draw ORDER BY entry"


@dataclass(frozen=True, slots=True)
class Begun:
    """A draw as it stands. `leaf` is what a second person's digits are added to."""

    draw: Draw
    ranking: int
    leaf: str
    seeded: int | None
    digits: str
    abandoned: int | None
    certificate: int | None

    @property
    def open(self) -> bool:
        """Whether it is neither given up nor certified."""
        return self.abandoned is None and self.certificate is None


def draws(store: Store) -> list[Begun]:
    """Every draw that was begun, also those given up, the oldest first."""
    issued = dict(store.tables.rows("SELECT draw, min(entry) FROM certificate GROUP BY draw"))
    found = []
    rows = store.tables.rows(_DRAWS)
    for ordinal, (entry, rule, target, alpha, count, ranking, seeded, how, digits, abandoned) in enumerate(rows, 1):
        draw = Draw(
            entry, rule, Fraction(*json.loads(target)), Fraction(*json.loads(alpha)), count, ordinal, how or "alone"
        )
        found.append(Begun(draw, ranking, leaf_of(store, entry), seeded, digits or "", abandoned, issued.get(entry)))
    return found


def waiting(store: Store) -> Begun | None:
    """The draw that is open now, None where none is."""
    return next((each for each in reversed(draws(store)) if each.open), None)


def leaf_of(store: Store, entry: int) -> str:
    """The hash of an entry's leaf in the ledger's tree."""
    return leaf(canonical(store.ledger.entry(entry).fields)).hex()


def begin(store: Store, target: Fraction, counting: Counting, ranking: int = 0) -> int:
    """Fix frame, target and rule; returns the entry, which nobody can know the seed of yet.

    Raises: Refused, where a draw is open; AskedWrong, for a target that is none.
    """

    def act() -> Sequence[Act]:
        if (there := waiting(store)) is not None:
            what = "a draw is open already"
            raise Refused(what, str(there.draw.entry), "go on with it, or give it up: every draw counts")
        frame = [int(n) for (n,) in store.tables.rows(_FRAME)]
        if not frame:
            raise AskedWrong("there is nothing in this case to draw from", "", "muniment intake takes a bundle in")
        said = terms(len(frame), target)
        rule = next(name for name, each in RULES.items() if each is counting)
        shares = (_two(said.target), _two(said.alpha))
        return [DrawBegan(rule, *shares, ranking, ranges(frame), len(frame))]

    return store.record_now(act)


def plant(store: Store, how: str, digits: str, person: str) -> int:
    """Add what somebody else gives to the seed of the open draw: from then on its numbers are fixed.

    Raises: Refused, where none is open, or it is seeded; AskedWrong, where that is no seed, or nobody else gave it.
    """

    def act() -> Sequence[Act]:
        there = _unseeded(store)
        if how != "alone" and (not _name(person) or _name(person).casefold() == _name(store.by).casefold()):
            raise AskedWrong("somebody else must give the digits", person, "name the second person who typed them")
        if how == "cosigned":
            raise AskedWrong("a cosigner gives a note", how, "--seed-note FILE --cosigner VKEY")
        if len(digits) > MOST_DIGITS:
            raise AskedWrong(f"these are {len(digits):,} digits", "", f"give {LEAST_DIGITS} to {MOST_DIGITS}")
        seed(there.leaf, how, digits)
        return [DrawSeeded(there.draw.entry, how, digits, _name(person))]

    return store.record_now(act)


def cosign(store: Store, note: str, vkey: str) -> int:
    """Add a cosigner's signature to the seed of the open draw; `note` is what they signed, `vkey` their verifier key.

    Raises: Refused, where none is open, or it is seeded; AskedWrong, where it does not hold, or is by the case's own key.
    """

    def act() -> Sequence[Act]:
        there = _unseeded(store)
        found = cosigned.read(note, vkey, there.leaf)
        if found.key == b64(Verifier.of(store.key).public):
            raise AskedWrong(
                "the case's own key is no cosigner's", found.name, "let somebody outside sign, with their own"
            )
        seed(there.leaf, "cosigned", found.added)
        return [DrawSeeded(there.draw.entry, "cosigned", found.added, found.name, found.key, found.note)]

    return store.record_now(act)


def abandon(store: Store, why: str) -> int:
    """Give the open draw up; it stays listed.

    Raises: Refused, where none is open; AskedWrong.
    """
    if not why.strip():
        raise AskedWrong("a reason is needed", "", "say why, in your own words")
    allow_note(why)
    return store.record_now(lambda: [DrawAbandoned(_open(store).draw.entry, plain(why))])


def _name(said: str) -> str:
    return " ".join(plain(said).split())


def _two(share: Fraction) -> tuple[int, int]:
    return share.numerator, share.denominator


def _open(store: Store) -> Begun:
    there = waiting(store)
    if there is None:
        raise Refused("no draw is open", "", "muniment review certificate --begin")
    return there


def _unseeded(store: Store) -> Begun:
    there = _open(store)
    if there.seeded is not None:
        raise Refused("the draw is seeded already", str(there.draw.entry), "give it up, and begin another")
    return there


# -- what follows


def frame_of(view: View, draw: int) -> list[str]:
    """The items of a draw's frame."""
    said = view.tables.one("SELECT said FROM act WHERE entry=?", (draw,))
    if said is None:
        raise UnknownItem("that entry began no draw", str(draw), "muniment review certificate --json")
    return facts.ids(view, json.loads(said))


def course(store: Store, begun: Begun) -> Course:
    """All that was judged and ranked, followed for this draw; nothing is sealed before its seed is there.

    *Cost*: a pass over what happened, and over the frame.
    """
    frame = frame_of(store, begun.draw.entry)
    given = numbers(seed(begun.leaf, begun.draw.how, begun.digits), frame) if begun.seeded is not None else {}
    return Course(frame, given, begun.seeded).follow(facts.events(store))


def decided(store: Store, begun: Begun, followed: Course) -> Decision:
    """What may be said over a draw now."""
    return decide(followed, begun.draw, not_readable(store))


def issue(store: Store, begun: Begun) -> int:
    """Issue the recall certificate of the open draw, worked out while nobody else appends; returns its entry.

    Raises: Refused, where it may not be.
    """

    def act() -> Sequence[Act]:
        if begun.seeded is None:
            raise Refused("the draw is not seeded yet", str(begun.draw.entry), "let a second person give digits")
        followed = course(store, begun)
        decision = decided(store, begun, followed)
        if decision.verdict.what is not What.STOP:
            raise Refused("no recall certificate can be issued yet", decision.verdict.what.value, "read or audit on")
        return [CertificateIssued(begun.draw.entry, decision.figures(), *_rests(store, followed, decision))]

    return store.record_now(act)


def _rests(store: Store, followed: Course, decision: Decision) -> tuple[list[tuple[int, int]], int]:
    unread = sorted(followed.unread(not_readable(store)), key=number_of)
    relevant = (item for item in followed.frame if followed.judgement(item) is Judgement.RELEVANT)
    out = set(unread)
    found = [item for item in relevant if item not in out]
    assert (len(found), len(unread)) == (decision.standing.found, decision.standing.not_readable)
    named = [number_of(item) for item in (*found, *unread)]
    return ranges(named), len(named)


def stated(draw: Draw, figures: Mapping[str, int]) -> Decision:
    """What a recall certificate rests on, from the figures that its entry states.

    Raises: Broken, where it does not state them.
    """
    try:
        return _stated(draw, figures)
    except (KeyError, ZeroDivisionError):
        what = "a recall certificate does not state what it must"
        raise Broken(what, str(draw.entry), "run muniment verify") from None


def _stated(draw: Draw, figures: Mapping[str, int]) -> Decision:
    standing = Standing(
        figures["found"], figures["undecided"], figures["not_readable"], figures["level"], (), figures["left"]
    )
    claim = Claim(
        Fraction(figures["recall_part"], figures["recall_of"]),
        Fraction(figures["readable_part"], figures["readable_of"]),
        draw.terms.confidence,
        figures["found"],
        figures["missed_at_most"],
    )
    verdict = Verdict(What.STOP, figures["least"], figures["need"], ())
    sampled, relevant = figures["sampled"], figures["sample_relevant"]
    blind, seen = figures["sample_blind"], figures["sample_opened"]
    return Decision(draw, verdict, standing, claim, sampled, relevant, blind, seen, None, 0)
