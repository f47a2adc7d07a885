"""Puts papers in their places, one after the other, and keeps the truth of them."""

import hashlib
import os
from datetime import datetime
from pathlib import Path

from muniment.demo.paper import REFUSED, UNKNOWN, Entry, Folder, Link, Paper, Placed
from muniment.demo.searches import Asked
from muniment.demo.story import POLLING_DAY
from muniment.demo.truth import Held, Truth


class Keeper:
    """A folder that fills, and its truth. Of a paper, only its truth stays in memory."""

    def __init__(self, folder: Path, truth: Truth, asked: Asked) -> None:
        self._folder = os.fsencode(folder)
        self._truth = truth
        self._asked = asked
        self._folders: set[bytes] = set()

    def put(self, entry: Entry) -> None:
        """Write an entry, with a time that does not depend on the clock. What lies there already is a section's fault."""
        path = self._folder + b"/" + entry.path
        self._make(path if isinstance(entry, Folder) else os.path.dirname(path))  # noqa: PTH120 # names are bytes here
        if isinstance(entry, Placed):
            with open(path, "xb") as file:  # noqa: PTH123 # names are bytes here
                file.write(entry.paper.data)
            _date(path, entry.paper.when)
            self._hold(entry.path, os.path.basename(entry.path), entry.paper, member=False)  # noqa: PTH119 # the same
            return
        if isinstance(entry, Link):
            os.symlink(entry.target, path)  # noqa: PTH211 # names are bytes here
            self._truth.held.append(Held(entry.path, "link", UNKNOWN, REFUSED, "", 0))
        else:
            self._truth.empty_folders.append(entry.path)
        _date(path, POLLING_DAY)

    def _make(self, folder: bytes) -> None:
        if folder not in self._folders:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103 # names are bytes here
            self._folders.add(folder)

    def _hold(self, path: bytes, name: bytes, paper: Paper, *, member: bool) -> None:
        """A paper, and whatever lies in it."""
        sha256 = "" if paper.shut else hashlib.sha256(paper.data).hexdigest()
        count = len(paper.members) if paper.counted else None
        size = len(paper.data)
        held = Held(path, paper.kind, paper.type, paper.states, sha256, size, count, paper.words, member)
        self._truth.held.append(held)
        self._asked.see(path, name.decode("utf-8", "backslashreplace"), paper)
        for inner in paper.members:
            raw = inner.name.encode()
            self._hold(path + b"/" + raw, raw, inner.paper, member=True)


def _date(path: bytes, when: datetime) -> None:
    moment = int(when.timestamp()) * 1_000_000_000
    os.utime(path, ns=(moment, moment), follow_symlinks=False)
