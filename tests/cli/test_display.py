"""What comes from evidence is shown as a picture of itself."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from muniment.names.display import show, show_text

MOVES = {"Cc", "Cs", "Zl", "Zp"}
TURNS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@given(st.text(st.characters(codec=None)))
def test_one_line_shows_nothing_that_acts(text: str) -> None:
    shown = show(text)
    assert len(shown) == len(text)
    assert not [char for char in shown if unicodedata.category(char) in MOVES or char in TURNS]


@given(st.text())
def test_text_keeps_its_lines_and_tabs_alone(text: str) -> None:
    shown = show_text(text)
    assert shown.count("\n") == text.count("\n")
    assert not [char for char in shown if unicodedata.category(char) in MOVES and char not in "\n\t"]


def test_scripts_are_untouched() -> None:
    names = "নির্বাচন الانتخاب ψήφος голос café zero\u200cwidth"
    assert show(names) == names
    assert show("a\x1b[31mb\nc\u202egpj.exe") == "a␛[31mb␊c\ufffdgpj.exe"
