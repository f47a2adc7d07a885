"""MG6C, MG6D, the streamlined certificate and MG6E: unused material, singly or in blocks, and what may meet the disclosure test."""

from collections.abc import Iterator, Sequence

from muniment.errors import AskedWrong
from muniment.prove import lines, unused
from muniment.prove.forms.document import Blank, Document, Heading, Missing, Paragraph, Part, said, table
from muniment.prove.forms.making import Draft, Making, quantity
from muniment.prove.forms.mg3 import line_tables
from muniment.prove.unused import Row

_WITHDRAWN = "Withdrawn. The number is not given again."  # and not why, or where to: the defence may read it


def schedule(making: Making, id: str) -> Draft:  # noqa: A002
    """A schedule as it stands, or the rows that went out by the submissions that are asked for, as they are worded now.

    Raises: AskedWrong.
    """
    law = making.book.disclosure.schedules[id]
    rows = _asked(making, id)
    parts: list[Part] = []
    waiting = [each.number for each in rows if not each.submitted]
    if waiting:
        parts.append(Paragraph(f"Draft from number {waiting[0]} on: these rows have not gone out yet."))
    anew = [f"{each.number}" for each in rows if each.anew and not each.struck]
    if anew:
        parts.append(Paragraph(", ".join(anew), "Worded anew since they went out:"))
    if not any(not each.struck for each in rows):
        parts.append(
            Paragraph(f"Nil. There is no material for this schedule: {law.title}.")
            if law.nil
            else Missing("unused material: nothing is described for this schedule")
        )
    if rows:
        tests = making.book.disclosure.tests
        examined = [each for each in rows if tests[each.said["test"]].examined]
        parts += _table(examined, "Why it is sensitive" if law.reasons else "")
        unexamined = [each for each in rows if not tests[each.said["test"]].examined]
        if unexamined:
            parts += [Heading("Seized and not examined"), *_table(unexamined, "Why it was not examined")]
    if not law.reasons:  # of the sensitive schedule the other may not even say that there is more
        parts += _left(making)
    parts += [Blank(each) for each in ("Disclosure officer", "Signed", "Day")]
    goes = ("This schedule never goes to the defence.",) if law.reasons else ()
    return Draft(
        Document(making.book.disclosure.forms[id].title, making.about, tuple(parts)),
        (law.text, *goes, *_looked(making)),
    )


def _asked(making: Making, id: str) -> list[Row]:  # noqa: A002
    rows = unused.rows(making.store, id)
    out = {each.id for each in unused.submissions(making.store, id)}
    for each in making.wanted.of:
        if each not in out:
            raise AskedWrong("of: this schedule did not go out by that", each, "the number of a submission: SUM-0001")
    return [each for each in rows if not making.wanted.of or each.submitted in making.wanted.of]


def _table(rows: Sequence[Row], why: str = "") -> Iterator[Part]:
    """Rows in order of number; `why` heads the column of reasons, where there is one."""
    head, widths = ("No.", "Description", "Items"), (1, 6, 4)
    told: list[tuple[str, ...]] = []
    for each in rows:
        words = (
            (_WITHDRAWN, "", "") if each.struck else (_described(each), quantity(each.items), said(each.said["reason"]))
        )
        told.append((f"{each.number}", *(words if why else words[:-1])))
    if told:
        yield table((*head, why), (*widths, 4), told) if why else table(head, widths, told)


def _described(row: Row) -> str:
    title, description = said(row.said["title"]), said(row.said["description"])
    return ". ".join(each for each in (title, description) if each)


def _left(making: Making) -> Iterator[Part]:
    """What is linked as undermining and stands in no schedule: how much, and not which."""
    left = unused.work(making.store, making.book)
    for name, what in (
        (
            "undermining_unscheduled",
            "items linked as undermining an allegation that stand in no schedule and are no exhibit",
        ),
        ("undermining_not_met", "items linked as undermining that are described as not meeting the disclosure test"),
    ):
        if left[name]:
            yield Missing(f"{len(left[name]):,} {what}")


def _looked(making: Making) -> Iterator[str]:
    left = unused.work(making.store, making.book)
    if left["examined_unopened"]:
        yield f"{len(left['examined_unopened']):,} items are described as examined, and nobody has opened them in this case."
    if left["not_examined_opened"]:
        yield f"{len(left['not_examined_opened']):,} items are described as not examined, and somebody has opened them since."


def mg6e(making: Making) -> Draft:
    """The report of the disclosure officer: what may meet the test, from every schedule; the certificate is theirs to write."""
    law = making.book.disclosure
    parts: list[Part] = [Heading("What meets or may meet the disclosure test")]
    rows = []
    for kind in law.schedules.values():
        for each in unused.rows(making.store, kind.id):
            if law.tests[each.said["test"]].singly and not each.struck:
                number = f"{each.number}" if each.submitted else f"{each.number} (not gone out yet)"
                title, why = law.tests[each.said["test"]].title, said(each.said["reason"])
                rows.append((kind.id.upper(), number, _described(each), quantity(each.items), title, why))
    if rows:
        head = ("Schedule", "No.", "Description", "Item", "Test", "Why")
        parts.append(table(head, (2, 2, 5, 3, 3, 4), rows))
    else:
        parts.append(Paragraph("Nothing is described so."))
    parts += [*_left(making), *reviewed(making), Heading("Reasonable lines of inquiry")]
    parts += line_tables(making, lines.listed(making.store, making.book))
    parts += [
        Heading("Certificate"),
        Missing("the disclosure officer's certificate, in their own words and under their own hand"),
        *(Blank(each) for each in ("Disclosure officer", "Signed", "Day")),
    ]
    goes = "It names what stands in the sensitive schedule too: it never goes to the defence."
    note = "No measurement of a review or of a search is offered here: a recall certificate says how much was found, and is no certificate of disclosure."
    return Draft(Document(law.forms["mg6e"].title, making.about, tuple(parts)), (goes, note, *_looked(making)))


def reviewed(making: Making) -> Iterator[Part]:
    """The reviews of unused material, and the papers that led to them."""
    yield Heading("Reviews")
    rows = [
        (str(each["id"]), str(each["day"]), str(each["title"]), ", ".join(map(str, each["items"])), said(each["text"]))
        for each in unused.reviews(making.store, making.book)
    ]
    if rows:
        yield table(("No.", "Day", "Review", "Papers", "What was found"), (2, 2, 3, 3, 6), rows)
    else:
        yield Missing("the first review of unused material")
