"""What a person is told: the same few words everywhere, never the bare names of the three sums."""

from collections.abc import Mapping
from typing import Any

STATES = {
    "text.complete": "all its text is had",
    "text.partial": "some of its text is had",
    "text.ocr": "its words were read from a picture",
    "text.ocr-doubtful": "its words were read from a picture, with doubt",
    "text.carved": "only strings found in its bytes",
    "none.blank": "a machine finished and found no text",
    "none.empty-file": "no bytes",
    "none.by-nature": "a kind of thing that has no text of its own",
    "none.container": "a container; all that it holds is accounted for",
    "unread.encrypted": "it is encrypted",
    "unread.corrupt": "it is damaged",
    "unread.unsupported": "a known type that this version does not read",
    "unread.unknown-type": "its type is not known",
    "unread.limit": "a limit stopped the reader",
    "unread.timed-out": "reading it took too long",
    "unread.out-of-memory": "reading it took too much memory",
    "unread.crashed": "the reader broke on it",
    "unread.dependency-missing": "what reads it is not installed here",
    "unread.refused": "recorded and not followed: a link, a device, an unsafe entry",
    "unread.inaccessible": "its bytes could not be taken",
    "unread.pending": "not read yet",
    "unread.physical": "a thing on a shelf",
    "unread.erased": "erased by law",
}


SUMS = {
    "opened": "opened by a person",
    "settled": "settled by a person",
    "needs_person": "text may be missing, and a person must look",
    "unseen": "without text or on a shelf, opened by nobody",
    "held": "held: nobody finds or sees them before somebody releases them",
    "withdrawn": "withdrawn: in no other count",
}


WAITS = {"needs_person": "needs a person", "unseen": "opened by nobody"}


def need(count: int) -> str:
    """What waits for somebody."""
    return f"{items(count)} {'needs' if count == 1 else 'need'} a person"


def unseen(count: int) -> str:
    """What has no text and was opened by nobody."""
    return f"{items(count)} without text, or on a shelf, opened by nobody"


def listed(said: Mapping[str, Any]) -> str:
    """A sender's list in one line."""
    return (
        f"the sender's list: {said['lines']:,} lines = {said['matched']:,} matched + {said['unreadable']:,} matched, text may be "
        f"missing + {said['missing']:,} missing; {said['extra']:,} not on it; {said['confirmed']:,} lines confirmed by a person"
    )


def scanned(box: Mapping[str, Any]) -> str:
    """How many pages of a thing on a shelf were scanned, of how many."""
    pages, done = box["pages"], box["pages_scanned"]
    more = ", more than were counted in it" if pages is not None and done > pages else ""
    return f"pages scanned: {done:,} of {'?' if pages is None else format(pages, ',')}{more}"


def size(count: int) -> str:
    """A number of bytes."""
    return f"{count:,} byte" if count == 1 else f"{count:,} bytes"


def items(count: int) -> str:
    """A number of items."""
    return f"{count:,} item" if count == 1 else f"{count:,} items"


def days(count: int) -> str:
    """So many days."""
    return f"{count:,} day{'' if count == 1 else 's'}"


def lines(count: int) -> str:
    """A number of lines of a table."""
    return f"{count:,} line" if count == 1 else f"{count:,} lines"


def problems(count: int) -> str:
    """A number of problems."""
    return f"{count:,} problem" if count == 1 else f"{count:,} problems"


def files(count: int) -> str:
    """A number of computer files."""
    return f"{count:,} file" if count == 1 else f"{count:,} files"


def balance(said: Mapping[str, Any]) -> str:
    """The account in one line; it adds up, and says so."""
    return (
        f"{items(said['items'])} = {said['read']:,} text had by machine + {said['without_text']:,} no text found"
        f" + {said['unread']:,} text may be missing"
    )


def opened(said: Mapping[str, Any]) -> str:
    """What people have looked at, beside what machines did."""
    return f"{said['opened']:,} opened by a person, {said['items'] - said['opened']:,} opened by nobody"


def by_decider(count: int, *, elsewhere: bool) -> str:
    """What the decider had opened; of a decision that was made elsewhere what is said of it, or that nobody said it."""
    if elsewhere and not count:
        return "what the decider had opened is not said"
    return f"{items(count)} {'said to have been ' if elsewhere else ''}opened by the decider"


def states(counts: Mapping[str, int]) -> list[str]:
    """One line for each state that occurs."""
    return [f"  {counts[state]:>9,}  {state:<26}{STATES[state]}" for state in STATES if counts.get(state)]


def self_test(probes: Mapping[str, Any]) -> list[str]:
    """What came of the self-test of search, where it failed; nothing else is said so loud."""
    failed = probes["failed"]
    if not failed:
        return []
    count, named = len(failed), "; ".join(each["shows"] for each in failed[:3])
    line = f"THE SELF-TEST OF SEARCH FAILED: {count:,} of {probes['passed'] + count:,} probes ({named}{'; ...' * (count > 3)})"
    return [f"{line}. Next: {probes['next']}"]


def unread(count: int) -> str:
    """What is said to whoever judged items that no machine could read whole and that nobody who judged them opened."""
    it, them = ("it still counts", "it") if count == 1 else (f"{count:,} of them still count", "them")
    return (
        f"{it} as possibly relevant: no machine could read {them} whole, and nobody who judged {them} has opened {them}; "
        f"open {them}, or settle {them} as read-elsewhere"
    )
