"""RTF: all text with what is hidden, changed, noted and remarked; pictures and objects are members.

The locators are ordinals: pict:0001 and object:0001 are the first picture and the first object of the file, and
after:1234 is what stands behind its end, from there on.
"""

import re

from muniment.intake import charset
from muniment.intake.limits import Unreadable
from muniment.intake.readers import properties
from muniment.intake.readers.flow import Flow
from muniment.intake.readers.rows import Rows
from muniment.intake.readers.rtf import rtfbeyond, rtfhtml, rtfpage
from muniment.intake.readers.rtf.rtffields import Fields
from muniment.intake.readers.rtf.rtfmembers import Members
from muniment.intake.readers.rtf.rtfplaces import Places
from muniment.intake.readers.rtf.rtfstory import Story
from muniment.intake.readers.rtf.rtftokens import Data, Tokens
from muniment.intake.scope import Scope
from muniment.intake.source import Source
from muniment.model.reading import Child, Draft
from muniment.model.state import State

VERSION = "1"
RTF = "application/rtf"

_START = re.compile(rb"\{\\u?rtf")
_LOOK = 1024  # bytes within which a document begins, if it is one
_BEHIND = 1 << 16  # bytes after the end that are looked at
_PADDING = b"\0 \t\r\n\x1a"
_GOES_ON = re.compile(rb"\\[a-z]{2,}-?[0-9]*[ {}\\\r\n]")
_PRINTABLE = re.compile(rb"[\t\r\n -~]")


def read(source: Source, scope: Scope) -> Draft:
    """Read a document.

    Raises: Unreadable, where it is none.
    """
    draft = Draft(RTF)
    data = _narrow(source)
    start = _START.search(data, 0, _LOOK)
    if start is None:
        raise Unreadable(State.UNREAD_CORRUPT, "damaged")
    rows = Rows(draft, scope)
    members = Members(rows)
    places = Places(members.give)
    story, tokens = Story(places), Tokens(data, start.start())
    story.take(tokens)
    whole = not story.depth and not tokens.short
    rest = data[tokens.at : tokens.at + _BEHIND].strip(_PADDING)
    if rest:
        draft.flags.append("trailing-data")
        if _GOES_ON.search(rest) and 10 * len(_PRINTABLE.findall(rest)) > 9 * len(rest):
            whole = False  # one bracket too many, and the document goes on
            story.take(tokens, to_the_end=True)
        else:
            row = Child(f"after:{tokens.at}", "after the document", size=len(data) - tokens.at)
            rows.member(row, bytes(data[tokens.at :]))
    story.finish()
    places.finish()
    _pages(draft, places, data if "fromhtml" in places.words else b"")
    _flags(draft, places, story)
    if not draft.pages:
        draft.state, draft.reason = (State.NONE_BLANK, "no-text") if whole else (State.UNREAD_CORRUPT, "damaged")
    elif not whole or story.too_deep:
        draft.state, draft.reason = State.TEXT_PARTIAL, "salvaged"
    properties.append(draft)
    return draft


def _narrow(source: Source) -> Data:
    """The bytes, those of a document in UTF-16 or UTF-32 turned into the bytes of RTF."""
    head = source.head(_LOOK)
    if b"\0" not in head[:64] or _START.search(head):
        return source.buffer()
    found = charset.decode(source.whole())
    if not found.charset.startswith(("utf_16", "utf_32")):
        return source.buffer()
    units = found.text.encode("utf-16-le", "replace")
    numbers = (int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2))
    return b"".join(bytes([number]) if 0 <= number < 128 else b"{\\uc0\\u%d }" % number for number in numbers)


def _pages(draft: Draft, places: Places, encapsulated: Data) -> None:
    fields = Fields.of(places.codes)
    links = {**dict.fromkeys(places.links), **fields.links}
    document = Flow()
    if encapsulated and (markup := rtfhtml.html(encapsulated)):
        had = rtfbeyond.Had()
        had.add(places.body.text())
        rtfbeyond.add(places.body, rtfpage.text(markup), had)
        page = rtfpage.Links(markup)
        links |= page.found
        fields.fetches |= page.remote
    if links:
        draft.facts["links"] = list(links)
    document.add("\n".join(links), "link")
    document.add("\n".join(fields.rest), "field")
    document.add("\n".join(places.loose), "other-part")
    if not places.body.blank:
        draft.pages.append(places.body.page())
    if document.length:
        draft.pages.append(document.page(None, "document"))
    if fields.fetches:
        draft.flags.append("network-reference")


def _flags(draft: Draft, places: Places, story: Story) -> None:
    draft.facts |= places.facts
    for key, value in (
        ("custom", places.custom),
        ("changes", places.changes()),
        ("comment_authors", places.comment_authors),
    ):
        if value:
            draft.facts[key] = value
    for flag, found in (
        ("hidden-content", any(part[0] == "hidden" for page in draft.pages for part in page.parts)),
        ("replacement-chars", story.letters.replaced),
        ("active-content", "objocx" in places.words),
    ):
        if found:
            draft.flags.append(flag)
