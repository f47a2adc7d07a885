"""Why an item is in its state, and what to do next: one closed list.

What happened (timed out, crashed) is an event that is recorded, never recomputed.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence for a person, and the next step."""

    says: str
    next: str


_LOOK = "open it (muniment show ITEM --save FILE) and settle what it is"
_SETTLE = "find out what it was, and settle it"
_LIMIT = "muniment reread ITEM --limit {}=N with a larger N, or open it"
_OCR = "muniment retry --only unread.pending reads its words; or look at it"
_DOUBT = "look at the page beside the words"
_ORIGINAL = "ask the sender for a sound copy"

REASONS: dict[str, Reason] = {
    "": Reason("nothing more to say", ""),
    # text may be missing
    "pages-failed": Reason("some pages could not be read", _LOOK),
    "part-failed": Reason("some parts could not be read", _LOOK),
    "salvaged": Reason("the file is damaged; what could be had was taken", _LOOK),
    "moving": Reason("a moving picture; what it shows for less than half a second was not looked at", "watch it"),
    "page-ocr": Reason("some pages are pictures; their words are not read yet", _OCR),
    # waiting
    "ocr": Reason("a picture; its words are not read yet", _OCR),
    "not-read-yet": Reason("taken into custody, not read yet", "muniment retry --only unread.pending"),
    "no-jail": Reason(
        "this machine has no jail to read it in", "read it on Linux 5.13 or later: muniment retry --only unread.pending"
    ),
    # words in pictures, with doubt
    "ocr-confidence": Reason("the machine is not sure of its words", _DOUBT),
    "ocr-coverage": Reason("there is ink on it that became no words", _DOUBT),
    "ocr-script": Reason(
        "it is written in a script of which no language was asked for", "muniment reread ITEM --ocr CODES"
    ),
    "ocr-nastaliq": Reason("it seems to be written by hand or in Nastaliq, which machines read badly", _DOUBT),
    # a machine finished and found no text
    "image": Reason("a picture without words for a machine", "look at it"),
    "audio": Reason("sound", "listen to it"),
    "video": Reason("a film", "watch it"),
    "font": Reason("a font", "muniment settle, as set-aside"),
    "program": Reason("a program", "muniment settle, once somebody has said what it is for"),
    "data": Reason("data without text", "muniment settle, once somebody has said what it is for"),
    "no-text": Reason("it holds no text", "look at it"),
    "empty": Reason("it holds no bytes", "ask the sender whether it was empty there"),
    # closed to the machine
    "password": Reason(
        "it needs a password",
        "ask for the password, write it into a text file, then muniment retry --only unread.encrypted --password-file FILE",
    ),
    "key": Reason(
        "it is sealed to the key of whoever it was sent to; no password opens it",
        "ask one of its recipients to open it and save it unsealed, then take that in: muniment intake",
    ),
    "rights": Reason(
        "a server gives the right to open it; no password opens it",
        "ask its sender for a copy without that protection, then take that in: muniment intake",
    ),
    "damaged": Reason("it is damaged", _ORIGINAL),
    "truncated": Reason("its end is missing", _ORIGINAL),
    "checksum": Reason("its checksum does not match its bytes", _ORIGINAL),
    "reader-failed": Reason("the reader gave up on it", _LOOK),
    "unsupported": Reason("a known type that this version does not read", _LOOK),
    "disk-image": Reason(
        "a disk image that this version does not open",
        "have its files copied out of it (mount it read-only, or export it), then take in that folder: muniment intake",
    ),
    "other-volumes": Reason(
        "one of several volumes; what lies in the others is not here",
        "unpack all volumes together, then take in the folder: muniment intake",
    ),
    "unknown-type": Reason("its type is not known", _LOOK),
    "missing-library": Reason(
        "the library that reads it is not installed",
        "install it (muniment show ITEM says the line to type), then muniment retry --only unread.dependency-missing",
    ),
    "missing-language": Reason(
        "a language of the words in it is not installed",
        "sudo apt-get install tesseract-ocr-CODE for each language, then muniment retry --only unread.dependency-missing",
    ),
    # a limit
    "limit-bytes": Reason("it unpacks to more bytes than allowed", _LIMIT.format("bytes")),
    "limit-member": Reason("one member is larger than allowed", _LIMIT.format("member_bytes")),
    "limit-ratio": Reason("it unpacks to far more than its own size", _LIMIT.format("ratio")),
    "limit-depth": Reason("it is nested more deeply than allowed", _LIMIT.format("depth")),
    "limit-children": Reason("it has more members than allowed", _LIMIT.format("children")),
    "limit-pages": Reason("it has more pages than allowed", _LIMIT.format("pages")),
    "limit-pixels": Reason("a picture larger than a machine can hold", "look at it, or make a smaller copy"),
    "limit-output": Reason("it gives more text than allowed", _LIMIT.format("output")),
    "timed-out": Reason(
        "reading it took too long",
        "muniment retry --only unread.timed-out --limit seconds=1800 --limit member_seconds=600, or open it",
    ),
    "out-of-memory": Reason(
        "reading it took too much memory",
        "muniment retry --only unread.out-of-memory --limit memory=4000000000, or open it",
    ),
    "crashed": Reason("the reader broke on it", _LOOK),
    # not taken
    "link": Reason("a link, recorded and not followed", "ask for what it points to"),
    "device": Reason("a device, recorded and not read", _SETTLE),
    "fifo": Reason("a pipe, recorded and not read", _SETTLE),
    "socket": Reason("a socket, recorded and not read", _SETTLE),
    "unsafe-entry": Reason("an entry that contradicts itself, recorded and not read", _SETTLE),
    "no-permission": Reason("it may not be read by this user", "take it in again as a user who may read it"),
    "io-error": Reason("the drive could not read it", "take it in again from another copy"),
    "vanished": Reason("it was listed and then gone", "take it in again"),
    "changed": Reason("it changed while it was copied", "take it in again when nobody writes to it"),
    "not-found-again": Reason("a later reading of its container did not find it again", _SETTLE),
    # things
    "physical": Reason("a thing on a shelf, not digitised", "open it, then settle what it is"),
    "erased": Reason("erased by law", ""),
}
