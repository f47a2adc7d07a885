"""The made-up case is read a little: two people who do not exist judge, tag and note, look a second time, and once differ."""

from pathlib import Path

from muniment.case import Case
from muniment.model.review import Field
from muniment.review.coding import Saying

FIRST, SECOND = "Ruth Example", "Tom Example"
HOW = "on paper, in the incident room"
_TAGS = {"postal votes": '"postal ballot"', "canvassing": "canvass* AND estate", "grants": "type:pdf AND grant"}
_ELSE = "name:minutes (seconded OR apologies)"  # read too, and found to be ordinary business
_EACH, _LOOKED, _SEED = 9, 6, 20140522
_COUNTS, _ORDINARY = "It says who collected what, and when.", "Ordinary business of the council."


def review(at: Path, key: Path | None) -> None:
    """Some items of the case are judged; the same ones each time."""
    with Case.open(at, by=FIRST, signing_key=key, door="demo") as case:
        tags = {name: str(case.define_tag("Topic", name)["tag"]) for name in _TAGS}
        for name, query in _TAGS.items():
            for place, item in enumerate(_read(case, query)):
                codes = [Saying(Field.TAG, tags[name])]
                if place == 0:
                    codes.append(Saying(Field.USED, "used"))
                judgement = "unsure" if place == _EACH - 1 else "relevant"
                case.say_at_once(item, judgement=judgement, note="" if place else _COUNTS, codes=codes)
    with Case.open(at, by=SECOND, signing_key=key, door="demo") as case:
        for place, item in enumerate(_read(case, _ELSE)):
            case.say_at_once(item, judgement="not-relevant", note="" if place else _ORDINARY)
        _look_again(case)


def _read(case: Case, query: str) -> list[str]:
    """The first items that a query finds and nobody has judged: they are read."""
    found = sorted(each["item"] for each in case.search(f"({query}) judged:nobody", limit=500)["hits"])[:_EACH]
    if found:  # where little can be read here, little is found
        case.opened(*found, how=HOW)
    return found


def _look_again(case: Case) -> None:
    """A second look at some, drawn at random from a fixed seed: the first of those that count is judged another way."""
    differs = True
    sample = case.sample(_LOOKED, seed=_SEED)["sample"]
    while (item := case.sample_next(sample)) is not None:
        first = str(case.reviewed(item)["judgement"])
        case.opened(item, how=HOW)
        other = differs and first == "relevant"
        case.say_at_once(item, judgement="not-relevant" if other else first, way="sample")
        differs = differs and not other
