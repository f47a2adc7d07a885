"""What a text refers to and does not contain: links, films, pictures, other articles, as in a web page that was saved as text."""

import re

from muniment.model.reading import Draft, Json

LONGEST = 2_000_000  # characters; beyond it is no page that somebody saved
MOST = 200
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"'“”‘’)\]]+[^\s<>\"'“”‘’)\].,;:!?]")
_MORE = re.compile(
    r"[ \t]*(?:read (?:more|also|next|the full|in full)\b|see (?:also|more)\b|related\b.{0,12}:|watch\b|listen (?:to|here)\b|"
    r"click (?:here|on)\b|download\b|follow .{0,60}\bon (?:twitter|facebook|instagram|x|youtube|tiktok)\b|"
    r"keep up .{0,60}\bon (?:twitter|facebook|instagram|x|youtube|tiktok)\b)",
    re.IGNORECASE,
)
_READ = re.compile(r"[ \t]*Read [A-Z“\"'‘][^\n]{3,120}[^.!?:\s]\s*\Z")  # a title to follow, no sentence
_SHOWN = re.compile(
    r"\b(?:videos?|films?|footage|clips?|recordings?|podcasts?|audio|photos?|photographs?|pictures?|images?|maps?|graphics?|"
    r"tweets?|posters?|leaflets?|attachments?)\b",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"\[(?:video|image|photo|picture|audio|embed(?:ded)?|tweet|map|attachment)[^\]\n]{0,80}\]|!\[[^\]\n]{0,200}\]",
    re.IGNORECASE,
)
_KINDS = (
    ("film", re.compile(r"video|film|footage|clip|watch", re.IGNORECASE)),
    ("sound", re.compile(r"audio|podcast|recording|listen", re.IGNORECASE)),
    ("picture", re.compile(r"photo|picture|image|map|graphic|poster|leaflet|!\[", re.IGNORECASE)),
)


def note(draft: Draft) -> None:
    """Add to the facts what the text refers to, by line; nothing is fetched.

    Cannot: see what was left out without a word of it.
    """
    if sum(len(page.text) for page in draft.pages) > LONGEST:
        return
    found: list[dict[str, Json]] = []
    number = 0
    for page in draft.pages:
        for line in page.text.split("\n"):
            number += 1
            if len(found) < MOST:
                found += _of(line, number)
    if found:
        draft.facts["refers_to"] = found[:MOST]


def _of(line: str, number: int) -> list[dict[str, Json]]:
    said = line.strip()
    addresses = [{"line": number, "kind": "link", "text": each} for each in _ADDRESS.findall(line)]
    if len(said) > 200 or not said:
        return addresses
    shown = said.endswith(":") and _SHOWN.search(said)
    if addresses or not (shown or _MARKED.search(said) or _MORE.match(said) or _READ.match(said)):
        return addresses
    kind = next((name for name, words in _KINDS if words.search(said)), "link")
    return [{"line": number, "kind": kind, "text": said}]
