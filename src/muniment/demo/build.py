"""Builds the made-up case: papers in a folder, and the truth of them beside it.

The same seed gives the same bytes, names and times, wherever and whenever it is built: nothing is drawn from the clock, the
locale or the machine. Two kinds of library have a say: pypdfium2 draws the pages of scans and photographs, and zlib, bz2
and lzma pack. Another version of one may give other bytes; it never gives other words.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from muniment.demo import attachments, chats, film, mailbox, mails, odds, shelf
from muniment.demo.canvass import notes
from muniment.demo.desk import Desk
from muniment.demo.electors import electors
from muniment.demo.grants import grants
from muniment.demo.keep import Keeper
from muniment.demo.leaflets import leaflets
from muniment.demo.minutes import minutes
from muniment.demo.notices import notices
from muniment.demo.packed import Packed
from muniment.demo.paper import Entry, Placed
from muniment.demo.postbox import postbox
from muniment.demo.press import press
from muniment.demo.searches import Asked
from muniment.demo.statements import statements
from muniment.demo.truth import Bundle, Truth
from muniment.demo.volumes import LIST, Volumes
from muniment.errors import NotEmpty

SEED = 27
_EVERY = 5  # of notes and statements, one in so many lies elsewhere too
_BUNDLES = (
    Bundle("Police boxes", "Example Constabulary", "2026-03-03"),
    Bundle("Council disclosure", "Eastmere Borough Council", "2026-03-17"),
    Bundle("Campaign office", "Solicitors for the petitioners", "2026-04-02"),
    Bundle("Press and public", "Solicitors for the petitioners", "2026-04-09"),
)


def build(folder: Path, size: str, seed: int = SEED) -> Truth:
    """Write the papers of a size and seed under a folder; beside it the sender's list, and the truth, as truth.json.

    Raises: NotEmpty, where something lies in the folder.
    """
    if folder.exists() and any(folder.iterdir()):
        raise NotEmpty("there is something in the folder for the made-up case", str(folder), "name another")
    desk, truth, asked = Desk(seed, size), Truth(seed, size), Asked()
    volumes, packed = Volumes(desk), Packed(desk)
    keeper = Keeper(folder, truth, asked)
    for entry in _entries(desk, volumes, packed):
        keeper.put(entry)
    keeper.beside(LIST, volumes.word_list())
    truth.bundles, truth.volumes = _BUNDLES, tuple(volumes.told)
    truth.boxes, truth.said = shelf.boxes(volumes.told), film.SAID
    truth.passwords = volumes.passwords | packed.passwords
    truth.searches = asked.answers()
    truth.write(folder.parent / "truth.json")
    return truth


def _entries(desk: Desk, volumes: Volumes, packed: Packed) -> Iterator[Entry]:
    """All papers, one section after the other."""
    pool = attachments.pool(desk)
    yield from volumes.entries()
    copies: list[Placed] = []
    yield from _kept(chain(statements(desk), notes(desk)), copies, desk.size.copies)
    yield from mailbox.mailbox(desk, pool)
    yield from mails.exported(desk, pool)
    yield from mails.maildir(desk, pool)
    yield from chain(grants(desk), minutes(desk), electors(desk), press(desk))
    yield from chain(leaflets(desk), odds.recordings(desk), packed.entries())
    yield from odds.odds(desk, copies)
    yield from chain(notices(), film.films(desk), chats.chats(desk), postbox(desk))


def _kept(entries: Iterable[Entry], copies: list[Placed], most: int) -> Iterator[Entry]:
    """The entries as they come; some are kept to be copied."""
    for number, entry in enumerate(entries):
        if isinstance(entry, Placed) and number % _EVERY == 0 and len(copies) < most:
            copies.append(entry)
        yield entry
