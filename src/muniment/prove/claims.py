"""Claims: what somebody says about a matter, where a source has it; and which of them cannot all be so. No claim is a fact."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from muniment.errors import AskedWrong
from muniment.intake import show
from muniment.model.prove import ClaimEntered, ClaimsDiffer
from muniment.model.reading import Json
from muniment.prove import given
from muniment.prove.entered import Entered, newest, record
from muniment.prove.law.book import Book
from muniment.prove.linked import gone
from muniment.prove.links import Passage, place
from muniment.store.store import Store
from muniment.store.view import View

_TOPIC = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_TWO = 2  # as many claims differ, at least


@dataclass(frozen=True, slots=True)
class Said:
    """A claim as somebody gives it: whose, about what, in their own words (`says`), of which days; `grade` is of the source."""

    about: str
    who: str
    says: str = ""
    when: str = ""
    scheme: str = ""
    grade: str = ""


def enter(store: Store, book: Book, said: Said, passage: Passage) -> tuple[str, int]:
    """Enter what a source says, with its citation.

    Raises: UnknownItem; AskedWrong, which names the field; Refused, where the item is held or was withdrawn.
    """
    about, (first, last) = topic(said.about), given.days("when", said.when, needed=False)
    scheme, grade = _grade(book, said.scheme, said.grade)
    item = given.item(store, "item", passage.item)
    page, span, words = place(store, item, passage)
    act = ClaimEntered(
        item=item.id,
        reading=show.seen(store, item, None)[0],
        page=page,
        span=span,
        about=about,
        first=first,
        last=last,
        scheme=scheme,
        grade=grade,
        who=given.text("who", said.who),
        words=words,
        says=given.text("says", said.says, needed=not words),
    )
    return record(store, act)


def topic(said: str) -> str:
    """A word for a matter, as it is kept: small letters, digits, hyphens.

    Raises: AskedWrong.
    """
    found = "-".join(given.text("about", said).casefold().split())
    if not _TOPIC.fullmatch(found):
        raise AskedWrong("about is no word for a matter", said, "small letters, digits and hyphens: 27-files")
    return found


def _grade(book: Book, scheme: str, grade: str) -> tuple[str, str]:
    """A grade, and the scheme in whose words it is; both or neither."""
    if not grade:
        if scheme:
            raise AskedWrong("grade is missing", scheme, "give the grade too, or leave the scheme out")
        return "", ""
    known = book.witnesses.grades
    named = given.choice("scheme", scheme or next(iter(known)), known)
    return named, given.choice("grade", grade.upper(), known[named].grades)


def differ(store: Store, claims: Sequence[str], why: str) -> tuple[str, int]:
    """Enter that some claims cannot all be so.

    Raises: AskedWrong, also where they are fewer than two, or about different matters; UnknownItem.
    """
    ids = given.numbers(store, "claims", ClaimEntered, claims)
    if len(ids) < _TWO:
        raise AskedWrong("claims: one alone contradicts nothing", ", ".join(ids), "name two or more")
    known = newest(store, ClaimEntered)
    about = {str(known[id]["about"]) for id in ids}  # noqa: A001
    if len(about) > 1:
        raise AskedWrong("claims: they are about different matters", ", ".join(sorted(about)), "name some about one")
    return record(store, ClaimsDiffer(claims=ids, why=given.text("why", why)))


def claims(view: View, book: Book, about: str = "") -> dict[str, Json]:
    """Every claim, or those about one matter; and the contradictions, with the claims of each side by side.

    Raises: AskedWrong.
    """
    wanted = topic(about) if about else ""
    known = newest(view, ClaimEntered)
    lost = gone(view, {str(each["item"]) for each in known.values()})
    rows = {
        id: _row(book, each, lost.get(each["item"], ""))
        for id, each in known.items()  # noqa: A001
        if not wanted or each["about"] == wanted
    }
    told = []
    for id, each in newest(view, ClaimsDiffer).items():  # noqa: A001
        sides = [rows[claim] for claim in each["claims"] if claim in rows]
        if len(sides) < _TWO:  # the others were entered in error, or are about something else
            continue
        told.append({"id": id, "entry": each.entry, "about": sides[0]["about"], "why": each["why"], "claims": sides})
        for side in sides:
            side["contradicts"] = sorted(
                {*side["contradicts"], *(one["id"] for one in sides if one["id"] != side["id"])}
            )
    topics = sorted({str(each["about"]) for each in known.values()})
    return {"claims": [*rows.values()], "contradictions": told, "topics": topics, "as_of": view.as_of}


def _row(book: Book, said: Entered, gone: str) -> dict[str, Json]:
    scheme = book.witnesses.grades.get(str(said["scheme"]))
    grade = str(said["grade"])
    return {
        "id": said.id,
        "entry": said.entry,
        **{name: said[name] for name in ("about", "who", "says", "words", "item", "reading", "page", "span")},
        **({"words": None} if gone else {}),  # its item was erased or withdrawn: what it says is not shown
        "gone": gone,
        "when": [said["first"], said["last"]] if said["first"] else None,
        "scheme": said["scheme"],
        "grade": grade,
        "grade_says": scheme.says(grade) if scheme and grade else [],
        "contradicts": [],
    }
