"""What the cells of a sender's list say: numbers, pages, hashes, dates, and what kind of thing is meant."""

import re
from datetime import date

_PAGES = re.compile(r"(?:(?:c|ca|approx|about|circa|~)\.? ?)?(\d{1,3}(?:[,. ']\d{3})+|\d{1,7})(?:[.,]0+)?\b")
_RANGE = re.compile(r"(?:\w{0,6}\.? )?(\d{1,6}) ?(?:-|–|to|bis|à|a) ?(\d{1,6})\Z", re.IGNORECASE)
_PAGE_WORD = re.compile(
    r"(?<![\w.])(\d{1,3}(?:[,.]\d{3})+|\d{1,6}) ?(?:pages?|pp?\.?|seiten|páginas|paginas|pagine|stron|পৃষ্ঠা|صفحات)(?!\w)",
    re.IGNORECASE,
)
_HASH = re.compile(r"(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})\Z", re.IGNORECASE)
_DATES = (
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})"), (1, 2, 3)),
    (re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})"), (3, 2, 1)),
)
_MONTHS = "january february march april may june july august september october november december".split()  # noqa: SIM905
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.? (\d{4})", re.IGNORECASE)
_FILE = re.compile(r"[^/\\\n]{1,250}\.[A-Za-z][A-Za-z0-9]{1,4}\Z")
_KINDS = (
    (
        "box",
        re.compile(
            r"(?:box|karton|kiste|carton|boîte|caja|caixa|scatola|doos|pudełko|blwch)(?:es)?\b|বাক্স", re.IGNORECASE
        ),
    ),
    ("folder", re.compile(r"(?:folder|directory|ordner|dossier|carpeta|cartella|katalog)s?\b", re.IGNORECASE)),
    ("volume", re.compile(r"(?:vol|volume|volumes|band|tome|tomo|tom|cyf|cyfrol|ring ?binder)\b\.?", re.IGNORECASE)),
    (
        "file",
        re.compile(r"(?:computer file|file|pdf|docx?|xlsx?|csv|jpe?g|tiff?|mp[34]|eml|msg|zip|txt)\b", re.IGNORECASE),
    ),
)
_ROMAN = re.compile(r"(?=[ivxl])(xl|l?x{0,3})(ix|iv|v?i{0,3})\Z")
_LETTERS = {"i": 1, "v": 5, "x": 10, "l": 50}
_FIGURES = re.compile(r"\d{1,9}")


def pages(cell: str) -> tuple[int | None, str]:
    """How many pages a cell says, and what is doubtful in that."""
    text = cell.strip()
    if not text:
        return None, ""
    if found := _RANGE.match(text):
        first, last = int(found[1]), int(found[2])
        return (last - first + 1, "pages-as-range") if last >= first else (None, "pages-unclear")
    found = _PAGES.match(text)
    if found is None:
        return None, "pages-unclear"
    rest = text[found.end() :].strip(" .").lower()
    number = int(re.sub(r"\D", "", found[1]))
    return number, "" if not re.search(r"\d", rest) else "pages-unclear"


def pages_within(text: str) -> int | None:
    """Pages that a description speaks of: "300 pp"."""
    found = _PAGE_WORD.findall(text)
    return int(re.sub(r"\D", "", found[0])) if len(found) == 1 else None


def hash_of(cell: str) -> str:
    """A hash in hexadecimal; "" where it is none."""
    text = cell.strip().rpartition(":")[2].strip()
    return text.lower() if _HASH.match(text) else ""


def number(said: str) -> int | None:
    """The number that a line goes by: "14", "Vol. 14", "14a", "XIV"; None where there is none, or several."""
    found = _FIGURES.findall(said)
    if len(found) == 1:
        return int(found[0])
    words = re.findall(r"[^\W\d_]+", said.casefold())
    return roman(words[-1]) if not found and words else None


def roman(word: str) -> int | None:
    """A Roman number below 90."""
    if not _ROMAN.match(word):
        return None
    values = [_LETTERS[letter] for letter in word]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def days(text: str) -> frozenset[date]:
    """The days that a date can mean: of 5/7/2014 both."""
    found: set[date] = set()
    for form, (year, month, day) in _DATES:
        for match in form.finditer(text[:200]):
            for one, other in ((month, day), (day, month)) if year == 3 else ((month, day),):
                found |= _day(int(match[year]), int(match[one]), int(match[other]))
    for match in _NAMED.finditer(text[:200]):
        place = next((at for at, name in enumerate(_MONTHS, start=1) if name.startswith(match[2].lower())), 0)
        found |= _day(int(match[3]), place, int(match[1]))
    return frozenset(found)


def _day(year: int, month: int, day: int) -> set[date]:
    try:
        return {date(year, month, day)}
    except ValueError:
        return set()


def is_file(text: str) -> bool:
    """Whether it reads as the name of a computer file."""
    return _FILE.match(text.replace("\\", "/").rpartition("/")[2].strip()) is not None


def kind(*texts: str) -> str:
    """What is meant by the first of these texts that says it: file, folder, volume or box."""
    for text in texts:
        found = next((name for name, form in _KINDS if form.match(text.strip())), "")
        if found:
            return found
    return ""
