"""A query to its tree.

    either := all (OR all)*
    all    := no (AND? no)*                     words side by side mean AND
    no     := NOT no | near
    near   := term (near/N term)?               binds tighter than AND
    term   := word | word* | word~1 | "phrase" | FIELD:value | ( either )

AND, OR and NOT are operators in capitals only. What `near` joins are words, prefixes, phrases, or bracketed ORs of them.
A word that punctuation divides is a phrase of its parts. In a phrase, a star at the end of a word makes it a prefix;
other stars and tildes are punctuation there.
"""

import re

from muniment.errors import BadQuery
from muniment.search import values
from muniment.search.expand import Expander, Token
from muniment.search.lex import Lexeme, Sign, bad, lexemes
from muniment.search.normalise import tokens
from muniment.search.tree import All, Either, Kind, Near, Node, Not, Part, Phrase

DEEPEST = 50
_TEXTUAL = frozenset({"from", "to", "name"})
_STAR = re.compile(r"(?<=\w)\*(?=\s|$)")
_STARTS = frozenset({Sign.OPEN, Sign.NOT, Sign.FIELD, Sign.WORD, Sign.PHRASE})


def parse(query: str, names: Expander | None = None) -> Node:
    """The tree of a query; with `names`, people's names in it are expanded.

    Raises: BadQuery, which says where.
    """
    if not query.strip():
        raise bad("there is nothing to search for", query, 0, "write a word")
    parser = _Parser(query, names)
    node = parser.either()
    rest = parser.sign
    if rest.sign is Sign.CLOSE:
        raise parser.bad("this bracket was not opened", rest)
    if rest.sign is Sign.NEAR:
        raise parser.bad("near joins two words, prefixes, phrases or bracketed ORs", rest, "join pairs with AND")
    return node


class _Parser:
    """Recursive descent, one function a rule."""

    def __init__(self, query: str, names: Expander | None = None) -> None:
        self.query = query
        self.names = names
        self.lexemes = lexemes(query)
        self.at = 0
        self.depth = 0
        self.field = "words"

    @property
    def sign(self) -> Lexeme:
        return self.lexemes[self.at]

    def take(self) -> Lexeme:
        self.at += 1
        return self.lexemes[self.at - 1]

    def bad(self, what: str, where: Lexeme, next: str = "") -> BadQuery:  # noqa: A002 (the errors' word)
        return bad(what, self.query, where.at, next)

    def either(self) -> Node:
        found = [self.all()]
        while self.sign.sign is Sign.OR:
            self.take()
            found.append(self.all())
        return found[0] if len(found) == 1 else Either(tuple(found))

    def all(self) -> Node:
        found = [self.no()]
        while self.sign.sign is Sign.AND or self.sign.sign in _STARTS:
            if self.sign.sign is Sign.AND:
                self.take()
            found.append(self.no())
        return found[0] if len(found) == 1 else All(tuple(found))

    def no(self) -> Node:
        if self.names and (count := self.names.side_by_side(self.lexemes, self.at)):
            return self.side_by_side([self.take() for _ in range(count)])
        turned = False
        while self.sign.sign is Sign.NOT:
            self.take()
            turned = not turned
        node = self.near()
        return Not(node) if turned else node

    def side_by_side(self, found: list[Lexeme]) -> Node:
        """Bare words that are one name: each of them anywhere, or the name as else it is written."""
        words = All(tuple(self.word(one) for one in found))
        named = self.named(" ".join(one.text for one in found), None, quoted=False)
        return words if named is None else Either((words, named))

    def named(self, text: str, exact: Phrase | None, *, quoted: bool) -> Node | None:
        """A text with the names in it expanded; `exact` where there is none."""
        forms = self.names.forms(text, quoted=quoted) if self.names else ()
        phrases = [Phrase(tuple(_part(token) for token in form), self.field) for form in forms]
        if len(phrases) > 1:
            return Either(tuple(phrases))
        return phrases[0] if phrases else exact

    def near(self) -> Node:
        first = self.sign
        left = self.term()
        if self.sign.sign is not Sign.NEAR:
            return left
        operator, second = self.take(), self.sign
        right, rest = self.term(), self.sign
        if rest.sign is Sign.NEAR:
            raise self.bad("near joins two, not three", rest, "write (a near/5 b) AND (b near/5 c)")
        lefts, rights = self.phrases(left, first), self.phrases(right, second)
        return Near(lefts, rights, int(operator.text), self.field)

    def phrases(self, node: Node, where: Lexeme) -> tuple[Phrase, ...]:
        """The phrases that `near` may take from an operand."""
        if isinstance(node, Phrase) and node.field == self.field:
            return (node,)
        if isinstance(node, Either):
            return tuple(phrase for part in node.parts for phrase in self.phrases(part, where))
        raise self.bad("near joins words, prefixes, phrases or bracketed ORs of them", where, "use AND instead")

    def term(self) -> Node:
        found = self.take()
        match found.sign:
            case Sign.WORD:
                return self.word(found)
            case Sign.PHRASE:
                return self.phrase(found)
            case Sign.FIELD:
                return self.fielded(found)
            case Sign.OPEN:
                return self.bracket(found)
            case Sign.END:
                raise self.bad("something is missing at the end", found, "write a word, a phrase or a bracket there")
            case Sign.CLOSE:
                raise self.bad("something is missing before this bracket", found)
            case _:
                raise self.bad(f"something is missing before {found.text}", found, "put operators between words")

    def bracket(self, opened: Lexeme) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.bad("the brackets are nested too deeply", opened)
        node = self.either()
        if self.sign.sign is not Sign.CLOSE:
            raise self.bad("this bracket is not closed", opened, "close it with )")
        self.take()
        self.depth -= 1
        return node

    def fielded(self, field: Lexeme) -> Node:
        if self.field != "words":
            raise self.bad("a field stands within a field", field)
        value = self.sign
        if value.sign not in {Sign.WORD, Sign.PHRASE} and not (value.sign is Sign.OPEN and field.text in _TEXTUAL):
            raise self.bad(f"{field.text}: has no value", field, f"write for example {_EXAMPLES[field.text]}")
        if field.text not in _TEXTUAL:
            return values.of(field.text, self.take().text.strip(), self.query, value.at)
        self.field = field.text
        node = self.term()
        self.field = "words"
        return node

    def word(self, found: Lexeme) -> Node:
        text, kind = found.text, Kind.SAME
        if text.endswith("*"):
            text, kind = text[:-1], Kind.PREFIX
        elif "~" in text:
            text, _, edits = text.partition("~")
            kind = Kind.CLOSE
            if edits != "1":
                raise self.bad("a word may differ by one letter only", found, "write word~1")
        if "*" in text:
            raise self.bad("a star stands at the end of a word only", found, "write for example vot*")
        parts = [Part(token) for token in tokens(text)]
        if not parts:
            raise self.bad("this holds no letter and no digit", found, "write a word")
        if kind is Kind.CLOSE and len(parts) > 1:
            raise self.bad("~1 takes one word, and this is several", found)
        exact = Phrase((*parts[:-1], Part(parts[-1].text, kind)), self.field)
        return exact if kind is not Kind.SAME else self.named(text, exact, quoted=False) or exact

    def phrase(self, found: Lexeme) -> Node:
        parts: list[Part] = []
        pieces = _STAR.split(found.text)
        for place, piece in enumerate(pieces):
            parts += [Part(token) for token in tokens(piece)]
            if place < len(pieces) - 1 and parts:
                parts[-1] = Part(parts[-1].text, Kind.PREFIX)
        if not parts:
            raise self.bad("this holds no letter and no digit", found, "write a word")
        exact = Phrase(tuple(parts), self.field)
        return self.named(found.text, exact, quoted=True) or exact


def _part(token: Token) -> Part:
    return Part(token.texts[0], Kind.PREFIX) if token.prefix else Part(token.texts[0], also=token.texts[1:])


_EXAMPLES = {
    "from": "from:ann",
    "to": 'to:"ann example"',
    "name": "name:minutes",
    "date": "date:2014-05..",
    "type": "type:pdf",
    "bundle": "bundle:BUN-0002",
    "state": "state:unread",
    "bytes": "bytes:..20kB",
    "opened": "opened:nobody",
    "judged": "judged:relevant",
    "tag": 'tag:"witnesses/to call"',
    "sensitive": "sensitive:yes",
    "privileged": "privileged:yes",
    "assists": "assists:yes",
    "used": "used:unused",
    "settled": "settled:anybody",
}
