"""What the doors ask: what may be said over a course now, the figures and assumptions of a certificate, or what is needed."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from muniment.errors import AskedWrong
from muniment.model.review import Judgement
from muniment.review.certificate.course import Course
from muniment.review.certificate.table import SCALE, Table, Terms
from muniment.review.certificate.verdict import Claim, Counting, Standing, Verdict, What, claim, judge

RULES = {  # names that stand in ledgers: what they mean never changes
    "sealed-sample-1-all": Counting.ALL,
    "sealed-sample-1-readable": Counting.READABLE,
}


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw as the ledger fixes it: at an entry, before its seed can be known. `ordinal`: 1 for the first of the case."""

    entry: int
    rule: str
    target: Fraction
    alpha: Fraction
    size: int
    ordinal: int = 1
    how: str = "alone"

    @property
    def counting(self) -> Counting:
        """What its target counts. *Raises* AskedWrong for a rule that this version does not know."""
        if self.rule not in RULES:
            raise AskedWrong("no such rule for a recall certificate", self.rule, f"choose {' or '.join(RULES)}")
        return RULES[self.rule]

    @property
    def terms(self) -> Terms:
        """Its terms: a fifth of the doubt that the confidence leaves was kept back."""
        return Terms(self.size, self.target, self.alpha, 1 - self.alpha * 5 / 4)


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done; the claim and its figures where it may be made; else `need`, the items the audit still opens.

    `settle`: where no audit can bear the claim, how many of the doubtful items somebody must open and judge first.
    `sampled`: how many items below the level of the audit were judged, however that came about; of these `sample_blind`
    were judged in the audit, alone and blind, and `sample_opened` opened by somebody whose judgement of it counts.
    """

    draw: Draw
    verdict: Verdict
    standing: Standing
    claim: Claim | None
    sampled: int
    sample_relevant: int
    sample_blind: int
    sample_opened: int
    need: int | None
    settle: int

    def figures(self) -> dict[str, int]:
        """What a certificate states, as whole numbers; a level is a number of 2^-53, a share is two numbers."""
        if self.claim is None:
            raise AskedWrong("no recall certificate can be issued now", self.verdict.what.value, "read or audit on")
        return {
            "frame": self.draw.size,
            "found": self.standing.found,
            "undecided": self.standing.undecided,
            "not_readable": self.standing.not_readable,
            "left": self.standing.left,
            "sampled": self.sampled,
            "sample_relevant": self.sample_relevant,
            "sample_blind": self.sample_blind,
            "sample_opened": self.sample_opened,
            "level": min(self.standing.level, SCALE - 1),  # the whole of it is no number that an entry can hold
            "least": self.verdict.least,
            "need": min(self.verdict.need, SCALE - 1),
            "missed_at_most": self.claim.missed_at_most,
            "recall_part": self.claim.recall.numerator,
            "recall_of": self.claim.recall.denominator,
            "readable_part": self.claim.readable.numerator,
            "readable_of": self.claim.readable.denominator,
            "draw_ordinal": self.draw.ordinal,
        }


def decide(course: Course, draw: Draw, not_readable: Collection[str] = ()) -> Decision:
    """Say what is to be done now. *Cost*: a pass over the frame."""
    table, standing = Table(draw.terms), course.standing(not_readable)
    verdict = judge(table, standing, draw.counting, void=bool(course.breaks))
    unread = course.unread(not_readable)
    audited = (item for item, number in course.numbers.items() if number < standing.level and item not in unread)
    sample = [item for item in audited if course.judgement(item) is not None]
    need = None
    if verdict.what in {What.AUDIT, What.READ}:
        need = sum(1 for _ in course.audits(verdict.need, not_readable))
    return Decision(
        draw,
        verdict,
        standing,
        claim(table, standing, draw.counting) if verdict.what is What.STOP else None,
        len(sample),
        sum(course.judgement(item) is Judgement.RELEVANT for item in sample),
        sum(map(course.blind, sample)),
        sum(map(course.seen, sample)),
        need,
        max(0, 1 - verdict.least) if verdict.what is What.IMPOSSIBLE else 0,
    )


def assumptions(decision: Decision) -> list[str]:
    """What a certificate takes for granted, in sentences that are printed with it."""
    draw, standing = decision.draw, decision.standing
    said = [
        "A person's judgement of an item is taken as right: relevant here means judged relevant, or what would be.",
        f"It is true of the {draw.size} items that were in the case at entry {draw.entry}. What was taken in later is outside it.",
        "The ranking did not learn from a judgement of the audit before it had reached the item itself.",
    ]
    if decision.sample_blind < decision.sampled:
        said.append(
            f"Of the {decision.sampled} items drawn at random {decision.sample_blind} were judged alone, blind to their place "
            "in the ranking. The judgement of the others, from the queue, a search or in bulk, is taken as just as right."
        )
    if decision.sample_opened < decision.sampled:
        said.append(
            f"Of the {decision.sampled} items drawn at random {decision.sample_opened} were opened by somebody who judged "
            "them. That of the others is taken as right though nobody is recorded as having had them before them."
        )
    if draw.how == "alone":
        said.append(
            "Draw not independently seeded: nobody else added to the seed, so whoever began it could have tried several."
        )
    if draw.ordinal > 1:
        said.append(
            f"This is draw {draw.ordinal} of the case. Each draw has its own chance of a false claim, also one given up."
        )
    if standing.undecided:
        said.append(
            f"Undecided (unsure, judged differently by two people, or taken back): {standing.undecided}. They count as "
            "relevant and not found; the proof takes their number as given."
        )
    if standing.not_readable:
        said.append(
            f"Without text, or with text that may be missing, and not both opened and judged by one person: "
            f"{standing.not_readable}. They count as relevant and not found in the first figure, and are left out of the second."
        )
    return said
