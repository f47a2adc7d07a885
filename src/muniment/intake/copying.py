"""An item's bytes handed out: held against their hash before the first of them leaves, and said in the access log before that.

Source: Data Protection Act 2018, s. 62 (logging of disclosure).
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from muniment.errors import AskedWrong, Broken, MunimentError, Refused, Trouble
from muniment.intake import pool, taken, visible
from muniment.model.item import Item
from muniment.names.filename import safe
from muniment.store import newfile, place
from muniment.store.blobs import STEP
from muniment.store.store import Store

SUMS = "SHA256SUMS"
_AT_ONCE = 500  # items that one entry of the access log names


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy under its own name in the folder."""

    item: str
    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Failed:
    """An item of which no copy was made, and why."""

    item: str
    error: MunimentError


@dataclass(frozen=True, slots=True)
class Done:
    """What was copied, what was not, and the name of the list of sums, "" where nothing was."""

    copied: tuple[Copied, ...]
    failed: tuple[Failed, ...]
    sums: str


def copy(store: Store, ids: Sequence[str], to: Path, why: str) -> Done:
    """Write the bytes of items as new files in a folder outside the case, and a list of their sums last.

    A file has its name only when it is whole and was held against its hash; nothing is written over. A crash leaves whole
    files, and no list. Memory: some mebibytes, whatever the size.
    Raises: UnknownItem; Refused, where the bytes of one are not in the case, or it is held; AskedWrong. Nothing is written then.
    """
    place.outside(to)
    if not ids:
        raise AskedWrong("which items are to be copied", "", "name them: muniment copy ITM-000012 --to DIR")
    items = [_with_bytes(store, each) for each in dict.fromkeys(ids)]
    names = {each.id: file_name(each) for each in items}
    _make(to, names.values())
    disclosed(store, items, "copy", to=str(to.resolve()), why=why)
    copied: list[Copied] = []
    failed: list[Failed] = []
    with store.together("evidence"), pool.Taker() as taker:  # no erasure takes away what is being copied
        for item in items:
            try:
                copied.append(_copy(store, item, to / names[item.id], taker))
            except (Broken, Trouble) as error:
                failed.append(Failed(item.id, error))
    return Done(tuple(copied), tuple(failed), _sums(to, copied) if copied else "")


def original(store: Store, id: str, why: str) -> tuple[Item, Iterator[bytes]]:  # noqa: A002
    """An item, and its bytes piece by piece; all of them were held against their hash before.

    Raises: UnknownItem; Refused; Broken; Trouble; ToolMissing, where a member cannot be taken out here.
    """
    item = _with_bytes(store, id)
    file = _opened(taken.path(store, item))
    try:
        found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != item.sha256:
            raise Broken("the bytes are not those that were recorded", id, "run muniment verify")
        file.seek(0)
        disclosed(store, [item], "original", why=why)
    except BaseException:
        file.close()
        raise
    return item, _pieces(file)


def file_name(item: Item) -> str:
    """What a copy of an item is called: its number, and its own name made safe, so that no two are the same."""
    return f"{item.id}-{safe(item.name)}"


def disclosed(store: Store, items: Sequence[Item], form: str, to: str = "", why: str = "") -> None:
    """Say in the access log that these leave the case; called before they do.

    Raises: Trouble, where that cannot be said; then nothing leaves.
    """
    said = [(name, value) for name, value in (("to", to), ("why", why)) if value]
    for start in range(0, len(items), _AT_ONCE):
        some = [each.id for each in items[start : start + _AT_ONCE]]
        store.consulted("disclosed", {"items": some, "form": form}, said)


def _with_bytes(store: Store, id: str) -> Item:  # noqa: A002
    item = visible.item(store, id)
    if item.sha256 is None:
        raise Refused("the bytes of this item are not in the case", id, f"muniment show {id} says why")
    return item


def _make(to: Path, names: Iterable[str]) -> None:
    """The folder, if it is not there; nothing in it has one of the names.

    Raises: AskedWrong.
    """
    try:
        to.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AskedWrong(f"the folder cannot be made ({error.strerror})", str(to), "name another folder") from None
    taken_ = next((name for name in names if (to / name).is_symlink() or (to / name).exists()), None)
    if taken_ is not None:
        what = "there is a file of that name"
        raise AskedWrong(what, str(to / taken_), "name another folder: a copy is never written over")


def _copy(store: Store, item: Item, out: Path, taker: pool.Taker) -> Copied:
    found, size = hashlib.sha256(), 0
    with newfile.begun(out, "copy") as (sink, name_it):
        for piece in _pieces(_opened(taken.path(store, item, taker))):
            found.update(piece)
            size += len(piece)
            sink.write(piece)
        if found.hexdigest() != item.sha256:
            raise Broken("the bytes are not those that were recorded", item.id, "run muniment verify")
        name_it()  # a crash before this leaves a hidden file, which nobody takes for the copy
    return Copied(item.id, out.name, found.hexdigest(), size)


def _sums(to: Path, copied: Sequence[Copied]) -> str:
    """The list of sums, as `sha256sum -c` reads it; a further one where there is one already. Returns its name."""
    number = 1
    while True:
        name = SUMS if number == 1 else f"{SUMS}-{number}"
        if not (to / name).is_symlink() and not (to / name).exists():
            break
        number += 1
    with newfile.begun(to / name, "list") as (sink, name_it):
        for each in copied:
            sink.write(f"{each.sha256}  {each.name}\n".encode())
        name_it()
    return name


def _opened(path: Path) -> BufferedReader:
    try:
        return path.open("rb")
    except OSError as error:
        raise Broken(f"an original cannot be read ({error.strerror})", path.name, "run muniment verify") from None


def _pieces(file: BufferedReader) -> Iterator[bytes]:
    with file:
        while piece := file.read(STEP):
            yield piece
