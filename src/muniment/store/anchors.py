"""What the case ledger and the access log say of each other: how long the other was, under which root."""

import json
from collections.abc import Container, Iterator
from pathlib import Path

from muniment.ledger.log import Entry
from muniment.ledger.note import Note
from muniment.ledger.verify import Problem

_NEXT = "change nothing; look for a copy of the folder from before, and compare"
Said = dict[int, tuple[str, int]]  # a size of the other log: its root in hexadecimal, and the entry that says so


class Anchors:
    """Hears the entries of both logs, and says where one is not what the other has seen."""

    def __init__(self) -> None:
        self._case: Said = {}
        self._access: Said = {}

    def of_the_access_log(self, entry: Entry) -> None:
        """An entry of the access log, which names the ledger's head."""
        size, root = entry.fields.get("case"), entry.fields.get("root")
        if isinstance(size, int) and isinstance(root, str):
            self._case.setdefault(size, (root, entry.seq))

    def of_the_ledger(self, entry: Entry) -> None:
        """An entry of the ledger; that of an intake's end names the access log's head."""
        said = entry.fields.get("access")
        if isinstance(said, list) and len(said) == 2:
            self._access.setdefault(said[0], (str(said[1]), entry.seq))

    def problems(self, path: Path) -> list[Problem]:
        """What does not agree, in logs that are sound in themselves: their heads are what was hashed."""
        return [
            *_against(path / "ledger.jsonl", self._case, "the ledger is not the one that access log entry {} has seen"),
            *_against(path / "access.jsonl", self._access, "the access log is not the one that entry {} has seen"),
        ]


def _against(log: Path, said: Said, what: str) -> Iterator[Problem]:
    heads = dict(_heads(log, said)) | {0: said.get(0, ("", 0))[0]}
    for size, (root, by) in sorted(said.items()):
        if heads.get(size) != root:
            yield Problem(what.format(by), str(by), _NEXT)
            return


def _heads(log: Path, wanted: Container[int]) -> Iterator[tuple[int, str]]:
    """The roots of a log at these sizes."""
    with log.open("rb") as lines:
        for line in lines:
            if line[:1] == b'"' and line[-1:] == b"\n":
                note = Note.of(json.loads(line))
                if note.size in wanted:
                    yield note.size, note.root.hex()
