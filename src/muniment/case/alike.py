"""What is alike in a case: duplicates and what differs, threads of mail, and whether anything in a bundle is new."""

from collections import Counter
from collections.abc import Iterable, Iterator

from muniment.case.base import Base, Json
from muniment.errors import AskedWrong
from muniment.intake import visible
from muniment.intake.progress import Tell, silent
from muniment.model.item import Item
from muniment.search import compare as comparing
from muniment.search import thread as threads
from muniment.search.compare import Against, Line
from muniment.search.near import alike, groups
from muniment.search.near import base as bases
from muniment.search.near.sign import LONGEST, SHORTEST
from muniment.search.near.texts import Compared, Difference, Texts
from muniment.search.threadtree import Key, Node
from muniment.store.ids import id_of, number_of
from muniment.store.tables import SEEN

SHOWN = 3  # passages that are shown of each pair
_WORDS = 40  # of each passage

CANNOT_SHOW = (
    "pictures, sound and film are compared by their bytes alone",
    "words recognised on scanned pages bear mistakes that differ from scan to scan: what differs may be such a mistake",
    f"a text of fewer than {SHORTEST} words is like another only where all its words are the same",
    f"so is a text of more than {LONGEST // 1_000_000} million characters",
    "mails are nearly the same by their bodies alone; what differs in their headers is shown",
    "a short text within a long one is not found",
    "capital letters, accents and punctuation are not compared, nor what a document says of itself, such as its author",
)
CANNOT_SHOW_THREADS = (
    "what is missing is not in the case, or in a bundle that is held or withdrawn: only its id is known",
    "ids, dates and names are as the headers say; a header can be forged",
    "mails that bear no ids are not bound, unless by --subjects, which is a guess",
)


class Alike(Base):
    """What is alike."""

    def duplicates(self, id: str, limit: int | None = 20, *, progress: Tell = silent) -> Json:  # noqa: A002
        """What is like an item: the same bytes, the same text, nearly the same text and what differs.

        Raises: UnknownItem; Refused, where it is held or withdrawn.
        """
        with self._store.moment():
            item = visible.item(self._store, id)
            found = alike.of(self._store, item, progress)
            texts = Texts(self._store)
            near = found.near if limit is None else found.near[:limit]
            return {
                **_about(item),
                "words": found.words,
                "same_bytes": [_about(one) for one in found.same_bytes],
                "same_bytes_count": found.same_bytes_count,
                "same_text": [_about(one) for one in found.same_text],
                "same_text_count": found.same_text_count,
                "nearly": [
                    _about(one.item) | {"runs": round(one.runs, 4)} | _compared(texts.compared(item, one.item))
                    for one in near
                ],
                "nearly_count": len(found.near),
                "not_counted": found.unchecked,
                "held": found.held,
                "cannot_show": list(CANNOT_SHOW),
                "as_of": found.as_of,
            }

    def duplicates_of(self, id: str, *, progress: Tell = silent) -> Iterator[Json]:  # noqa: A002
        """Everything that is like an item, one dict each; the last says how many were too many to count, if any were.

        Raises: as above, at once.
        """
        said = self.duplicates(id, None, progress=progress)
        return self._each_like(self._store.item(id), said)

    def _each_like(self, item: Item, said: Json) -> Iterator[Json]:
        for how, other in alike.stream(self._store, item):
            yield {"how": how} | _about(other)
        yield from ({"how": "nearly"} | one for one in said["nearly"])
        if said["not_counted"]:
            yield {"how": "not-counted", "items": said["not_counted"]}

    def differences(self, id: str, other: str) -> Json:  # noqa: A002
        """Every passage in which the texts of two items differ.

        Raises: UnknownItem; Refused; AskedWrong, where one has no text, or too long a one.
        """
        with self._store.moment():
            items = [visible.item(self._store, one) for one in (id, other)]
            texts = Texts(self._store)
            found = texts.compared(*items)
            for item, words in zip(items, (found.words, found.words_there), strict=True):
                if not words:
                    raise AskedWrong("this item has no text to compare", item.id, f"muniment show {item.id} says why")
            return {
                "item": id,
                "other": _about(items[1]),
                "same_bytes": items[0].sha256 == items[1].sha256,
                "runs": round(texts.share(*(number_of(item.id) for item in items)), 4),
                **_compared(found, whole=True),
                "cannot_show": list(CANNOT_SHOW),
                "as_of": self._store.as_of,
            }

    def duplicate_groups(self, limit: int | None = 20, offset: int = 0, *, progress: Tell = silent) -> Json:
        """Groups of items that are alike, over the case; each item after the first says which one it is like, and how."""
        with self._store.moment():
            found = groups.of(self._store, progress)
            texts = Texts(self._store)
            end = None if limit is None else offset + limit
            return {
                "groups": [list(_members(texts, group)) for group in found.each(offset, end)],
                "total": found.total,
                "items": found.items,
                "held": found.held,
                "cannot_show": list(CANNOT_SHOW),
                "as_of": found.as_of,
            }

    def duplicate_groups_all(self, *, progress: Tell = silent) -> Iterator[list[Json]]:
        """Every group, however many."""
        with self._store.moment():
            found = groups.of(self._store, progress)
        texts = Texts(self._store)
        return (list(_members(texts, group)) for group in found.each())

    def thread(self, id: str, *, subjects: bool = False, progress: Tell = silent) -> Json:  # noqa: A002
        """The mails that a mail belongs with, each after the one it answers; what is missing is a gap.

        `subjects` binds mails by their subject as well, which is a guess. Raises: UnknownItem; Refused; AskedWrong.
        """
        with self._store.moment():
            found = threads.of(self._store, visible.item(self._store, id), subjects=subjects, tell=progress)
        places = {node.key: at for at, node in enumerate(found.nodes)}
        return {
            "item": id,
            "mail": found.item,
            "thread": [_node(node, places) for node in found.nodes],
            "mails": sum(not node.missing for node in found.nodes),
            "missing": sum(node.missing for node in found.nodes),
            "whole": found.whole,
            "held": found.held,
            "cannot_show": list(CANNOT_SHOW_THREADS),
            "as_of": found.as_of,
        }

    def compare(self, bundle: str, with_: str = "case", limit: int | None = None, *, progress: Tell = silent) -> Json:
        """Whether anything in a bundle is new, against the rest of the case or another bundle.

        `limit`: how many lines are given of each group. Raises: UnknownItem; Refused; AskedWrong.
        """
        counts: Counter[str] = Counter()
        lines: list[Json] = []
        for line in self.compare_all(bundle, with_, progress=progress):
            group = line["group"]
            counts[group] += 1
            counts["unopened"] += group == "only-here" and not line["opened"]
            counts["by-bytes"] += group == "only-here" and line["by"] != "bytes and text"
            if limit is None or counts[group] <= limit:
                lines.append(line)
        return {
            "bundle": bundle,
            "with": with_,
            "items": counts["same-bytes"] + counts["nearly"] + counts["only-here"],
            "same_bytes": counts["same-bytes"],
            "nearly": counts["nearly"],
            "only_here": counts["only-here"],
            "only_here_unopened": counts["unopened"],
            "only_here_by_bytes": counts["by-bytes"],
            "only_there": None if with_ == "case" else counts["only-there"],
            "lines": lines,
            "held": sum(self._store.held_counts().values()),
            "cannot_show": list(CANNOT_SHOW),
            "as_of": self._store.as_of,
        }

    def compare_all(self, bundle: str, with_: str = "case", *, progress: Tell = silent) -> Iterator[Json]:
        """A line for each item of the bundle, then for each item that is only in the other one.

        Raises: as above, at once.
        """
        with self._store.moment():
            visible.bundle(self._store, bundle)
            if with_ != "case":
                visible.bundle(self._store, with_)
            if with_ == bundle:
                raise AskedWrong("a bundle is compared with another one", with_, "--with case, or another bundle")
            here, there = self._numbers(bundle), [] if with_ == "case" else self._numbers(with_)
        return self._lines(bundle, with_, here, there, progress)

    def _lines(self, bundle: str, with_: str, here: list[int], there: list[int], progress: Tell) -> Iterator[Json]:
        against = Against(bundle, but=True) if with_ == "case" else Against(with_, but=False)
        with bases.brought(self._store, progress) as base:
            texts = Texts(self._store)
            met: set[int] = set()
            for line in comparing.lines(base, texts, self._items(here), against):
                if line.other is not None:
                    met.add(number_of(line.other.id))
                yield _line(texts, line)
            back = Against(bundle, but=False)
            for line in comparing.only_there(base, texts, self._items(there), back, met):
                yield _line(texts, line)

    def _numbers(self, bundle: str) -> list[int]:
        sql = f"SELECT n FROM item WHERE bundle=? AND {SEEN} ORDER BY top, ordinal"  # noqa: S608 # our own words
        return [n for (n,) in self._store.tables.rows(sql, (bundle,))]

    def _items(self, numbers: Iterable[int]) -> Iterator[Item]:
        return (self._store.item(id_of(n)) for n in numbers)


def _about(item: Item) -> Json:
    return {"item": item.id, "bundle": item.bundle, "name": item.name, "path": item.path}


def _members(texts: Texts, group: Iterable[groups.Member]) -> Iterator[Json]:
    for member in group:
        if (item := texts.item(member.n)) is not None:
            like = None if member.like is None else id_of(member.like)
            runs = round(member.runs, 4) if member.how == "nearly" else None
            yield _about(item) | {"how": member.how, "like": like, "runs": runs}


def _compared(found: Compared, *, whole: bool = False) -> Json:
    shown = found.differences if whole else found.differences[:SHOWN]
    return {
        "share": round(found.share, 4),
        "words_common": found.common,
        "words": found.words,
        "words_there": found.words_there,
        "differences": [_difference(one, whole=whole) for one in shown],
        "differences_count": len(found.differences),
    }


def _difference(one: Difference, *, whole: bool) -> Json:
    return {
        "page": one.page,
        "page_there": one.page_there,
        "before": one.before,
        "here": one.here if whole else _brief(one.here),
        "there": one.there if whole else _brief(one.there),
        "after": one.after,
    }


def _brief(text: str) -> str:
    words = text.split()
    more = len(words) - _WORDS
    return text if more <= 0 else f"{' '.join(words[:_WORDS])} [... {more:,} more]"


def _line(texts: Texts, line: Line) -> Json:
    nearly = line.how == "nearly" and line.other is not None
    return {
        "group": line.group,
        **_about(line.item),
        "type": line.item.type,
        "state": line.item.state.value,
        "opened": line.item.opened,
        "like": None if line.other is None else _about(line.other),
        "how": line.how or None,
        "by": line.by,
        "runs": round(line.runs, 4) if nearly and line.runs is not None else None,
        **(_compared(texts.compared(line.item, line.other)) if nearly and line.other else {}),
    }


def _node(node: Node, places: dict[Key, int]) -> Json:
    first = node.mails[0] if node.mails else None
    kind, text = node.key
    return {
        "node": places[node.key],
        "parent": None if node.parent is None else places[node.parent],
        "depth": node.depth,
        "message_id": text if kind == "id" else None,
        "conversation_index": text if kind == "index" else None,
        "item": None if first is None else id_of(first.n),
        "items": [id_of(mail.n) for mail in node.mails],
        "copies_differ": node.differ,
        "missing": node.missing,
        "why": node.why or None,
        "circle": node.circle,
        "date": first.date if first and first.date else None,
        "from": first.sender if first else None,
        "subject": first.subject if first else None,
        "references_cut": max((mail.said.cut for mail in node.mails), default=0),
        "referred_by": [id_of(n) for n in node.referred_by],
    }
