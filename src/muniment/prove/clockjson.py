"""A clock as `--json` and pages take it."""

from muniment.model.reading import Json
from muniment.prove.clock import ENTERED, Clock
from muniment.prove.law.clockbook import ClockBook


def as_json(book: ClockBook, clock: Clock) -> dict[str, Json]:
    """Every field by its name; days as YYYY-MM-DD, null where there is none."""
    said: dict[str, Json] = {
        "id": clock.id,
        "rule": clock.rule,
        "title": clock.title,
        "nature": clock.nature.value,
        "citation": clock.citation,
        "trigger": clock.trigger,
        "kind": clock.trigger_kind,
        "election": clock.election,
        "nation": clock.nation,
        "person": clock.person,
        "starts": clock.starts.isoformat(),
        "ends": clock.ends.isoformat(),
        "hour": clock.hour,
        "conservative_ends": clock.conservative_ends.isoformat(),
        "safe": clock.safe.isoformat(),
        "working": clock.working,
        "short": clock.short or clock.working,
        "assumed": clock.assumed,
        "doubts": list(clock.doubts),
        "consequence": clock.consequence,
        "forum": book.table.forums[clock.forum].title if clock.forum else "",
        "who": clock.who,
        "holder": clock.holder,
        "covers": list(clock.covers),
        "in_hands": [{"what": each.what, "whose": each.whose} for each in clock.in_hands],
        "status": clock.status.value if clock.status else ENTERED,
        "verified": clock.verified,
        "state": clock.state.value,
        "left": clock.left,
        "extension": _extension(clock),
        "extended_by": clock.extended_by,
        "met_by": clock.met_by,
        "met_on": clock.met_on.isoformat() if clock.met_on else None,
        "late": clock.late,
        "warnings": [each.isoformat() for each in clock.warnings],
        "due": clock.due.isoformat() if clock.due else None,
        "near": clock.near.value,
        "otherwise": [_rule(book, name) for name in clock.otherwise],
        "note": clock.note,
    }
    return said


def _extension(clock: Clock) -> dict[str, Json] | None:
    longer = clock.longer
    if longer is None:
        return None
    return {
        "by": longer.terms.by,
        "on_application_of": longer.terms.on_application_of,
        "ask_by": longer.ask_by.isoformat() if longer.ask_by else None,
        "at_most": longer.at_most.isoformat() if longer.at_most else None,
        "test": list(longer.terms.test),
        "appeal": longer.terms.appeal,
    }


def _rule(book: ClockBook, name: str) -> dict[str, Json]:
    rule = book.rules[name]
    return {
        "rule": name,
        "title": rule.title,
        "text": rule.text,
        "lists": list(rule.lists),
        "citation": rule.source,
        "status": rule.status.value,
    }
