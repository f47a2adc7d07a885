"""The lexicon is sound, and a name is read and written by the rules of its tradition."""

from collections import Counter

import pytest
from naming import finds

from muniment.names.lexicon import NAMES, Lexicon
from muniment.names.shapes import MOST, written
from muniment.names.speller import Speller
from muniment.names.way import exactly, fewer, spread, together, without_doubles
from muniment.names.word import Word
from muniment.search.normalise import tokens

KINDS = NAMES | {
    "nick",
    "servant",
    "article",
    "patronym",
    "attached",
    "ending",
    "title",
    "begin",
    "end",
    "syllable",
    "sound",
    "whole",
    "plain",
    "word",
}
LEXICON = Lexicon(tokens)
SPELLER = Speller(LEXICON)


def words(text: str) -> list[Word]:
    return [Word(raw, tuple(tokens(raw))) for raw in text.split()]


def test_every_line_of_the_lexicon_says_something() -> None:
    assert {line.kind for line in LEXICON.lines} <= KINDS
    for line in LEXICON.lines:
        assert line.spellings, line
        assert line.traditions, line
        assert all("" not in key for key in line.spellings), line
        assert (":" in line.text) == (line.kind == "nick"), line
    twice = Counter((line.kind, line.traditions, line.spellings) for line in LEXICON.lines)
    assert [key for key, count in twice.items() if count > 1] == []


def test_another_lexicon_has_another_version() -> None:
    assert Lexicon(tokens).version == LEXICON.version
    assert Lexicon(tokens, "given | any | Zed, Zedd\n").version != LEXICON.version


def test_every_spelling_of_a_family_finds_every_other() -> None:
    for line in LEXICON.lines:
        if line.kind not in NAMES:
            continue
        for key in line.spellings:
            ways = SPELLER.spelled(key).ways
            for other in line.spellings:
                fits = (way for way in ways if len(way) == len(other))
                assert any(all(map(tuple.__contains__, way, other)) for way in fits), (key, other)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("Mr Dafydd Pugh", "Pugh, Dafydd"),
        ("Md Abdul Miah", "MIAH, Mohammed"),
        ("Md Abdul Miah", "Mohd. Meah"),
        ("Md Abdul Miah", "M. Miah"),
        ("Md Abdul Miah", "Mr Md Abdul Miah"),
        ("Siân Pugh", "Pugh, Siân"),
        ("Siân Mair Pugh", "S M Pugh"),
        ("Siân Mair Pugh", "SM Pugh"),
        ("Siân Mair Pugh", "Siân M Pugh"),
        ("Siân Mair Pugh", "S Pugh"),
        ("Siân Pugh", "Siân M Pugh"),
        ("Siân Pugh", "Siân Mair Pugh"),
        ("Cllr Siân Pugh", "Councillor Siân Pugh"),
        ("Cllr Siân Pugh", "Siân Pugh"),
        ("Anne Smith-Jones", "Anne Jones"),
        ("Seán O'Neill", "Sean ONeill"),
        ("Seán O'Neill", "Seán Ó Néill"),
        ("Mohammed", "محمد"),
        ("মোহাম্মদ", "Mohammed"),
        ("William Pugh", "Bill Pugh"),
        ("Anne Smith Jones", "Anne Jones"),
        ("Smith Jones, Anne", "Anne Smith-Jones"),
        ("Bill Fox", "W. Fox"),
        ("J. P. Marsh", "JP Marsh"),
        ("Ludwig van der Berg", "van der Berg, Ludwig"),
        ("Maria d'Souza", "Maria DSouza"),
        ("王小明", "Wang Xiao-ming"),
        ("John Marsh", "John Paul Marsh"),
        ("John Marsh", "Marsh, Mr John"),
    ],
)
def test_one_person(asked: str, text: str) -> None:
    assert finds(asked, text)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("J Marsh", "John Marsh"),  # an initial stays one
        ("John Marsh", "John met Marsh"),
        ("Ann Lee", "Lee and Ann"),
        ("Gurpreet Kaur", "Gurpreet Singh"),
        ("Zed Quux", "Zed Quuz"),  # nothing is guessed
        ("Mackie Bell", "McKie Bell"),
        ("Jack Tom", "John Thomas"),  # a family name has no familiar form
    ],
)
def test_another(asked: str, text: str) -> None:
    assert not finds(asked, text)


def test_a_name_says_why() -> None:
    found = written([], words("Md Abdul Miah"), SPELLER)
    assert any("muhammad: Mohammed" in why for why in found.why)
    assert "rule: initials for given names" in found.why
    assert found.ways[0] == exactly(["md", "abdul", "miah"])


def test_too_many_ways_are_counted() -> None:
    found = written([], words("Abd al-Rahman Smith-Jones Fox-Taylor O'Neill-Ó'Briain MacDonald"), SPELLER)
    assert len(found.ways) <= MOST
    assert found == written([], words("Abd al-Rahman Smith-Jones Fox-Taylor O'Neill-Ó'Briain MacDonald"), SPELLER)
    assert found.left_out > 0


def test_ways_are_as_few_as_say_the_same() -> None:
    assert together([("a", "x"), ("b", "x"), ("c",), ("d",)]) == ((("c", "d"),), (("a", "b"), ("x",)))
    assert fewer([exactly("a"), exactly("bc"), exactly("d")]) == ((("a", "d"),), (("b",), ("c",)))
    assert list(spread((exactly("a"),), (exactly("b"), exactly("c")))) == [exactly("ab"), exactly("ac")]
    wide = (("a", "b"), ("c",))
    assert without_doubles([exactly("xac"), exactly("ac"), wide, wide]) == (exactly("xac"), wide)
