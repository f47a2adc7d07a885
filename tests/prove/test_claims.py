"""Claims: what sources say about a matter, with citations; who contradicts whom, side by side; and none of it is a fact."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from asking import ask

from muniment.case import Case
from muniment.errors import AskedWrong, UnknownItem
from muniment.intake import visible

# Who says what about the 27 files, by the words of the articles: the file's first figures, the speaker, the words.
SAID = (
    (
        "000",
        "London Assembly Police and Crime Committee",
        "a bundle of 27 files of evidence weren’t reviewed by the Met",
    ),
    ("000", "Steve O’Connell, committee chairman", "Missed files of evidence"),
    (
        "000",
        "A police spokeswoman",
        "the Crown Prosecution Service (CPS) had not referred the 27 files for investigation",
    ),
    (
        "000",
        "A police spokeswoman",
        "The CPS and the MPS have agreed to undertake a further joint assessment of the files",
    ),
    ("001", "The Wharf", "27 files sent to the Director of Public Prosecutions were never acted upon"),
    (
        "002",
        "London Assembly Police and Crime Committee",
        "a bundle of 27 files sent to the director of public prosecution that was ‘not reviewed' by police",
    ),
)
ADVICE = (
    ("001", "The Wharf", "police admitted they hadn’t even passed the file to the CPS for a decision"),
    ("003", "The Metropolitan Police", "sought advice at a number of investigative stages from the specialist team"),
)


@pytest.fixture
def articles(tmp_path: Path, shared: Path) -> Any:
    """A case with the five articles; the ids of its items by the first figures of their names."""
    with Case.new("Articles", tmp_path / "articles", by="Ada Example") as made:
        made.intake(shared / "data" / "seeds", "Example Library", date(2026, 1, 5))
        yield made, {row["name"][:3]: row["id"] for row in made.items()}


def test_the_articles_contradict_each_other_about_the_27_files(articles: tuple[Case, dict[str, str]]) -> None:
    case, items = articles
    ids = [case.prove.claim("27 files", who, items[source], words=words)["id"] for source, who, words in SAID]
    committee, missed, police, joint, paper, again = ids
    case.prove.differ(
        [committee, police], "Whether the police did not review them, or were never given them to review."
    )
    case.prove.differ([police, paper, again], "Who had the files, and who then failed to act on them.")
    advice = [case.prove.claim("advice", who, items[source], words=words)["id"] for source, who, words in ADVICE]
    case.prove.differ(advice, "Whether the prosecutors were asked.")

    found = case.prove.claims("27-files")
    assert [each["id"] for each in found["claims"]] == ids
    assert len(found["contradictions"]) == 2
    first = found["contradictions"][0]
    sides = {each["who"]: each["words"] for each in first["claims"]}
    assert "weren’t reviewed by the Met" in sides["London Assembly Police and Crime Committee"]
    assert "had not referred the 27 files" in sides["A police spokeswoman"]
    by_id = {each["id"]: each for each in found["claims"]}
    assert by_id[police]["contradicts"] == [committee, paper, again]
    assert by_id[joint]["contradicts"] == by_id[missed]["contradicts"] == []
    assert case.prove.claims()["topics"] == ["27-files", "advice"]
    for each in case.prove.claims()["claims"]:
        reading = case._store.reading(visible.item(case._store, each["item"]))
        assert reading is not None
        page = next(one for one in reading.pages if one.number == each["page"])
        assert page.text[slice(*each["span"])] == each["words"], "the citation leads to the words"


@pytest.fixture
def two(case: Case, letter: str) -> tuple[str, str]:
    """Two claims about the same call."""
    said = case.prove.claim(
        "the call", "Di Example", letter, words="A man called and took our ballot papers", grade="2bp"
    )
    other = case.prove.claim("the-call", "Bo Example", letter, "He says that he was not there.", when="2014-05")
    return str(said["id"]), str(other["id"])


def test_a_claim_has_its_source_its_days_and_a_grade_in_words(case: Case, two: tuple[str, str]) -> None:
    first, other = case.prove.claims("The call")["claims"]
    assert (first["scheme"], first["grade"]) == ("3x5x2", "2BP")
    assert first["grade_says"] == ["untested", "known indirectly, and corroborated", "lawful sharing permitted"]
    assert (other["when"], other["page"], other["words"]) == (["2014-05-01", "2014-05-31"], None, "")
    assert (first["id"], other["id"]) == two


def test_what_was_struck_contradicts_nothing(case: Case, two: tuple[str, str]) -> None:
    done = case.prove.differ([*two], "One says that he was there.")
    assert len(case.prove.claims()["contradictions"]) == 1
    case.prove.strike(two[1], "said by another")
    found = case.prove.claims()
    assert found["contradictions"] == []
    assert [each["contradicts"] for each in found["claims"]] == [[]]
    with pytest.raises(UnknownItem, match="claims was entered in error"):
        case.prove.differ([*two], "So.")
    assert case.prove.strike(done["id"], "they agree")


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"about": "?!"}, "about"),
    ({"who": " "}, "who"),
    ({"item": "ITM-000099"}, "item"),
    ({"words": "never written"}, "words"),
    ({"words": "I "}, "words"),
    ({"page": 9}, "page"),
    ({"words": "", "span": (5, 99999)}, "span"),
    ({"words": ""}, "says"),
    ({"when": "2014-02-30"}, "when"),
    ({"grade": "9ZZ"}, "grade"),
    ({"grade": "2BP", "scheme": "stars"}, "scheme"),
    ({"scheme": "3x5x2"}, "grade is missing"),
]


@pytest.mark.parametrize(("changed", "field"), WRONG, ids=[f"{n} {field}" for n, (_, field) in enumerate(WRONG)])
def test_a_wrong_claim_names_its_field_and_writes_nothing(
    case: Case, letter: str, changed: dict[str, Any], field: str
) -> None:
    before = case.as_of
    told = {"about": "the call", "who": "Di Example", "item": letter, "words": "took our ballot papers"}
    with pytest.raises(AskedWrong, match=field):
        case.prove.claim(**(told | changed))
    assert case.as_of == before


def test_a_contradiction_is_between_claims_about_one_matter(case: Case, letter: str, two: tuple[str, str]) -> None:
    third = case.prove.claim("the van", "Di Example", letter, "It was red.")["id"]
    before = case.as_of
    for ids, field in (
        ([two[0]], "claims: one alone"),
        ([two[0], two[0]], "claims: one alone"),
        ([two[0], "CLM-0009"], "claims"),
        ([two[0], third], "claims: they are about different matters"),
    ):
        with pytest.raises(AskedWrong, match=field):
            case.prove.differ(ids, "So.")
    with pytest.raises(AskedWrong, match="why"):
        case.prove.differ([*two], "")
    assert case.as_of == before


def test_claims_at_the_terminal(case: Case, letter: str) -> None:
    at = case.path
    case.close()

    def said(*words: str) -> Any:
        done = ask("--by", "Ada Example", "prove", *words, case=at)
        assert done.code == 0, done
        return done

    told = said("claim", "the-call", letter, "--who", "Di Example", "--words", "took our ballot papers", "--json")
    assert told.json["id"] == "CLM-0001"
    said("claim", "the-call", letter, "--who", "Bo Example", "--says", "He was not there.")
    said("differ", "CLM-0001", "CLM-0002", "--why", "One says that he was there.")
    out = said("claims", "the-call").out
    assert "these cannot all be so: One says that he was there." in out
    assert "2 claims, 1 contradiction; none is a finding" in out
