"""Many items named in few words: two numbers with two points between them, or a whole bundle."""

import re
from collections.abc import Iterable, Iterator

from muniment.errors import AskedWrong, Refused, UnknownItem
from muniment.intake import visible
from muniment.store.ids import id_of
from muniment.store.store import Store
from muniment.store.tables import COUNTED

_SPAN = re.compile(r"ITM-(\d{1,12})\.\.ITM-(\d{1,12})")
_BUNDLE = re.compile(r"BUN-\d+")
_WITHIN = f"SELECT n FROM item WHERE {COUNTED} AND n BETWEEN ? AND ? ORDER BY n"  # noqa: S608 # our own words
_OF = f"SELECT n FROM item WHERE {COUNTED} AND bundle=? ORDER BY n"  # noqa: S608


def each(store: Store, field: str, said: Iterable[str]) -> Iterator[str]:
    """Every item that is named: by its number, as one of `ITM-000004..ITM-000009`, or as one of a bundle, `BUN-0002`.

    What is no such word is handed on as it is: whoever looks it up says what is wrong with it.
    Raises: AskedWrong, where a span ends before it begins or holds nothing; UnknownItem and Refused, of a bundle. All name
    the field.
    """
    for word in said:
        span = _SPAN.fullmatch(word)
        if span is not None:
            first, last = int(span[1]), int(span[2])
            if last < first:
                raise AskedWrong(f"{field}: that ends before it begins", word, "the earlier number first")
            found = store.tables.numbers(_WITHIN, (first, last))
        elif _BUNDLE.fullmatch(word):
            found = store.tables.numbers(_OF, (_bundle(store, field, word),))
        else:
            yield word
            continue
        if not found:
            raise AskedWrong(f"{field}: there is no item among those", word, "look its numbers up in the account")
        yield from map(id_of, found)


def _bundle(store: Store, field: str, word: str) -> str:
    try:
        return visible.bundle(store, word).id
    except (UnknownItem, Refused) as error:
        raise type(error)(f"{field}: {error.what}", error.subject, error.next) from None
