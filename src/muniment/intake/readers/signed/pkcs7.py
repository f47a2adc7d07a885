"""Signed and sealed files of mail (S/MIME: .p7m, .p7s, .p7b) and of offices that sign like that.

What was signed is a member. Who signed, when, and whether that fits the content stand as facts and as text; of what is
encrypted stands for whom.
"""

import zlib
from collections.abc import Iterator

import cryptography

from muniment.intake.identify import identify
from muniment.intake.limits import Unreadable
from muniment.intake.readers.flow import Flow
from muniment.intake.readers.mail.mailmembers import MAIL
from muniment.intake.readers.rows import Damaged, Rows
from muniment.intake.readers.signed import armour, cms, cmscheck
from muniment.intake.readers.signed.ber import Ber, CutOff, Node, NotBer
from muniment.intake.readers.signed.cms import Sealed, Signed
from muniment.intake.readers.signed.piecewise import Pieces
from muniment.intake.readers.signed.signaturelines import lines
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft, Json
from muniment.model.state import State

VERSION = "2"
ENGINE = f"cryptography {cryptography.__version__}"
_STEP = 1 << 18
_PART = (b"content-", b"mime-version:")  # how a part of a mail begins


def read(source: Source, scope: Scope) -> Draft:
    """Read signed or sealed content.

    Raises: Unreadable.
    """
    draft = Draft(identify(source).type)
    tree = Ber(armour.opened(source))
    try:
        found = cms.read(tree)
        if isinstance(found, Sealed):
            _sealed(draft, Rows(draft, scope), tree, found)
        else:
            _signed(draft, Rows(draft, scope), tree, found)
    except CutOff as error:
        raise Unreadable(State.UNREAD_CORRUPT, "truncated", str(error)) from None
    except NotBer as error:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged", str(error)) from None
    return draft


def _signed(draft: Draft, rows: Rows, tree: Ber, found: Signed) -> None:
    contents = []
    if found.content:
        contents = [cmscheck.digests(found, tree.pieces(found.content))]
    signatures = cmscheck.facts(found, contents)
    if signatures:
        draft.flags.append("signature-present")
        draft.facts["signatures"] = signatures
    if found.certificates:
        draft.facts["certificates"] = [one.facts() for one in found.certificates]
    flow = Flow()
    for signature in signatures:
        flow.add("\n".join(lines(signature)), "property")
    for one in found.certificates:
        flow.add("\n".join(one.lines()), "property")
    if not flow.blank:
        draft.pages.append(flow.page())
    if found.content:
        _give(rows, tree, found.content, "signed content", Pieces(tree.pieces(found.content)))
    if found.odd and draft.pages:
        draft.state, draft.reason = State.TEXT_PARTIAL, "part-failed"
    elif not draft.pages:
        draft.state, draft.reason = (State.NONE_CONTAINER, "") if found.content else (State.NONE_BLANK, "no-text")


def _sealed(draft: Draft, rows: Rows, tree: Ber, found: Sealed) -> None:
    if found.content:
        draft.state = State.NONE_CONTAINER
        _give(rows, tree, found.content, "compressed content", Pieces(_expanded(tree, found.content)))
        return
    draft.state, draft.reason = State.UNREAD_ENCRYPTED, "password" if found.password else "key"
    draft.flags.append("encrypted")
    sealed: dict[str, Json] = {"recipients": [one.facts() for one in found.recipients]}
    if found.cipher:
        sealed["cipher"] = found.cipher
    if found.password:
        sealed["by_password"] = True
    draft.facts["sealed"] = sealed


def _give(rows: Rows, tree: Ber, content: Node, name: str, stream: Pieces) -> None:
    """The content as a member; a part of a mail is declared to be one."""
    first = b"".join(piece for _, piece in zip(range(2), tree.pieces(content), strict=False))
    if name.startswith("compressed"):
        first = _begin(first)
    hints = {"type": MAIL} if first[:100].lstrip().lower().startswith(_PART) else {}
    rows.member(Child("content", name, hints=hints), stream)


def _begin(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, 200)
    except zlib.error:
        return b""


def _expanded(tree: Ber, content: Node) -> Iterator[bytes]:
    """Compressed content as it was.

    Raises: Damaged.
    """
    handle = zlib.decompressobj()
    try:
        for piece in tree.pieces(content):
            rest = piece
            while rest and not handle.eof:
                yield handle.decompress(rest, _STEP)
                rest = handle.unconsumed_tail
        yield handle.flush()
    except zlib.error:
        raise Damaged("damaged") from None
    if not handle.eof:
        raise Damaged("truncated")
