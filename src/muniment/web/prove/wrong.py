"""What was wrong with a form of proof: the field that it stands beside, and the words."""

from collections.abc import Mapping, Sequence

from muniment.errors import MunimentError, Refused

Wrong = Sequence[tuple[str, str]]


def beside(error: MunimentError, fields: Mapping[str, str], otherwise: str) -> Wrong:
    """The field of the form, by what the error's words begin with, or by the field that its subject ends in."""
    begins = (to for said, to in fields.items() if error.what.startswith(said))
    ends = (to for said, to in fields.items() if error.subject.endswith(f": {said}"))
    return [(next(begins, None) or next(ends, None) or otherwise, words(error))]


def words(error: MunimentError) -> str:
    """What was wrong, and what to do next; a line to type elsewhere is no help on a page."""
    what, next_ = error.what, "" if "muniment " in error.next else error.next
    if not error.subject and what.endswith(" cannot be that"):  # of a list, in which nothing was chosen
        what, next_ = f"{what.removesuffix(' cannot be that')} is missing", "choose one"
    what = f"{what[:1].upper()}{what[1:]}"
    if what.endswith(" is missing"):  # the name of a field is no word of the sentence: “Why” is missing
        what = f"“{what.removesuffix(' is missing').replace('_', ' ')}” is missing"
    return what + (f"; {next_}" if next_ else "")


def status(error: MunimentError) -> int:
    """The status of the answer: whoever sends a form sees it again."""
    return 409 if isinstance(error, Refused) else 400
