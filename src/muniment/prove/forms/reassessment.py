"""The paper of a joint reassessment: the decision, what it was based on, what came since, and what nobody has opened."""

from collections.abc import Iterator
from typing import Any

from muniment.model.prove import Alleged
from muniment.prove import reassessing
from muniment.prove.basis import titles
from muniment.prove.entered import newest
from muniment.prove.forms.document import Blank, Document, Heading, Paragraph, Part, said, table
from muniment.prove.forms.earlier import decided_table
from muniment.prove.forms.making import Making, both, halves, links_of, runs

Json = dict[str, Any]


def draft(making: Making, decision: Json) -> Document:
    """Of one decision, as doors answer it; both bodies sign.

    Raises: UnknownItem. *Cost*: a pass over the items, and over what was opened since.
    """
    found: Any = reassessing.prepared(making.store, decision["id"])
    parts: list[Part] = [
        Paragraph(
            "This paper prepares a joint reassessment. It finds neither guilt nor innocence, and weighs nothing."
        ),
        *_between(decision),
        Heading("The decision"),
        *decided_table(making, [decision]),
        *_basis(decision),
        Heading("What bears on it, and what was answered"),
        _overtaking(decision),
        *_since(decision, found),
        *_allegations(making, decision),
        Heading("Outcome"),
        *(Blank(each) for each in ("Stands, varied, withdrawn, or no agreement", "Why")),
        *(Blank(f"For {each}: signed, day") for each in (said(decision["body"]), "the other body")),
    ]
    return Document(f"Joint reassessment of {decision['id']}", making.about, tuple(parts))


def _between(decision: Json) -> Iterator[Part]:
    for each in decision["reassessments"]:
        end = each["ended"]
        until = f"; ended {end['day']}, {each['outcome']}: {said(end['note'])}" if end else "; going on"
        note = f" {each['began']['note']}" if each["began"]["note"] else ""
        yield Paragraph(f"{said(each['body'])}, begun {each['began']['day']}{until}.{note}", "With:")


def _basis(decision: Json) -> Iterator[Part]:
    basis = decision["basis"]
    yield Heading("What it was based on", 2)
    called = titles(elsewhere=decision["elsewhere"])
    rows = [(title, f"{basis[part]:,}", halves(basis["roots"][part])) for part, title in called.items()]
    yield table(
        ("Items", "How many", "Root of the list"),
        (4, 2, 6),
        [*rows, ("all", f"{basis['items']:,}", halves(basis["root"]))],
    )


def _overtaking(decision: Json) -> Part:
    rows = [
        (each["on"], f"{each['entry']}" if each["entry"] is not None else "computed", each["says"], _answer(each))
        for each in decision["overtaken"]
    ]
    return (
        table(("Day", "Entry", "What", "Answer"), (2, 2, 6, 4), rows) if rows else Paragraph("Nothing that is entered.")
    )


def _answer(each: Json) -> str:
    return f"{each['answer']}: {said(each['answered']['why'])}" if each["answer"] else "not answered"


def _since(decision: Json, found: Json) -> Iterator[Part]:
    yield Heading("What was opened since, and by whom")
    rows = [
        (each["by"] or each["person"], f"{each['items']:,}", f"{each['first']:,}") for each in found["opened_since"]
    ]
    head = ("Person", "Items", "Of them opened by nobody before the decision")
    yield table(head, (4, 2, 4), rows) if rows else Paragraph("Nothing was opened since.")
    left, later = found["unopened"], decision["since"]
    yield Heading("What nobody has opened yet")
    yield Paragraph(
        f"{left['known_then']:,} items that were in the case when it was decided, {left['arrived_since']:,} that came since."
    )
    shown = found["first_unopened"]
    if shown:
        more = sum(left.values()) - len(shown)
        yield Paragraph(runs(shown) + (f", and {more:,} more" if more else "") + ".", "They are:")
    yield Paragraph(
        f"{later['arrived']:,} items arrived since; {later['newly_readable']:,} can be read by machine now that could not then."
    )


def _allegations(making: Making, decision: Json) -> Iterator[Part]:
    known = newest(making.store, Alleged)
    for each in (known[id] for id in decision["allegations"] if id in known):  # noqa: A001
        yield Heading(f"{each.id}: {making.citation(each)}")
        yield Paragraph(said(each["text"]))
        if silent := making.never_put(each):
            yield Paragraph(silent)
        yield both(making, *links_of(making, each))
