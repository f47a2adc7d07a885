"""A case at which people have worked: what they said is found, counted, saved, recorded, and their notes are their words."""

import shutil
from array import array
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from asking import ask, small_folder

from muniment import Case
from muniment.errors import BadQuery
from muniment.model.act import Act, Erased, ranges
from muniment.model.review import Coded, Field, Judged, Judgement, Noted, TagDefined, TagRetired, Way
from muniment.search import facets, find
from muniment.store.ids import id_of, number_of
from muniment.store.tables import Tables

DAY = date(2026, 3, 3)
NOTE = "The heron is mentioned by telephone, too."


def say(case: Case, *acts: Act) -> int:
    return case._store.record(*acts)


def judged(judgement: Judgement, *numbers: int, query: str = "") -> Judged:
    return Judged(judgement, Way.ASIDE, "", ranges(numbers), len(numbers), query)


def coded(field: Field, value: str, *numbers: int) -> Coded:
    return Coded(field, value, False, "", ranges(numbers), len(numbers))


def held_of(case: Case) -> int:
    return next(number_of(row["id"]) for row in case.items() if row["bundle"] == "BUN-0002")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle that is open, and one that is held; two people have said things of items of both."""
    folder = tmp_path_factory.mktemp("said")
    small_folder(folder / "box")
    (folder / "advice").mkdir()
    (folder / "advice" / "advice.txt").write_text("The canvasser asked for advice.")
    with Case.new("Eastmere", folder / "case", by="Ann Example") as case:
        case.intake(folder / "box", "Example Constabulary", DAY)
        case.intake(folder / "advice", "Example Solicitors", DAY, hold=True)
        held = held_of(case)
        tag = say(case, TagDefined("rooms", "hall"))
        say(case, TagDefined("rooms", "old hall"), TagDefined("people", "Hall"))
        say(case, judged(Judgement.RELEVANT, 1, 2, 3, held), coded(Field.TAG, str(tag), 1, 2, held))
        say(case, coded(Field.TAG, str(tag + 2), 2), coded(Field.PRIVILEGED, "yes", 3, held))
        say(case, TagRetired(tag + 1))
        case.opened(id_of(1), id_of(4))
        with Case.open(case.path, by="Ben Example") as other:
            say(other, judged(Judgement.NOT_RELEVANT, 3), judged(Judgement.UNSURE, 5))
            other.opened(id_of(4))
    return folder / "case"


@pytest.fixture
def case(made: Path, tmp_path: Path) -> Iterator[Case]:
    shutil.copytree(made, tmp_path / "case")
    with Case.open(tmp_path / "case", by="Ann Example") as case:
        yield case


def found(case: Case, query: str) -> list[int]:
    said = case.search(query, None)
    numbers = sorted(number_of(hit["item"]) for hit in said["hits"])
    assert said["total"] == len(numbers)
    assert sorted(number_of(hit["item"]) for hit in case.search_all(query)) == numbers
    assert find.every(case._store, query)[1] == numbers
    return numbers


def counted(values: list[dict[str, Any]]) -> dict[str, int]:
    return {one["value"]: one["items"] for one in values}


def test_what_people_said_is_found_and_what_is_held_stays_out(case: Case) -> None:
    everything = found(case, "NOT nowhere-at-all")
    assert found(case, "judged:relevant") == [1, 2]
    assert found(case, "judged:differ") == [3]
    assert found(case, "judged:unsure") == [3, 5]
    assert found(case, "judged:anybody") == [1, 2, 3, 5]
    assert found(case, "judged:nobody") == [n for n in everything if n not in (1, 2, 3, 5)]
    assert found(case, "opened:anybody") == [1, 4]
    assert found(case, 'opened:"ben example"') == [4]
    assert found(case, "tag:hall") == [1, 2], "of whatever list"
    assert found(case, "tag:people/hall") == [2]
    assert found(case, 'tag:"rooms/old hall"') == [], "it is offered no longer, and can be asked for"
    assert found(case, "privileged:yes NOT judged:relevant") == [3]
    with pytest.raises(BadQuery, match="no such tag"):
        case.search("tag:cellar")


def test_settled_and_what_is_opened_again(case: Case) -> None:
    entry = case.settle(id_of(6), says="set-aside", why="no text")["entry"]
    assert found(case, "settled:anybody") == [6]
    case.unsettle(entry, "too soon")
    assert found(case, "settled:anybody") == []
    assert found(case, "settled:nobody") == found(case, "NOT nowhere-at-all")


def test_each_act_shows_in_the_next_answer(case: Case) -> None:
    before = case.search("judged:relevant")
    with Case.open(case.path, by="Cy Example") as other:
        say(other, judged(Judgement.RELEVANT, 7))
    after = case.search("judged:relevant")
    assert after["total"] == before["total"] + 1
    assert after["as_of"] > before["as_of"]


def test_all_that_one_query_asks_is_of_one_moment(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody changes their mind between two looks into the tables: the item is in one of both answers, never in none."""
    numbers, looks = Tables.numbers, list[Any]()

    def slowly(tables: Tables, *asked: Any) -> "array[int]":
        found = numbers(tables, *asked)
        if tables is case._store.tables and not looks:
            looks.append(asked)
            with Case.open(case.path, by="Ben Example") as other:
                say(other, judged(Judgement.RELEVANT, 5))
        return found

    monkeypatch.setattr(Tables, "numbers", slowly)
    assert find.every(case._store, "judged:relevant OR judged:unsure")[1] == [1, 2, 3, 5]
    assert looks
    assert found(case, "judged:relevant") == [1, 2, 5]
    assert found(case, "judged:unsure") == [3]


@pytest.mark.parametrize(
    "query", ["canvasser", "judged:anybody", "NOT opened:anybody", "tag:hall OR leaflets", "date:2014"]
)
def test_each_facet_names_the_query_that_narrows_to_it(case: Case, query: str) -> None:
    said = case.facets(query)
    assert tuple(said["facets"]) == (*facets.NAMES, facets.TAG)
    for name, values in said["facets"].items():
        if name != facets.TAG:
            assert sum(one["items"] for one in values) == said["total"], name
        for one in values:
            assert one["query"] or name in {"sender", "type"}, one
            if one["query"]:
                assert case.search(f"({query}) {one['query']}")["total"] == one["items"], one


def test_what_the_facets_count(case: Case) -> None:
    said = case.facets("NOT nowhere-at-all")["facets"]
    assert counted(said["judged"]) == {"relevant": 2, "differ": 1, "unsure": 1, "nobody": 3}
    assert counted(said["tag"]) == {"rooms/hall": 2, "people/Hall": 1, "without a tag": 5}
    assert case.facets("nowhere-at-all")["facets"]["tag"] == []


def test_the_terminal_says_them(case: Case) -> None:
    told = ask("search", "NOT nowhere-at-all", "--facets", "--limit", "0", case=case.path)
    assert told.code == 0, told.err
    assert "          2  judged:relevant           judged relevant" in told.out
    assert '          2  tag:"rooms/hall"' in told.out
    wrong = ask("search", "judged:maybe", "--json", case=case.path)
    assert wrong.code == 2
    assert "differ" in wrong.error["next"]


def test_a_saved_search_asks_anew(case: Case) -> None:
    case.save_search("to read", "judged:nobody canvasser")
    first = case.saved_search("to read")
    say(case, judged(Judgement.RELEVANT, *found(case, "judged:nobody canvasser")))
    again = case.saved_search("to read")
    assert (first["found"], again["found"], again["found_now"]) == (first["found_now"], first["found"], 0)
    assert first["found_now"] > 0


def test_notes_are_their_writers_words(case: Case) -> None:
    assert found(case, "heron") == []
    entry = say(case, Noted(id_of(7), NOTE))
    (hit,) = case.search("heron telephone")["hits"]
    assert (hit["item"], hit["written_by"]) == (id_of(7), "Ann Example")
    assert "heron" in hit["snippet"]
    assert found(case, "heron near/3 mentioned") == [7]
    (said,) = case.item(id_of(7))["said"]
    assert (said["kind"], said["by"], said["text"], said["entry"]) == ("note", "Ann Example", NOTE, entry)
    case.describe(id_of(7), "A bittern.")
    assert found(case, "heron bittern") == [7]
    case._store.record(Erased([(entry, 0)], "by law"))
    assert found(case, "heron") == []
    assert found(case, "bittern") == [7]
    assert [each["kind"] for each in case.item(id_of(7))["said"]] == ["description"]
    assert case.verify()["ok"]


def test_a_note_on_what_is_held_is_found_by_nobody(case: Case) -> None:
    say(case, Noted(id_of(held_of(case)), NOTE))
    assert found(case, "heron") == []
    case.release("BUN-0002", "no longer privileged")
    assert found(case, "heron") == found(case, "heron judged:relevant tag:hall") == [held_of(case)]


def test_a_record_says_what_it_asked_people_for_and_what_overtakes_it(case: Case, tmp_path: Path) -> None:
    for name, query in (("said", "canvasser judged:relevant"), ("plain", "canvasser")):
        case.record_search(query, tmp_path / f"{name}.txt")
    text = (tmp_path / "said.txt").read_text()
    assert "Understood as: canvasser AND judged:relevant" in text
    assert "- What people said of items (judged) after entry" in text
    assert "What people said" not in (tmp_path / "plain.txt").read_text()

    def verified(name: str) -> dict[str, Any]:
        return Case.verify_record(tmp_path / f"{name}.txt", case.path)

    case.opened(id_of(2))
    for name in ("said", "plain"):
        assert (verified(name)["ok"], verified(name)["overtaken_by"]) == (True, None)
    assert any("what people had said by entry" in note and "(judged)" in note for note in verified("said")["not_shown"])
    entry = say(case, judged(Judgement.UNSURE, 1))
    assert (verified("said")["ok"], verified("said")["overtaken_by"]) == (True, entry)
    assert verified("plain")["overtaken_by"] is None
    recorded = next(e.seq for e in case._store.ledger.entries() if e.fields["do"] == "searched")
    case._store.record(Erased([(recorded, 0)], "by law"))
    erased = verified("said")
    assert (erased["ok"], erased["overtaken_by"], erased["query_erased"]) == (True, None, True)
    assert any("whether what people said since overtakes it" in note for note in erased["not_shown"])
    noted = say(case, Noted(id_of(1), NOTE))
    assert verified("plain")["overtaken_by"] == noted
