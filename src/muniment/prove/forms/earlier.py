"""What was decided and advised before, as forms have it: by whom, on what it was based, and what came to bear on it since."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from muniment.prove import advice, decided
from muniment.prove.basis import PARTS, titles
from muniment.prove.days import today
from muniment.prove.forms.document import Heading, Paragraph, Part, said, table
from muniment.prove.forms.making import Making

Json = dict[str, Any]
_NONE = "None is recorded."


def decisions(making: Making) -> list[Json]:
    """Every decision that was not recorded in error, as doors answer it."""
    found: Any = decided.listed(making.store, making.book, today(making.store))["decisions"]
    return [each for each in found if each["struck"] is None]


def on(making: Making, alleged: Collection[str]) -> list[Json]:
    """Those on these allegations, or on complaints or people that they are about."""
    return [each for each in decisions(making) if set(each["allegations"]) & set(alleged)]


def decided_on(making: Making, alleged: Collection[str], found: Sequence[Json]) -> Iterator[Part]:
    """The decisions on these allegations, which were found; and the advice that was asked on them."""
    yield Heading("Decisions already made on these allegations")
    yield from decided_table(making, found)
    yield Heading("Advice on these allegations")
    asked: Any = advice.listed(making.store, making.book, today(making.store))["advice"]
    rows = [_advice(each) for each in asked if set(each["of"]) & set(alleged)]
    head = ("No., day", "Asked of", "What was asked", "The advice", "Decisions that rely on it")
    yield table(head, (2, 3, 4, 5, 2), rows) if rows else Paragraph(_NONE)


def policy(making: Making) -> Iterator[Part]:
    """The policy log: decisions on what to seize and to search, on parameters of searches, and on strategy."""
    yield Heading("Decisions on seizing, searching and strategy (policy log)")
    yield from decided_table(making, [each for each in decisions(making) if each["policy"]])


def decided_table(making: Making, found: Sequence[Json]) -> Iterator[Part]:
    """Decisions as a table, each with its basis and what came to bear on it; that none is recorded is said too."""
    head = ("No., day", "By whom", "Decision and reason", "Based on", "What bears on it since")
    rows = [
        (f"{each['id']}\n{each['day']}", _whose(making, each), _what(making, each), based(each), since(each))
        for each in found
    ]
    yield table(head, (2, 3, 5, 4, 4), rows) if rows else Paragraph(_NONE)


def _whose(making: Making, each: Json) -> str:
    bodies = making.book.decisions.bodies
    kind = bodies[each["body_kind"]].title if each["body_kind"] in bodies else each["body_kind"]
    by = each["decider"] or "by whom is not said"
    where = "\nmade elsewhere, recorded here" if each["elsewhere"] else ""
    return f"{said(each['body'])} ({kind})\n{by}{where}"


def _what(making: Making, each: Json) -> str:
    failed = failed_in(making, each)
    reason = "no reason was said" if each["reason"] == "" else said(each["reason"])
    return "\n".join(filter(None, [f"{each['title']}{f': {failed}' if failed else ''}", reason, each["says"]]))


def failed_in(making: Making, each: Json) -> str:
    """The stage that failed and in which way; "" where nothing failed."""
    law = making.book.decisions
    if not each["shape"]:
        return ""
    return f"{law.stages[each['stage']].title}; {law.shapes[each['shape']].title}"


def based(each: Json) -> str:
    """How many items were in each list of the basis, and in how many a machine found no text or text may be missing."""
    basis = each["basis"]
    called = titles(elsewhere=each["elsewhere"])
    silent = each["elsewhere"] and not basis[PARTS[0]]  # nobody said it: that is not none
    counts = {part: "not said" if silent and part == PARTS[0] else f"{basis[part]:,}" for part in PARTS}
    lists = "; ".join(f"{title}: {counts[part]}" for part, title in called.items())
    return f"{lists}. Of {basis['items']:,} items text may be missing in {basis['unread']:,}, no text was found in {basis['textless']:,}."


def since(each: Json) -> str:
    """What bears on it: how many things of each kind, how many of them nobody has answered, and the answers."""
    kinds = Counter(str(one["why"]) for one in each["overtaken"])
    says = ["counted from its day"] if each["counted_from"]["says"] else []
    if not kinds:
        return "\n".join(["nothing that is entered", *says])
    told = [", ".join(f"{why}: {count:,}" for why, count in kinds.items()) + f"; not answered: {each['waiting']:,}"]
    return "\n".join(told + says + [f"{one['day']} {one['answer']}: {said(one['why'])}" for one in each["answers"]])


def _advice(each: Json) -> tuple[str, ...]:
    given = "\n".join(f"{one['day']}: {said(one['text'])}" for one in each["given"]) or "not given yet"
    return (
        f"{each['id']}\n{each['day']}",
        said(each["body"]),
        said(each["what"]),
        given,
        ", ".join(each["decisions"]) or "none",
    )


def against_guidance(found: Sequence[Json]) -> Iterator[str]:
    """For the note beside a form: decisions of another body than guidance names. The form itself does not say so."""
    for each in found:
        for flag in each["flags"]:
            how = "verified" if flag["verified"] else "not verified"
            yield f"{each['id']}: guidance names {', '.join(flag['bodies'])}. {flag['text']} ({flag['source']}; {how})"
