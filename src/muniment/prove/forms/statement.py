"""A witness statement in civil form: its heading, numbered paragraphs, exhibits, and the statement of truth."""

from collections.abc import Iterator

from muniment.errors import AskedWrong
from muniment.model.prove import WitnessNamed
from muniment.model.reading import Page
from muniment.prove import exhibits, given, people, witnesses
from muniment.prove.entered import Entered, one
from muniment.prove.forms.document import Blank, Document, Heading, Missing, Paragraph, Part, said
from muniment.prove.forms.making import Draft, Making

_FORUM = "election-court"


def draft(making: Making) -> Draft:
    """The statement of a witness: with the words of their newest one where its item has text, else marked as missing.

    Raises: AskedWrong, where no witness is named; UnknownItem.
    """
    if not making.wanted.witness:
        raise AskedWrong("witness is missing", "statement", "name the witness whose statement it is: WIT-0001")
    id = given.number(making.store, "witness", WitnessNamed, making.wanted.witness)  # noqa: A001
    name = said(one(making.store, WitnessNamed, id)["name"])
    known = witnesses.versions(making.store).get(id, [])
    produced = exhibits.of_witness(making.store, id)
    parts: list[Part] = [
        Paragraph(making.wanted.party, "On behalf of:")
        if making.wanted.party
        else Missing("on whose behalf it is made"),
        Paragraph(name, "Witness:"),
        Paragraph(f"{len(known) + 1}", "Statement number:"),
        Paragraph(", ".join(said(each["ref"]) for each in produced) or "none", "Exhibits:"),
        Missing("in which court, between whom, and the number of the claim or petition"),
        Heading("Statement"),
        Paragraph(f"I, {name}, will say:", "1."),
        Missing("address and occupation, unless the court allows that they are left out"),
    ]
    words, source = _words(making, known)
    if not words:
        parts.append(Missing("what the witness says, in their own words"))
    produces = [f"I produce {said(each['ref'])}. {said(each['title'])}".strip() for each in produced]
    parts += [Paragraph(each, f"{place}.") for place, each in enumerate((*words, *produces), 2)]
    parts += [
        Missing("which of this the witness knows themselves, and from whom they have the rest"),
        Heading("Statement of truth"),
        Paragraph(making.book.disclosure.truth["civil"].text),
        *(Blank(each) for each in ("Signed", "Day")),
    ]
    title = making.book.disclosure.forms["statement"].title
    return Draft(Document(f"{title}: {name}", making.about, tuple(parts)), (*source, *_notes(making, id)))


def _words(making: Making, known: list[Entered]) -> tuple[list[str], tuple[str, ...]]:
    """The lines of the newest statement that has text, and where they are from."""
    for each in reversed(known):
        item = making.store.item(each["item"]) if each["item"] else None
        reading = making.store.reading(item) if item is not None and not item.aside else None
        lines = [*_lines(reading.pages)] if reading is not None else []
        if lines:
            return lines, (
                f"The numbered words are those of {each.id} ({each['form']}) in {each['item']}, as they were read by machine.",
            )
    return [], ()


def _lines(pages: tuple[Page, ...]) -> Iterator[str]:
    for page in pages:
        yield from (line.strip() for line in page.text.splitlines() if line.strip())


def _notes(making: Making, id: str) -> Iterator[str]:  # noqa: A002
    law = making.book
    yield f"The words of the statement of truth: {law.disclosure.truth['civil'].source}; {law.disclosure.truth['civil'].status.words}."
    (row,) = people.listed(making.store, law, id)
    willing = row["willing"]
    assert isinstance(willing, dict)
    yield f"Whether this witness would speak in the election court: {willing[_FORUM]['says']}."
