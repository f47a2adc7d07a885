"""What a person says of a line of a sender's list: which items it stands for, or that it did not come."""

from collections.abc import Sequence

from muniment.errors import AskedWrong, Refused, UnknownItem
from muniment.intake import visible
from muniment.intake.lists import taking
from muniment.intake.lists.showing import MISSING, Shown, show
from muniment.model.act import ranges
from muniment.model.deed import ListMatched, ListMissed
from muniment.names.filename import plain
from muniment.store.ids import number_of
from muniment.store.store import Store


def match(
    store: Store, bundle: str, line: int, items: Sequence[str], why: str, *, instead: bool = False, also: bool = False
) -> int:
    """Say which items a line stands for; without any, those that are proposed. Returns the entry.

    Raises: UnknownItem; Refused, where the line is matched already, unless it is said `instead`, or an item stands for another
    line, unless it stands for this one `also`.
    """
    with store.turn("lists"):
        shown = lines(store, bundle)
        one = _line(shown, bundle, line)
        _free(one, line, instead=instead)
        chosen = [visible.item(store, item).id for item in dict.fromkeys(items)] or list(one.items)
        if not chosen:
            raise AskedWrong("nothing is proposed for this line", str(line), "name items: --items ITM-000310")
        for other in shown:
            taken = set(chosen) & set(other.items)
            if taken and not also and other.line not in {None, line} and other.confirmed_by is not None:
                raise Refused(
                    f"it stands for line {other.line} already",
                    min(taken),
                    f"look at line {other.line} first; --also says that it stands for both",
                )
        return store.record(ListMatched(bundle, line, ranges(sorted(map(number_of, chosen))), plain(why)))


def missing(store: Store, bundle: str, line: int, why: str, *, instead: bool = False) -> int:
    """Say that what a line stands for did not come; returns the entry.

    Raises: UnknownItem; AskedWrong, without a reason; Refused, where somebody spoke for it, unless it is said `instead`.
    """
    if not why.strip():
        raise AskedWrong("a reason is needed", "--why", "say how you know that it did not come")
    with store.turn("lists"):
        _free(_line(lines(store, bundle), bundle, line), line, instead=instead)
        return store.record(ListMissed(bundle, line, plain(why)))


def confirm(store: Store, bundle: str, why: str) -> tuple[int, int]:
    """Confirm every match that is proposed, in one commit; returns the last entry and how many lines.

    Raises: AskedWrong, where none is.
    """
    with store.turn("lists"):
        proposed = [one for one in lines(store, bundle) if one.line and one.state != MISSING and not one.confirmed_by]
        acts = [
            ListMatched(bundle, one.line, ranges(sorted(map(number_of, one.items))), plain(why))
            for one in proposed
            if one.line
        ]
        if not acts:
            raise AskedWrong("no match waits to be confirmed", bundle, f"muniment list show {bundle}")
        return store.record(*acts) + len(acts) - 1, len(acts)


def lines(store: Store, bundle: str) -> list[Shown]:
    """Every line of a bundle's list, and what no line names.

    Raises: UnknownItem, where there is no such bundle or it has no list; Refused, where it is held or withdrawn.
    """
    store.catch_up()
    found = show(store.tables, visible.bundle(store, bundle).id)
    if not found:
        if item := taking.named(store).get(bundle):
            next_ = f"muniment show {item} says why; muniment retry takes its lines once it has a text"
            raise AskedWrong("no lines are taken of this bundle's list yet", f"{bundle}, {item}", next_)
        raise UnknownItem("this bundle has no list", bundle, "muniment intake --list takes one; or muniment list take")
    return found


def _line(shown: Sequence[Shown], bundle: str, line: int) -> Shown:
    found = next((one for one in shown if one.line == line), None)
    if found is None:
        raise UnknownItem("there is no such line", f"{bundle} {line}", f"muniment list show {bundle} numbers them")
    return found


def _free(one: Shown, line: int, *, instead: bool) -> None:
    if one.confirmed_by is not None and not instead:
        said = ", ".join(one.items) or "did not come"
        raise Refused(
            f"{one.confirmed_by} said of line {line}: {said}",
            str(line),
            "--instead says it anew; both stay in the ledger",
        )
