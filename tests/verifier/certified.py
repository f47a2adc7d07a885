"""A small case with a recall certificate, as the verifiers replay it, and what an insider would write instead."""

import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import ranked
from forging import Written

from muniment.case import Case
from muniment.ledger.key import Signer
from muniment.review.certificate.number import numbers, seed
from muniment.store import place
from muniment.store.ids import id_of, number_of

Entries = list[Written]
Fields = dict[str, Any]
ITEMS, OTHERS = 60, 8  # notes; what has no text, what is held (a note, and an archive with two), and three boxes


@dataclass(frozen=True, slots=True)
class Certified:
    """The case, its key, and the secret numbers of its draw."""

    path: Path
    signer: Signer
    numbers: dict[str, int]


def make(at: Path) -> Certified:
    """Read in part, drawn from and audited; batches are asked for before and after the audit begins."""
    path, boxes = ranked.make(at, ITEMS, every=2), list[str]()
    (at / "held").mkdir()
    (at / "held" / "held.txt").write_text("A note that nobody may read yet.")
    with zipfile.ZipFile(at / "held" / "more.zip", "w") as package:
        package.writestr(zipfile.ZipInfo("list.txt"), "A list of the houses of the estate.")
        package.writestr(zipfile.ZipInfo("note.txt"), "A note about the postal votes.")
    with Case.open(path, by=ranked.ANN) as case:
        case.intake(at / "held", "Example Society", date(2026, 3, 4), hold=True)  # of what cannot be read, too
        case.rank("postal")
        for box in (case.box_add(f"Box {n} of ballots", "Example Society")["item"] for n in range(3)):
            boxes.append(box)
        case.box_open(boxes[0], "with two witnesses")
        case.settle(boxes[1], says="read-elsewhere", why="I have the papers.")
        case.judge(*boxes, judgement="relevant")  # of the last it is only said
        judged = {item: ranked.is_relevant(case, item) for item in ranked.read(case, 24)}
        case.begin_draw("50%", "readable")
        relevant = {id_of(n) for n in range(1, ITEMS + 1) if ranked.is_relevant(case, id_of(n)) == "relevant"}
        digits, given = _digits(case.draws()[0]["leaf"], set(judged), relevant - judged.keys())
        case.seed_draw(digits, ranked.BEN)
        ranked.read(case, 2, audit=True)
        ranked.read(case, 12)
        assert ranked.certify(case, "50%")["issued"]
    return Certified(path, Signer.load(place.key_path(place.identify(path, 1))), given)


def _digits(leaf: str, judged: set[str], waiting: set[str]) -> tuple[str, dict[str, int]]:
    """Digits after which the audit begins with what nobody judged, and meets few relevant items: no test hangs on a draw."""
    frame = [id_of(n) for n in range(1, ITEMS + OTHERS + 1)]
    for digits in map(str, range(100_000, 1_000_000)):
        given = numbers(seed(leaf, "typed", digits), frame)
        order = sorted((item for item in frame if number_of(item) <= ITEMS), key=given.__getitem__)
        if not judged.intersection(order[:3]) and len(waiting.intersection(order[:30])) <= 1:
            return digits, given
    raise AssertionError


def of(entries: Entries, do: str) -> list[Fields]:
    """The fields of every entry of a kind."""
    return [entry.fields for entry in entries if entry.fields["do"] == do]


def items(fields: Fields) -> list[int]:
    """The numbers of the items that an entry names."""
    return [n for first, count in fields["ids"] for n in range(first, first + count)]


def place_of(entries: Entries, do: str) -> int:
    """Where the first entry of a kind stands."""
    return next(at for at, entry in enumerate(entries) if entry.fields["do"] == do)


def insert(entries: Entries, behind: str, fields: Fields, openings: list[bytes] | None = None) -> None:
    """Another entry behind the first of a kind, at the same time."""
    at = place_of(entries, behind)
    common = {name: entries[at].fields[name] for name in ("at", "by", "uid", "proved")}
    entries.insert(at + 1, Written(common | {"v": 1} | fields, openings or []))


class Change(Protocol):
    """Writes entries anew; `given` are the secret numbers."""

    def __call__(self, entries: Entries, given: dict[str, int]) -> object: ...


def figure(name: str) -> Change:
    """One figure is raised."""

    def change(entries: Entries, given: dict[str, int]) -> None:
        of(entries, "certificate-issued")[0]["figures"][name] += 1

    return change


def one_found_too_many(entries: Entries, given: dict[str, int]) -> None:
    """Of an item that was judged not relevant it says that it is."""
    fields = of(entries, "certificate-issued")[0]
    extra = next(items(each)[0] for each in of(entries, "judged") if each["as"] == "not-relevant")
    fields["ids"] = [[extra, 1], *fields["ids"]]
    fields["count"] += 1
    fields["figures"]["found"] += 1


def another_found(entries: Entries, given: dict[str, int]) -> None:
    """As many as were found, and one of them is another."""
    fields = of(entries, "certificate-issued")[0]
    extra = next(items(each)[0] for each in of(entries, "judged") if each["as"] == "not-relevant")
    fields["ids"] = [[n, 1] for n in (extra, *items(fields)[1:])]


def seed_of_another_leaf(entries: Entries, given: dict[str, int]) -> None:
    """What was fixed is written anew once the numbers are known."""
    of(entries, "draw-began")[0]["ranking"] += 1


def other_digits(entries: Entries, given: dict[str, int]) -> None:
    of(entries, "draw-seeded")[0]["digits"] = "000000"


def too_few_digits(entries: Entries, given: dict[str, int]) -> None:
    of(entries, "draw-seeded")[0]["digits"] = "12345"


def second_seed(entries: Entries, given: dict[str, int]) -> None:
    at = place_of(entries, "draw-seeded")
    fields = {name: entries[at].fields[name] for name in ("do", "draw", "how", "seal")} | {"digits": "161803"}
    insert(entries, "draw-seeded", fields, entries[at].openings)


def box_read_by_nobody(entries: Entries, given: dict[str, int]) -> None:
    """Of the box that nobody opened it says that it was found."""
    fields = of(entries, "certificate-issued")[0]
    box, named = ITEMS + OTHERS, items(fields)
    named.remove(box)
    fields["ids"] = [[n, 1] for n in (box, *named)]
    fields["figures"]["found"] += 1
    fields["figures"]["not_readable"] -= 1


def box_open_again(entries: Entries, given: dict[str, int]) -> None:
    """What somebody read elsewhere they did not: the certificate counts it all the same."""
    at = place_of(entries, "settled")
    fields = {"do": "unsettled", "entry": at, "seal": entries[at].fields["seal"][:1]}
    insert(entries, "draw-seeded", fields, entries[at].openings[:1])


def opened_by_another(entries: Entries, given: dict[str, int]) -> None:
    of(entries, "box-opened")[0]["by"] = "p9"


def batch_too_early(entries: Entries, given: dict[str, int]) -> None:
    """The last batch is asked for one judgement too early."""
    at = max(at for at, entry in enumerate(entries) if entry.fields["do"] == "ranked")
    entries[at].fields["at"] = entries[at - 1].fields["at"]
    entries[at - 1], entries[at] = entries[at], entries[at - 1]


def batch_counted_wrong(entries: Entries, given: dict[str, int]) -> None:
    of(entries, "ranked")[-1]["trained"] += 1


def ranking_anew(entries: Entries, given: dict[str, int]) -> None:
    at = place_of(entries, "ranking-began")
    names = ("do", "ranker", "seed", "chance", "ids", "count", "seal")
    insert(entries, "audit-began", {name: entries[at].fields[name] for name in names}, entries[at].openings)


def audit_out_of_order(entries: Entries, given: dict[str, int]) -> None:
    """An item of the audit was passed over for one with a high number: the first that the ranking had not come to."""
    judged = {n for each in of(entries, "judged") for n in items(each)}
    high = max(set(range(1, ITEMS + 1)) - judged, key=lambda n: given[id_of(n)])
    audited = [each for each in of(entries, "judged") if each["way"] == "audit"]
    ranked = {n for do in ("ranking-began", "ranked") for each in of(entries, do) for n in items(each)}
    low = min(audited, key=lambda each: (items(each)[0] in ranked, given[id_of(items(each)[0])]))
    low["ids"] = [[high, 1]]


def judged_otherwise(entries: Entries, given: dict[str, int]) -> None:
    next(each for each in reversed(of(entries, "judged")) if each["as"] == "not-relevant")["as"] = "relevant"


def draw_given_up(entries: Entries, given: dict[str, int]) -> None:
    at, draw = place_of(entries, "draw-seeded"), of(entries, "draw-seeded")[0]["draw"]
    fields = {"do": "draw-abandoned", "draw": draw, "seal": entries[at].fields["seal"]}
    insert(entries, "audit-began", fields, [opening.replace(b'"person"', b'"why"') for opening in entries[at].openings])


def frame_too_small(entries: Entries, given: dict[str, int]) -> None:
    fields = of(entries, "draw-began")[0]
    fields["ids"], fields["count"] = [[1, fields["count"] - 1]], fields["count"] - 1


def another_draw(entries: Entries, given: dict[str, int]) -> None:
    of(entries, "certificate-issued")[0]["draw"] = 3


def another_rule(entries: Entries, given: dict[str, int]) -> None:
    of(entries, "draw-began")[0]["rule"] = "fifty-in-a-row"


PLANTED: dict[str, tuple[Change, str]] = {  # and a part of what both single files say of it
    "a figure raised": (figure("recall_part"), "recall_part is "),
    "an item found too many": (one_found_too_many, "the relevant items it rests on are not those that were found"),
    "another item found": (another_found, "the relevant items it rests on are not those that were found"),
    "a seed of another leaf": (seed_of_another_leaf, ""),
    "other digits": (other_digits, ""),
    "too few digits": (too_few_digits, "a draw is not seeded so"),
    "a second seed": (second_seed, "a draw was seeded twice"),
    "a box that nobody opened": (box_read_by_nobody, ""),
    "a box that is open again": (box_open_again, "not_readable is "),
    "a box that another opened": (opened_by_another, "not_readable is "),
    "a batch too early": (batch_too_early, "a batch was ranked before the one before it was read"),
    "a batch counted wrong": (batch_counted_wrong, "may teach"),
    "a ranking anew": (ranking_anew, "a ranking began after the audit"),
    "an audit out of order": (audit_out_of_order, "the verdict is "),
    "judged otherwise": (judged_otherwise, ""),
    "a draw that was given up": (draw_given_up, "a certificate of a draw that was given up"),
    "a frame too small": (frame_too_small, "a frame leaves out 1 items of the case"),
    "another draw": (another_draw, "a certificate without a draw"),
    "another rule": (another_rule, "no such rule"),
}
