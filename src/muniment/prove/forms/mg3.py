"""MG3: the report to the prosecutor. What undermines an allegation stands beside what supports it, element by element."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from muniment.prove import basis, lines, people, replies, reworded, s141, unused
from muniment.prove.entered import Entered
from muniment.prove.forms import earlier
from muniment.prove.forms.document import Blank, Document, Heading, Missing, Paragraph, Part, said, table
from muniment.prove.forms.making import CRIMINAL, Draft, Making, both, day_of, links_of
from muniment.prove.linked import Link
from muniment.prove.reworded import Element


def draft(making: Making) -> Draft:
    """The report on the allegations that are asked for."""
    alleged = making.allegations()
    parts: list[Part] = [Paragraph("These are allegations. Nothing here finds anybody guilty of anything.")]
    if not alleged:
        parts.append(Missing("the allegation that is reported"))
    for each in alleged:
        parts += _allegation(making, each)
    of = [each.id for each in alleged]
    parts += [*_lines(making, of), *_witnesses(making), *_unused(making), *_unopened(making)]
    before = earlier.on(making, of)
    parts += earlier.decided_on(making, of, before)
    parts += [
        Heading("For the prosecutor"),
        *(Blank(each) for each in ("Decision asked for", "Officer", "Signed", "Day")),
    ]
    title = making.book.disclosure.forms["mg3"].title
    notes = (*_unverified(making, alleged), *earlier.against_guidance(before))
    return Draft(Document(title, making.about, tuple(parts)), notes)


def _allegation(making: Making, each: Entered) -> Iterator[Part]:
    yield Heading(f"{each.id}: {making.citation(each)}")
    yield Paragraph(said(each["text"]))
    yield Paragraph(day_of(each["first"], each["last"]), "When:")
    if who := making.names(each):
        yield Paragraph(who, "Of whom:")
    else:
        yield Missing(f"of whom {each.id} is alleged")
    links, barred = links_of(making, each)
    offence = making.book.offences.offences.get(str(each["offence"]))
    elsewhere = reworded.elsewhere(making.store, making.book, each, links)
    for element in offence.elements if offence else ():
        yield Heading(f"{element.id} ({element.kind.value}): {element.text}", 2)
        here = [one for one in links if one.element == element.id and one.id not in elsewhere]
        yield both(making, here, barred)
    yield Heading("The allegation as a whole", 2)
    yield both(making, [one for one in links if not one.element], barred)
    yield from _elsewhere(making, each, links, barred, elsewhere)
    yield from _whose(making, each, links)
    yield Heading("What was put, and answered", 2)
    yield from _put(making, each)


def _elsewhere(
    making: Making, said: Entered, links: Sequence[Link], barred: Collection[str], found: Mapping[str, Element]
) -> Iterator[Part]:
    """What was linked to elements of another offence, both sides in the same table; to which of this nobody has said."""
    for element in dict.fromkeys(found.values()):
        words = f": {element.text}" if element.text else ""
        yield Heading(f"Linked when {element.citation} was alleged, to its {element.id}{words}", 2)
        yield both(making, [one for one in links if found.get(one.id) == element], barred)
    if found:
        yield Missing(
            f"to which element of {making.citation(said)} these passages belong, {len(found):,} in all, "
            "which were linked when another offence was alleged"
        )


def _whose(making: Making, said: Entered, links: Sequence[Link]) -> Iterator[Part]:
    """What somebody has to say first of answers that were given in an election court."""
    unclear = s141.unclear(making.store, making.book.offences, said, links)
    for item in unclear.items:
        yield Missing(f"whose answers {item} holds: the witness was entered in error")
    for who in unclear.witnesses:
        yield Missing(f"whether {who} is the subject of the same name, against whom those answers cannot be used")


def _put(making: Making, each: Entered) -> Iterator[Part]:
    rows = []
    for row in replies.replies(making.store, making.book, each.id):
        steps = row["steps"]
        assert isinstance(steps, list)
        if row["struck"]:  # of them it is alleged no longer
            continue
        if not row["put"]:
            rows.append((said(row["name"]), "", "has not been put to them", ""))
        for step in steps:
            answers = (
                "\n".join(f"{one['day']}: {said(one['answer'])}" for one in step["replies"]) or "no answer is entered"
            )
            then = f", when {step['other_offence']} was alleged" if step["other_offence"] else ""
            rows.append((said(row["name"]), f"{step['day']}, {step['title']}{then}", said(step["what"]), answers))
    if rows:
        yield table(("Of whom", "When, how", "What was put", "Answer"), (2, 3, 4, 4), rows)
    else:
        yield Missing("to whom it was put: nobody is named")


def _lines(making: Making, alleged: list[str]) -> Iterator[Part]:
    yield Heading("Reasonable lines of inquiry")
    yield from line_tables(making, lines.listed(making.store, making.book, alleged))


def line_tables(making: Making, rows: Sequence[dict[str, Any]]) -> Iterator[Part]:
    """The lines of inquiry, one table for each way to point; where nobody entered any, that is said of each way alike."""
    law = making.book.disclosure
    for way in law.points.values():
        yield Heading(f"Lines {way.title}", 2)
        here = [each for each in rows if each["points"] == way.id]
        if here:
            yield table(
                ("No.", "Line", "State", "Why"),
                (2, 6, 2, 4),
                [(each["id"], said(each["text"]), law.states[each["state"]].title, said(each["why"])) for each in here],
            )
        else:
            yield Paragraph("None is entered.")


def _witnesses(making: Making) -> Iterator[Part]:
    yield Heading("Witnesses")
    rows = people.listed(making.store, making.book)
    leads = sum(bool(each["lead"]) for each in rows)
    yield Paragraph(f"{len(rows):,} named; {leads:,} of them nobody has asked yet. See MG9.")


def _unused(making: Making) -> Iterator[Part]:
    yield Heading("Unused material")
    rows = []
    for schedule in making.book.disclosure.schedules.values():
        here = [each for each in unused.rows(making.store, schedule.id) if not each.struck]
        tests = [making.book.disclosure.tests[each.said["test"]] for each in here]
        counts = (sum(each.singly for each in tests), sum(not each.examined for each in tests))
        rows.append((schedule.title, f"{len(here):,}", f"{counts[0]:,}", f"{counts[1]:,}"))
    yield table(("Schedule", "Rows", "Meet or may meet the disclosure test", "Not examined"), (6, 2, 3, 2), rows)


def _unopened(making: Making) -> Iterator[Part]:
    found = basis.now(making.store, "", (), ())
    opened = len(found.lists[2])
    yield Heading("What has been looked at")
    yield Paragraph(
        f"Of {opened + len(found.lists[3]):,} items somebody has opened {opened:,}, and nobody {len(found.lists[3]):,}; "
        f"text may be missing in {found.unread:,}, no text was found in {found.textless:,}."
    )


def _unverified(making: Making, alleged: list[Entered]) -> Iterator[str]:
    """Routes and texts of offences that were not verified; the form itself does not say so."""
    routes = set()
    for each in alleged:
        offence = making.book.offences.offences.get(str(each["offence"]))
        if offence and not offence.status.verified:
            yield f"{each.id}: the text of {offence.citation} is {offence.status.words}."
        routes |= {one.routes.get(CRIMINAL, "") for one in links_of(making, each)[0]}
    for id in sorted(routes - {""}):  # noqa: A001
        route = making.book.forums.routes[id]
        if not route.status.verified:
            yield f"The route “{route.title}” is {route.status.words}."
