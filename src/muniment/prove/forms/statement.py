"""A witness statement in civil form: its heading, numbered paragraphs, exhibits, and the statement of truth."""

from collections.abc import Iterator

from muniment.errors import AskedWrong
from muniment.model.act import ranges
from muniment.model.prove import WitnessNamed
from muniment.model.state import Sum
from muniment.prove import exhibits, given, people, witnesses
from muniment.prove.entered import Entered, one
from muniment.prove.forms.document import Blank, Document, Heading, Missing, Paragraph, Part, said
from muniment.prove.forms.making import Draft, Making
from muniment.prove.forms.sentences import Told, told

_FORUM, _NOTE = "election-court", "note"
_OWN = "what the witness says, in their own words"


def draft(making: Making) -> Draft:
    """The statement of a witness: with the sentences of their newest one, where they signed it and its item has text.

    What is not there, or what no machine can tell from a form or a page, is marked as missing.

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
    words, missing, source = _words(making, known)
    produces = [f"I produce {said(each['ref'])}. {said(each['title'])}".strip() for each in produced]
    numbered = [Paragraph(each, f"{place}.") for place, each in enumerate((*words, *produces), 2)]
    parts += [*numbered[: len(words)], *missing, *numbered[len(words) :]]
    parts += [
        Missing("which of this the witness knows themselves, and from whom they have the rest"),
        Heading("Statement of truth"),
        Paragraph(making.book.disclosure.truth["civil"].text),
        *(Blank(each) for each in ("Signed", "Day")),
    ]
    title = making.book.disclosure.forms["statement"].title
    return Draft(Document(f"{title}: {name}", making.about, tuple(parts)), (*source, *_notes(making, id)))


def _words(making: Making, known: list[Entered]) -> tuple[list[str], list[Part], list[str]]:
    """The sentences of the newest statement, what of it is missing, and where the words are from."""
    if not known:
        return [], [Missing(_OWN)], []
    said, earlier = known[-1], [each.id for each in known[:-1]]
    forms = making.book.witnesses.forms
    which = f"{said.id}, {forms[said['form']].title} of {said['day']}"
    notes = [f"Earlier statements of this witness, of which no word is here: {', '.join(earlier)}."] if earlier else []
    if not said["signed"] or said["form"] == _NOTE:
        return [], [Missing(f"{_OWN}: the newest, {which}, is not signed")], notes
    if not said["item"]:
        return [], [Missing(f"{_OWN}: the newest, {which}, lies in no item")], notes
    item = making.store.item(said["item"])
    reading = None if item.aside else making.store.reading(item)
    if reading is None or not any(page.text.strip() for page in reading.pages):
        return [], [Missing(f"{_OWN}: of {item.id}, in which the newest lies ({which}), no text is had")], notes
    found = told(reading.pages)
    missing: list[Part] = [
        Missing(
            f"what else the witness says in {item.id}, {where}: no machine can tell which of it is their own; take the words from there"
        )
        for where in _left(found)
    ]
    if item.state.sum is Sum.UNREAD:
        missing.append(Missing(f"what of {item.id} a machine could not read: text may be missing"))
    words = [*found.paragraphs]
    if not words:
        missing.insert(0, Missing(f"{_OWN}: in {item.id} no machine can tell their sentences"))
    else:
        notes.insert(
            0, f"The numbered words are from {said.id} ({said['form']}) in {item.id}, as they were read by machine."
        )
    return words, missing, notes


def _left(found: Told) -> Iterator[str]:
    """Where lines stand that were left out."""
    for page, lines in found.left:
        runs = [f"{first}" if count == 1 else f"{first} to {first + count - 1}" for first, count in ranges(lines)]
        where = "" if page is None else f"page {page}, "
        yield f"{where}{'line' if len(lines) == 1 else 'lines'} {', '.join(runs)}"


def _notes(making: Making, id: str) -> Iterator[str]:  # noqa: A002
    law = making.book
    yield f"The words of the statement of truth: {law.disclosure.truth['civil'].source}; {law.disclosure.truth['civil'].status.words}."
    (row,) = people.listed(making.store, law, id)
    willing = row["willing"]
    assert isinstance(willing, dict)
    yield f"Whether this witness would speak in the election court: {willing[_FORUM]['says']}."
