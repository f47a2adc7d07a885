"""A page as a parser has it."""

from selectolax.lexbor import LexborHTMLParser, LexborNode


def first(page: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    """The first that fits; there must be one."""
    found = page.css_first(selector)
    assert found is not None, selector
    return found
