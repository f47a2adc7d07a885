"""What people say while they review: judgements, the coding form, notes; how far they came, and what is overtaken."""

from collections.abc import Iterator, Sequence
from typing import Any

from muniment.case.base import Json
from muniment.case.ranking import Ranking
from muniment.errors import AskedWrong
from muniment.intake import visible
from muniment.model.review import VALUES, Field, Way
from muniment.review import atonce, coding, history, judge, noting, overtaken, progress, quality, seen
from muniment.review.chosen import Chosen, choose
from muniment.store.ids import id_of, number_of


class Reviewing(Ranking):
    """What a person says of items that they review; nothing is overwritten, and everything can be taken back."""

    # -- judgements

    def judge(
        self,
        *ids: str,
        judgement: str,
        note: str = "",
        query: str = "",
        count: int | None = None,
        way: str = "",
        decides: bool = False,
    ) -> Json:
        """Judge these items, or what a query finds: relevant, not-relevant or unsure; durable when this comes back.

        Of what a query finds, those are left out of which the same person says so already. `way` is how the items came:
        queue, audit, sample, aside; where it is not said, an item that lies next in the queue, or in the audit of an open
        draw, came so. `decides`: it stands where people's judgements differ, until somebody judges another way.
        `unread` in the answer: how many of them still count as possibly relevant, because no machine could read them whole
        and nobody who opened one, here or elsewhere, has judged it.
        Raises: UnknownItem; BadQuery; AskedWrong; Refused, where one is held, `count` is not how many there are by now, or
        an audit is said of what no draw handed out.
        """
        if not way and not query and len(ids) == 1:
            way = self.way_of(ids[0])
        said = _saying(judgement, note, way or Way.ASIDE.value, decides=decides)
        chosen = choose(self._store, ids, query, count)
        if said.way is Way.AUDIT:
            self._desk.allow_audit(() if query else ids)
        entry, numbers = judge.judge(self._store, chosen, said)
        return self._about_items(entry, numbers) | {"judgement": judgement, "unread": self.still_unread(entry)}

    def say_at_once(
        self,
        id: str,  # noqa: A002
        *,
        judgement: str = "",
        note: str = "",
        codes: Sequence[coding.Saying] = (),
        end: bool = False,
        way: str = "",
        decides: bool = False,
    ) -> Json:
        """Judge an item, code it, write a note on it and state that it was read to its end, in one go: all of it or none.

        Without a judgement the note stands by itself; with one it goes with that. `entries` in the answer are all that were
        made, of which the last is the judgement's; the rest is as of `judge`, and `judgement` None where there is none.
        Raises: UnknownItem; AskedWrong, where nothing is said, or a part of it will not do; Refused, as of `judge` and `code`.
        """
        way = way or self.way_of(id)
        said = _saying(judgement, note, way, decides=decides) if judgement else None
        if said is not None and said.way is Way.AUDIT:
            self._desk.allow_audit([id])
        entries = atonce.say(self._store, id, atonce.Saying(said, note, codes, end))
        done = self._about_items(entries[-1], [number_of(id)]) | {"entries": entries, "judgement": judgement or None}
        return done | {"unread": self.still_unread(entries[-1]) if judgement else 0}

    def to_judge(self, query: str, judgement: str, *, decides: bool = False) -> int:
        """How many items a judgement over this query would be about, as it is now."""
        said = _saying(judgement, decides=decides)
        return judge.to_judge(self._store, choose(self._store, query=query), said)

    def take_back(self, entry: int, why: str = "") -> Json:
        """Take back what an entry of one's own judged; what was said before stands again.

        Raises: UnknownItem; Refused, where somebody else judged, or it is taken back already.
        """
        number, numbers = judge.take_back(self._store, entry, why)
        return self._about_items(number, numbers) | {"taken_back": entry}

    def disagreements(self, after: str = "", limit: int = 100) -> Json:
        """Items of which people say different things, behind one of them; each with who said what."""
        with self._store.moment():
            found = judge.differences(self._store, after, limit)
            return {"items": found, "next": _next(found, limit, "item"), "as_of": self._store.as_of}

    # -- the coding form

    def define_tag(self, list: str, name: str) -> Json:  # noqa: A002
        """Make a tag of a list of the case.

        Raises: AskedWrong, where the names will not do; Refused, where the list has one of that name.
        """
        entry = coding.define(self._store, list, name)
        return self._done(entry) | {"tag": entry, "called": coding.tag(self._store, str(entry)).called}

    def retire_tag(self, tag: str) -> Json:
        """Offer a tag no longer; items keep it.

        Raises: UnknownItem; Refused, where it is retired already.
        """
        found, entry = coding.retire(self._store, tag)
        return self._done(entry) | {"tag": found.entry, "called": found.called}

    def tags(self) -> list[Json]:
        """Every tag, with how many items have it."""
        with self._store.moment():
            counts = coding.counts(self._store)
            return [
                _tag(each) | {"items": counts.get(("tag", str(each.entry)), 0)} for each in coding.tags(self._store)
            ]

    def codes(self) -> Json:
        """Of each other field of the coding form, how many items each value is said of."""
        with self._store.moment():
            counts = coding.counts(self._store)
        return {
            field.value: {value: counts.get((field.value, value), 0) for value in values}
            for field, values in VALUES.items()
        }

    def tag(
        self, tag: str, *ids: str, query: str = "", count: int | None = None, remove: bool = False, why: str = ""
    ) -> Json:
        """Tag these items, or what a query finds, or take the tag off them: one entry, which can be undone.

        Raises: UnknownItem; BadQuery; AskedWrong; Refused, where the tag is retired, or `count` is another by now.
        """
        self._store.catch_up()
        found = coding.tag(self._store, tag)
        said = coding.Saying(Field.TAG, str(found.entry), remove, why)
        return self._code(choose(self._store, ids, query, count), said) | {"tag": found.entry, "called": found.called}

    def to_tag(self, tag: str, query: str, *, remove: bool = False) -> int:
        """How many items a tag over this query would be about, as it is now."""
        self._store.catch_up()
        said = coding.Saying(Field.TAG, str(coding.tag(self._store, tag).entry), remove)
        return coding.to_code(self._store, choose(self._store, query=query), said)

    def code(
        self,
        field: str,
        value: str,
        *ids: str,
        why: str = "",
        query: str = "",
        count: int | None = None,
        remove: bool = False,
    ) -> Json:
        """Say of these items, or of what a query finds, what the coding form asks, or say it no longer: one entry.

        sensitive (yes, with why), privileged and assists (yes, no), used (used, unused).
        Raises: UnknownItem; BadQuery; AskedWrong; Refused, where `count` is another by now.
        """
        return self._code(choose(self._store, ids, query, count), coding.Saying(_field(field), value, remove, why))

    def to_code(self, field: str, value: str, query: str, *, why: str = "", remove: bool = False) -> int:
        """How many items an entry of the coding form over this query would be about, as it is now."""
        said = coding.Saying(_field(field), value, remove, why)
        return coding.to_code(self._store, choose(self._store, query=query), said)

    def undo_code(self, entry: int, why: str = "") -> Json:
        """Undo an entry that tagged or coded items, or took that off them.

        Raises: UnknownItem; Refused, where it is undone already.
        """
        number, count = coding.undo(self._store, entry, why)
        return self._done(number) | {"count": count, "undone": entry}

    def _code(self, chosen: Chosen, said: coding.Saying) -> Json:
        entry, numbers = coding.code(self._store, chosen, said)
        return self._about_items(entry, numbers) | {
            "field": said.field.value,
            "value": said.value,
            "remove": said.remove,
        }

    # -- notes

    def note(self, id: str, text: str) -> Json:  # noqa: A002
        """Write a note on an item.

        Raises: UnknownItem; AskedWrong; Refused, where it is held.
        """
        return self._done(noting.note(self._store, id, text)) | {"item": id}

    def read_to_end(self, id: str) -> Json:  # noqa: A002
        """State that whoever acts here read an item to its end.

        Raises: UnknownItem; Refused, where they have not opened it.
        """
        return self._done(noting.read_to_end(self._store, id)) | {"item": id}

    def reviewed(self, id: str) -> Json:  # noqa: A002
        """What stands of an item, who said what, its coding and notes, and the history of all that.

        Raises: UnknownItem; Refused, where it is held or withdrawn.
        """
        with self._store.moment():
            return history.reviewed(self._store, id)

    def pages_seen(self, id: str) -> Iterator[Json]:  # noqa: A002
        """Which pages of an item were on whose screen, one person each; the access log is read when the first is taken.

        Raises: UnknownItem; Refused, where it is held or withdrawn; Trouble. Cost: in the length of the access log, 0.4 s of CPU for a
        million entries. Nobody else asks the case while this is called; what comes back may be taken at any time.
        """
        with self._store.moment():
            return seen.seen(self._store, id)

    def coded(self, id: str) -> Json:  # noqa: A002
        """What the coding form says of an item now.

        Raises: UnknownItem; Refused.
        """
        with self._store.moment():
            return coding.coded(self._store, visible.item(self._store, id).id)

    # -- how far

    def progress(self) -> Json:
        """How many items were opened and judged, and what, in the case, by person and by bundle; and how many are overtaken."""
        with self._store.moment():
            return progress.figures(self._store) | {"as_of": self._store.as_of}

    def progress_days(self) -> list[Json]:
        """For each day on which somebody judged: how many items were judged, and relevant, at its end."""
        with self._store.moment():
            return progress.days(self._store)

    # -- overtaken

    def overtaken(self, *, answered: bool = False, after: str = "", limit: int = 100) -> Json:
        """Judgements, and recall certificates, that something later bears on: those that nobody answered, or those answered.

        `after` is the `cursor` of the last judgement before. Raises: AskedWrong.
        """
        with self._store.moment():
            found = overtaken.judgements(self._store, answered=answered, after=after, limit=limit)
            certificates = [
                each
                for each in overtaken.certificates(self._store)
                if answered is all(later["answered"] for later in each["later"])
            ]
            more = {
                "next": _next(found, limit, "cursor"),
                "total": overtaken.count(self._store),
                "as_of": self._store.as_of,
            }
        return {"judgements": found, "certificates": certificates} | more

    def answer_overtaken(self, entry: int, answer: str, why: str) -> Json:
        """Answer what bears on a judgement's or certificate's entry so far: stands, varied or withdrawn.

        Raises: AskedWrong; UnknownItem; Refused, where nothing bears on it.
        """
        return self._done(overtaken.answer(self._store, entry, answer, why)) | {"of": entry, "answer": answer}

    # -- a second look

    def sample(self, size: int, of: str = "judged", query: str = "", seed: int | None = None) -> Json:
        """Draw items at random for a second judgement, blind to the first: of judged, relevant, not-relevant, or all.

        Raises: BadQuery; AskedWrong, where there is nothing to draw from.
        """
        drawn = quality.draw(self._store, size, of, query, seed)
        return self._done(drawn.entry) | _sample(drawn) | {"next": quality.following(self._store, drawn.entry)}

    def samples(self) -> list[Json]:
        """Every sample that was drawn."""
        with self._store.moment():
            return [_sample(each) for each in quality.samples(self._store)]

    def sample_next(self, entry: int) -> str | None:
        """The next item of a sample to be looked at again; None where all were.

        Raises: UnknownItem.
        """
        with self._store.moment():
            return quality.following(self._store, entry)

    def sample_result(self, entry: int, confidence: float = quality.CONFIDENCE) -> Json:
        """Where the two judgements differ, how often that is to be expected in all of them, and what it cannot show.

        Raises: UnknownItem; AskedWrong.
        """
        with self._store.moment():
            return quality.result(self._store, entry, confidence)

    def sample_again(self, entry: int) -> Json:
        """Draw a sample again from its entry, and say whether it gives the same items.

        Raises: UnknownItem.
        """
        self._store.catch_up()
        return quality.again(self._store, entry)

    def _about_items(self, entry: int, numbers: list[int]) -> Json:
        """What is said of an act about items: `item` where it is one."""
        at = self._store.tables.one("SELECT at FROM act WHERE entry=?", (entry,))
        about = {"item": id_of(numbers[0]) if len(numbers) == 1 else None, "count": len(numbers)}
        return self._done(entry) | about | {"by": self._store.by, "at": judge.when(at)}


def _saying(judgement: str, note: str = "", way: str = "aside", *, decides: bool = False) -> judge.Saying:
    return judge.Saying(judge.judgement_of(judgement), note, judge.way_of(way), decides)


def _field(name: str) -> Field:
    if name not in {each.value for each in VALUES}:
        raise AskedWrong("the coding form has no such field", name, "one of: " + ", ".join(VALUES))
    return Field(name)


def _tag(each: coding.Tag) -> dict[str, Any]:
    about = {"tag": each.entry, "list": each.list, "name": each.name, "called": each.called, "by": each.by}
    return about | {"retired": each.retired is not None}


def _sample(each: quality.Sample) -> dict[str, Any]:
    about = {"sample": each.entry, "of": each.of, "seed": each.seed, "frame": each.frame, "size": each.count}
    return about | {"by": each.by, "at": each.at}


def _next(found: list[Json], limit: int, name: str) -> str | None:
    return str(found[-1][name]) if found and len(found) == limit else None
