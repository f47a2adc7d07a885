"""What a recall certificate will cost, said before anyone starts and again while people read: an estimate, never a claim.

The level c that is needed hangs on how many items are relevant, not on how many there are; so a small case pays most.
Work is about c + (1 - c) w, with w the share that must be read in ranked order until all but k + 1 relevant items of the
audit are reached.
"""

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction

from muniment.review.certificate.table import SCALE, Table, least_missing
from muniment.review.certificate.verdict import Standing

# The share of a set that is read in ranked order until a share of its relevant items is reached: easiest set, mean and
# hardest of the nine open ones. Source: `./go bench stopping --curves`.
CURVES = (
    (0.0, 0.000, 0.000, 0.000),
    (0.3, 0.003, 0.034, 0.076),
    (0.5, 0.005, 0.061, 0.133),
    (0.7, 0.008, 0.106, 0.248),
    (0.8, 0.012, 0.137, 0.307),
    (0.9, 0.018, 0.206, 0.516),
    (0.95, 0.048, 0.289, 0.631),
    (0.97, 0.061, 0.346, 0.703),
    (0.98, 0.088, 0.386, 0.779),
    (0.99, 0.104, 0.483, 0.929),
    (1.0, 0.178, 0.710, 0.994),
)
FEW, SOME = 20, 40  # relevant items, under which no certificate is worth its price, or none at 95 %


@dataclass(frozen=True, slots=True)
class Expected:
    """About how many items will have been opened at the stop: likely, and where ranking is easiest and hardest.

    `more` is what is still to open of the likely number; `audit` how many of all are drawn by the audit.
    """

    relevant: int
    opens: int
    low: int
    high: int
    more: int
    audit: int
    advice: tuple[str, ...]


def expect(table: Table, relevant: int, opened: int = 0) -> Expected:
    """Say what to expect if about so many items are relevant, and so many were opened.

    *Source*: the formula and its measure are in docs/explanation/recall-certificate.md. *Cannot* know how well this
    case's ranking will do: the range is that of the nine sets it was measured on.
    """
    size = table.terms.size
    m = min(least_missing(relevant, table.terms.target), table.most)
    level = table.need(max(1, m)) / SCALE
    reached = 1 - (table.allowed(max(1, m)) + 1) / (level * relevant) if relevant else 0.0
    low, likely, high = (round(size * (level + (1 - level) * _read(max(0.0, reached), which))) for which in (1, 2, 3))
    audit = round(size * level)
    return Expected(relevant, likely, low, high, max(0, likely - opened), audit, tuple(advice(table, relevant, likely)))


def _read(recall: float, which: int) -> float:
    after = min(max(1, bisect_left([row[0] for row in CURVES], recall)), len(CURVES) - 1)
    before, behind = CURVES[after - 1], CURVES[after]
    part = (recall - before[0]) / (behind[0] - before[0])
    return before[which] + part * (behind[which] - before[which])


def advice(table: Table, relevant: int, opens: int) -> list[str]:
    """What an honest adviser says first."""
    said, target = [], table.terms.target
    percent = f"{float(100 * target):g} %"
    if relevant < FEW:
        said.append(
            f"With fewer than {FEW} relevant items no recall certificate at {percent} is worth its price: read everything."
        )
    elif relevant < SOME and target >= Fraction(19, 20):
        said.append(
            f"With fewer than {SOME} relevant items read everything, or certify 90 %, which needs a smaller audit."
        )
    if opens > table.terms.size * 3 // 4 and relevant >= FEW:
        said.append(
            "About three quarters of the items or more would be opened: to read everything is nearly as quick, and surer."
        )
    elif relevant < table.terms.size // 100:
        drawn = round(100 * table.need(max(1, least_missing(relevant, target))) / SCALE)
        said.append(
            f"Relevant items are rare: the audit alone opens about {drawn} % of all items. A lower target needs less."
        )
    return said


def guess(standing: Standing) -> int | None:
    """About how many items are relevant, from the audit so far; None where it has not begun.

    Each relevant item that the audit found beyond the reading stands for as many as the audit drew one of.
    """
    if not standing.level:
        return None
    beyond = sum(each < standing.level for each in standing.sealed)
    elsewhere = round(beyond * (SCALE - standing.level) / standing.level)
    return standing.found + elsewhere


def enough(table: Table, doubtful: int) -> int:
    """How many relevant items must be found in all before so many doubtful ones no longer forbid the claim.

    The other way is to have doubtful items opened and judged.
    """
    p, q = table.terms.target.numerator, table.terms.target.denominator
    return -(-p * doubtful // (q - p))
