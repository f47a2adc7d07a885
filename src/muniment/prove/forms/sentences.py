"""The sentences of a paper as paragraphs, and what of its text is left out: what nobody can tell from its furniture by machine."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from muniment.model.reading import Page

_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_NUMBER = re.compile(r"\d{1,3}[.)]\s+(?=\S)")
_PAGE = re.compile(r"(page|p\.)?\s*-?\s*\d{1,4}\s*-?(\s*(of|/)\s*\d{1,4})?", re.IGNORECASE)
# How lines begin that a form has, or that whoever took the statement wrote: they are no facts that the witness states.
_FORM = re.compile(
    r"((witness |section 9 )?statement( of\b|\b[:.(]|$)|this statement \(?consisting|i believe that the facts stated|"
    r"(taken|signed|dated|witnessed|recorded) (at|by|on|in|before)?\b|signature\b|signed\b|dated?\b[: ]|"
    r"(name|age|age if .*|occupation|address|date of birth|reference|ref|urn)\s*[:.])",
    re.IGNORECASE,
)
_NARROW = 45  # characters: in a narrower text nobody can tell whether a line was wrapped
_FULL = 0.8  # of the longest line: letters differ in width


@dataclass(frozen=True, slots=True)
class Told:
    """Whole sentences, as paragraphs; and which lines of which page were left out, each page by its number."""

    paragraphs: Sequence[str]
    left: Sequence[tuple[int | None, Sequence[int]]]


@dataclass(slots=True)
class _Line:
    page: int | None
    number: int  # on its page, from 1
    text: str
    widest: int  # the longest line of its page

    def wraps_before(self, text: str) -> bool:
        """Whether the next word would not have had room in it."""
        needed = len(self.text) + 1 + len(text.split(maxsplit=1)[0])
        return self.widest >= _NARROW and needed >= _FULL * self.widest


@dataclass(slots=True)
class _Block:
    """Lines up to the end of a sentence; `sure`: each goes on where the one before was only wrapped."""

    lines: list[_Line] = field(default_factory=list)
    sure: bool = True

    @property
    def text(self) -> str:
        return " ".join(each.text for each in self.lines)

    @property
    def whole(self) -> bool:
        """Whether it can be put into somebody's mouth: whole sentences, and not what a form has."""
        return self.sure and bool(_END.search(self.lines[-1].text)) and not _FORM.match(_unnumbered(self.text))


def told(pages: Sequence[Page]) -> Told:
    """The sentences of a text, in its order; a line that was only wrapped goes on in the next.

    *Cannot*: tell whose sentences they are, where a paper holds more than one person's.
    """
    paragraphs: list[str] = []
    left: dict[int | None, list[int]] = {}
    ended = True
    for block in _blocks([*_lines(pages)]):
        if not block.whole:
            for each in block.lines:
                left.setdefault(each.page, []).append(each.number)
            ended = True
            continue
        words = _unnumbered(block.text)
        if ended or words != block.text:
            paragraphs.append(words)
        else:
            paragraphs[-1] += f" {words}"
        ended = not block.lines[-1].wraps_before("m" * 8)  # a paragraph ends in a short line
    return Told(paragraphs, [*left.items()])


def _lines(pages: Sequence[Page]) -> Iterator[_Line]:
    """The lines of the body: without what a reader adds, and without numbers of pages and what stands on each page."""
    bodies = [(page.number, _body(page).splitlines()) for page in pages]
    ends = [each for _, lines in bodies if (each := [line.strip() for line in lines if line.strip()])]
    edges = [edge for each in ends for edge in {each[0], each[-1]}]
    repeated = {each for each in edges if edges.count(each) > 1}
    for number, lines in bodies:
        widest = max((len(each.strip()) for each in lines), default=0)
        for place, line in enumerate(lines, 1):
            text = line.strip()
            if text and not _PAGE.fullmatch(text) and text not in repeated:
                yield _Line(number, place, " ".join(text.split()), widest)


def _body(page: Page) -> str:
    """Its text, with a space for each sign of what is no body text: properties, comments, headers; lines stay where they are."""
    text = [*page.text]
    for _, first, last in page.parts:
        text[first:last] = [each if each == "\n" else " " for each in text[first:last]]
    return "".join(text)


def _blocks(lines: Sequence[_Line]) -> Iterator[_Block]:
    block = _Block()
    for line in lines:
        if block.lines:
            before = block.lines[-1]
            if _END.search(before.text) or _heads(block):
                yield block
                block = _Block()
            else:
                next_to = (before.page, before.number + 1) == (line.page, line.number) or before.page != line.page
                wrapped = next_to and before.wraps_before(line.text) and not _NUMBER.match(line.text)
                block.sure = block.sure and (line.text[0].islower() or wrapped)
        block.lines.append(line)
    if block.lines:
        yield block


def _heads(block: _Block) -> bool:
    """Whether it is one line that can only be a heading: in capitals, or as forms begin, and with room left in it."""
    (line, *more) = block.lines
    alone = not more and not line.wraps_before("m")
    return alone and (line.text.isupper() or bool(_FORM.match(line.text)))


def _unnumbered(text: str) -> str:
    return text[found.end() :] if (found := _NUMBER.match(text)) else text
