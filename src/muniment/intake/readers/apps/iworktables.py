"""The tables of iWork documents from 2013 on: cells lie packed in tiles, their texts in lists of their own."""

import struct
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from muniment.intake.readers.apps.iworkobjects import Object, Objects
from muniment.intake.readers.apps.iworkwire import Broken, Message
from muniment.intake.readers.flow import Flow

INFO, MODEL = 6000, 6001  # kinds of objects: a table on a page, and what it holds
_EPOCH = datetime(2001, 1, 1)
_NUMBER, _TEXT, _DATE, _TRUTH, _SPAN, _ERROR, _RICH, _MONEY = 2, 3, 5, 6, 7, 8, 9, 10
_MENU = 266  # the kind of a format
_COLUMNS = 1000  # that a table can have
_MOST = 8_000_000  # cells of one table


class Table:
    """One table while it is read. `rich` gives the text of a storage with styles."""

    def __init__(self, objects: Objects, model: Object, rich: Callable[[int], str]) -> None:
        self._objects = objects
        self._model = model
        self._rich_text = rich
        self.failed = 0  # cells that could not be read
        said = objects.fields(model.number)
        self.name = said.text(8)
        try:
            self._store = said.message(4)
            self._tiles = [tile.reference(2) for tile in self._store.message(3).messages(1)]
            self._texts = self._list(self._store.reference(4))
            self._richs = self._list(self._store.reference(17))
            self._menus = self._choices()
        except Broken as error:
            objects.failed(model, error)
            self._tiles, self._texts, self._richs, self._menus = [], {}, {}, {}

    def write(self, flow: Flow) -> None:
        """Add the table: its name, and each row on a line, a tab between the cells."""
        if self.name.strip():
            flow.add(self.name, "name")
        for cells in self._all():
            line = "\t".join(cells).rstrip()
            if line:
                flow.fresh()
                flow.write(line)
                flow.write("\n")

    def _all(self) -> Iterator[list[str]]:
        count = 0
        for number in self._tiles:
            tile = self._objects[number]
            if tile is None:
                self._objects.failed(self._model, Broken("a part of a table is missing"))
                continue
            try:
                rows = sorted(tile.message().messages(5), key=lambda row: row.number(1))
            except Broken as error:
                self._objects.failed(tile, error)
                continue
            for row in rows:
                cells = self._row(row)
                count += len(cells)
                if count > _MOST:
                    self._objects.failed(self._model, Broken("more cells than a table can have"))
                    return
                yield cells

    def _row(self, row: Message) -> list[str]:
        """The cells of a row, of which newer documents hold two copies."""
        data, places, wide = row.raw(6), row.raw(7), 4 if row.number(8) else 1
        if not data:
            data, places, wide = row.raw(3), row.raw(4), 1
        cells: list[str] = []
        for column, (place,) in enumerate(struct.iter_unpack("<h", places[: len(places) & ~1][: 2 * _COLUMNS])):
            if place >= 0:
                cells += [""] * (column - len(cells))
                cells.append(self._cell(data[place * wide : place * wide + 256]))
        return cells

    def _cell(self, raw: bytes) -> str:
        """One cell as text."""
        try:
            return " ".join((self._new(raw) if raw[0] == 5 else self._old(raw)).split())
        except (struct.error, IndexError, OverflowError, ValueError):
            self.failed += 1
            return ""

    def _new(self, raw: bytes) -> str:
        flags = struct.unpack_from("<I", raw, 8)[0]
        at, exact, real, moment, text, rich = 12, "", 0.0, 0.0, 0, 0
        if flags & 1:
            exact, at = _decimal(raw[at : at + 16]), at + 16
        if flags & 2:
            real, at = struct.unpack_from("<d", raw, at)[0], at + 8
        if flags & 4:
            moment, at = struct.unpack_from("<d", raw, at)[0], at + 8
        if flags & 8:
            text, at = struct.unpack_from("<I", raw, at)[0], at + 4
        if flags & 16:
            rich = struct.unpack_from("<I", raw, at)[0]
        if raw[1] in {_NUMBER, _MONEY} and flags & 1:
            return exact
        return self._value(raw[1], real, moment, text, rich)

    def _old(self, raw: bytes) -> str:
        flags = struct.unpack_from("<I", raw, 4)[0]
        newer = raw[0] > 1
        menu = struct.unpack_from("<I", raw, 12 + 2 * (flags & 2))[0] if newer and flags & 4 else 0  # a format's key
        at = (12 if newer else 8) + 4 * (flags & (0x0D8E if newer else 0x018E)).bit_count()
        real, moment, text, rich = 0.0, 0.0, 0, 0
        if flags & 0x200:
            rich, at = struct.unpack_from("<I", raw, at)[0], at + 4
        at += 4 * (flags & (0x3000 if newer else 0x1000)).bit_count()
        if flags & 0x10:
            text, at = struct.unpack_from("<I", raw, at)[0], at + 4
        if flags & 0x20:
            real, at = struct.unpack_from("<d", raw, at)[0], at + 8
        if flags & 0x40:
            moment = struct.unpack_from("<d", raw, at)[0]
        choices = self._menus.get(menu, ())
        if choices and 0 < real < len(choices):
            return choices[int(real)]
        return self._value(raw[1] if raw[0] > 3 else raw[2], real, moment, text, rich)

    def _value(self, kind: int, real: float, moment: float, text: int, rich: int) -> str:
        match kind:
            case 0:
                return ""
            case _ if kind in {_NUMBER, _MONEY}:
                return _number(real)
            case _ if kind == _TEXT:
                return self._texts[text].text(3) if text in self._texts else self._missing()
            case _ if kind == _DATE:
                return _date(moment)
            case _ if kind == _TRUTH:
                return "TRUE" if real > 0 else "FALSE"
            case _ if kind == _SPAN:
                return f"{_number(real)} s"
            case _ if kind == _ERROR:
                return "#ERROR"
            case _ if kind == _RICH:
                found = self._richs.get(rich)
                payload = self._objects.fields(found.reference(9)) if found else Message(b"")
                return self._rich_text(payload.reference(1))
        return self._missing()

    def _missing(self) -> str:
        self.failed += 1
        return ""

    def _choices(self) -> dict[int, tuple[str, ...]]:
        """The choices of menus in cells, by the key of the format that names the menu.

        Raises: Broken.
        """
        menus = self._list(self._store.reference(16))
        found: dict[int, tuple[str, ...]] = {}
        for key, entry in self._list(self._store.reference(11)).items():
            form = entry.message(6)
            menu = menus.get(form.number(39) or form.number(38)) if form.number(1) == _MENU else None
            if menu:
                items = self._objects.fields(menu.reference(4)).messages(2)
                found[key] = tuple(item.message(5).text(1) for item in items)
        return found

    def _list(self, number: int) -> dict[int, Message]:
        """The entries of a list by their keys; a long one lies in segments.

        Raises: Broken.
        """
        said = self._objects.fields(number)
        entries = said.messages(3)
        for segment in said.references(4):
            entries += self._objects.fields(segment).messages(4) or self._objects.fields(segment).messages(3)
        return {entry.number(1): entry for entry in entries}


def _number(value: float) -> str:
    return f"{value:.15g}"


def _date(seconds: float) -> str:
    when = _EPOCH + timedelta(seconds=seconds)
    return when.strftime("%Y-%m-%d") if not (when.hour or when.minute or when.second) else f"{when:%Y-%m-%d %H:%M:%S}"


def _decimal(raw: bytes) -> str:
    """A decimal number of 128 bits: 113 bits of digits, then the place of the point."""
    whole = int.from_bytes(raw, "little")
    digits, power = whole & ((1 << 113) - 1), (whole >> 113 & 0x3FFF) - 0x1820
    sign = "-" if whole >> 127 else ""
    if not digits or abs(power) > 400:
        return f"{sign}{digits}" if not digits or power == 0 else f"{sign}{digits}E{power}"
    if power >= 0:
        return f"{sign}{digits * 10**power}" if power < 40 else f"{sign}{digits}E{power}"
    shown = str(digits).rjust(1 - power, "0")
    return f"{sign}{shown[:power]}.{shown[power:]}".rstrip("0").rstrip(".")
