"""Recall certificates: all three verifiers replay them, and name what an insider with the key writes instead."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import ranked
from verifier import certified
from verifier.asked import Said, html, muniment, open_case, python
from verifier.cases import Files, truth
from verifier.certified import PLANTED, Certified, Entries, of
from verifier.rewriting import anew

from muniment.case import Case
from muniment.ledger.canonical import b64
from muniment.ledger.key import Signer, Verifier
from muniment.review import cosigned

Planted = dict[str, tuple[Files, Said, tuple[list[str], bool]]]
LINE = re.compile(
    r"certificate: entry (\d+): at 95\.00 % confidence at least \d+\.\d\d % .*; overtaken by (?:entry (\d+)|nothing)"
)
TAKEN = "not shown: which items could not be read: their readings say it, and a recall certificate is taken at its word"


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory, own_installation: None) -> Certified:
    """A case with a recall certificate. It is changed by nobody: copy it."""
    return certified.make(tmp_path_factory.mktemp("certified"))


@pytest.fixture
def copied(issued: Certified, tmp_path: Path) -> Path:
    return copy(issued, tmp_path / "case")


def copy(issued: Certified, at: Path) -> Path:
    return Path(shutil.copytree(issued.path, at, ignore=shutil.ignore_patterns("derived", "*.lock")))


def lines(said: Said) -> list[tuple[int, int | None]]:
    """Of each certificate that follows, its entry and the one that overtook it."""
    found = [LINE.fullmatch(line) for line in said[0] if line.startswith("certificate: ")]
    assert all(found)
    return [(int(each[1]), int(each[2]) if each[2] else None) for each in found if each]


def told(said: Said) -> list[str]:
    return [line for line in said[0] if line.startswith("problem: ")]


def test_it_follows_from_the_ledger(issued: Certified, copied: Path, page: Any) -> None:
    said = python(issued.path)
    assert said[1], said
    verified = Case.verify_at(issued.path)
    assert verified["ok"], verified["problems"]
    assert lines(said) == [(each["entry"], each["overtaken_by"]) for each in verified["certificates"]]
    with Case.open(copied, by=ranked.ANN) as case:
        figures = case.certificates()[0]
    assert f"among {figures['frame']} were found" in said[0][0]
    assert f"{figures['found']} in all; draw 1 of 1" in said[0][0]
    assert TAKEN in said[0]
    open_case(page, issued.path)
    assert html(page, {}, [{}]) == [said]


def test_what_is_written_anew_and_not_changed_holds(issued: Certified, copied: Path, page: Any) -> None:
    anew(copied, issued.signer, lambda _: None)
    said = python(copied)
    assert (said[1], len(lines(said))) == (True, 1)
    assert muniment(copied) == ([], True)
    open_case(page, copied)
    assert html(page, {}, [{}]) == [said]


@pytest.fixture(scope="module")
def planted(issued: Certified, tmp_path_factory: pytest.TempPathFactory) -> Planted:
    """Every planted edit, and what the single file and Muniment say of it."""
    at, found = tmp_path_factory.mktemp("planted"), Planted()
    for number, (name, (change, _)) in enumerate(PLANTED.items()):
        case = copy(issued, at / str(number))
        anew(case, issued.signer, partial(change, given=issued.numbers))
        found[name] = truth(case), python(case), muniment(case)
    return found


@pytest.mark.parametrize("name", PLANTED)
def test_each_planted_edit_is_named(planted: Planted, name: str) -> None:
    _, said, (problems, fine) = planted[name]
    assert (said[1], fine) == (False, False)
    assert any("recall certificate" in line and PLANTED[name][1] in line for line in told(said)), said
    assert all(line.startswith("problem: a recall certificate: ") for line in told(said)), said
    assert any(each.startswith("a recall certificate: ") for each in problems), problems


def test_the_page_names_each_in_the_same_words(issued: Certified, planted: Planted, page: Any) -> None:
    open_case(page, issued.path)
    answers = html(page, truth(issued.path), [after for after, _, _ in planted.values()])
    for (name, (_, said, _)), answer in zip(planted.items(), answers, strict=True):
        assert answer == said, name


def test_each_figure_is_worked_out_again(issued: Certified, tmp_path: Path, page: Any) -> None:
    names: list[str] = []
    anew(copy(issued, tmp_path / "read"), issued.signer, lambda entries: names.extend(figures_of(entries)))
    assert len(names) == 18
    afters, saids = list[Files](), list[Said]()
    for name in names:
        case = copy(issued, tmp_path / name)
        anew(case, issued.signer, partial(certified.figure(name), given={}))
        afters.append(truth(case))
        saids.append(python(case))
        assert any(f"certificate: {name} is " in line for line in told(saids[-1])), name
    open_case(page, issued.path)
    assert html(page, truth(issued.path), afters) == saids


def figures_of(entries: Entries) -> list[str]:
    return [*of(entries, "certificate-issued")[0]["figures"]]


FORMS: dict[str, tuple[str, str, Any]] = {
    "a target over nothing": ("draw-began", "target", [1, 0]),
    "a target of words": ("draw-began", "target", ["a", "b"]),
    "a target above all": ("draw-began", "target", [3, 2]),
    "an alpha of one": ("draw-began", "alpha", [1]),
    "a frame of words": ("draw-began", "ids", ["ab"]),
    "a frame without end": ("draw-began", "ids", [[1, 9_007_199_254_740_991]]),
    "a frame of yes": ("draw-began", "ids", [[True, True]]),
    "another count": ("ranked", "count", 1_000),
    "digits that are a number": ("draw-seeded", "digits", 271828),
    "a draw of words": ("certificate-issued", "draw", "x"),
    "figures of words": ("certificate-issued", "figures", {"found": "x"}),
    "figures below nothing": ("certificate-issued", "figures", {"found": -5}),
    "no figures": ("certificate-issued", "figures", {}),
    "a judgement of another kind": ("judged", "as", "__proto__"),
    "another version": ("judged", "v", 2),
    "a version that is text": ("judged", "v", "1"),
    "no items": ("judged", "ids", None),
    "an item that is none": ("read", "on", "ITM-1"),
}


def test_what_has_not_its_form_is_named_and_ends_nothing(issued: Certified, tmp_path: Path, page: Any) -> None:
    afters, saids = list[Files](), list[Said]()
    for number, (what, (do, name, value)) in enumerate(FORMS.items()):
        case = copy(issued, tmp_path / str(number))

        def change(entries: Entries, do: str = do, name: str = name, value: Any = value) -> None:
            of(entries, do)[-1][name] = value

        anew(case, issued.signer, change)
        afters.append(truth(case))
        saids.append(python(case))
        assert [line.split(" has ")[1].split(" (")[0] for line in told(saids[-1])] == ["no form that is known here"], (
            what
        )
        assert not lines(saids[-1])
    open_case(page, issued.path)
    assert html(page, truth(issued.path), afters) == saids


def test_where_something_else_is_wrong_it_is_not_replayed(issued: Certified, copied: Path, page: Any) -> None:
    (copied / "case.toml").write_text('title = "Another"\n')
    said = python(copied)
    assert "not shown: whether its recall certificates follow: all else must hold first" in said[0]
    assert not lines(said)
    open_case(page, copied)
    assert html(page, {}, [{}]) == [said]


@pytest.fixture
def later(copied: Path) -> Iterator[Case]:
    with Case.open(copied, by=ranked.ANN) as case:
        yield case


def agreed(case: Path, page: Any) -> list[tuple[int, int | None]]:
    """What all three say, where everything holds."""
    said, verified = python(case), Case.verify_at(case)
    assert said[1], said
    assert verified["ok"], verified["problems"]
    assert lines(said) == [(each["entry"], each["overtaken_by"]) for each in verified["certificates"]]
    open_case(page, case)
    assert html(page, {}, [{}]) == [said]
    return lines(said)


def test_what_overtook_it(later: Case, copied: Path, page: Any, tmp_path: Path) -> None:
    item = next(hit["item"] for hit in later.search_all("judged:relevant"))
    with Case.open(copied, by=ranked.BEN) as ben:
        entry = ben.judge(item, judgement="not-relevant")["entry"]
        assert [by for _, by in agreed(copied, page)] == [entry]
        ben.take_back(entry)
        assert [by for _, by in agreed(copied, page)] == [None]
    (tmp_path / "late").mkdir()
    (tmp_path / "late" / "late.txt").write_text("A late note.")
    bundle = later.intake(tmp_path / "late", "Example Society", date(2026, 3, 5))["bundle"]["id"]
    assert agreed(copied, page)[0][1] is not None
    later.withdraw(bundle, "It was another matter's.")
    assert [by for _, by in agreed(copied, page)] == [None]


def test_more_draws_and_what_nobody_can_judge(later: Case, copied: Path, page: Any) -> None:
    """One is given up; over the last one a held bundle is released, another withdrawn, and people differ."""
    later.begin_draw("50%", "readable")
    later.seed_draw(how="alone")
    ranked.read(later, 1, audit=True)
    later.abandon_draw("Asked again.")
    later.release("BUN-0002", "It may be read.")
    later.box_add("A box of ballots", "Example Society")
    later.erase("ITM-000063", authority="order 7 of the court", agreed_by=(ranked.ANN, ranked.BEN))
    later.begin_draw("50%", "all")
    later.seed_draw("161803", ranked.BEN)
    ranked.read(later, 2, audit=True)
    first = next(hit["item"] for hit in later.search_all("judged:relevant"))
    later.judge(first, judgement="unsure")
    with Case.open(copied, by=ranked.BEN) as ben:
        ben.judge(ranked.read(ben, 1)[0], judgement="unsure")
    later.withdraw("BUN-0002", "It was another matter's.")
    lists = [*copied.glob("lists/*/*.json")]
    with mock.patch("muniment.store.store.INLINE", 1):  # so that short lists are files, too
        assert ranked.read(later, 12)
        issued = ranked.certify(later, "50%")
    assert len([*copied.glob("lists/*/*.json")]) > len(lists) + 1
    assert issued["issued"], issued
    found = agreed(copied, page)
    assert len(found) == 2
    assert any("draw 3 of 3, at entry" in line and "given up: 1 draws" in line for line in python(copied)[0])


def test_a_cosigner_seeds_it(later: Case, copied: Path, issued: Certified, tmp_path: Path, page: Any) -> None:
    """All three hold the signature against the draw; whoever puts another key or another signature there is named."""
    cosigner, other = Signer.make("example.org/cosigner"), Signer.make("example.org/cosigner")
    text = cosigned.text(later.begin_draw("50%", "readable")["leaf"])
    note = f"{text}\n{cosigner.sign(text.encode())}"
    later.seed_draw(how="cosigned", note=note, cosigner=cosigner.vkey)
    assert ranked.certify(later, "50%")["issued"]
    assert len(agreed(copied, page)) == 2
    assert any("seeded by a signature" in line for line in python(copied)[0])

    def another_key(entries: Entries) -> None:
        of(entries, "draw-seeded")[-1]["cosigner"] = b64(Verifier.of(other.vkey).public)

    def no_key(entries: Entries) -> None:
        del of(entries, "draw-seeded")[-1]["cosigner"]

    before = truth(copied)
    for number, change in enumerate((another_key, no_key)):
        case = shutil.copytree(copied, tmp_path / str(number), ignore=shutil.ignore_patterns("derived", "*.lock"))
        anew(case, issued.signer, change)
        said = python(case)
        assert any("the cosigner did not sign this draw" in line for line in told(said)), said
        assert any("the cosigner did not sign this draw" in each for each in muniment(case)[0])
        assert html(page, before, [truth(case)]) == [said]


def test_a_frame_that_leaves_an_item_out(later: Case, copied: Path, page: Any) -> None:
    """All else follows: that an item was not in the frame is seen by what came in before it."""
    with mock.patch("muniment.review.certify._FRAME", "SELECT n FROM item WHERE n<>60 ORDER BY n"):
        later.begin_draw("50%", "readable")
    later.seed_draw("161803", ranked.BEN)
    assert ranked.certify(later, "50%")["issued"]
    said = python(copied)
    (problem,) = told(said)
    assert "a frame leaves out 1 items of the case, and holds 0 that were not in it" in problem
    assert [f"problem: {each}" for each in muniment(copied)[0]] == [problem], "all three name it in the same words"
    open_case(page, copied)
    assert html(page, {}, [{}]) == [said]
