"""What the account and its bands count, kept as acts are applied: nobody waits for a million items to be counted again.

`counted` has each distinct original of what was opened, settled, or waits for a person, and how many items of a bundle are
that original: (what, original, bundle, kind). An item without bytes is an original of its own. `kind` is the group in which
the account names what waits: state, reason and type. `sums` adds them up: items and distinct originals of each bundle, and of
all bundles that are open (''), held, or withdrawn; what is held is an original apart, so that nobody is told that it is the
same as something open. `done` has, by state, how many items of a bundle were opened, judged, and both.

Items that wait to be read (`unread.pending`) are in no row of `counted`: every file is one for a while, and each would pay for
it twice on its way. They are counted where they are asked for.
"""

from collections.abc import Collection

from muniment.model.state import State, Sum


def _of(states: Collection[State]) -> str:
    """Whether a row's state is one of these; said without a list, which would be made into a table for each row."""
    rest = [state for state in State if state not in states]
    if len(rest) < len(states):
        return "(" + " AND ".join(f"{{0}}.state<>'{state.value}'" for state in rest) + ")"
    return "(" + " OR ".join(f"{{0}}.state='{state.value}'" for state in State if state in states) + ")"


_NEEDING = {state for state in State if state.needs_person and state is not State.UNREAD_PENDING}
_SILENT = {state for state in State if state.sum is Sum.WITHOUT_TEXT or state is State.UNREAD_PHYSICAL}
_NEEDS, _TEXTLESS, _WAITS = _of(_NEEDING), _of(_SILENT), _of(_NEEDING | _SILENT)
_KIND = "json_array({0}.state, {0}.reason, {0}.type)"
_ORIGINAL = "coalesce({0}.sha256, {0}.n)"
_OPENED = "EXISTS (SELECT 1 FROM opened WHERE item={0}.n)"
_SETTLED = "EXISTS (SELECT 1 FROM settled WHERE item={0}.n)"
_JUDGED = "EXISTS (SELECT 1 FROM standing WHERE item={0}.n)"
# what an item counts as, in which group, and when
_WHATS = {
    "opened": ("''", _OPENED),
    "settled": ("''", _SETTLED),
    "needs_person": (_KIND, f"{_NEEDS} AND NOT {_SETTLED}"),
    "unseen": (_KIND, f"{_TEXTLESS} AND NOT {_SETTLED} AND NOT {_OPENED}"),
}
_DID = f"({_OPENED} OR {_JUDGED})"
_ADD = "ON CONFLICT DO UPDATE SET items=items+excluded.items, originals=originals+excluded.originals"
_ADD_DONE = (
    "ON CONFLICT DO UPDATE SET opened=opened+excluded.opened, judged=judged+excluded.judged, both=both+excluded.both"
)


def _enter(row: str, what: str, source: str = "WHERE", when: str = "") -> str:
    """An item begins to count as that; `source` is where its row is taken from, `when` another condition than its own."""
    kind, own = _WHATS[what]
    said = f"'{what}', {_ORIGINAL}, {{0}}.bundle, {kind}, 1 {source} {when or own}"
    return f"INSERT INTO counted SELECT {said.format(row)} ON CONFLICT DO UPDATE SET items=items+1;\n"


def _leave(row: str, what: str, source: str = "WHERE", when: str = "") -> str:
    """An item no longer counts as that."""
    kind, own = _WHATS[what]
    of = f"(SELECT {_ORIGINAL}, {{0}}.bundle, {kind} {source} {when or own})".format(row)
    return f"UPDATE counted SET items=items-1 WHERE what='{what}' AND (original, bundle, kind)={of};\n"  # noqa: S608 # our own words


def _did(row: str, sign: str, source: str = "WHERE") -> str:
    """What people did with an item, counted in its bundle and state, or no longer."""
    flags = ", ".join(f"{sign}{each}" for each in (_OPENED, _JUDGED, f"({_OPENED} AND {_JUDGED})"))
    said = f"{{0}}.bundle, {{0}}.state, {flags} {source} {_DID}".format(row)
    return f"INSERT INTO done SELECT {said} {_ADD_DONE};\n"


def _did_one(what: str, sign: str, source: str, other: str) -> str:
    """People opened an item, or judged it, or did no longer; `other` is the one of the two that this is not."""
    both = f"{sign}{other.format('item')}"
    flags = f"{sign}1, 0" if what == "opened" else f"0, {sign}1"
    return f"INSERT INTO done SELECT bundle, state, {flags}, {both} {source} 1 {_ADD_DONE};\n"


def _whole(row: str, sign: str) -> str:
    """A row of the table of items counts, or no longer, as all that it is."""
    turn = _enter if sign == "+" else _leave
    return "".join(turn(row, what) for what in _WHATS) + _did(row, sign)


def _counts(row: str) -> str:
    """Whether a row of the table of items counts as anything; for most of those that come in nothing more is asked."""
    return f"({_WAITS} OR {_OPENED} OR {_SETTLED} OR {_JUDGED})".format(row)


# Whether the same original counts elsewhere: in the bundle, among the bundles that are as open, or in the same group of them.
_IN_BUNDLE = (
    "SELECT 1 FROM counted WHERE what={0}.what AND original={0}.original AND bundle={0}.bundle AND kind<>{0}.kind"
)
_IN_CLASS = (
    "SELECT 1 FROM counted AS other CROSS JOIN bundle AS its ON its.id=other.bundle WHERE other.what={0}.what "
    "AND other.original={0}.original AND its.aside={1} AND (other.bundle<>{0}.bundle{2})"
)
_OR_KIND, _SAME_KIND = " OR other.kind<>{0}.kind", ") AND (other.kind={0}.kind"


def _sums(row: str, items: str, sign: str) -> str:
    """An original began to count, or counts no longer: its bundle's sums, and those of all bundles that are as open."""
    elsewhere = (
        _IN_BUNDLE.format(row),
        _IN_CLASS.format(row, "bundle.aside", _OR_KIND.format(row)),
        _IN_CLASS.format(row, "bundle.aside", _SAME_KIND.format(row)),
    )
    where = (f"{row}.bundle, ''", "bundle.aside, ''", f"bundle.aside, {row}.kind")
    source = ("WHERE 1", f"FROM bundle WHERE id={row}.bundle", f"FROM bundle WHERE id={row}.bundle AND {row}.kind<>''")
    return "".join(
        f"INSERT INTO sums SELECT {row}.what, {place}, {items}, {sign}(NOT EXISTS ({other})) {given} {_ADD};\n"
        for place, other, given in zip(where, elsewhere, source, strict=True)
    )


def _turned(aside: str, sign: str) -> str:
    """All that counts in a bundle comes to the sums of bundles that are so, or leaves them."""
    found = ""
    for kind, more, within in (("''", "", ""), ("kind", " AND one.kind<>''", _SAME_KIND.format("one"))):
        other = _IN_CLASS.format("one", aside, within)
        found += (
            f"INSERT INTO sums SELECT what, {aside}, {kind}, {sign}sum(items), "  # noqa: S608 # our own words
            f"{sign}count(DISTINCT original) FILTER (WHERE NOT EXISTS ({other})) "
            f"FROM counted AS one WHERE bundle=new.id{more} GROUP BY what, {kind} {_ADD};\n"
        )
    return found


def _trigger(name: str, when: str, *does: str) -> str:
    return f"CREATE TRIGGER {name} AFTER {when} BEGIN\n{''.join(does)}END;\n"


_OF = "FROM item WHERE item.n={0}.item AND"
_NEW, _OLD = _OF.format("new"), _OF.format("old")
_FIRST = "WHEN (SELECT count(*) FROM {0} WHERE item=new.item)=1"
_NONE_LEFT = "WHEN NOT EXISTS (SELECT 1 FROM {0} WHERE item=old.item)"
_COLUMNS = ("bundle", "sha256", "state", "reason", "type")
_CHANGED = "(" + " OR ".join(f"old.{name} IS NOT new.{name}" for name in _COLUMNS) + ")"
_IS = "WHERE what=new.what AND kind={0} AND within={1};\n"
_ASIDE = "(SELECT aside FROM bundle WHERE id=new.bundle)"

_TABLES = """
CREATE TABLE counted (what TEXT NOT NULL, original NOT NULL, bundle TEXT NOT NULL, kind TEXT NOT NULL, items INTEGER NOT NULL,
  PRIMARY KEY (what, original, bundle, kind)) WITHOUT ROWID;
CREATE TABLE sums (what TEXT NOT NULL, within TEXT NOT NULL, kind TEXT NOT NULL, items INTEGER NOT NULL, originals INTEGER NOT NULL,
  PRIMARY KEY (what, within, kind)) WITHOUT ROWID;
CREATE TABLE done (bundle TEXT NOT NULL, state TEXT NOT NULL, opened INTEGER NOT NULL, judged INTEGER NOT NULL, both INTEGER NOT NULL,
  PRIMARY KEY (bundle, state)) WITHOUT ROWID;
"""
NAMES = ("counted", "sums", "done")
TABLES = _TABLES + "".join(
    (
        _trigger("counted_made", "INSERT ON counted", _sums("new", "new.items", "+")),
        _trigger("counted_gone", "DELETE ON counted", _sums("old", "-old.items", "-")),
        _trigger(
            "counted_again",
            "UPDATE OF items ON counted",
            *(
                f"UPDATE sums SET items=items+new.items-old.items {_IS.format(kind, within)}"  # noqa: S608 # our own words
                for kind, within in (("''", "new.bundle"), ("''", _ASIDE), ("nullif(new.kind, '')", _ASIDE))
            ),
            "DELETE FROM counted WHERE what=new.what AND original=new.original AND bundle=new.bundle AND kind=new.kind "
            "AND items=0;\n",
        ),
        _trigger(
            "bundle_turned",
            "UPDATE OF aside ON bundle WHEN old.aside<>new.aside",
            _turned("old.aside", "-"),
            _turned("new.aside", "+"),
        ),
        _trigger("item_counts", f"INSERT ON item WHEN {_counts('new')}", _whole("new", "+")),
        _trigger("item_counted", f"DELETE ON item WHEN {_counts('old')}", _whole("old", "-")),
        _trigger(
            "item_counts_anew",
            f"UPDATE OF {', '.join(_COLUMNS)} ON item WHEN {_CHANGED} AND ({_WAITS.format('old')} OR {_counts('new')})",
            _whole("old", "-"),
            _whole("new", "+"),
        ),
        _trigger(
            "opened_counts",
            f"INSERT ON opened {_FIRST.format('opened')}",
            _enter("item", "opened", _NEW, "1"),
            _leave("item", "unseen", _NEW, f"{_TEXTLESS} AND NOT {_SETTLED}"),
            _did_one("opened", "+", _NEW, _JUDGED),
        ),
        _trigger(
            "settled_counts",
            f"INSERT ON settled {_FIRST.format('settled')}",
            _enter("item", "settled", _NEW, "1"),
            _leave("item", "needs_person", _NEW, _NEEDS),
            _leave("item", "unseen", _NEW, f"{_TEXTLESS} AND NOT {_OPENED}"),
        ),
        _trigger(
            "settled_counted",
            f"DELETE ON settled {_NONE_LEFT.format('settled')}",
            _leave("item", "settled", _OLD, "1"),
            _enter("item", "needs_person", _OLD, _NEEDS),
            _enter("item", "unseen", _OLD, f"{_TEXTLESS} AND NOT {_OPENED}"),
        ),
        _trigger("standing_counts", "INSERT ON standing", _did_one("judged", "+", _NEW, _OPENED)),
        _trigger("standing_counted", "DELETE ON standing", _did_one("judged", "-", _OLD, _OPENED)),
    )
)
