"""An election petition: the contents that it must have, the facts and not the evidence, and what of it is missing."""

from collections.abc import Callable, Iterator, Mapping

from muniment.model.prove import Dated, Side
from muniment.prove.entered import Entered, newest
from muniment.prove.forms.document import Blank, Document, Heading, Missing, Paragraph, Part, said, table
from muniment.prove.forms.making import Draft, Making, day_of, links_of


def draft(making: Making) -> Draft:
    """The petition on the allegations that are asked for; each content that the tables name has its own part."""
    alleged = making.allegations()
    parts: list[Part] = []
    for content in making.book.disclosure.petition.values():
        parts += [Heading(content.title), *_CONTENTS[content.id](making, alleged)]
    notes = [
        "A petition has the facts that are relied on, and not the evidence of them: read each ground, which is in the words of whoever entered it.",
        "A petition is filed in the prescribed form, with copies; security for costs, and service on the respondents, are further steps.",
    ]
    for each in alleged:
        links, _ = links_of(making, each)
        sides = {side: sum(one.side is side for one in links) for side in Side}
        notes.append(
            f"{each.id}: passages that support it: {sides[Side.FOR]:,}; that undermine it: {sides[Side.AGAINST]:,}."
        )
    return Draft(Document(making.book.disclosure.forms["petition"].title, making.about, tuple(parts)), tuple(notes))


def _petitioners(making: Making, _: list[Entered]) -> Iterator[Part]:
    if making.wanted.petitioners:
        yield table(("Petitioner", "Capacity"), (1, 2), making.wanted.petitioners)
    else:
        yield Missing("each petitioner, and the capacity in which they petition")


def _dated(making: Making, content: str) -> Iterator[Part]:
    law = making.book
    for kind in law.disclosure.petition[content].acts:
        for each in newest(making.store, Dated).values():
            if each["kind"] == kind:
                title = law.clocks.acts.kinds[kind].title
                yield Paragraph(day_of(each["first"], each["last"]), f"{title[:1].upper()}{title[1:]}:")


def _election(making: Making, alleged: list[Entered]) -> Iterator[Part]:
    kinds = sorted({f"{each['election']}, {each['nation']}" for each in alleged})
    if kinds:
        yield Paragraph("; ".join(kinds).replace("-", " ").title(), "Election:")
    else:
        yield Missing("the election")
    polls = sorted({each["poll"] for each in alleged} - {""})
    dated = [*_dated(making, "election")]
    if polls:
        yield Paragraph(", ".join(polls), "Held on:")
    elif not dated:
        yield Missing("the day on which the election was held")
    yield from dated
    yield (
        Paragraph(making.wanted.result, "Result:") if making.wanted.result else Missing("the result: who was returned")
    )


def _runs_from(making: Making, _: list[Entered]) -> Iterator[Part]:
    yield from [*_dated(making, "runs-from")] or [
        Missing("whether a later limit is relied on, and the date from which time then runs")
    ]


def _grounds(making: Making, alleged: list[Entered]) -> Iterator[Part]:
    if not alleged:
        yield Missing("the grounds: no allegation is entered")
    for number, each in enumerate(alleged, 1):
        yield Paragraph(said(each["text"]), f"{number}.")
        who = f" Alleged of {names}." if (names := making.names(each)) else ""
        yield Paragraph(f"{making.citation(each)}. {day_of(each['first'], each['last'])}.{who}", "Particulars:")
        rung = making.book.offences.ladder.get(str(each["attribution"]))
        if rung is None or rung.id == "unknown":
            yield Missing(f"whose act ground {number} was, as far as that counts for a candidate")
        else:
            yield Paragraph(rung.title, "Whose act:")


def _prayer(making: Making, _: list[Entered]) -> Iterator[Part]:
    if not making.wanted.relief:
        yield Missing("the relief that is claimed")
    for number, each in enumerate(making.wanted.relief, 1):
        yield Paragraph(each, f"({number})")


def _signatures(making: Making, _: list[Entered]) -> Iterator[Part]:
    if not making.wanted.petitioners:
        yield Missing("a signature of each petitioner")
    for name, _capacity in making.wanted.petitioners:
        yield Blank(f"Signed, {name}")
    yield Blank("Day")


_CONTENTS: Mapping[str, Callable[[Making, list[Entered]], Iterator[Part]]] = {
    "petitioners": _petitioners,
    "election": _election,
    "runs-from": _runs_from,
    "grounds": _grounds,
    "prayer": _prayer,
    "signatures": _signatures,
}
