"""What an entry about proof says, in a sentence that begins with whoever acted; names and words stay sealed."""

from collections.abc import Callable, Mapping
from typing import Any

from muniment.model import words

Said = Mapping[str, Any]


def _some(said: Said, field: str) -> str:
    """The numbers that a field names, for the end of a sentence."""
    ids = said.get(field) or ()
    return f" ({', '.join(ids)})" if ids else ""


def _plain(word: object) -> str:
    return str(word or "").replace("-", " ")


def _linked(said: Said) -> str:
    page = f", page {said['page']:,}" if said.get("page") else ""
    where = f"{said.get('item', '')}{page}"
    return (
        f"fixed {where} to element {said.get('element', '')} of {said.get('allegation', '')}, {said.get('side', '')} it"
    )


def _dated(said: Said) -> str:
    first, last = said.get("first", ""), said.get("last", "")
    return f"entered a dated act: {_plain(said.get('kind'))}, {first if first == last else f'{first} to {last}'}"


def _decided(said: Said) -> str:
    parts = said.get("parts") or (0, 0, 0, 0)
    opened = f"{words.by_decider(parts[0], elsewhere=bool(said.get('elsewhere')))}; {parts[3]:,} opened by nobody"
    where = " as made elsewhere" if said.get("elsewhere") else ""
    return f"recorded a decision{where}: {_plain(said.get('kind'))}{_some(said, 'of')}; {opened}"


SAYS: Mapping[str, Callable[[Said], str]] = {
    "law-adopted": lambda said: f"adopted version {said.get('tables', '')} of the tables of law",
    "complaint-received": lambda said: (
        f"entered a complaint of {said.get('received', '')}: {_plain(said.get('category'))}"
    ),
    "complaint-answered": lambda said: f"recorded that the complaint was answered on {said.get('day', '')}",
    "complaint-ended": lambda said: f"said what became of the complaint: {_plain(said.get('outcome'))}",
    "subject-named": lambda said: f"entered somebody of whom something is alleged ({_plain(said.get('kind'))})",
    "alleged": lambda said: (
        f"entered an allegation: {_plain(said.get('offence')).replace('_', ' ')}, {said.get('first', '')}"
    ),
    "linked": _linked,
    "link-assessed": lambda _: "said the routes of the link anew",
    "proof-struck": lambda _: "said that it was entered in error; it stays, marked so",
    "paper-said": lambda said: f"said what it is to a court: {_plain(said.get('kind'))}",
    "case-of": lambda said: f"said whose case this is: {_plain(said.get('body'))}",
    "put": lambda said: (
        f"said why {said.get('allegation', '')} was not put to {said.get('subject', '')} yet"
        if said.get("how") == "not-yet"
        else f"recorded that {said.get('allegation', '')} was put to {said.get('subject', '')}: {_plain(said.get('how'))}"
    ),
    "replied": lambda said: f"recorded the reply of {said.get('day', '')}",
    "witness-named": lambda _: "entered a witness, or what is known of one",
    "contacted": lambda said: f"recorded a contact of {said.get('day', '')}: {_plain(said.get('result'))}",
    "statement-taken": lambda said: f"recorded a statement of {said.get('witness', '')}: {_plain(said.get('form'))}",
    "willing": lambda said: (
        f"recorded whether the witness would speak ({_plain(said.get('forum'))}): {_plain(said.get('says'))}"
    ),
    "exhibited": lambda said: f"recorded that {said.get('witness', '')} produces {said.get('item', '')}",
    "dated": _dated,
    "clock-set": lambda said: f"set a clock that ends on {said.get('ends', '')}",
    "clock-met": lambda said: f"recorded that {said.get('clock', '')} was met on {said.get('day', '')}",
    "step-taken": lambda said: f"recorded a step of the investigation, {said.get('day', '')}",
    "asked": lambda said: f"asked somebody for a thing, due on {said.get('due', '')}",
    "asked-answered": lambda said: f"recorded the answer: {_plain(said.get('answer'))}",
    "advice-asked": lambda said: f"asked for advice, with {words.items(said.get('count', 0))} put before the adviser",
    "advice-given": lambda said: f"recorded the advice of {said.get('day', '')}",
    "decided": _decided,
    "decision-answered": lambda said: (
        f"answered what bears on it up to entry {said.get('until', '')}: {_plain(said.get('answer'))}"
    ),
    "decider-named": lambda said: (
        "said that this person may no longer record decisions"
        if said.get("ends")
        else "said that this person may record decisions"
    ),
    "reassessing": lambda said: (
        f"recorded the end of a joint reassessment: {_plain(said['outcome'])}"
        if said.get("outcome")
        else "began a joint reassessment with another body"
    ),
    "line-entered": lambda said: (
        f"recorded a line of inquiry that points {_plain(said.get('points'))}: {_plain(said.get('state'))}"
    ),
    "scheduled": lambda said: f"described {words.items(said.get('count', 0))} for a schedule of unused material",
    "schedule-submitted": lambda said: f"recorded that a schedule went out, with {len(said.get('rows') or ()):,} rows",
    "disclosure-reviewed": lambda said: f"recorded a review of unused material ({_plain(said.get('kind'))})",
    "found": lambda said: f"recorded what a court found: {_plain(said.get('ground')).replace('_', ' ')}",
    "claim-entered": lambda said: (
        f"entered what a source says about {_plain(said.get('about'))}: {said.get('item', '')}, which is no finding"
    ),
    "claims-differ": lambda said: f"said that claims cannot all be so{_some(said, 'claims')}",
}
