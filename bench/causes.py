"""Why we lack a word that another tool has of a file: it stands there and we have it not, or it does not stand there."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from infile import Standing

FOUND = {
    "both": "another tool, no kin of it, has it too",
    "both-again": "the same, and we have the word, but less often",
    "file": "it stands in the file",
    "file-again": "the same, and we have the word, but less often",
    "closed": "the file cannot be taken apart by this bench, so it counts",
}
ADDED = {
    "repeat": "we have the word; the tool has it more often than the file",
    "names": "it is a name of a tag or an attribute, or a control word",
    "encoded": "it is base64 or hexadecimal digits, as they stand in the file",
    "together": "words run into one; we have them with what parts them",
    "letters": "the same bytes in another code page are a word that we have",
    "other": "it stands nowhere in the file: the tool's own words, figures that it worked out, bytes taken for letters",
}
_LONG = 6  # letters; a shorter word may stand within others by chance
_PAGES = (
    *(
        "utf-8",
        "cp1252",
        "cp1251",
        "koi8-r",
        "gb18030",
        "big5",
        "shift_jis",
        "euc-jp",
        "euc-kr",
        "cp866",
        "cp437",
        "cp932",
    ),
    *("cp949", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "iso-8859-2", "iso-8859-7", "mac_roman", "utf-16-le"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What one tool has of one file, and what it is held against."""

    theirs: "Counter[str]"
    ours: "Counter[str]"
    others: "Counter[str]"  # what tools have that are no kin of it
    standing: Standing
    joined: str  # our text without anything between its words


def causes(asked: Asked) -> "Counter[str]":
    """For each cause, how many of the tokens that we lack."""
    found: Counter[str] = Counter()
    for token, count in (asked.theirs - asked.ours).items():
        for cause, part in _parts(asked, token, count):
            found[cause] += part
    return found


def _parts(asked: Asked, token: str, lacking: int) -> Iterator[tuple[str, int]]:
    """The causes of one token: it may stand there three times where the tool has it five times and we have it once."""
    ours, standing = asked.ours[token], asked.standing
    again = "-again" if ours else ""
    markup = standing.names[token] or standing.encoded[token]
    both = 0 if markup else min(max(asked.others[token] - ours, 0), lacking)
    if both:
        yield f"both{again}", both
    there = min(max(standing.text[token] - ours - both, 0), lacking - both)
    if there:
        yield _otherwise(asked, token) or f"file{again}", there
    if rest := lacking - both - there:
        yield _absent(asked, token), rest


def _otherwise(asked: Asked, token: str) -> str:
    """Whether we have a word in another form, "" where we have not: parted, or in the code page that it is in."""
    if asked.ours[token]:
        return ""
    if len(token) >= _LONG and token in asked.joined:
        return "together"
    return "" if token.isascii() or not _wrong_page(asked, token) else "letters"


def _wrong_page(asked: Asked, token: str) -> bool:
    for page in _PAGES:
        try:
            raw = token.encode(page)
        except UnicodeEncodeError:
            continue
        for other in _PAGES:
            try:
                text = raw.decode(other).casefold()
            except UnicodeDecodeError:
                continue
            if (
                text != token
                and not text.isascii()
                and (text in asked.ours or (len(text) > 2 and text in asked.joined))
            ):
                return True
    return False


def _absent(asked: Asked, token: str) -> str:
    """Why a token that does not stand in the file, or not so often, is had by a tool."""
    standing = asked.standing
    markup = standing.names[token] + standing.encoded[token]
    if markup and (not standing.closed or asked.theirs[token] <= markup + standing.text[token]):
        return "names" if standing.names[token] else "encoded"
    if standing.closed:
        return "closed"
    if standing.numbers and token.isdigit():  # a sheet stores another form of what it shows
        return "file"
    if asked.ours[token] or standing.text[token]:
        return "repeat"
    return _otherwise(asked, token) or "other"
