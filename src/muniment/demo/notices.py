"""Notices of the poll in three scripts, as a scanner gives them: pictures that lie beside this code, and the words in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from muniment.demo.paper import PNG, Entry, at, pictured
from muniment.demo.story import POLLING_DAY

_FOLDER = "Police boxes/Box 15"


@dataclass(frozen=True, slots=True)
class Notice:
    """A page: the name of its picture, and its lines. The words are our own."""

    name: str
    lines: tuple[str, ...]


NOTICES = (
    Notice(
        "english",
        (
            "NOTICE OF POLL",
            "Borough of Eastmere",
            "The poll for the mayor is held on Thursday,",
            "from seven in the morning until ten at night.",
            "Whoever votes by post seals the envelope",
            "alone, and gives it to nobody but the post.",
            "Questions are answered at the town hall.",
        ),
    ),
    Notice(
        "bengali",
        (
            "ভোটের নোটিশ",
            "ইস্টমেয়ার এলাকা",
            "মেয়র নির্বাচনের ভোট বৃহস্পতিবার নেওয়া হবে,",
            "সকাল সাতটা থেকে রাত দশটা পর্যন্ত।",
            "যিনি ডাকে ভোট দেন তিনি নিজে খাম বন্ধ করবেন",
            "এবং ডাকঘর ছাড়া আর কারও হাতে দেবেন না।",
            "প্রশ্ন থাকলে টাউন হলে আসুন।",
        ),
    ),
    Notice(
        "arabic",
        (
            "إعلان عن التصويت",
            "بلدية إيستمير",
            "يجري انتخاب رئيس البلدية يوم الخميس",
            "من الساعة السابعة صباحا حتى العاشرة ليلا.",
            "من يصوت بالبريد يغلق الظرف بنفسه",
            "ولا يسلمه إلى أحد سوى مكتب البريد.",
            "للأسئلة تفضلوا بزيارة مبنى البلدية.",
        ),
    ),
)


def notices() -> Iterator[Entry]:
    """The notices that were scanned; the rest of the box was not. They are the same for every seed."""
    for number, notice in enumerate(NOTICES, start=1):
        data = (files(__package__) / "pages" / f"{notice.name}.png").read_bytes()
        yield at(path_of(number), pictured(data, "notice", PNG, "\n".join(notice.lines), POLLING_DAY))


def path_of(number: int) -> str:
    """Where the scan of a notice lies, by its number from 1."""
    return f"{_FOLDER}/Notice {number} of {len(NOTICES)}.png"
