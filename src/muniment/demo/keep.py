"""Puts papers in their places, one after the other, and keeps the truth of them."""

import hashlib
import os
from datetime import datetime
from pathlib import Path

from muniment.demo.paper import OUTLOOK, REFUSED, UNKNOWN, Entry, Folder, Link, Paper, Placed
from muniment.demo.searches import Asked, some_words
from muniment.demo.story import POLLING_DAY
from muniment.demo.truth import Held, Truth

_SHOWN = 12  # words of a picture that the truth names


class Keeper:
    """A folder that fills, and its truth. Of a paper, only its truth stays in memory."""

    def __init__(self, folder: Path, truth: Truth, asked: Asked) -> None:
        self._folder, self._beside = os.fsencode(folder), folder.parent
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
            self._hold(entry.path, os.path.basename(entry.path), entry.paper)  # noqa: PTH119 # the same
            return
        if isinstance(entry, Link):
            os.symlink(entry.target, path)  # noqa: PTH211 # names are bytes here
            self._truth.held.append(Held(entry.path, "link", UNKNOWN, REFUSED, "", 0))
        else:
            self._truth.empty_folders.append(entry.path)
        _date(path, POLLING_DAY)

    def beside(self, name: str, paper: Paper) -> None:
        """Write a paper beside the folder; no search of the truth asks for it."""
        path = self._beside / name
        with path.open("wb") as file:
            file.write(paper.data)
        _date(bytes(path), paper.when)
        self._truth.beside.append(_held(name.encode(), paper))

    def _make(self, folder: bytes) -> None:
        if folder not in self._folders:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103 # names are bytes here
            self._folders.add(folder)

    def _hold(self, path: bytes, name: bytes, paper: Paper, within: Held | None = None) -> None:
        """A paper, and whatever lies in it."""
        held = _held(path, paper, within)
        self._truth.held.append(held)
        self._asked.see(path, name.decode("utf-8", "backslashreplace"), paper)
        for inner in paper.members:
            raw = inner.name.encode()
            self._hold(path + b"/" + raw, raw, inner.paper, held)


def _held(path: bytes, paper: Paper, within: Held | None = None) -> Held:
    """What is so of a paper; one in a mailbox is there only for whoever can read the mailbox."""
    sha256 = "" if paper.shut else None if paper.made else hashlib.sha256(paper.data).hexdigest()
    return Held(
        path,
        paper.kind,
        paper.type,
        paper.states,
        sha256,
        len(paper.data),
        len(paper.members) if paper.counted else None,
        paper.words,
        member=within is not None,
        shown=some_words(paper.shown, _SHOWN),
        needs=OUTLOOK if within and within.needs == OUTLOOK else paper.needs,
        without=paper.without,
    )


def _date(path: bytes, when: datetime) -> None:
    moment = int(when.timestamp()) * 1_000_000_000
    os.utime(path, ns=(moment, moment), follow_symlinks=False)
