"""Two bands of one length: what a machine could do with a bundle's text, and under it what people did with those same items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from muniment.model import words
from muniment.model.state import Sum

_LEAST = 0.35  # hundredths of the length: a part that is not none is never thinner
_MACHINE = {Sum.READ: "had", Sum.WITHOUT_TEXT: "none", Sum.UNREAD: "may-miss"}

Band = Mapping[str, Mapping[str, int]]  # of each sum: items, opened, judged, opened_only
NOTHING: Band = {each.value: dict.fromkeys(("items", "opened", "judged", "opened_only"), 0) for each in Sum}


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a band, in hundredths of its length."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """The two bands, where the upper one is cut, and what they show in words."""

    upper: Sequence[Part]
    lower: Sequence[Part]
    cuts: Sequence[float]
    label: str


def bar(of: str, band: Band) -> Bar:
    """The bands of a bundle, or of the case, by its name."""
    total = sum(each["items"] for each in band.values())
    upper: list[Part] = []
    lower: list[Part] = []
    x = 0.0
    for each in Sum:
        said = band[each.value]
        width = 100 * said["items"] / total if total else 0.0
        if not width:
            continue
        upper.append(Part(_MACHINE[each], round(x, 3), round(max(width, _LEAST), 3)))
        only, left = said["opened_only"], "needs" if each is Sum.UNREAD else "shut"
        # What was judged though nobody opened it counts as opened by nobody: a judgement hides nothing that was not seen.
        shares = (("judged", said["opened"] - only), ("opened", only), (left, said["items"] - said["opened"]))
        lower += _parts(x, 100 / total, shares)
        x += width
    return Bar(upper, lower, [part.x for part in upper[1:]], f"{of}: {_words(band, total)}")


def _parts(x: float, each: float, shares: Sequence[tuple[str, int]]) -> list[Part]:
    """Stretches one after another; those drawn wider than they are lie over the beginning of the next."""
    found = []
    for kind, number in shares:
        width = number * each
        if number:
            found.append(Part(kind, round(x, 3), round(max(width, _LEAST), 3)))
        x += width
    # What is thin is put on top of what is wide.
    return sorted(found, key=lambda part: -part.width)


def _words(band: Band, total: int) -> str:
    opened, judged = (sum(each[what] for each in band.values()) for what in ("opened", "judged"))
    unseen = judged - sum(each["opened"] - each["opened_only"] for each in band.values())
    also = f", {unseen:,} of them opened by nobody" if unseen else ""
    may = band[Sum.UNREAD.value]
    waits = may["items"] - may["opened"]
    return (
        f"of {words.items(total)} {opened:,} opened by a person, {judged:,} judged{also}; text may be missing in {may['items']:,}, "
        f"{waits:,} of them opened by nobody"
    )
