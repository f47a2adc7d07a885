"""A receipt for whoever brought a bundle: one page, made at once, so that what is left out later can be proved from outside."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from muniment.errors import AskedWrong, Refused
from muniment.intake import bundle as bundles
from muniment.intake import people, receiptpage
from muniment.intake.account import HIDDEN
from muniment.intake.bundle import Bundle
from muniment.intake.lists import summary
from muniment.ledger.key import fingerprint
from muniment.model.deed import Receipted
from muniment.model.reading import Json
from muniment.model.reason import REASONS
from muniment.names.display import show
from muniment.store.store import Store

MOST = 12  # files that a page names; the count says how many there are
ORDERS, NUMBERS = 2, 24  # erasures that a page tells apart, and items that it names of each
LONG = 160  # characters of a value that a page shows
NAMES = {"origin": "Came first from", "via": "Through", "by": "Brought by", "how": "How", "ref": "Reference"}


@dataclass(frozen=True, slots=True)
class Erased:
    """A top-level item that was erased, by its number alone: with how many items, on which day, on whose authority."""

    item: str
    items: int
    on: str
    authority: str | None  # None where that was erased too
    entry: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is said to whoever brought a bundle."""

    title: str
    bundle: str
    sender: str
    received: str
    brought: Mapping[str, str]
    files: int
    bytes: int
    listing: str
    contents: tuple[
        str, int
    ]  # a hash over each file's hash and name, "" where names were erased; and of how many files
    checkpoint: str
    key: str
    unread: tuple[tuple[str, str, str], ...]  # path, state and why, of what could not be read
    erased: tuple[Erased, ...]  # what was erased by law since it came
    list: Mapping[str, Json] | None
    entry: int
    held: bool

    def said(self) -> dict[str, Json]:
        """As JSON."""
        return {
            "bundle": self.bundle,
            "files": self.files,
            "bytes": self.bytes,
            "listing": self.listing,
            "contents": {"sha256": self.contents[0] or None, "files": self.contents[1]},
            "checkpoint": self.checkpoint,
            "unread": [
                {"path": HIDDEN if self.held else path, "state": state, "reason": reason}
                for path, state, reason in self.unread
            ],
            "erased": [asdict(each) for each in self.erased],
            "list": self.list,
            "fingerprint": self.key,
            "entry": self.entry,
            "text": text(self),
        }


def make(store: Store, bundle: str) -> Receipt:
    """The receipt of a bundle as it stands now; that one was made is entered.

    Raises: UnknownItem; Refused, where the signing key is not here, or the bundle was withdrawn.
    """
    store.catch_up()
    found = bundles.find(store, bundle)
    aside, said = store.tables.rows("SELECT aside, brought FROM bundle WHERE id=?", (found.id,))[0]
    if aside == "withdrawn":
        raise Refused(f"{bundle} was withdrawn", bundle, "give a receipt for what came instead of it")
    entry = store.record(Receipted(found.id, _fingerprint_of(store, found.id)))
    root = str(store.tables.one("SELECT root FROM bundle WHERE id=?", (found.id,)))
    size = store.tables.one("SELECT coalesce(sum(size), 0) FROM item WHERE bundle=? AND n=top", (found.id,))
    return Receipt(
        title=store.title,
        bundle=found.id,
        sender=found.sender,
        received=found.received,
        brought=_brought(said),
        files=found.files,
        bytes=int(size),
        listing=root,
        contents=_contents(store, found),
        checkpoint=store.checkpoint(),
        key=fingerprint(store.key),
        unread=_unread(store, found.id),
        erased=_erased(store, found.id),
        list=summary.of(store.tables, found.id),
        entry=entry,
        held=aside == "held",
    )


def _fingerprint_of(store: Store, bundle: str) -> str:
    """A hash of what the receipt stands on: each file's name and hash, and what state it is in."""
    told = hashlib.sha256()
    for row in store.tables.rows("SELECT path, sha256, state FROM item WHERE bundle=? AND n=top ORDER BY n", (bundle,)):
        told.update(repr(row).encode())
    return told.hexdigest()


def _contents(store: Store, bundle: Bundle) -> tuple[str, int]:
    """A hash that whoever has the files can make again with `sha256sum`, without the case: it is over its lines."""
    rows = list(bundle.rows(store))
    sql = "SELECT n, sha256 FROM item WHERE bundle=? AND n=top AND kind='file' AND took IS NOT NULL ORDER BY n"
    found = [(rows[n - bundle.first].name, sha256) for n, sha256 in store.tables.rows(sql, (bundle.id,))]
    if not all(name and sha256 for name, sha256 in found):
        return "", len(found)
    told = hashlib.sha256()
    for name, sha256 in sorted(found):
        told.update(f"{sha256}  ".encode() + name + b"\0")
    return told.hexdigest(), len(found)


def _brought(said: str) -> dict[str, str]:
    values = json.loads(said)
    found = {name: values.get(name) or "" for name in NAMES}
    return {name: ", ".join(value) if isinstance(value, list) else value for name, value in found.items()}


def _unread(store: Store, bundle: str) -> tuple[tuple[str, str, str], ...]:
    condition = people.CONDITIONS["needs_person"]
    rows = store.tables.rows(
        f"SELECT path, state, reason FROM item WHERE bundle=? AND {condition} ORDER BY top, ordinal",  # noqa: S608 # our own words
        (bundle,),
    )
    return tuple(rows)


def _erased(store: Store, bundle: str) -> tuple[Erased, ...]:
    """What was erased of a bundle, in the order of its items; the day is that of the case's zone."""
    sql = "SELECT entry, at, subject, json_extract(said, '$.count') FROM act WHERE do='item-erased' ORDER BY subject"
    rows = [row for row in store.tables.rows(sql) if store.item(row[2]).bundle == bundle]
    found = []
    for number, at, item, count in rows:
        said = dict(filter(None, store.ledger.entry(number).sealed))
        day = datetime.fromtimestamp(at // 1_000_000, ZoneInfo(store.zone)).date().isoformat()
        found.append(Erased(item, count, day, said.get("authority"), number))
    return tuple(found)


def text(receipt: Receipt) -> str:
    """The receipt as plain text: the same words as on the page."""
    lines = ["RECEIPT", *(f"{name}: {value}" for name, value in facts(receipt))]
    lines += [
        "",
        *told_lines(receipt),
        "",
        "The ledger's head at this moment, signed:",
        "",
        receipt.checkpoint.rstrip(),
    ]
    lines += ["", *KEEP, AGAIN, CANNOT]
    return "\n".join(lines) + "\n"


KEEP = (
    "Keep this page. muniment verify --against FILE holds a case against the signed head above: where the case was cut or",
    "rewritten since, it says so. The hash of the listing covers each file's name, kind, size and time as it was counted",
    "before it was opened; it is salted, and made again from the case alone. The hash of the contents covers each file's bytes",
    "and name, and whoever has what was brought makes it again, in its folder:",
)
AGAIN = "find . -type f -printf '%P\\0' | LC_ALL=C sort -z | xargs -0r sha256sum -z -- | sha256sum"
CANNOT = "This page says what came, not that it is true, nor that it is all there was."


def facts(receipt: Receipt) -> list[tuple[str, str]]:
    """What the page says, in its order."""
    found = [
        ("Case", receipt.title),
        ("Bundle", receipt.bundle + (" (held: nobody sees its content yet)" if receipt.held else "")),
        ("Received from", receipt.sender),
        ("On", receipt.received),
        *((NAMES[name], value or "not said") for name, value in receipt.brought.items() if value or name != "ref"),
        ("Files", f"{receipt.files:,}"),
        ("Bytes", f"{receipt.bytes:,}" + (" without what was erased" if receipt.erased else "")),
        ("Hash of the listing (RFC 6962, SHA-256)", receipt.listing),
        (
            f"Hash of the contents of {_files(receipt.contents[1])} (SHA-256)",
            receipt.contents[0] or "names were erased",
        ),
        ("Signer's key", receipt.key),
        ("Entry in the ledger", str(receipt.entry)),
    ]
    if receipt.list:
        said = receipt.list
        counts = (
            f"{said['lines']} lines: {said['matched']} matched, {said['unreadable']} matched and text may be missing, "
            f"{said['missing']} missing; {_files(said['extra'])} not on it"
        )
        found.append(("Your list", counts))
    return [(name, _short(value)) for name, value in found]


def _files(count: int) -> str:
    """A number of files."""
    return f"{count:,} file" if count == 1 else f"{count:,} files"


def _items(count: int) -> str:
    """A number of items."""
    return f"{count:,} item" if count == 1 else f"{count:,} items"


def _short(text: str) -> str:
    """As a page has room for it; where something is left out it says so."""
    text = show(text)
    return text if len(text) <= LONG else f"{text[:LONG]} ... ({len(text):,} characters)"


def unread_lines(receipt: Receipt) -> list[str]:
    """What could not be read by machine, some of it by name."""
    count, most = len(receipt.unread), MOST // 3 if receipt.erased else MOST
    items = _items(count)
    if receipt.held or not count:
        none = f"Of no item{' that is left' if receipt.erased else ''} text is missing, as far as a machine can say."
        return [f"Of {items} text may be missing." if count else none]
    named = [f"  {_short(path)}: {REASONS[reason].says or state}" for path, state, reason in receipt.unread[:most]]
    return [f"Of {items} text may be missing, and a person must look:", *named] + (
        [f"  and {count - most:,} more"] if count > most else []
    )


def erased_lines(receipt: Receipt) -> list[str]:
    """What was erased by law, each by its number, none by its name; those of one order together."""
    if not receipt.erased:
        return []
    orders: dict[tuple[str, str | None], list[Erased]] = {}
    for each in receipt.erased:
        orders.setdefault((each.on, each.authority), []).append(each)
    count = sum(each.items for each in receipt.erased)
    lines = [f"Erased by law since it came: {_items(count)}, whose content, names and hashes are gone:"]
    for (on, authority), items in list(orders.items())[:ORDERS]:
        lines.append(f"  erased on {on}, by authority: {'erased too' if authority is None else _short(authority)}")
        lines += [f"    {line}" for line in _numbers(items)]
    more = [each for items in list(orders.values())[ORDERS:] for each in items]
    return [*lines, f"  and {_items(sum(each.items for each in more))} more, by other orders"] if more else lines


def _numbers(erased: Sequence[Erased]) -> list[str]:
    """Their numbers, and how many of them there is no room for."""
    shown = [each.item + (f" with {each.items - 1:,} in it" if each.items > 1 else "") for each in erased[:NUMBERS]]
    more = len(erased) - len(shown)
    return [", ".join(shown)] + ([f"and {more:,} more, with what is in them"] if more else [])


def told_lines(receipt: Receipt) -> list[str]:
    """What could not be read, and what was erased."""
    return [*unread_lines(receipt), *erased_lines(receipt)]


def write(receipt: Receipt, folder: Path) -> list[Path]:
    """Write the receipt as text and as a PDF page into a folder; files that are there are not replaced.

    Raises: AskedWrong.
    """
    made = []
    note = " ".join(KEEP), AGAIN, CANNOT
    page = receiptpage.pdf(receipt.title, facts(receipt), told_lines(receipt), receipt.checkpoint, note)
    for suffix, data in (("txt", text(receipt).encode()), ("pdf", page)):
        path = folder / f"receipt-{receipt.bundle}-{receipt.entry}.{suffix}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:  # a crash here leaves half a page outside the case; another can be made
                file.write(data)
        except OSError as error:
            raise AskedWrong(
                f"the receipt cannot be written ({error.strerror})", str(path), "name another folder"
            ) from None
        made.append(path)
    return made
