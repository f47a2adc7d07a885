"""Certificates: whom they name, who made them, and from when to when they hold; of a text file its own text too."""

from muniment.intake.identify import identify
from muniment.intake.limits import Unreadable
from muniment.intake.readers.flow import Flow
from muniment.intake.readers.signed import armour, certificates
from muniment.intake.readers.signed.ber import Ber, NotBer
from muniment.intake.readers.signed.certificates import Certificate
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Draft
from muniment.model.state import State

VERSION = "1"
_NAMES = frozenset({"CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"})


def read(source: Source, scope: Scope) -> Draft:
    """Read one certificate in bytes, or all those written as letters in a text.

    Raises: Unreadable.
    """
    del scope
    draft, data, flow = Draft(identify(source).type), source.whole(), Flow()
    if data[:1] == b"\x30":
        found = [_one(data)]
        flow.add("\n".join(found[0].lines()), "property")
    else:
        found = _several(flow, data, draft)
    draft.facts["certificates"] = [one.facts() for one in found]
    if not flow.blank:
        draft.pages.append(flow.page())
    return draft


def _several(flow: Flow, data: bytes, draft: Draft) -> list[Certificate]:
    """The text as it stands, with what each certificate says in the place of its letters."""
    found, place = list[Certificate](), 0
    for name, inner, start, end in armour.blocks(data):
        if name not in _NAMES:
            continue
        try:
            one = _one(inner)
        except Unreadable:
            draft.state, draft.reason = State.TEXT_PARTIAL, "part-failed"
            continue
        flow.add(data[place:start].decode("utf-8", "replace").strip("\r\n"))
        flow.add("\n".join(one.lines()), "property")
        found.append(one)
        place = data.find(b"\n", end) + 1 or len(data)
    flow.add(data[place:].decode("utf-8", "replace").strip("\r\n"))
    return found


def _one(data: bytes) -> Certificate:
    tree = Ber(data)
    try:
        return certificates.read(tree, tree.at(0, len(data)))
    except NotBer as error:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", str(error)) from None
