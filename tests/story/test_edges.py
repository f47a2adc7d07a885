"""A number that is too large, a cursor that is none: asked wrong, in one line, at every door."""

from collections.abc import Callable
from pathlib import Path

import pytest
from asking import FROM, ask

from muniment.case import Case
from muniment.errors import AskedWrong

HUGE = 99_999_999_999_999_999_999


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("edges")
    (at / "stick").mkdir()
    (at / "stick" / "note.txt").write_text("the postal votes were counted")
    ask("new", "Eastmere", "--at", at / "case", at=at)
    ask("intake", at / "stick", *FROM, case=at / "case")
    return at / "case"


@pytest.mark.parametrize(
    "words",
    [
        ("review", "disagreements", "--after", "zzz"),
        ("review", "disagreements", "--after", f"ITM-{HUGE}"),
        ("review", "overtaken", "--after", f"{HUGE}:ITM-000001"),
        ("review", "overtaken", "--after", "1:\u00b2"),
        ("review", "overtaken", "--answer", "\u00b2", "stands", "--why", "x"),
        ("review", "take-back", str(HUGE)),
        ("review", "sample", str(HUGE)),
        ("review", "tag", "--undo", str(HUGE)),
        ("review", "code", "--undo", str(HUGE)),
        ("settle", "--undo", str(HUGE), "--why", "x"),
        ("search", "votes", "--offset", str(HUGE)),
        ("search", "votes", "--limit", str(HUGE)),
        ("show", f"ITM-{HUGE}"),
    ],
    ids=lambda words: " ".join(words[:3]),
)
def test_at_the_command_line(path: Path, words: tuple[str, ...]) -> None:
    said = ask(*words, case=path)
    assert said.code == 2
    assert "Traceback" not in said.err
    assert "Next: " in said.err


def test_no_program_of_somebodys_own_gets_past_it(path: Path) -> None:
    with Case.open(path) as case:
        asks: tuple[Callable[[], object], ...] = (
            lambda: case.entry(HUGE),
            lambda: case.take_back(HUGE),
            lambda: case.undo_code(HUGE),
            lambda: case.unsettle(HUGE, "x"),
            lambda: case.sample_result(HUGE),
            lambda: case.answer_overtaken(HUGE, "stands", "x"),
            lambda: case.disagreements("zzz"),
            lambda: case.kin("ITM-000001", "zzz"),
        )
        for asked in asks:
            with pytest.raises(AskedWrong):
                asked()


def test_a_search_that_begins_far_behind_its_last_hit_finds_nothing_more(path: Path) -> None:
    """The engine makes room for as many hits as it is asked for: the program ended."""
    said = ask("search", "votes", "--offset", "999999999999999", "--json", case=path)
    assert (said.code, said.json["total"], said.json["hits"]) == (0, 1, [])
    with Case.open(path) as case:
        assert case.search("votes", limit=10**15)["total"] == 1


def test_bytes_that_are_saved_are_disclosed_as_copies_are(path: Path, tmp_path: Path) -> None:
    from web.making import lines_of  # noqa: PLC0415

    assert ask("show", "ITM-000001", "--save", tmp_path / "out", case=path).code == 0
    (line,) = lines_of(path, "disclosed")
    assert (line["items"], line["form"]) == (["ITM-000001"], "save")
    assert ask("copy", "ITM-000001", "--to", tmp_path / "copies", case=path).code == 0
    with Case.open(path) as case:
        given = case.to_erase("ITM-000001")["elsewhere"]["saved"]
    assert [each["item"] for each in given] == ["ITM-000001"] * 2, "whoever erases is told of both"


def test_one_byte_is_said_as_one(tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    (tmp_path / "stick" / "one.txt").write_text("x")
    ask("new", "Eastmere", "--at", tmp_path / "case", at=tmp_path)
    ask("intake", tmp_path / "stick", *FROM, case=tmp_path / "case")
    assert "  1 byte, " in ask("show", "ITM-000001", case=tmp_path / "case").out
    assert "1 byte, " in ask("copy", "ITM-000001", "--to", tmp_path / "out", case=tmp_path / "case").out
