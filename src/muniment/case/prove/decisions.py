"""Decisions, what they were based on, and what overtakes them."""

from collections.abc import Sequence

from muniment.case.base import Json, counts, several
from muniment.case.prove.part import Part
from muniment.model.prove import Decided
from muniment.prove import advice as advices
from muniment.prove import answering, basis, decided, deciders, decisions, given, reassessing
from muniment.prove.days import asked_day, today
from muniment.prove.decisions import Decision
from muniment.prove.entered import one
from muniment.prove.law.book import ours


class Decisions(Part):
    """Decisions, what they were based on, and what overtakes them."""

    def decide(
        self,
        kind: str,
        body_kind: str,
        body: str,
        *,
        of: Sequence[str] = (),
        stage: str = "",
        shape: str = "",
        reason: str = "",
        items: Sequence[str] = (),
        advice: Sequence[str] = (),
        unopened: int | None = None,
        elsewhere: bool = False,
        day: str = "",
        name: str = "",
        opened: Sequence[str] = (),
    ) -> Json:
        """Record a decision with its basis: what the decider had opened, what was put before them, what others had, what nobody.

        `items` were put before the decider, `advice` was relied on; where items are opened by nobody, `unopened` is how many
        the person was shown (`before_deciding`). A decision that was made elsewhere says its `day`, by whose `name`, and which
        items they are said to have `opened`.
        Raises: AskedWrong and UnknownItem, which name the field; Refused, where the person may not decide here, or `unopened`
        is missing or another by now. Cost: a pass over the items, and two hashes for each.
        """
        several(of=of, items=items, advice=advice, opened=opened)
        if unopened is not None:
            counts(unopened=unopened)
        said = Decision(
            kind, body_kind, body, of, stage, shape, reason, items, advice, elsewhere, day, name, opened, unopened
        )
        id, entry, found = decisions.decide(self._store, ours(), said)  # noqa: A001
        law = ours().decisions
        return self._done(id, entry) | {
            "basis": basis.as_json(one(self._store, Decided, id)) | {"put_unopened": found.put_unopened},
            "says": law.kinds[kind].text,
            "flags": decided.flags(law, kind, stage or "none", body_kind),
        }

    def before_deciding(
        self,
        items: Sequence[str] = (),
        advice: Sequence[str] = (),
        *,
        elsewhere: bool = False,
        opened: Sequence[str] = (),
    ) -> Json:
        """How many items are in each list of the basis, if whoever asks decided now; and how many of them nobody has opened.

        `elsewhere`: if it were recorded as made there, by somebody who is said to have `opened` these.
        Raises: UnknownItem and AskedWrong, which name the field; Refused, where an item is held or was withdrawn.
        """
        several(items=items, advice=advice, opened=opened)
        self._looked("decisions")
        with self._store.moment():
            decider = "" if elsewhere else self._store.person or ""
            put, theirs = given.items(self._store, "items", items), given.items(self._store, "opened", opened)
            relied = decisions.relied(self._store, advice)
            found = decisions.based_on(self._store, decider, put, relied, theirs if elsewhere else ())
            counts = dict(zip(basis.PARTS, found.parts, strict=True))
            told = {"put_unopened": found.put_unopened, "unread": found.unread, "textless": found.textless}
            return counts | {"items": sum(found.parts)} | told | {"as_of": self._store.as_of}

    def decisions(self, id: str = "", on: str = "") -> Json:  # noqa: A002
        """Every decision, or one: its basis, what came since in counts, and what overtakes it, each with its answer.

        `on`: the day for which clocks are looked at, today where none is named. Raises: UnknownItem; AskedWrong.
        """
        self._looked("decisions", id)
        with self._store.moment():
            return decided.listed(self._store, ours(), asked_day(self._store, on), id)

    def basis(self, id: str, part: str, after: str = "", limit: int = 100) -> Json:  # noqa: A002
        """The items of one list of a decision's basis, behind one of them, each with whoever has opened it by now.

        `part`: opened_by_decider, put_before, opened, unopened. Raises: UnknownItem; AskedWrong.
        """
        counts(least=1, limit=limit)
        self._looked("decisions", id)
        with self._store.moment():
            return decided.items(self._store, id, part, after, limit)

    def answer_decision(self, id: str, answer: str, why: str, *, until: int | None = None, body: str = "") -> Json:  # noqa: A002
        """Answer all that overtakes a decision, or advice, up to an entry: it stands, is varied or withdrawn, and why.

        `until` is the last entry that the person was shown; all there are, where none is named. `body`: whose answer it is,
        where it is another body's. Raises: UnknownItem; AskedWrong; Refused, where nothing bears on it, or they may not.
        """
        if until is not None:
            counts(until=until)
        day = today(self._store)
        if id.startswith("ADV-"):
            made, decider = advices.made(self._store, id), False
        else:
            said = one(self._store, Decided, given.number(self._store, "decision", Decided, id))
            made, decider = decisions.made(self._store, said), not said["elsewhere"]
        entry, covered = answering.answer(
            self._store, ours(), made, answer, why, on=day, until=until, body=body, decider=decider
        )
        told = [
            {"why": each.why, "entry": each.entry, "on": each.on.isoformat(), "about": each.about} for each in covered
        ]
        return self._done(id, entry) | {"answer": answer, "covers": told}

    # -- who may

    def name_decider(self, name: str, why: str = "", *, ends: bool = False) -> Json:
        """Say that somebody may record decisions here, or (`ends`) may no longer; whoever began the case always may.

        Raises: AskedWrong; Refused, where whoever says so may not.
        """
        return self._case._done(deciders.name(self._store, name, why, ends=ends)) | self.deciders()

    def deciders(self) -> Json:
        """Who may record decisions here; and whether whoever asks `may`."""
        self._looked("decisions")
        with self._store.moment():
            listed, may = deciders.listed(self._store), deciders.allowed(self._store)
            return {"deciders": listed, "may": may, "as_of": self._store.as_of}

    # -- joint reassessments

    def begin_reassessment(self, id: str, body: str, day: str = "", note: str = "") -> Json:  # noqa: A002
        """Say that a decision is reassessed jointly with another body.

        Raises: UnknownItem; AskedWrong; Refused, where one is going on, or whoever says so may not.
        """
        return self._done(id, reassessing.begin(self._store, id, body, day, note))

    def end_reassessment(self, id: str, outcome: str, note: str, day: str = "") -> Json:  # noqa: A002
        """Say what a joint reassessment came to: stands, varied, withdrawn, no-agreement; and why.

        Raises: as above; Refused, where none is going on.
        """
        return self._done(id, reassessing.end(self._store, id, outcome, day, note))

    def reassessment(self, id: str, on: str = "") -> Json:  # noqa: A002
        """What a joint reassessment has to look at: what was opened since and by whom, what nobody has opened, what overtakes it.

        Raises: UnknownItem; AskedWrong.
        """
        self._looked("decisions", id)
        with self._store.moment():
            found = reassessing.prepared(self._store, id)
            (said,) = decided.listed(self._store, ours(), asked_day(self._store, on), id)["decisions"]
            return {"decision": said} | found | {"as_of": self._store.as_of}
