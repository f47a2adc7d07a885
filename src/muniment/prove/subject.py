"""One person's file: each allegation with both sides, what was put and answered, decisions, lines of inquiry, what nobody opened."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from muniment.model.prove import Alleged, Side, WitnessNamed
from muniment.prove import allegations, basis, decided, lines, linked, replies, reworded, s141
from muniment.prove.entered import Entered, newest
from muniment.prove.law.book import Book
from muniment.prove.linked import BARRED, Link
from muniment.store.ids import number_of
from muniment.store.view import View

Json = dict[str, Any]


def file(view: View, book: Book, wanted: str, on: date) -> Json:
    """The file of a subject, by number or name; it finds nobody guilty and weighs nothing.

    Raises: UnknownItem; AskedWrong, where several have that name.
    """
    who = allegations.subject(view, wanted)
    alleged = [each for each in newest(view, Alleged).values() if who.id in each["subjects"]]
    about = {who.id, *(each.id for each in alleged)}
    rows = [_allegation(view, book, each, who.id) for each in alleged]
    cited = {row["item"] for each in rows for side in Side for row in each[side.value]}
    left = set(basis.now(view, "", (), ()).lists[3])
    return {
        "subject": who.id,
        "entry": who.entry,
        **{name: who[name] for name in ("name", "kind", "of", "note")},
        "witness": [each.id for each in newest(view, WitnessNamed).values() if each["subject"] == who.id],
        "allegations": rows,
        "lines": lines.listed(view, book, [*about]),
        "decisions": decided.listed(view, book, on, about=about)["decisions"],
        "never_opened": {"items": len(left), "cited": sorted(each for each in cited if number_of(each) in left)},
        "says": "These are allegations. Nothing here finds this person guilty of anything.",
        "as_of": view.as_of,
    }


def _allegation(view: View, book: Book, said: Entered, who: str) -> Json:
    found = linked.links(view, said.id)
    barred, elsewhere = s141.barred(view, book.offences, said, found), reworded.elsewhere(view, book, said, found)
    kept = {forum: BARRED for forum in book.forums.forums if book.forums.routes[BARRED].open_in(forum)}
    offence = book.offences.offences.get(str(said["offence"]))
    (reply,) = [each for each in replies.replies(view, book, said.id) if each["subject"] == who]
    return {
        "id": said.id,
        "entry": said.entry,
        "text": said["text"],
        "offence": said["offence"],
        "citation": offence.citation if offence else said["written"],
        "title": offence.title if offence else "",
        "verified": offence.status.verified if offence else False,
        "when": [said["first"], said["last"]],
        **{
            side.value: [
                _link(each, kept if each.id in barred else {})
                | {"other_offence": elsewhere[each.id].citation if each.id in elsewhere else ""}
                for each in found
                if each.side is side
            ]
            for side in Side
        },
        "put": reply["put"],
        "steps": reply["steps"],
    }


def _link(each: Link, kept: Mapping[str, str]) -> Json:
    routes = {**each.routes, **kept}
    return {
        **{
            name: getattr(each, name)
            for name in ("id", "element", "item", "page", "words", "witness", "assessment", "gone")
        },
        "span": [*each.span] if each.span else None,
        "routes": routes,
    }
