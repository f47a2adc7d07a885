"""The readings that a child tells of one top-level item: packed as they come, and of each no more kept than its family needs.

So a mailbox of any size takes a few hundred bytes for each mail here, whatever its mails say. What is packed goes to a
temporary file once it is large; that file has no name, so a crash leaves nothing.
"""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from muniment.model.line import decode, digest
from muniment.model.reading import NOTHING, Child, Reading
from muniment.store.readings import BLOCK, Family, Placed, pack, unpack

_IN_MEMORY = 4 << 20  # packed bytes that are not on disk


class Told:
    """Grows by one line after the other; `family` has their readings without pages and facts, `packed` the bytes of the file."""

    def __init__(self, room: Path | None = None) -> None:
        self.room = room  # the folder for what is large: of the case, so that its content lies nowhere else
        self.family = Family()
        self.packed: IO[bytes] = BytesIO()
        self.count = 0
        self.short = False  # whether one of them ran out of memory
        self._block: list[bytes] = []
        self._size = self._start = 0
        self._hints: dict[tuple[tuple[str, str], ...], Mapping[str, str]] = {}  # most members have the same

    def add(self, line: bytes, reading: Reading) -> None:
        """One more line, and the reading that it is; the last is the top-level item's own."""
        family = self.family
        family.top = family.by_key[reading.key] = Placed(
            self._bare(reading), digest(line), self._start, len(self._block)
        )
        self.count += 1
        self.short |= reading.reason == "out-of-memory"
        self._block.append(line)
        self._size += len(line) + 1
        if self._size >= BLOCK:
            self._pack()

    def finish(self) -> IO[bytes]:
        """All lines as the bytes of a file, from its beginning: the same as `pack` makes of them."""
        if self._block:
            self._pack()
        self.packed.seek(0)
        return self.packed

    def lines(self) -> Iterator[bytes]:
        """All lines again. Cost: all of them in memory."""
        yield from (line for *_, line in unpack(self.finish().read()))

    def readings(self) -> list[Reading]:
        """All readings again, whole. Cost: all of them in memory."""
        return [decode(line) for line in self.lines()]

    def close(self) -> None:
        """Forget what was packed."""
        self.packed.close()

    def _pack(self) -> None:
        packed, _ = pack(self._block)
        if self._start <= _IN_MEMORY < self._start + len(packed):
            here, self.packed = self.packed, TemporaryFile(dir=self.room)  # noqa: SIM115 # closed by whoever has it
            here.seek(0)
            shutil.copyfileobj(here, self.packed)
        self.packed.write(packed)
        self._start += len(packed)
        self._size = 0
        self._block.clear()

    def _bare(self, reading: Reading) -> Reading:
        """What is needed to number the members, and to enter what they are."""
        return replace(
            reading,
            hints=self._same(reading.hints),
            settings=NOTHING,
            facts=NOTHING,
            pages=(),
            children=tuple(map(self._row, reading.children)),
        )

    def _row(self, child: Child) -> Child:
        return Child(
            child.locator,
            "",
            sha256=child.sha256,
            hints=self._same(child.hints),
            state=child.state,
            reason=child.reason,
        )

    def _same(self, hints: Mapping[str, str]) -> Mapping[str, str]:
        return self._hints.setdefault(tuple(sorted(hints.items())), hints) if hints else NOTHING


def alone(line: bytes, reading: Reading) -> Told:
    """One reading of which no child told."""
    told = Told()
    told.add(line, reading)
    return told
