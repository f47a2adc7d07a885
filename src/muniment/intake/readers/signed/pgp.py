"""OpenPGP: sealed messages, signatures, keys, and texts signed where they stand; no key is ever asked for.

A message that is signed or packed and not sealed is opened: what it holds is a member.
"""

import bz2
import zlib
from collections.abc import Iterator

from muniment.intake import charset
from muniment.intake.identify import identify
from muniment.intake.limits import Unreadable
from muniment.intake.readers.flow import Flow
from muniment.intake.readers.rows import Rows
from muniment.intake.readers.signed import pgppackets, pgptext
from muniment.intake.readers.signed.pgppackets import LITERAL, Packet, Told
from muniment.intake.readers.signed.signaturelines import lines
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft, Json
from muniment.model.state import State

VERSION = "2"
_LARGEST = 64 << 20  # bytes of what is unpacked to be looked into


def read(source: Source, scope: Scope) -> Draft:
    """Read whatever OpenPGP there is.

    Raises: Unreadable.
    """
    draft, data = Draft(identify(source).type), source.whole()
    flow, said, rows = Flow(), list[Told](), Rows(draft, scope)
    if data[:1] < b"\x80" or data.startswith(b"\xef\xbb\xbf"):
        if pgptext.BEGIN in data:
            _text(draft, flow, source)
        else:
            said = [_told(inner, whole=whole) for _, inner, whole in pgppackets.armoured(data)]
    else:
        said = [pgppackets.told(data)]
    for one in said:
        if one.inner and not one.locked:
            _open(draft, rows, one.inner, scope)
    _facts(draft, flow, said)
    if flow.blank and not any(one.known for one in said):
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", "no packet")
    if not flow.blank:
        draft.pages.append(flow.page())
    _settle(draft, said)
    return draft


def _told(data: bytes, *, whole: bool) -> Told:
    found = pgppackets.told(data)
    found.whole &= whole
    return found


def _text(draft: Draft, flow: Flow, source: Source) -> None:
    """The words of a signed text."""
    found = charset.decode(source.whole(), source.hints.get("charset", ""))
    words, signatures = pgptext.opened(found.text.replace("\r\n", "\n"))
    draft.flags += [*found.flags, "signature-present"]
    flow.add(words.strip("\n"))
    if signatures:
        draft.facts["signatures"] = signatures


def _open(draft: Draft, rows: Rows, packet: Packet, scope: Scope) -> None:
    """What lies open, or is only packed."""
    if packet.tag != LITERAL:
        scope.alone()
        unpacked = _unpacked(packet.body)
        if unpacked is None:
            rows.lost("damaged")
            return
        inner = pgppackets.told(unpacked)
        draft.facts.setdefault("signatures", []).extend(inner.signatures)
        if inner.inner is None or inner.inner.tag != LITERAL:
            rows.lost("damaged")
            return
        packet = inner.inner
    name, date, content = pgppackets.literal(packet)
    facts: dict[str, Json] = {"date": date} if date else {}
    number = len(draft.children) + 1
    shown = name if name and name != "_CONSOLE" else "signed content"
    rows.member(Child(f"content:{number}", shown, size=len(content), facts=facts), content)


def _unpacked(body: bytes) -> bytes | None:
    """The packets in a packed one; None where they are not to be had, or too many."""
    kind, rest = body[:1], body[1:]
    if kind == b"\0":
        return rest
    if kind in {b"\1", b"\2"}:
        handle = zlib.decompressobj(-15 if kind == b"\1" else 15)
    elif kind == b"\3":
        handle = bz2.BZ2Decompressor()  # type: ignore[assignment]
    else:
        return None
    try:
        found = handle.decompress(rest, _LARGEST)
    except (zlib.error, OSError, ValueError):
        return None
    return found if len(found) < _LARGEST else None


def _facts(draft: Draft, flow: Flow, said: list[Told]) -> None:
    signatures = [signature for one in said if not one.keys for signature in one.signatures]
    if signatures:
        draft.facts.setdefault("signatures", []).extend(signatures)
    if draft.facts.get("signatures"):
        draft.flags = sorted({*draft.flags, "signature-present"})
    for signature in draft.facts.get("signatures") or ():
        flow.add("\n".join(lines(signature)), "property")
    if keys := [key for one in said for key in one.keys]:
        draft.facts["keys"] = keys
        flow.add("\n".join(_key_lines(keys)), "property")
    if names := [name for one in said for name in one.names]:
        draft.facts["key_owners"] = names
        flow.add("\n".join(f"Key of: {name}" for name in names), "property")
    if any(one.locked for one in said):
        draft.flags = sorted({*draft.flags, "encrypted"})
        sealed: dict[str, Json] = {"recipients": [{"key_id": key} for one in said for key in one.recipients]}
        if any(one.password for one in said):
            sealed["by_password"] = True
        draft.facts["sealed"] = sealed


def _key_lines(keys: list[dict[str, Json]]) -> Iterator[str]:
    for key in keys:
        shown = key.get("fingerprint") or key.get("key_id") or "of a kind without a name here"
        yield f"{'Key' if key['main'] else 'Key below it'}: {shown}, made {key['created'] or '?'}"


def _settle(draft: Draft, said: list[Told]) -> None:
    if any(one.locked for one in said):
        draft.state = State.TEXT_PARTIAL if draft.pages else State.UNREAD_ENCRYPTED
        draft.reason = "password" if any(one.password for one in said) else "key"
    elif any(not one.whole for one in said):
        draft.state, draft.reason = State.TEXT_PARTIAL, "salvaged"
    elif not draft.pages:
        draft.state, draft.reason = (State.NONE_CONTAINER, "") if draft.children else (State.NONE_BLANK, "no-text")
