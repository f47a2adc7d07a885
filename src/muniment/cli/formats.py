"""Which kinds of computer files are read, by which reader, and on what it stands: a page made from the registry of readers."""

from collections.abc import Iterable, Iterator
from importlib import import_module

from muniment.intake.readers import PLACES, REGISTRY
from muniment.intake.readers.pictures.picture import UNREAD
from muniment.model.media import MEDIA, Media, media

NEEDS = {
    "archive": "libarchive13",
    "rar": "libarchive13",
    "zip": "libarchive13 for rarer methods",
    "pst": "extra `pst`",
    "media": "extra `media`",
    "picture": "extra `heic` for HEIC, extra `ocr` for words",
    "pdf": "extra `ocr` for pages that are pictures",
}  # all others stand on nothing that is not always there
_NATURES = {
    "font": "fonts",
    "program": "programs",
    "data": "data without text",
    "audio": "sound",
    "video": "film",
}
_ABOUT = (
    "What a computer file is comes from its bytes, never from its name; where both disagree, the item is flagged. A reader"
    " here means: its text is looked for. What became of it is the item's [state](states.md), and what a reader could not"
    " have is said there with its reason. What waits for an extra that is not installed is `unread.dependency-missing`,"
    " with the line to type."
)
_EXTRAS = (
    "`./go` installs all extras, and as root Debian's libarchive13 and the packs of languages. Elsewhere an extra is asked"
    " for by name: `pip install 'muniment[ocr,media,pst,heic]'`. Three more read nothing: extra `serve` for the pages in a"
    " browser, extra `rank` for what to read next, extra `figures` for plots."
)


def page() -> Iterator[str]:
    """The parts of the page."""
    yield "# Formats"
    yield _ABOUT
    yield "## Read"
    yield _table(("reader", "reads", "types", "needs"), _readers())
    yield _EXTRAS
    yield "## Without text by nature"
    yield "Their state is `none.by-nature`. That no machine finds text does not say that there is nothing: a person looks."
    yield (
        "; ".join(
            f"{_NATURES[nature]}: {_named(kinds)}"
            for nature in _NATURES
            if (
                kinds := [
                    each for each in MEDIA.values() if each.nature == nature and each.type.lower() not in REGISTRY
                ]
            )
        )
        + "."
    )
    yield "## Named, and not read"
    yield (
        "Their state is `unread.unsupported`, or `unread.encrypted` for what is under a password, which can be"
        " [supplied](../how-to/passwords.md): a person looks, and settles what they are. The state of what has no known type"
        " is `unread.unknown-type`."
    )
    yield _named(each for each in MEDIA.values() if _not_read(each)) + "."


def _readers() -> Iterator[tuple[str, ...]]:
    for name in dict.fromkeys(REGISTRY.values()):
        said = (import_module(f"muniment.intake.readers.{PLACES[name]}").__doc__ or "").partition("\n")[0]
        types = [kind for kind, reader in REGISTRY.items() if reader == name and kind not in UNREAD]
        known = [found for kind in types if (found := media(kind))]
        yield f"`{name}`", said, _named(known), NEEDS.get(name, "")


def _not_read(kind: Media) -> bool:
    read = kind.type.lower() in REGISTRY and kind.type not in UNREAD
    return bool(kind.extensions) and not read and not kind.nature


def _named(kinds: Iterable[Media]) -> str:
    return "; ".join(
        each.label + (f" ({', '.join(each.extensions)})" if 0 < len(each.extensions) <= _FEW else "") for each in kinds
    )


_FEW = 12  # endings that are named; those of plain text are more


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
