"""What helps, as a page says it: in words, of which some lead to the part of the item's own page where it is done.

`reason.py` says the same for the command line. A reason that is not here is told there without a command, and is done in no
part of a page.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Helps:
    """`says`: a sentence, in which [words](part) lead to a part of the item's page: content, original, settle, shelf.

    `commands`: what only the command line can do, as it is typed. ITEM stands for the item, other capitals for what only
    whoever types can know.
    """

    says: str
    commands: tuple[str, ...] = ()


_ELSEWHERE = "[save its original](original), look at it elsewhere, and [settle](settle)"
_PENDING = "muniment retry --only unread.pending"
_LACKING = "muniment retry --only unread.dependency-missing"
_LOOK = Helps(f"{_ELSEWHERE} what it is")
_OCR = Helps("[look at it](content); or have its words read, in a terminal", (_PENDING,))
_DOUBT = Helps("[look at the page](content) beside the words")
_FIND_OUT = Helps("find out what it was, and [settle](settle) it")
_SAY = Helps("[settle](settle) it, once somebody has said what it is for")


def _taken_in(says: str) -> Helps:
    """What comes in again as something that can be read."""
    told = f"{says}; then have that taken in, in a terminal, and [settle](settle) this one"
    return Helps(told, ("muniment intake FOLDER --from SENDER --received DATE",))


def _again(with_: str, command: str) -> Helps:
    """What is read again with more of something."""
    return Helps(f"have it read again with {with_}, in a terminal; or {_ELSEWHERE} it", (command,))


def _limit(name: str) -> Helps:
    return _again("a larger limit N", f"muniment reread ITEM --limit {name}=N")


HELPS: dict[str, Helps] = {
    # text may be missing
    "pages-failed": _LOOK,
    "part-failed": _LOOK,
    "salvaged": _LOOK,
    "moving": Helps("[watch it](content)"),
    "page-ocr": _OCR,
    # waiting
    "ocr": _OCR,
    "not-read-yet": Helps("have it read, in a terminal", (_PENDING,)),
    "no-jail": Helps("have it read on Linux 5.13 or later, in a terminal", (_PENDING,)),
    # words in pictures, with doubt
    "ocr-confidence": _DOUBT,
    "ocr-coverage": _DOUBT,
    "ocr-script": Helps(
        "have its words read again in a language of that script, in a terminal",
        ("muniment reread ITEM --ocr CODES",),
    ),
    "ocr-nastaliq": _DOUBT,
    # a machine finished and found no text
    "image": Helps("[look at it](content)"),
    "audio": Helps("[listen to it](content)"),
    "video": Helps("[watch it](content)"),
    "font": Helps("[settle](settle) it, as set aside"),
    "program": _SAY,
    "data": _SAY,
    "no-text": Helps("[look at it](content)"),
    # closed to the machine
    "password": Helps(
        "ask for the password, write it into a text file, and have it tried, in a terminal; where it was read another way, "
        "[settle](settle) it as read elsewhere",
        ("muniment retry --only unread.encrypted --password-file FILE",),
    ),
    "key": _taken_in("ask one of its recipients to open it and save it unsealed"),
    "rights": _taken_in("ask its sender for a copy without that protection"),
    "reader-failed": _LOOK,
    "unsupported": _LOOK,
    "disk-image": _taken_in("have its files copied out of it (mounted read-only, or exported) into a folder"),
    "other-volumes": _taken_in("have all volumes unpacked together, into a folder"),
    "unknown-type": _LOOK,
    "missing-library": Helps(
        "have that library installed, and the item read again, in a terminal; the first line says what to type for it",
        ("muniment show ITEM", _LACKING),
    ),
    "missing-language": Helps(
        "have each of these languages installed, and the words read again, in a terminal",
        ("sudo apt-get install tesseract-ocr-CODE", _LACKING),
    ),
    # a limit
    "limit-bytes": _limit("bytes"),
    "limit-member": _limit("member_bytes"),
    "limit-ratio": _limit("ratio"),
    "limit-depth": _limit("depth"),
    "limit-children": _limit("children"),
    "limit-pages": _limit("pages"),
    "limit-pixels": Helps(f"{_ELSEWHERE} it; or have a smaller copy made, and take that in"),
    "limit-output": _limit("output"),
    "timed-out": _again(
        "more time", "muniment retry --only unread.timed-out --limit seconds=1800 --limit member_seconds=600"
    ),
    "out-of-memory": _again("more memory", "muniment retry --only unread.out-of-memory --limit memory=4000000000"),
    "crashed": _LOOK,
    # not taken
    "device": _FIND_OUT,
    "fifo": _FIND_OUT,
    "socket": _FIND_OUT,
    "unsafe-entry": _FIND_OUT,
    "not-found-again": _FIND_OUT,
    # things
    "physical": Helps("[open it](shelf), then [settle](settle) what it is"),
}
