"""What a line of a sender's list may stand for: what came with it, what lies in archives and mailboxes of that, and what is elsewhere."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from muniment.intake.lists import names
from muniment.intake.lists.evidence import Candidate
from muniment.intake.lists.line import Line
from muniment.store.ids import id_of, number_of
from muniment.store.tables import Tables

_COLUMNS = (
    "item.n, item.path, item.name, item.sha256, item.state, item.pages, (SELECT box.pages FROM box WHERE box.item=item.n), "
    "item.listed_size, item.kind, item.time, item.type, item.bundle IN family"
)
_FAMILY = (
    "WITH RECURSIVE family(id) AS (VALUES (?) UNION SELECT bundle.id FROM bundle JOIN family ON supplements=family.id "
    "WHERE aside IN ('', (SELECT aside FROM bundle WHERE id=?))) "
)
_BUT_LISTS = "item.n NOT IN (SELECT item FROM line) "
_Row = tuple[int, str, str, str | None, str, int | None, int | None, int | None, str, int | None, str, int]


def on_their_own(tables: Tables, bundle: str) -> tuple[dict[str, Candidate], set[str]]:
    """What came in a bundle and its supplements on its own, and every thing on a shelf; and the ids of those of the bundle."""
    sql = (
        f"{_FAMILY} SELECT {_COLUMNS} FROM item WHERE n=top AND n NOT IN (SELECT item FROM line WHERE bundle=?) AND "  # noqa: S608 # our own words
        "(bundle IN family OR (kind='box' AND bundle IN (SELECT id FROM bundle WHERE source='' AND aside=''))) ORDER BY n"
    )
    found: dict[str, Candidate] = {}
    own: set[str] = set()
    for row in tables.rows(sql, (bundle, bundle, bundle)):
        found[id_of(row[0])] = _candidate(row)
        if row[-1]:
            own.add(id_of(row[0]))
    return found, own


def within(tables: Tables, bundle: str, lines: Sequence[Line]) -> list[Candidate]:
    """What lies in the archives and mailboxes of a bundle, of what these lines may mean."""
    sql = (
        f"{_FAMILY} SELECT {_COLUMNS} FROM item JOIN item AS holder ON holder.n=item.parent "  # noqa: S608 # our own words
        f"WHERE item.n<>item.top AND item.bundle IN family AND holder.state='none.container' AND {_BUT_LISTS} ORDER BY item.n"
    )
    return _likely(tables.rows(sql, (bundle, bundle)), lines)


def elsewhere(tables: Tables, bundle: str, lines: Sequence[Line]) -> list[Candidate]:
    """What came on its own in other bundles that are open to everybody, of what these lines may mean."""
    sql = (
        f"{_FAMILY} SELECT {_COLUMNS} FROM item WHERE n=top AND kind='file' AND bundle NOT IN family AND "  # noqa: S608 # our own words
        f"bundle IN (SELECT id FROM bundle WHERE aside='' AND list_of='') AND {_BUT_LISTS} ORDER BY n"
    )
    return _likely(tables.rows(sql, (bundle, bundle)), lines)


def by_id(tables: Tables, bundle: str, ids: Iterable[str]) -> dict[str, Candidate]:
    """Items that people said lines stand for, wherever they lie."""
    found = {}
    for each in ids:
        sql = f"{_FAMILY} SELECT {_COLUMNS} FROM item WHERE n=?"  # noqa: S608 # our own words
        for row in tables.rows(sql, (bundle, bundle, number_of(each))):
            found[each] = _candidate(row)
    return found


def holders(tables: Tables, items: Iterable[str]) -> set[str]:
    """The archives and mailboxes that hold these items, at every depth."""
    found: set[str] = set()
    for each in items:
        above = tables.one("SELECT parent FROM item WHERE n=? AND n<>top", (number_of(each),))
        while above is not None and id_of(above) not in found:
            found.add(id_of(above))
            above = tables.one("SELECT parent FROM item WHERE n=? AND n<>top", (above,))
    return found


def held_by(tables: Tables, bundle: str, holders: Iterable[str]) -> dict[str, Candidate]:
    """What lies in these archives and mailboxes of a bundle, but for its list."""
    sql = (
        f"{_FAMILY} SELECT {_COLUMNS} FROM item JOIN item AS holder ON holder.n=item.parent "  # noqa: S608 # our own words
        f"WHERE item.parent=? AND item.n<>item.top AND item.bundle IN family AND holder.state='none.container' AND {_BUT_LISTS}"
    )
    rows = [row for each in sorted(holders) for row in tables.rows(sql, (bundle, bundle, number_of(each)))]
    return {id_of(row[0]): _candidate(row) for row in sorted(rows)}


def _candidate(row: _Row) -> Candidate:
    n, path, name, sha256, state, pages, counted, size, kind, time, type_, _ = row
    if pages is None and type_.startswith("image/") and type_ != "image/tiff" and not state.startswith("unread"):
        pages = 1  # as a scan is counted where it is one of a box
    return Candidate(
        id=id_of(n),
        path=path,
        name=name,
        sha256=sha256 or "",
        pages=counted if pages is None else pages,
        date=" ".join(filter(None, (_day(time), name.replace("_", " ")))),
        size=size,
        state=state,
        is_box=kind == "box",
    )


def _day(time: int | None) -> str:
    """The day on which a file was last changed, as it was listed."""
    if time is None:
        return ""
    try:
        return datetime.fromtimestamp(time / 10**9, UTC).date().isoformat()
    except (OverflowError, ValueError, OSError):
        return ""


def _likely(rows: Iterable[_Row], lines: Sequence[Line]) -> list[Candidate]:
    """Of very many items those that share a hash, or the last word of a name, with a line; the rest cannot fit."""
    hashes = {line.hash for line in lines if line.hash}
    words = {word for line in lines for text in (line.name, line.path) for word in _last_words(text)}
    return [_candidate(row) for row in rows if row[3] in hashes or _shares(row[1], words)]


def _shares(path: str, words: set[str]) -> bool:
    return any(not words.isdisjoint(_last_words(part.text)) for part in names.segments(path))


def _last_words(name: str) -> set[str]:
    """The last word of a name, with its ending and without."""
    last = names.segments(name)[0] if name else None
    return {words[-1] for text in (last.text, last.stem) if (words := names.phrase(text))} if last else set()
