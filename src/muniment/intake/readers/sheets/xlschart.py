"""The words of a chart in an old workbook: titles, names of series and of axes, values kept with it.

Source: [MS-XLS] 2.4.254 (text of a series), 2.2.3.20 (chart sheet).
"""

from muniment.intake.readers.sheets.xlsbrecords import real
from muniment.intake.readers.sheets.xlsrecords import Dialect, Pieces, Record

_WORDS, _LABEL, _NUMBER = 0x100D, 0x204, 0x203
_MOST = 100_000  # values of a chart


class Chart:
    """Gathers them, each text once, while a chart is told."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._said: dict[str, None] = {}

    def tell(self, record: Record) -> None:
        """Take in one record."""
        if len(self._said) >= _MOST:
            return
        if record.kind == _WORDS and len(record.body) > 3:
            pieces = Pieces.of(record, 3)
            self._say(self._dialect.counted(pieces, record.body[2]))
        elif record.kind == _LABEL:
            self._say(self._dialect.text(Pieces.of(record, 6), 2))
        elif record.kind == _NUMBER:
            self._say(real(record.body, 6))

    def _say(self, text: str) -> None:
        text = " ".join(text.split())
        if text:
            self._said[text] = None

    @property
    def lines(self) -> str:
        """What it says, a line for each."""
        return "\n".join(self._said)
