"""A program of one's own asks a case: the access log says each call first, and what it cannot say is not answered."""

import inspect
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from asking import small_folder

from muniment import Case
from muniment.case import called
from muniment.case.base import Json
from muniment.case.doors import guarded
from muniment.case.prove import Prove
from muniment.case.prove.part import Part
from muniment.errors import Trouble, UnknownItem
from muniment.store.store import Store

NOTE = "ward/note.txt"
SHOWN = {"id", "title", "path", "as_of", "fingerprint", "by", "zone", "derived", "access_log"}  # by properties


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    folder = tmp_path_factory.mktemp("called")
    with Case.new("Eastmere", folder / "case", by="Ann Example") as case:
        case.intake(small_folder(folder / "box"), "Example Constabulary", date(2026, 3, 3))
        yield case


@pytest.fixture(scope="module")
def note(case: Case) -> str:
    return next(str(row["id"]) for row in case.items() if row["path"] == NOTE)


def lines(case: Case) -> list[dict[str, Any]]:
    """The entries of the access log, with their sealed values."""
    log = case._store.access
    log.refresh()
    return [entry.fields | dict(value for value in entry.sealed if value is not None) for entry in log.entries()]


class Since:
    """What was said since."""

    def __init__(self, case: Case) -> None:
        self.case, self.before = case, len(lines(case))

    def said(self) -> list[tuple[str, str]]:
        """What was done, and which method was called."""
        return [(each["do"], each.get("call", "")) for each in lines(self.case)[self.before :]]


def methods(of: type) -> list[str]:
    found = (name for name in dir(of) if not name.startswith("_"))
    return [name for name in found if inspect.isfunction(inspect.getattr_static(of, name))]


def test_every_name_that_is_not_said_is_that_of_a_method() -> None:
    assert set(methods(Case)) >= called.ACTS | called.SAID | called.QUIET
    assert not called.ACTS & called.QUIET
    said = set(methods(Case)) - called.ACTS - called.SAID - called.QUIET
    assert {"item", "search", "account", "page", "thread", "entries", "review_next", "items"} <= said
    secrets = [
        name for name in said if any("password" in each for each in inspect.signature(getattr(Case, name)).parameters)
    ]
    assert secrets == [], "what these are asked with is kept"


def test_a_property_says_what_the_case_is_called_and_no_more() -> None:
    found = {name for name in dir(Case) if isinstance(inspect.getattr_static(Case, name), property)}
    assert found == SHOWN


@pytest.mark.parametrize("name", sorted(set(methods(Case)) - called.ACTS - called.SAID - called.QUIET))
def test_what_cannot_be_said_is_not_answered(case: Case, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Store, "consulted", full)
        with pytest.raises(Trouble, match="the disk is full"):  # whatever it is asked with
            getattr(case, name)()


def test_nor_is_what_belongs_to_proof(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "consulted", full)
    for name in sorted(set(methods(Prove)) - {each.removeprefix("prove.") for each in called.ACTS}):
        with pytest.raises(Trouble, match="the disk is full"):
            getattr(case.prove, name)()


def full(*_: object) -> None:
    raise Trouble("the disk is full")


def test_a_call_is_said_by_its_name_and_what_it_was_asked_with_is_sealed(case: Case, note: str) -> None:
    case.search("canvasser keeps", limit=5)
    *_, said = lines(case)
    assert (said["do"], said["call"], said["door"], said["name"]) == ("called", "search", "python", "Ann Example")
    assert (said["query"], said["asked"]) == ("canvasser keeps", ["limit=5"])
    case.item_some([note])
    assert lines(case)[-1]["asked"] == [f"ids={note}"]
    opened = (case.path / "access.jsonl").read_text().splitlines()[-4:]
    assert not [line for line in opened if "canvasser" in line or note in line]


def test_what_is_long_is_said_shortly(case: Case) -> None:
    case.item_some([f"ITM-{number:06d}" for number in range(1, 900)])
    assert lines(case)[-1]["asked"][0].endswith("ITM-000500 and 399 more")


def test_the_outermost_call_alone_is_said_and_what_comes_one_by_one_once(case: Case, note: str) -> None:
    since = Since(case)
    hits = case.search_all("canvasser")  # which asks `search_whole`
    assert since.said() == [("called", "search_all")], "before the first comes out"
    assert len(list(hits)) == 3
    _, found = case.search_whole("canvasser")
    next(found)
    case.item(note)  # the program asks between two of them
    found.close()  # type: ignore[attr-defined]
    case.pages(note)
    assert [name for _, name in since.said()] == ["search_all", "search_whole", "item", "pages"]


def test_who_is_told_of_progress_asks_as_the_program(case: Case, note: str) -> None:
    seen: list[Json] = []
    since = Since(case)
    answered = Asking(case)
    answered.slow(progress=lambda _: seen.append(case.item(note)))
    assert seen
    assert since.said() == [("called", "prove.slow"), ("called", "item")]


@guarded
class Asking(Part):
    """A part of proof, made up."""

    def slow(self, *, progress: Any) -> int:
        """Asks another of its methods, and tells how far it came."""
        progress("half")
        return self.inner()

    def inner(self) -> int:
        """Is asked from within."""
        return self._case.as_of


def test_what_is_asked_in_vain_is_said_too(case: Case) -> None:
    since = Since(case)
    with pytest.raises(UnknownItem):
        case.item("ITM-999999")
    with pytest.raises(TypeError):
        case.item(nothing="of that name")  # type: ignore[call-arg]
    assert since.said() == [("called", "item")] * 2


def test_acts_stand_in_the_ledger_and_what_shows_nothing_is_not_said(case: Case, note: str) -> None:
    since = Since(case)
    size = case.as_of
    case.opened(note)
    case.judge(note, judgement="relevant")
    case.note(note, "seen")
    assert case.as_of >= size + 3
    assert case.check() == []
    assert case.verify()["ok"]
    case.digest()
    assert since.said() == []


def test_what_leaves_is_said_in_its_own_words(case: Case, note: str, tmp_path: Path) -> None:
    since = Since(case)
    case.copy([note], tmp_path / "out", why="for counsel")
    _, pieces = case.original(note)
    assert b"".join(pieces)
    case.save(note, tmp_path / "saved.txt")
    assert len(since.said()) == 3
    assert {do for do, _ in since.said()} == {"disclosed"}
    assert lines(case)[-1]["items"] == [note]


def test_what_cannot_be_said_is_not_saved(
    case: Case, note: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store, "consulted", full)
    with pytest.raises(Trouble):
        case.save(note, tmp_path / "saved.txt")
    assert list(tmp_path.iterdir()) == []


def test_another_door_says_itself_what_it_shows(case: Case, note: str) -> None:
    since = Since(case)
    with Case.open(case.path, by="Ann Example", door="web") as other:
        other.item(note)
        assert len(list(other.items())) >= 6
    assert since.said() == [("started", "")]
