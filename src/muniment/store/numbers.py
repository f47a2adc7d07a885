"""The next free numbers, given once: asked for under the record lock."""

from muniment.store.tables import Tables


class Numbers:
    """Gives the numbers behind those that the tables know."""

    def __init__(self, tables: Tables) -> None:
        self._item = int(tables.meta("next_item") or 1)
        self._bundle = int(tables.one("SELECT coalesce(max(n), 0) FROM bundle"))
        self._tables = tables
        self._records: dict[str, int] = {}

    def items(self, count: int) -> int:
        """The first of so many new item numbers."""
        first = self._item
        self._item += count
        return first

    def bundle(self) -> str:
        """A new bundle's id."""
        self._bundle += 1
        return f"BUN-{self._bundle:04d}"

    def record(self, prefix: str) -> str:
        """A new number of this kind."""
        if prefix not in self._records:
            sql = "SELECT coalesce(max(CAST(substr(id, ?) AS INTEGER)), 0) FROM proof WHERE id GLOB ?"
            self._records[prefix] = int(self._tables.one(sql, (len(prefix) + 2, f"{prefix}-*")))
        self._records[prefix] += 1
        return f"{prefix}-{self._records[prefix]:04d}"
