"""The text of an RTF document, told from its tokens: one state for each open group, and places where text goes."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from muniment.intake.readers.rtf.rtfletters import DOCUMENT, Letters
from muniment.intake.readers.rtf.rtfplaces import Places
from muniment.intake.readers.rtf.rtfsinks import Fonts, Nowhere, Sink, Told
from muniment.intake.readers.rtf.rtftokens import Kind, Token
from muniment.intake.readers.rtf.rtfwords import SYMBOLS, TEXT

DEEPEST = 1_000_000  # open groups of which the state is kept; no document nests so deeply


class State(NamedTuple):
    """What holds within a group, and ends with it."""

    sink: Sink
    own: bool = False  # the place was opened in this very group, and ends with it
    font: int | None = None
    skip: int = 1  # characters after \\u that old programs read instead
    hidden: bool = False
    inserted: bool = False
    deleted: bool = False
    moved: str = ""
    by: tuple[int, int] = (0, 0)  # who inserted and who deleted, by their place in the table of authors
    when: tuple[int, int] = (0, 0)
    upper: Sink | None = None  # where the text of a group that is written twice belongs


class Story:
    """Takes tokens, one after the other; afterwards `places` holds what was told."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.letters = Letters()
        self.depth = 0
        self.too_deep = False
        self.state = State(Told(places.body))
        self._stack: list[State] = []
        self._skip = 0  # characters that an old program reads instead of the last one
        self._starred = False
        self._said = (self.state.sink, False, False, False, "", (0, 0), (0, 0))
        self._does: dict[str, Callable[[int | None], None]] = {
            "u": self._unicode,
            "uc": lambda number: self._set(skip=max(1 if number is None else number, 0)),
            "f": lambda number: self._set(font=number),
            "plain": lambda _: self._plain(),
            "v": lambda number: self._set(hidden=number != 0),
            "revised": lambda number: self._set(inserted=number != 0),
            "deleted": lambda number: self._set(deleted=number != 0),
            "mvf": lambda number: self._set(moved="" if number == 0 else "moved-from"),
            "mvt": lambda number: self._set(moved="" if number == 0 else "moved-to"),
            "revauth": lambda number: self._set(by=(number or 0, self.state.by[1])),
            "revauthdel": lambda number: self._set(by=(self.state.by[0], number or 0)),
            "revdttm": lambda number: self._set(when=(number or 0, self.state.when[1])),
            "revdttmdel": lambda number: self._set(when=(self.state.when[0], number or 0)),
            "upr": lambda _: self._twice(),
            "row": lambda _: self._row(),
            "nestrow": lambda _: self._row(),
            "par": lambda _: self._line(),
            "ansicpg": self.letters.page,
            "mac": lambda _: self.letters.page(10000),
            "pc": lambda _: self.letters.page(437),
            "pca": lambda _: self.letters.page(850),
            "deff": self.letters.default,
        }

    def take(self, tokens: Iterable[Token], *, to_the_end: bool = False) -> None:
        """Take tokens until the first group ends, or until there are no more."""
        for kind, value, number in tokens:
            if kind is Kind.WORD:
                self._word(value.decode("ascii"), number)
            elif kind is Kind.TEXT or kind is Kind.HEX:
                self._bytes(value, single=kind is Kind.HEX)
            elif kind is Kind.OPEN:
                self._open()
            elif kind is Kind.CLOSE:
                self._close()
                if not self.depth and not to_the_end:
                    return
            elif kind is Kind.SYMBOL:
                self._symbol(value.decode("latin-1"))
            elif self.state.sink.raw:
                self.state.sink.data(value, binary=True)

    def finish(self) -> None:
        """End what is still open."""
        self.depth = len(self._stack)
        while self._stack:
            self._close()
        self._flush()

    def _open(self) -> None:
        self._skip, self._starred = 0, False
        self.depth += 1
        if self.depth > DEEPEST:
            self.too_deep = True
            return
        self._stack.append(self.state)
        if self.state.own:
            self.state = self.state._replace(own=False)

    def _close(self) -> None:
        self._skip, self._starred = 0, False
        self.depth = max(self.depth - 1, 0)
        if self.depth >= DEEPEST or not self._stack:
            return
        if self.state.own:
            self._end_place()
        elif self.state.sink.wants:
            self._inner()
        self.state = self._stack.pop()

    def _inner(self) -> None:
        sink = self.state.sink
        if sink.parted:
            self._flush()
            sink.inner()

    def _end_place(self) -> None:
        self._flush()
        self.state.sink.done()

    def _enter(self, sink: Sink) -> None:
        self._flush()
        if self.state.own:
            self._end_place()  # a second place in one group ends the first
        self.state = self.state._replace(sink=sink, own=True, hidden=False, inserted=False, deleted=False, moved="")

    def _set(self, **said: object) -> None:
        self.state = self.state._replace(**said)  # type: ignore[arg-type]

    def _plain(self) -> None:
        self._set(font=None, hidden=False, inserted=False, deleted=False, moved="")

    def _word(self, name: str, number: int | None) -> None:
        starred, self._starred = self._starred, False
        sink = self.state.sink
        if sink.closed:
            if name == "ud" and self.state.upper is not None:
                self.state = self.state._replace(sink=self.state.upper, upper=None)
            return
        if self._skip and TEXT.get(name, "\n") not in "\n\t":  # a dash or a quotation mark for an old program
            self._skip -= 1
            return
        if not (name == "u" and self._skip):
            self._skip = 0
        if isinstance(sink, Fonts) and name in {"f", "fcharset", "cpg"}:
            sink.word(name, number)
        elif does := self._does.get(name):
            does(number)
        elif text := TEXT.get(name):
            self._write(text)
        elif (place := self.places.place(name, sink, starred=starred)) is not None:
            if place is not sink:
                self._enter(place)
        else:
            sink.word(name, number)
            self.places.word(name)

    def _symbol(self, sign: str) -> None:
        if sign == "*":
            self._starred = True
        elif self._skip:
            self._skip -= 1
        elif text := SYMBOLS.get(sign):
            self._write(text)

    def _bytes(self, data: bytes, *, single: bool) -> None:
        if self._skip:
            count = min(self._skip, len(data))
            self._skip -= count
            data = data[count:]
        sink = self.state.sink
        if sink.raw and not single:
            sink.data(data)
        elif sink.wants and data:
            self._same()
            self.letters.add(data, self.places.fonts, DOCUMENT if sink.plain else self.state.font)

    def _unicode(self, number: int | None) -> None:
        if self.state.sink.wants and number is not None:
            self._same()
            self.letters.unit(number)
        self._skip = self.state.skip

    def _write(self, text: str) -> None:
        if self.state.sink.wants:
            self._same()
            self.letters.write(text)

    def _same(self) -> None:
        """Write out what waits, where what follows is of another kind."""
        state = self.state
        said = (state.sink, state.hidden, state.inserted, state.deleted, state.moved, state.by, state.when)
        if said != self._said:
            self._flush()
            self._said = said

    def _flush(self) -> None:
        text = self.letters.take()
        if not text:
            return
        sink, hidden, inserted, deleted, moved, by, when = self._said
        if not isinstance(sink, Told):
            sink.text(text)
            return
        start = sink.flow.length
        sink.text(text)
        for kind, there, author, dated in (
            ("hidden", hidden, 0, 0),
            ("inserted", inserted, by[0], when[0]),
            ("deleted", deleted, by[1], when[1]),
            (moved, bool(moved), by[0], when[0]),
        ):
            if there:
                sink.flow.mark(kind, start)
                if kind != "hidden":
                    self.places.change(kind, author, dated)

    def _line(self) -> None:
        self._write("\n")
        sink = self.state.sink
        if isinstance(sink, Told) and sink.flow is self.places.body and self.places.waiting:
            self._flush()
            self.places.settle()

    def _row(self) -> None:
        sink = self.state.sink
        if isinstance(sink, Told):
            self._flush()
            sink.flow.swap_end("\t", "\n")
            sink.flow.fresh()

    def _twice(self) -> None:
        """What follows stands twice, for old and for new programs: the first is left out."""
        upper = self.state.sink
        self._enter(Nowhere())
        self._set(upper=upper)
