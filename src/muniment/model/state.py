"""The closed list of states: every item ends in exactly one of them, and they add up in three sums."""

from enum import Enum, StrEnum


class Sum(Enum):
    """The three sums of the account: items = read + without text + unread."""

    READ = "read"
    WITHOUT_TEXT = "without_text"
    UNREAD = "unread"


class State(StrEnum):
    """What became of an item's own text; its children have states of their own."""

    TEXT_COMPLETE = "text.complete"
    TEXT_PARTIAL = "text.partial"
    TEXT_OCR = "text.ocr"
    TEXT_OCR_DOUBTFUL = "text.ocr-doubtful"
    TEXT_CARVED = "text.carved"
    NONE_BLANK = "none.blank"
    NONE_EMPTY_FILE = "none.empty-file"
    NONE_BY_NATURE = "none.by-nature"
    NONE_CONTAINER = "none.container"
    UNREAD_ENCRYPTED = "unread.encrypted"
    UNREAD_CORRUPT = "unread.corrupt"
    UNREAD_UNSUPPORTED = "unread.unsupported"
    UNREAD_UNKNOWN_TYPE = "unread.unknown-type"
    UNREAD_LIMIT = "unread.limit"
    UNREAD_TIMED_OUT = "unread.timed-out"
    UNREAD_OUT_OF_MEMORY = "unread.out-of-memory"
    UNREAD_CRASHED = "unread.crashed"
    UNREAD_DEPENDENCY_MISSING = "unread.dependency-missing"
    UNREAD_REFUSED = "unread.refused"
    UNREAD_INACCESSIBLE = "unread.inaccessible"
    UNREAD_PENDING = "unread.pending"
    UNREAD_PHYSICAL = "unread.physical"
    UNREAD_ERASED = "unread.erased"

    @property
    def sum(self) -> Sum:
        """The one of the three sums that this state counts in."""
        if self in _READ:
            return Sum.READ
        return Sum.WITHOUT_TEXT if self.value.startswith("none.") else Sum.UNREAD

    @property
    def in_part(self) -> bool:
        """Whether some text is had and more may be missing: a search covers it in part."""
        return self in _IN_PART

    @property
    def searchable(self) -> bool:
        """Whether a search can say that it looked at the whole text."""
        return self in _READ or self in {State.NONE_BLANK, State.NONE_EMPTY_FILE}

    @property
    def needs_person(self) -> bool:
        """Whether a person must look, unless somebody has settled it. An erased item is gone by law."""
        return self.sum is Sum.UNREAD and self is not State.UNREAD_ERASED


_READ = frozenset({State.TEXT_COMPLETE, State.TEXT_OCR, State.NONE_CONTAINER})
_IN_PART = frozenset({State.TEXT_PARTIAL, State.TEXT_OCR_DOUBTFUL, State.TEXT_CARVED})
