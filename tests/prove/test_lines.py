"""Lines of inquiry: those that point away have the same place as those that point towards."""

import pytest
from asking import ask

from muniment.case import Case
from muniment.errors import AskedWrong, UnknownItem


def test_a_line_has_its_way_and_what_became_of_it(case: Case) -> None:
    allegation = str(case.prove.allege("A man voted for us.", "s.60", "2014-05-22")["id"])
    first = str(case.prove.line("Where he was in May.", "away", of=[allegation], day="2014-06-01")["id"])
    case.prove.line("Who called.", "towards", day="2014-06-01")
    with pytest.raises(AskedWrong, match=r"^why"):
        case.prove.line(on=first, state="not-followed")
    case.prove.line(on=first, state="not-followed", why="The airline keeps nothing.", day="2014-07-01")
    found = case.prove.lines()
    assert [(each["points"], each["state"]) for each in found["lines"]] == [
        ("away", "not-followed"),
        ("towards", "open"),
    ]
    assert [each["state"] for each in found["lines"][0]["steps"]] == ["open", "not-followed"]
    assert found["lines"][0]["text"] == "Where he was in May."
    assert set(found["counts"]) == {"towards", "away", "either"}
    assert found["counts"]["away"] == {"open": 0, "followed": 0, "not-followed": 1}
    assert [each["id"] for each in case.prove.lines(allegation)["lines"]] == [first]


def test_what_is_wrong_names_its_field_and_enters_nothing(case: Case) -> None:
    before = case.as_of
    for field, text, more in (
        ("points", "Who called.", {"points": "sideways"}),
        ("text", " ", {"points": "away"}),
        ("state", "Who called.", {"points": "away", "state": "perhaps"}),
        ("day", "Who called.", {"points": "away", "day": "2014-02-30"}),
        ("of", "Who called.", {"points": "away", "of": ["WIT-0001"]}),
        ("of", "Who called.", {"points": "away", "of": ["ALG-0009"]}),
        ("line", "Who called.", {"points": "away", "on": "LIN-0009"}),
    ):
        with pytest.raises((AskedWrong, UnknownItem), match=f"^{field}"):
            case.prove.line(text, **more)
    assert case.as_of == before


def test_an_open_line_waits_for_a_person(case: Case) -> None:
    path = case.path
    case.close()
    assert ask("prove", "lines", case=path).code == 0
    assert ask("prove", "line", "Who called.", "--points", "either", "--json", case=path).json["id"] == "LIN-0001"
    said = ask("prove", "lines", case=path)
    assert said.code == 1
    assert "either: 1 open" in said.out
    assert ask("prove", "lines", "--json", case=path).json["counts"]["either"]["open"] == 1
