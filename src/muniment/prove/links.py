"""Links: a passage, or a thing, fixed to an element of an allegation, on either side, with the way to use it in each forum."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from muniment.errors import AskedWrong, Refused
from muniment.intake import show
from muniment.model.item import Item
from muniment.model.prove import KINDS, Alleged, LinkAssessed, Linked, PaperSaid, Side, Struck, WitnessNamed
from muniment.model.reading import Page, Reading
from muniment.prove import allegations, given, numbers
from muniment.prove.entered import one, record
from muniment.prove.law.book import Book
from muniment.store.store import Store
from muniment.store.view import View

MOST = 20_000  # characters of one passage


@dataclass(frozen=True, slots=True)
class Passage:
    """Where the words stand: page and span, or the words alone, which are then looked for; neither for a thing on a shelf."""

    item: str
    page: int | None = None
    span: tuple[int, int] | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Ways:
    """For each forum the route, and why where the route needs it; what a person thinks of the passage."""

    routes: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    assessment: str = ""


def link(
    store: Store, book: Book, allegation: str, element: str, side: str, passage: Passage, ways: Ways, witness: str = ""
) -> tuple[str, int]:
    """Fix a passage to an element; to the allegation as a whole, where the element is "".

    Raises: UnknownItem; AskedWrong, which names the field: an element of another offence, a page or span that is not there,
    a route that is none of its forum; Refused, where the item is held or was withdrawn.
    """
    given.number(store, "allegation", Alleged, allegation)
    _element(store, book, allegation, element)
    item = given.item(store, "item", passage.item)
    page, span, words = place(store, item, passage)
    routes, reasons = _routes(book, ways)
    act = Linked(
        allegation=allegation,
        element=element,
        side=Side(given.choice("side", side, tuple(Side))),
        item=item.id,
        reading=show.seen(store, item, None)[0],
        page=page,
        span=span,
        routes=routes,
        witness=given.number(store, "witness", WitnessNamed, witness) if witness else "",
        words=words,
        assessment=given.text("assessment", ways.assessment, needed=False),
        reasons=reasons,
    )
    return record(store, act)


def assess(store: Store, book: Book, id: str, ways: Ways) -> tuple[str, int]:  # noqa: A002 # the field's name
    """Say the routes of a link, and what a person thinks of it, anew: both as a whole.

    Raises: UnknownItem; AskedWrong.
    """
    given.number(store, "link", Linked, id)
    routes, reasons = _routes(book, ways)
    text = given.text("assessment", ways.assessment, needed=False)
    return record(store, LinkAssessed(on=id, routes=routes, reasons=reasons, assessment=text))


def say_paper(store: Store, book: Book, item: str, kind: str, witness: str = "") -> int:
    """Say what kind of court paper an item is; of answers, whose they are.

    Raises: UnknownItem; AskedWrong; Refused.
    """
    id_, known = given.item(store, "item", item).id, book.forums.papers
    given.choice("kind", kind, known)
    if known[kind].bars and not witness:
        raise AskedWrong("witness is missing", kind, "name the witness whose answers these are")
    of = given.number(store, "witness", WitnessNamed, witness) if witness else ""
    return store.record(PaperSaid(on=id_, kind=kind, witness=of))


def strike(store: Store, id: str, why: str) -> tuple[str, int]:  # noqa: A002 # the field's name
    """Say that what stands under a number was entered in error, or what an entry says that gave none; it stays, marked so.

    Raises: UnknownItem; AskedWrong.
    """
    if id.isascii() and id.isdigit():
        return record(store, Struck(on=numbers.by_entry(store, id), why=given.text("why", why)))
    kinds = [kind for kind in KINDS.values() if kind.prefix and id.startswith(f"{kind.prefix}-")]
    given.number(store, "number", kinds[0] if kinds else Linked, id)
    return record(store, Struck(on=id, why=given.text("why", why)))


def _element(view: View, book: Book, allegation: str, element: str) -> None:
    """An element of its offence; "" for what bears on the allegation as a whole."""
    offence = allegations.offence_of(view, book, allegation)
    if not element:
        return
    known = {each.id for each in offence.elements}
    if element not in known:
        text = one(view, Alleged, allegation)["offence"]
        raise AskedWrong(f"element: {text} has no such element", element, f"one of: {', '.join(sorted(known))}")


def place(store: Store, item: Item, passage: Passage) -> tuple[int | None, tuple[int, int] | None, str]:
    """Page, span and words, each as it stands in the reading; all None and "" where the item as a whole is meant."""
    if item.reason == "erased":
        raise Refused("item: it was erased, and nothing of it is left to cite", item.id, "cite what took its place")
    if passage.page is None and passage.span is None and not passage.words:
        return None, None, ""
    reading = store.reading(item)
    if reading is None or not reading.pages:
        raise AskedWrong("page: nothing of this item can be cited by page", item.id, "link the item as a whole")
    if passage.span is None and passage.words:
        return _sought(reading, item, passage)
    page = _page(reading, item, passage.page)
    if passage.span is None:
        return page.number, None, ""
    first, last = _ends(passage.span)
    if not 0 <= first < last <= len(page.text):
        what = f"span: the page has {len(page.text):,} characters"
        raise AskedWrong(what, f"{first}-{last}", "from and to are counted from 0, in characters of that page's text")
    words = page.text[first:last]
    _short(words)
    if passage.words and passage.words != words:
        raise AskedWrong("words: others stand at that span", passage.words[:80], "give the span or the words")
    return page.number, (first, last), words


def _ends(span: object) -> tuple[int, int]:
    """From and to: two whole numbers; True and False are none."""
    match span:
        case [int() as first, int() as last] if bool not in {type(first), type(last)}:
            return first, last
        case _:
            raise AskedWrong("span: that is none", "", "two whole numbers: from and to")


def _sought(reading: Reading, item: Item, passage: Passage) -> tuple[int | None, tuple[int, int], str]:
    """The words, where they stand once."""
    _short(passage.words)
    pages = reading.pages if passage.page is None else (_page(reading, item, passage.page),)
    found = [(page.number, (at, at + len(passage.words))) for page in pages for at in _all(page.text, passage.words)]
    if len(found) != 1:
        what = "words: they do not stand there" if not found else f"words: they stand there {len(found):,} times"
        raise AskedWrong(what, passage.words[:80], "as the item's text has them; with page and span, or more words")
    return *found[0], passage.words


def _all(text: str, words: str) -> list[int]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def _page(reading: Reading, item: Item, number: int | None) -> Page:
    pages = [page for page in reading.pages if page.number == number]
    if number is None and not pages and len(reading.pages) == 1:
        return reading.pages[0]
    if not pages:
        counted = any(page.number is not None for page in reading.pages)
        next_ = f"it has {len(reading.pages)}" if counted else "its format has no pages: leave page out"
        raise AskedWrong("page: the item has no such page", f"{item.id} page {number}", next_)
    return pages[0]


def _short(words: str) -> None:
    if len(words) > MOST:
        raise AskedWrong("span: a passage is shorter", f"{len(words):,} characters", f"up to {MOST:,}")


def _routes(book: Book, ways: Ways) -> tuple[dict[str, str], dict[str, str]]:
    routes, reasons = {}, {}
    for forum, named in ways.routes.items():
        given.choice("forum", forum, book.forums.forums)
        open_ = [each.id for each in book.forums.routes.values() if each.open_in(forum)]
        route = book.forums.routes[given.choice(f"route for {forum}", named, open_)]
        reason = ways.reasons.get(forum, "").strip()
        if route.reasons:
            given.choice(f"reason for {forum}", reason.partition(":")[0].strip(), route.reasons)
        elif route.says:
            given.text(f"reason for {forum}", reason)
        routes[forum] = named
        if reason:
            reasons[forum] = given.text("reason", reason)
    strange = set(ways.reasons) - set(routes)
    if strange:
        raise Refused("a reason is given for a forum without a route", ", ".join(sorted(strange)), "give the route too")
    return routes, reasons
