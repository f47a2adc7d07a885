"""Which items that a decision was based on were read again with other text."""

from muniment.model.reading import Reading
from muniment.store.view import View

_LATER = (
    "SELECT based.item, reading.entry FROM (SELECT DISTINCT item FROM based WHERE id=?1) AS based "
    "JOIN reading ON reading.item=based.item AND reading.entry>?2 ORDER BY based.item, reading.entry"
)
_UNTIL = "SELECT file, block, line, hash FROM reading WHERE item=? AND entry<=? ORDER BY entry DESC LIMIT 1"


def reread(view: View, id: str, entry: int) -> list[tuple[int, int]]:  # noqa: A002 # the decision's number
    """Each reading after an entry whose text differs from the one before it, and from that which the decision knew.

    *Cost*: by the items that were read again; others are passed over by their numbers.
    """
    found, texts = [], _Texts(view)
    for n, later in view.tables.rows(_LATER, (id, entry)):
        read = texts.at(n, later)
        if read not in (texts.at(n, entry), texts.at(n, later - 1)):
            found.append((n, later))
    return found


class _Texts:
    """The text of items as readings had it, each reading looked up once."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._known: dict[str, str] = {}

    def at(self, n: int, entry: int) -> str:
        """The text that the newest reading up to an entry had; "" where there was none."""
        rows = self._view.tables.rows(_UNTIL, (n, entry))
        if not rows:
            return ""
        line = str(rows[0][3])
        if line not in self._known:
            self._known[line] = _text(self._view.places.readings.read(*rows[0]))
        return self._known[line]


def _text(reading: Reading) -> str:
    return "\f".join(page.text for page in reading.pages)
