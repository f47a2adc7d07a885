"""What of a query is a name, and what it becomes; what is no name stays as it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from naming import holds

from muniment.search.expand import MOST, Expander, Form
from muniment.search.lex import lexemes
from muniment.search.normalise import tokens

GIVEN = ["Mohammed", "Siân", "Seán", "Krzysztof", "Gurpreet", "Rahima", "Faadumo", "Oluwaseun", "Layla", "William"]
FAMILY = ["Miah", "Llywelyn", "O'Brien", "Nowak", "Dhillon", "Warsame", "Bello", "Haddad", "Smith", "Fox-Taylor", "Zed"]
NAME = st.sampled_from(
    [*GIVEN, *FAMILY, "J.", "J", "Md", "bin", "al-", "de", "Mr", "Cllr", "王小明", "Wang", "Xiaoming", "Abdul", "Uddin"]
)
OTHER = st.sampled_from(["paid", "to", "the", "Ward", "ballot*", "a.b@c.org", "10:30", ",", "—", "Smith,", "x"])


def forms(text: str, *, quoted: bool = True) -> tuple[Form, ...]:
    return Expander().forms(text, quoted=quoted)


def finds(asked: str, text: str, *, quoted: bool = True) -> bool:
    return any(holds(tokens(text), form) for form in forms(asked, quoted=quoted))


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("paid to Mohammed Miah", "was paid to Md Meah on Monday"),
        ("paid to Mohammed Miah on Monday", "paid to Miah, Mohd. on Monday"),
        ("Cllr Mohammed Miah said", "Councillor Md Miah said"),
        ("Mohammed Miah and Jane Smith", "Miah, M, and Smith, J"),
        ("mohammed miah", "MIAH, Mohammed"),
        ("MOHAMMED MIAH", "Md Miah"),
        ("Md Ali's agent", "Mohammed Ali's agent"),
    ],
)
def test_a_name_in_a_phrase(asked: str, text: str) -> None:
    assert finds(asked, text)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("paid to Mohammed Miah", "paid by Md Miah"),
        ("Mohammed Miah said", "Md Miah wrote"),
        ("paid* to Md Miah", "payment to Mohammed Miah"),
    ],
)
def test_what_is_around_a_name_stays(asked: str, text: str) -> None:
    assert not finds(asked, text)


@pytest.mark.parametrize(
    "text",
    [
        "postal ballot",
        "Returning Officer",
        "the will of the people",
        "may mark the bill",
        "Moh* Mia*",
        "agent@example.org",
        "Room 101",
        "grace and hope",
        "",
        "...",
    ],
)
def test_what_is_no_name(text: str) -> None:
    assert forms(text) == ()
    assert forms(text, quoted=False) == ()


def test_ordinary_words_with_a_capital_are_names() -> None:
    assert finds("Bill Marsh", "William Marsh")
    assert not finds("Grace", "Hope")
    assert not finds("William", "the bill")  # and are not added to a name that stands alone
    assert finds("William Marsh", "Bill Marsh")


def test_a_star_stays() -> None:
    found = forms("vot* for Md Ali")
    assert all(form[0].texts == ("vot",) and form[0].prefix for form in found)
    assert not any(token.prefix for form in found for token in form[1:])
    assert not any(token.prefix for form in forms("mia* of Mia Smith") for token in form[1:])


@pytest.mark.parametrize(
    ("query", "at", "count"),
    [
        ("Mohammed Miah", 0, 2),
        ("mohammed miah ballot", 0, 2),
        ("ballot Mohammed Miah", 0, 0),
        ("ballot Mohammed Miah", 1, 2),
        ("Mohammed", 0, 0),
        ("Mohammed near/5 Miah", 0, 0),
        ("Jane Mohammed near/5 Miah", 0, 0),
        ("Mohammed Miah*", 0, 0),
        ("Mohammed Miah~1", 0, 0),
        ("Mohammed OR Miah", 0, 0),
        ('Mohammed "Miah"', 0, 0),
        ("J Smith", 0, 2),
        ("Leaflet Poster", 0, 0),  # capitals alone are a name in quotation marks only
        ("Mohammed Miah)", 0, 2),
    ],
)
def test_bare_words_side_by_side(query: str, at: int, count: int) -> None:
    assert Expander().side_by_side(lexemes(query), at) == count


def test_what_was_expanded_is_told() -> None:
    expander = Expander()
    found = expander.forms("paid to Md Miah", quoted=True)
    expander.forms("nothing here", quoted=True)
    expander.forms("paid to Md Miah", quoted=True)
    [one] = expander.expansions
    assert (one.written, one.forms, one.left_out) == ("paid to Md Miah", found, 0)
    assert one.shown()[0] == "paid to md miah"
    assert len(one.shown()) == len(found)
    assert any("Miah, Mia" in why for why in one.why)


def test_the_same_words_in_quotation_marks_and_without() -> None:
    expander = Expander()
    assert expander.forms("Leaflet Poster", quoted=False) == ()
    assert expander.forms("Leaflet Poster", quoted=True)
    assert expander.forms("Leaflet Poster", quoted=False) == ()


def test_what_is_left_out_is_counted() -> None:
    expander = Expander()
    names = " and ".join(["Mohammed Miah", "William Fox-Taylor", "Abd al-Rahman O'Brien"])
    found = expander.forms(names, quoted=True)
    assert len(found) <= MOST
    assert expander.expansions[0].left_out > 0
    assert holds(tokens(names), found[0])
    assert any(
        holds(tokens("Md Miah and Bill Fox and Abdur Rahman O'Brien"), form) for form in found
    )  # each has a share


# -- laws


@settings(deadline=None)
@given(st.lists(st.one_of(NAME, OTHER), max_size=7).map(" ".join), st.booleans())
def test_the_exact_form_is_the_first_and_the_rest_are_bounded(text: str, quoted: bool) -> None:
    found = forms(text, quoted=quoted)
    if found:
        assert [token.texts for token in found[0]] == [(token,) for token in tokens(text)]
    assert len(found) <= MOST
    assert len(set(found)) == len(found)
    assert all(form and all(token.texts and all(token.texts) for token in form) for form in found)


@settings(deadline=None)
@given(st.text(max_size=30), st.booleans())
def test_anything_may_be_asked(text: str, quoted: bool) -> None:
    found = forms(text, quoted=quoted)
    assert not found or [token.texts[0] for token in found[0]] == tokens(text)


@settings(deadline=None)
@given(st.sampled_from(GIVEN), st.sampled_from(FAMILY))
def test_order_is_no_difference(given_name: str, family: str) -> None:
    """A name and the same name with the family name first become the same forms, themselves apart."""
    one, other = forms(f"{given_name} {family}"), forms(f"{family}, {given_name}")
    assert {_wide(form) for form in one[1:]} == {_wide(form) for form in other[1:]}


@settings(deadline=None)
@given(st.sampled_from(GIVEN), st.sampled_from(GIVEN), st.sampled_from(FAMILY))
def test_a_given_name_never_stands_for_a_family_name(first: str, middle: str, family: str) -> None:
    """No form puts the family name between the given names."""
    asked = f"{first} {middle} {family}"
    between = tokens(f"{first} {family} {middle}")
    if first != middle:
        assert not any(len(form) == len(between) and holds(between, form) for form in forms(asked))


def _wide(form: Form) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(token.texts) for token in form)
