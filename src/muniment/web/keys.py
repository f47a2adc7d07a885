"""The single keys: each does the same on every page that has it, and the page of help lists them all."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """A key, or some that belong together; what they do, and on which pages they do it."""

    keys: tuple[str, ...]
    does: str
    pages: tuple[str, ...]


EVERY, TABLE, ENTRY, REVIEW, ITEM = "every page", "tables", "an entry", "review", "an item"
ALL = (
    Key(("/",), "search", (EVERY,)),
    Key(("?",), "this list", (EVERY, REVIEW)),
    Key(("Esc",), "leave a field; no key works while you type", (EVERY, REVIEW)),
    Key(("[", "]"), "the page before, the page after", (REVIEW, ITEM)),
    Key(("[", "]"), "the entry before, the entry after", (ENTRY,)),
    Key(("]",), "the next rows", (TABLE,)),
    Key(
        ("r", "n", "u"), "judge it relevant, not relevant, unsure; what was chosen or typed goes along", (REVIEW, ITEM)
    ),
    Key(("m",), "the note that goes with the judgement", (REVIEW, ITEM)),
    Key(("t",), "say that you read it to the end", (REVIEW, ITEM)),
    Key(("z",), "take the last judgement back", (REVIEW, ITEM)),
    Key(("j",), "the item behind it in the queue, without a judgement", (REVIEW,)),
    Key(("v",), "as a picture, or as text", (REVIEW,)),
    Key(("Space", "PageDown"), "move through the document, which has the focus first", (REVIEW,)),
    Key(("o",), "what it lies in", (REVIEW, ITEM)),
    Key(("f",), "judge its whole family alike", (REVIEW, ITEM)),
    Key(tuple("123456789"), "tick a tag, in their order", (REVIEW, ITEM)),
    Key(("p", "l", "i"), "privileged: yes, no, not said", (REVIEW, ITEM)),
    Key(("a", "d", "g"), "may undermine or assist: yes, no, not said", (REVIEW, ITEM)),
    Key(("e", "x", "h"), "used as evidence: used, unused, not said", (REVIEW, ITEM)),
    Key(("s",), "sensitive: type why", (REVIEW, ITEM)),
    Key(("k",), "keep the coding and the note, without a judgement", (REVIEW, ITEM)),
    Key(("w",), "write a note by itself", (ITEM,)),
    Key(("b",), "say that you opened a thing on a shelf", (ITEM,)),
)
