"""A case in memory for the search room: items and readings, with `changed` as the tables would give it."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from muniment.errors import UnknownItem
from muniment.model.item import Item
from muniment.model.reading import Page, Reading
from muniment.model.state import State
from muniment.store.tables import Tables
from muniment.store.view import Places


class Case:
    def __init__(self, folder: Path) -> None:
        self.derived = folder / "derived"
        self.derived.mkdir(parents=True, exist_ok=True)
        self.as_of = 0
        self.zone = "Europe/London"
        self.rows: dict[str, Item] = {}
        self.readings: dict[str, Reading] = {}

    def put(
        self,
        *pages: str | Page,
        key: str | None = None,
        name: str = "paper.txt",
        kind: str = "text/plain",
        state: State = State.TEXT_COMPLETE,
        facts: Mapping[str, Any] | None = None,
        bundle: str = "BUN-0001",
        said: Mapping[str, Any] | None = None,
    ) -> str:
        """Add an item, or change it; returns its id."""
        self.as_of += 1
        key = key or f"ITM-{len(self.rows) + 1:06d}"
        made = tuple(page if isinstance(page, Page) else Page(page, number) for number, page in enumerate(pages, 1))
        text = repr((made, facts, state))
        reading = Reading("0" * 64, len(text), kind, state, "", "test 1", facts=facts or {}, pages=made)
        line = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest() if made or facts else None
        if line:
            self.readings[line] = reading
        self.rows[key] = Item(
            id=key,
            bundle=bundle,
            parent=None,
            top=key,
            name=name,
            raw_name=None,
            path=name,
            locator="",
            sha256="0" * 64,
            size=len(text),
            type=kind,
            state=state,
            reason="",
            flags=(),
            reading=line,
            declared=0,
            recorded=0,
            complete=True,
            incomplete="",
            changed=self.as_of,
            facts=said or {},
        )
        return key

    @cached_property
    def tables(self) -> Tables:
        """Tables of what people said; of items they hold nothing."""
        made = Places(self.derived.parent, self.derived).tables(None)
        made.make()
        return made

    def items(self, changed_after: int = -1) -> Iterator[Item]:
        return iter(sorted((i for i in self.rows.values() if i.changed > changed_after), key=lambda i: i.changed))

    def item(self, id: str) -> Item:  # noqa: A002
        if id not in self.rows:
            raise UnknownItem("there is no such item", id)
        return self.rows[id]

    def reading(self, item: Item) -> Reading | None:
        return None if item.reading is None else self.readings[item.reading]

    def state_counts(self) -> Mapping[State, int]:
        return Counter(item.state for item in self.rows.values())

    def held_counts(self) -> Mapping[State, int]:
        return {}
