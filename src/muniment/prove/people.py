"""Every witness as they stand: whom nobody has asked yet is a lead, and is listed so."""

from collections.abc import Sequence

from muniment.model.prove import Contacted, Says, Willing, WitnessNamed
from muniment.model.reading import Json
from muniment.prove import exhibits, given, witnesses
from muniment.prove.entered import Entered, named, newest, of_each, strikes
from muniment.prove.law.book import Book
from muniment.store.view import View


def listed(view: View, book: Book, id: str = "") -> list[dict[str, Json]]:  # noqa: A002
    """Every witness who was not entered in error, or one of them.

    Raises: UnknownItem.
    """
    known = newest(view, WitnessNamed)
    if id:
        known = {given.number(view, "witness", WitnessNamed, id): known[id]}
    contacts, willing, statements = of_each(view, Contacted), of_each(view, Willing), witnesses.versions(view)
    produced = exhibits.by_witness(view)
    about = {each for said in known.values() for each in (*said["speaks"], said["subject"], said["spouse"])}
    shown = named(view, about - {"", *strikes(view)})
    return [
        _row(
            book,
            each,
            contacts.get(each.id, []),
            willing.get(each.id, []),
            statements.get(each.id, []),
            produced.get(each.id, []),
            shown,
        )
        for each in known.values()
    ]


def _row(
    book: Book,
    said: Entered,
    contacts: Sequence[Entered],
    willing: Sequence[Entered],
    statements: Sequence[Entered],
    produced: Sequence[dict[str, Json]],
    shown: dict[str, str],
) -> dict[str, Json]:
    results = book.witnesses.results
    return {
        "id": said.id,
        "entry": said.entry,
        "name": said["name"],
        "about": said["about"],
        "subject": said["subject"] if said["subject"] in shown else "",
        "spouse": _person(said["spouse"], shown),
        "speaks": [_person(each, shown) for each in said["speaks"] if each in shown],
        "contacts": [
            {
                "entry": each.entry,
                **{name: each[name] for name in ("day", "how", "result", "person", "asked", "answer")},
            }
            for each in sorted(contacts, key=lambda each: (each["day"], each.entry))
        ],
        # Whoever gave a statement was asked by somebody, also where nobody entered the call.
        "lead": not contacts and not statements,
        "reached": bool(statements) or any(results[each["result"]].reached for each in contacts),
        "willing": _willing(book, willing),
        "statements": [
            {
                "id": each.id,
                "version": place,
                **{name: each[name] for name in ("day", "form", "signed", "item", "note")},
                "title": book.witnesses.forms[each["form"]].title,
                "forums": [*book.witnesses.forms[each["form"]].forums],
            }
            for place, each in enumerate(statements, 1)
        ],
        "exhibits": [*produced],
    }


def _person(id: str, shown: dict[str, str]) -> Json:  # noqa: A002
    """Whoever a number names; None where it names nobody, or what was entered in error."""
    return {"id": id, "name": shown[id]} if id in shown else None


def _willing(book: Book, said: Sequence[Entered]) -> dict[str, Json]:
    """For each forum what was said last; that nobody asked, where nobody entered anything."""
    last = {each["forum"]: each for each in said}
    nothing: Json = {"says": Says.NOT_ASKED.value, "fear": False, "measures": [], "why": "", "entry": None}
    return {
        forum: {"entry": last[forum].entry, **{name: last[forum][name] for name in ("says", "fear", "measures", "why")}}
        if forum in last
        else nothing
        for forum in book.forums.forums
    }
