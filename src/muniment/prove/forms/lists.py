"""MG9 and MG12: lists of witnesses and of exhibits."""

from typing import Any

from muniment.model.prove import WitnessNamed
from muniment.prove import exhibits, people
from muniment.prove.entered import newest
from muniment.prove.forms.document import Blank, Document, Heading, Missing, Part, said, table
from muniment.prove.forms.making import Draft, Making, halves


def mg9(making: Making) -> Draft:
    """Every witness with what they signed; whoever is named and was never asked stands under a heading of their own."""
    rows: list[dict[str, Any]] = people.listed(making.store, making.book)
    asked, leads = [each for each in rows if not each["lead"]], [each for each in rows if each["lead"]]
    parts: list[Part] = []
    if asked:
        parts.append(
            table(
                ("No.", "Witness", "What they can speak about", "Statements", "Exhibits"),
                (1, 3, 5, 4, 3),
                [(f"{number}", *_witness(each)) for number, each in enumerate(asked, 1)],
            )
        )
    else:
        parts.append(Missing("witnesses: nobody is entered who was asked"))
    parts.append(Heading("Named, and not asked yet"))
    if leads:
        named = [(said(each["name"]), said(each["about"])) for each in leads]
        parts.append(table(("Person", "What they can speak about"), (1, 2), named))
    else:
        parts.append(table(("Person", "What they can speak about"), (1, 2), [("none", "")]))
    parts += [Blank("Signed"), Blank("Day")]
    notes = ("Addresses and telephone numbers of witnesses are in no draft: they go on the back of the form, by hand.",)
    return Draft(Document(making.book.disclosure.forms["mg9"].title, making.about, tuple(parts)), notes)


def _witness(each: dict[str, Any]) -> tuple[str, str, str, str]:
    statements = [
        f"{one['id']}: {one['title']}, {one['day']}{'' if one['signed'] else ', not signed'}"
        for one in each["statements"]
    ]
    refs = ", ".join(said(one["ref"]) for one in each["exhibits"])
    return said(each["name"]), said(each["about"]), "\n".join(statements) or "none", refs


def mg12(making: Making) -> Draft:
    """Every exhibit with who produces it, and the hash of its bytes: one original may bear several references."""
    known = newest(making.store, WitnessNamed)
    rows, unnamed = [], 0
    for witness, produced in exhibits.by_witness(making.store).items():
        for each in produced:
            item = making.store.item(str(each["item"]))
            title = said(None if each["title"] is None else str(each["title"]))
            unnamed += not title
            sha256 = "withdrawn" if item.aside else item.sha256 or "on a shelf"
            hashed = halves(sha256) if len(sha256) == 64 else sha256
            rows.append((str(each["ref"] or said(None)), title, said(known[witness]["name"]), item.id, hashed))
    parts: list[Part] = []
    if rows:
        numbered = [(f"{number}", *row) for number, row in enumerate(sorted(rows), 1)]
        head = ("No.", "Reference", "Description", "Produced by", "Item", "SHA-256")
        parts.append(table(head, (1, 2, 4, 3, 3, 7), numbered))
    else:
        parts.append(Missing("exhibits: nobody is entered as producing any"))
    if unnamed:
        parts.append(Missing(f"the description of {unnamed:,} of them"))
    parts += [Blank("Signed"), Blank("Day")]
    return Draft(Document(making.book.disclosure.forms["mg12"].title, making.about, tuple(parts)))
