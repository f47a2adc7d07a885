"""The words that a workbook keeps for its pivot tables, also those that stand in no sheet any more.

Source: [MS-XLS] 2.1.7.12 (storage), 2.4.302 (text).
"""

from muniment.intake.readers.sheets.xlsbrecords import BreaksOff
from muniment.intake.readers.sheets.xlsrecords import Dialect, Pieces, records

_WORDS = 0xCD


def kept_words(data: bytes, dialect: Dialect) -> dict[str, None]:
    """Each once, as far as they are to be had."""
    found: dict[str, None] = {}
    try:
        for record in records(data, 0, len(data)):
            if record.kind == _WORDS:
                text = " ".join(dialect.text(Pieces.of(record), 2).split())
                if text:
                    found[text] = None
    except BreaksOff:
        pass
    return found
