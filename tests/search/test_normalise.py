"""A word is found whatever stands beside it and however it is written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.search.fold import LONGEST
from muniment.search.normalise import joined, placed, tokens

MIXED = st.text(
    st.sampled_from(
        "abzABZ019 -_.'’\n\r\t\u00ad\u200d\u200c\u0301éßﬁＡ½ক\u09be\u09cdম\u064eمقأ選挙ガｶﾞ한\u1112\u1161\u11abก้า\x02>\ufeff𝐛Ⓑ"
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    "text",
    [
        "bribe.",
        "(bribe)",
        '"bribe"',
        "bribe's",
        "bribe’s",
        "bribe-taking",
        "bribe/treat",
        "a_bribe_b",
        "…bribe…",
        "«bribe»",
        "bribeʼs",
    ],
)
def test_any_punctuation_separates(text: str) -> None:
    assert "bribe" in tokens(text)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("ｂｒｉｂｅ", "bribe"),
        ("BRIBE", "bribe"),
        ("bri\u00adbe", "bribe"),
        ("bri\u200bbe", "bribe"),
        ("\ufeffbribe", "bribe"),
        ("o\ufb03ce", "office"),
        ("Straße", "STRASSE"),
        ("café", "cafe\u0301"),
        ("café", "CAFE"),
        ("Łódź", "lodz"),
        ("Ærøskøbing", "aeroskobing"),
        ("İstanbul", "istanbul"),
        ("𝐛𝐫𝐢𝐛𝐞", "bribe"),
        ("ⓑⓡⓘⓑⓔ", "bribe"),
        ("ΨΉΦΟΣ", "ψήφος"),
        ("ψηφος", "ψῆφος"),
        ("ПОДКУП", "подкуп"),
        ("ёлка", "елка"),
        ("رَشْوَة", "رشوة"),
        ("رشـــوة", "رشوة"),
        ("أصوات", "اصوات"),
        ("کتاب", "كتاب"),
        ("ভোটার", unicodedata.normalize("NFD", "ভোটার")),
        ("বড়", "বড\u09bc"),
        ("২০১৪", "2014"),
        ("٢٠١٤", "2014"),
        ("ｶﾞｷﾞ", "ガギ"),
        ("한국", unicodedata.normalize("NFD", "한국")),
        ("שָׁלוֹם", "שלום"),
    ],
)
def test_one_word_however_it_is_written(written: str, asked: str) -> None:
    assert tokens(written) == tokens(asked) != []


@pytest.mark.parametrize("word", ["ভোটার", "নির্বাচন", "ঘুষ", "चुनाव", "தேர்தல்", "انتخابات", "שוחד", "ψήφος"])
def test_marks_do_not_cut_a_word(word: str) -> None:
    assert len(tokens(word)) == 1


def test_vowel_signs_are_kept_where_they_make_another_word() -> None:
    assert tokens("কর") != tokens("করা")
    assert tokens("कम") != tokens("काम")


def test_scripts_without_spaces_are_tokens_by_sign() -> None:
    assert tokens("選挙の") == ["選", "挙", "の"]
    assert tokens("東京・大阪") == tokens("東京 大阪")
    assert tokens("⽂")[0] == "文"


def test_one_sign_for_several_words() -> None:
    assert tokens("½") == ["1", "2"]
    assert [(start, end) for _, start, end in placed("x½")] == [(0, 2), (0, 2)]


@pytest.mark.parametrize("hyphen", ["-", "\u00ad", "\u2010", "\u2011", "\x02", "\ufffe"])
@pytest.mark.parametrize("end", ["\n", "\r\n", " \n  ", "\n> ", "\n\n"])
def test_a_line_end_hyphen_joins(hyphen: str, end: str) -> None:
    text = f"was collec{hyphen}{end}ted here"
    (whole,) = joined(text)
    assert (whole.text, whole.position, whole.length) == ("collected", 1, 2)
    assert text[whole.start : whole.end].endswith("ted")
    assert tokens(text) == ["was", "collec", "ted", "here"]


def test_what_is_no_word_over_a_line_end() -> None:
    for text in ("a - \nb", "--\nb", "020-\n7946", "well-known", "a\nb", "a- b"):
        assert list(joined(text)) == []


def test_more_than_two_lines() -> None:
    assert {whole.text for whole in joined("un-\nconsti-\ntutional")} == {
        "unconsti",
        "constitutional",
        "unconstitutional",
    }


def test_a_long_run_of_letters_is_several_tokens() -> None:
    assert [len(token) for token in tokens("x" * (2 * LONGEST + 5))] == [LONGEST, LONGEST, 5]
    assert "".join(tokens("É" * 500)) == "e" * 500


@given(MIXED)
def test_tokens_and_their_places_agree(text: str) -> None:
    spots = list(placed(text))
    assert tokens(text) == [token for token, _, _ in spots]
    assert all(0 <= start < end <= len(text) for _, start, end in spots)
    assert [start for _, start, _ in spots] == sorted(start for _, start, _ in spots)
    assert all(token and len(token) <= LONGEST for token, _, _ in spots)


@given(MIXED)
def test_what_is_compared_stays_the_same_when_compared_again(text: str) -> None:
    once = tokens(text)
    assert tokens(" ".join(once)) == once


@given(st.text(st.sampled_from("abcé \u09be한ガأشṩ"), max_size=20))
def test_composed_and_decomposed_are_one(text: str) -> None:
    forms = [tokens(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")]
    assert forms[0] == forms[1]
