"""Which items that are linked to an allegation were judged relevant after an entry, and were not when it was made."""

from itertools import groupby
from operator import itemgetter

from muniment.review.overtaken import stands
from muniment.store.view import View

# Every judgement of the items of which one came later, is relevant and was not taken back.
_JUDGEMENTS = (
    "SELECT item, entry, at, judged.person, judgement, decides, back FROM judged JOIN act USING (entry) WHERE item IN "
    "(SELECT judged.item FROM judged JOIN link USING (item) WHERE allegation=?1 AND struck IS NULL "
    "AND judged.entry>?2 AND judgement='relevant' AND back IS NULL) ORDER BY item, entry"
)


def relevant_since(view: View, allegation: str, since: int) -> list[tuple[int, int, int]]:
    """Each such item, with the first such judgement: its entry, and when it was."""
    found = []
    for n, rows in groupby(view.tables.rows(_JUDGEMENTS, (allegation, since)), itemgetter(0)):
        said = [*rows]
        then = [
            (person, judgement, bool(decides))
            for _, entry, _, person, judgement, decides, back in said
            if entry <= since and (back is None or back > since)
        ]
        if stands(then) != "relevant":
            later = (each for each in said if each[1] > since and each[4] == "relevant" and each[6] is None)
            _, entry, at, *_ = next(later)
            found.append((int(n), int(entry), int(at)))
    return found
