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
    if not error.subject and error.what.endswith(" cannot be that"):  # of a list, in which nothing was chosen
        return f"{error.what[:1].upper()}{error.what[1:].removesuffix(' cannot be that')} is missing; choose one"
    next_ = "" if "muniment " in error.next else error.next
    return f"{error.what[:1].upper()}{error.what[1:]}" + (f"; {next_}" if next_ else "")


def status(error: MunimentError) -> int:
    """The status of the answer: whoever sends a form sees it again."""
    return 409 if isinstance(error, Refused) else 400
