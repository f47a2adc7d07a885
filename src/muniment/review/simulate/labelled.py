"""A labelled set from two files: the documents, and which of them are relevant."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from muniment.errors import AskedWrong, NoSource

_LARGEST = 4 << 30  # bytes of a file, unpacked
_FIELD = 64 << 20  # characters of a title or a text
_LINE = 2 * _FIELD + (1 << 20)  # characters of a line
_NEXT = "give a CSV file in UTF-8 with the columns id,title,text, and one with the column id"


@dataclass(frozen=True, slots=True)
class Labelled:
    """Documents, as title and text together, and whether each is relevant."""

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    relevant: NDArray[np.bool_]


def load(texts: Path, relevant: Path) -> Labelled:
    """Read both files; either may be packed with gzip.

    Raises: NoSource; AskedWrong, with the file and row that is wrong.
    """
    ids: dict[str, int] = {}
    found: list[str] = []
    for number, row in _rows(texts, ("id", "title", "text")):
        if row[0] in ids:
            raise _wrong("this id stands in two rows", texts, number)
        ids[row[0]] = len(found)
        found.append(f"{row[1]} {row[2]}")
    labels = np.zeros(len(found), np.bool_)
    for number, (name,) in _rows(relevant, ("id",)):
        if name not in ids:
            raise _wrong("no document has this id", relevant, number)
        labels[ids[name]] = True
    if not labels.any() or labels.all():
        what = "every document is relevant" if labels.any() else "no document is relevant"
        raise AskedWrong(f"{what}: there is nothing to look for", str(relevant), "give a set with both kinds")
    return Labelled(tuple(ids), tuple(found), labels)


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """The rows below the header, with the line that each ends on; columns that are not asked for are passed over."""
    before = csv.field_size_limit(_FIELD)
    try:
        with path.open("rb") as file:
            lines = io.TextIOWrapper(
                io.BufferedReader(_unpacked(file, path), 1 << 20), encoding="utf-8-sig", newline=""
            )
            reader = csv.reader(_lines(lines, path), strict=True)
            header = next(reader, [])
            if missing := [name for name in columns if name not in header]:
                raise AskedWrong(f"there is no column {missing[0]!r}", f"{path}, row 1", _NEXT)
            places = [header.index(name) for name in columns]
            for row in reader:
                if len(row) != len(header):
                    if not row:
                        continue
                    raise _wrong(f"this row has {len(row)} fields instead of {len(header)}", path, reader.line_num)
                if not row[places[0]]:
                    raise _wrong("this row has no id", path, reader.line_num)
                yield reader.line_num, [row[place] for place in places]
    except csv.Error as error:
        raise _wrong(f"this is no CSV ({error})", path, reader.line_num) from None
    except UnicodeDecodeError:
        raise AskedWrong("this is not UTF-8", str(path), _NEXT) from None
    except (OSError, EOFError, zlib.error) as error:
        if isinstance(error, OSError) and error.strerror:
            raise NoSource(f"this cannot be read ({error.strerror})", str(path), _NEXT) from None
        raise AskedWrong("this is no whole gzip file", str(path), _NEXT) from None
    finally:
        csv.field_size_limit(before)


def _lines(text: io.TextIOWrapper, path: Path) -> Iterator[str]:
    """The lines of a file; one without an end stops before it fills the memory."""
    for number in count(1):
        line = text.readline(_LINE)
        if len(line) == _LINE and line[-1] not in "\r\n":
            raise _wrong(f"this line has more than {_LINE:,} characters", path, number)
        if not line:
            return
        yield line


def _unpacked(file: BinaryIO, path: Path) -> "_Bounded":
    packed = file.peek(2)[:2] == b"\x1f\x8b" if isinstance(file, io.BufferedReader) else False
    return _Bounded(gzip.GzipFile(fileobj=file) if packed else file, path)


class _Bounded(io.RawIOBase):
    """A file that ends in an error before it fills the memory."""

    def __init__(self, file: "gzip.GzipFile | BinaryIO", path: Path) -> None:
        self._file, self._path, self._left = file, path, _LARGEST

    def readable(self) -> bool:
        return True

    def readinto(self, into: bytearray | memoryview) -> int:  # type: ignore[override]
        piece = self._file.read(min(len(into), 1 << 20))
        self._left -= len(piece)
        if self._left < 0:
            raise AskedWrong(
                "this is too large to be replayed", str(self._path), "give a file of at most 4 GiB, unpacked"
            )
        into[: len(piece)] = piece
        return len(piece)


def _wrong(what: str, path: Path, row: int) -> AskedWrong:
    return AskedWrong(what, f"{path}, line {row}", _NEXT)
