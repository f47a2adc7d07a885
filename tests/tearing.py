"""A ledger before and after its last commit, and what must become of it when that commit is torn or damaged."""

from pathlib import Path

import pytest
from keeping import ORIGIN, SIGNER, Files, content, draft, lay, make, read, sound, torn

from muniment.errors import Broken
from muniment.ledger.log import Log
from muniment.ledger.verify import verify


class Case:
    """A ledger before and after its last commit, and what the commit before says."""

    def __init__(self, folder: Path, *, signed: bool) -> None:
        log = make(folder / "made")
        self.expected, self.head = content(log), log.head()
        self.before = read(folder / "made")
        log.append([draft(90, "Cara Example", "a" * 99), draft(91)], SIGNER if signed else None)
        self.everything = content(log)
        log.close()
        self.after = read(folder / "made")
        self.end = len(self.before["ledger.jsonl"])
        self.sealed_end = len(self.before["sealed.jsonl"])
        self.folder = folder / "torn"

    def recovers(self, files: Files, *, go_on: bool = True) -> None:
        """Verify names it; opening goes back to the commit before, keeps the tail, and goes on."""
        lay(self.folder, files)
        found = verify(self.folder)
        assert found.problems
        assert torn(found.problems)
        assert read(self.folder) == files  # verify changes nothing
        log = Log.open(self.folder, ORIGIN)
        assert (content(log), log.head()) == (self.expected, self.head)
        tail = files["ledger.jsonl"][self.end :]
        now = read(self.folder)
        assert {name: data for name, data in now.items() if "torn" not in name} == self.before
        assert [data for name, data in now.items() if "torn" in name] == ([tail] if tail else [])
        if go_on:
            assert log.append([draft(93, "Eve Example")]) == len(self.expected)
            assert sound(self.folder).size == len(self.expected) + 1
        log.close()

    def refused(self, files: Files) -> None:
        """Verify names it; opening refuses it and changes nothing."""
        lay(self.folder, files)
        assert verify(self.folder).problems
        with pytest.raises(Broken):
            Log.open(self.folder, ORIGIN)
        assert read(self.folder) == files

    def refused_or_signature(self, files: Files, place: int) -> None:
        """The same, but that opening does not look at signatures: then every entry is there."""
        line = files["ledger.jsonl"][files["ledger.jsonl"].rfind(b"\n", 0, place) + 1 : place]
        if line[:1] != b'"' or "\u2014 ".encode() not in line:
            self.refused(files)
            return
        lay(self.folder, files)
        assert verify(self.folder).problems
        try:
            log = Log.open(self.folder, ORIGIN)
        except Broken:
            return
        assert content(log) == self.everything
        log.close()


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
