"""The disclosure management document: what was searched and how, what was sampled, what was not examined and why."""

from collections.abc import Iterator
from typing import Any

from muniment.model.prove import SubjectNamed
from muniment.prove import basis, lines, unused
from muniment.prove.entered import newest
from muniment.prove.forms.document import Blank, Document, Heading, Missing, Paragraph, Part, said, table
from muniment.prove.forms.earlier import policy
from muniment.prove.forms.making import Draft, Making, day_of, quantity
from muniment.prove.forms.mg3 import line_tables
from muniment.prove.forms.schedules import reviewed
from muniment.review import quality
from muniment.review.judge import when
from muniment.store.store import Store

_BUNDLES = "SELECT id, sender, received, count(item.n), aside FROM bundle LEFT JOIN item ON item.bundle=bundle.id GROUP BY id ORDER BY id"
_ASIDE = {"": "", "held": ", held: not shown to anybody yet", "withdrawn": ", withdrawn: not counted below"}
_COUNTS = ("found", "searched", "in_part", "not_searched", "held")
_CERTIFICATES = "SELECT entry FROM certificate ORDER BY entry"


def draft(making: Making) -> Draft:
    """The document, from what the ledger has; what only the disclosure officer can say is marked."""
    parts: list[Part] = [
        *_investigation(making),
        *_material(making),
        *policy(making),
        *_searches(making),
        *_samples(making),
        *_unexamined(making),
        Heading("Reasonable lines of inquiry"),
        *line_tables(making, lines.listed(making.store, making.book)),
        *reviewed(making),
        *_measured(making),
        Heading("Approach"),
        Missing("how the disclosure officer decided what to search, examine and schedule, in their own words"),
        *(Blank(each) for each in ("Disclosure officer", "Prosecutor", "Day")),
    ]
    title = making.book.disclosure.forms["dmd"].title
    note = "It names who brought what, and what was searched for: whoever sends it looks first for what is sensitive."
    return Draft(Document(title, making.about, tuple(parts)), (note,))


def searches(store: Store) -> list[dict[str, Any]]:
    """Every search of which a record was written: its query (None where erased), when, and its counts.

    *Cost*: an entry of the ledger for each.
    """
    found = []
    for (seq,) in store.tables.rows("SELECT entry FROM act WHERE do='searched' ORDER BY entry"):
        entry = store.ledger.entry(seq)
        sealed = (entry.sealed or (None,))[0]
        counts = {name: entry.fields[name] for name in _COUNTS}
        found.append({"entry": seq, "at": when(entry.at), "query": None if sealed is None else str(sealed[1])} | counts)
    return found


def _investigation(making: Making) -> Iterator[Part]:
    yield Heading("The investigation")
    rows = [
        (
            each.id,
            making.citation(each),
            day_of(each["first"], each["last"]),
            making.names(each),
            "\n".join(filter(None, (said(each["text"]), making.never_put(each)))),
        )
        for each in making.allegations()
    ]
    if rows:
        yield table(("No.", "Offence", "When", "Of whom", "What is alleged"), (2, 3, 3, 3, 5), rows)
    else:
        yield Missing("what is investigated: no allegation is entered")
    yield Paragraph(f"{len(newest(making.store, SubjectNamed)):,}", "People and bodies named as subjects:")


def _material(making: Making) -> Iterator[Part]:
    yield Heading("Material that was received")
    rows = [
        (id, said(who), day, f"{count:,}{_ASIDE[aside]}")
        for id, who, day, count, aside in making.store.tables.rows(_BUNDLES)  # noqa: A001
    ]
    yield table(("Bundle", "From", "Received", "Items"), (2, 5, 2, 2), rows)


def _searches(making: Making) -> Iterator[Part]:
    yield Heading("Searches")
    rows = [
        (f"{each['entry']}", each["at"], said(each["query"]), *(f"{each[name]:,}" for name in _COUNTS[:-1]))
        for each in searches(making.store)
    ]
    if rows:
        head = ("Entry", "When", "Query", "Found", "Searched", "In part", "Not searched")
        yield table(head, (1, 3, 5, 2, 2, 2, 2), rows)
    else:
        yield Missing("searches: no record of one was written")


def _samples(making: Making) -> Iterator[Part]:
    yield Heading("Samples")
    rows = [
        (f"{each.entry}", each.at, each.of, f"{each.count:,}", f"{each.frame:,}")
        for each in quality.samples(making.store)
    ]
    if rows:
        yield table(("Entry", "When", "Of which items", "Drawn", "Of how many"), (1, 3, 4, 2, 2), rows)
    else:
        yield Paragraph("None was drawn.")


def _unexamined(making: Making) -> Iterator[Part]:
    yield Heading("What was not examined, and why")
    found = basis.now(making.store, "", (), ())
    yield Paragraph(
        f"{len(found.lists[3]):,} items were opened by nobody in this case; text may be missing in {found.unread:,}, "
        f"no text was found in {found.textless:,}."
    )
    rows = []
    for schedule in making.book.disclosure.schedules.values():
        if schedule.reasons:
            continue  # what is sensitive stands in its own schedule alone: this document may be served
        for each in unused.rows(making.store, schedule.id):
            if not each.struck and not making.book.disclosure.tests[each.said["test"]].examined:
                words = said(each.said["title"]) or said(each.said["description"])
                rows.append(
                    (f"{schedule.id.upper()} {each.number}", words, quantity(each.items), said(each.said["reason"]))
                )
    if rows:
        yield table(("Schedule", "Material", "Items", "Why"), (2, 4, 4, 4), rows)
    elif found.lists[3]:
        yield Missing("why items that nobody opened were not examined: none is scheduled so")


def _measured(making: Making) -> Iterator[Part]:
    entries = [f"{entry}" for (entry,) in making.store.tables.rows(_CERTIFICATES)]
    if not entries:
        return
    yield Heading("Measurements of the review")
    yield Paragraph(
        f"A recall certificate was issued at entry {', '.join(entries)}. It says how much of what is relevant a review found, "
        "and how surely. It is not the disclosure officer's certificate, and does not stand in its place."
    )
