"""Files made to kill whoever draws them, and a child that a file took over: a reason, within limits, and nothing else happens."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from faults import bombs
from pdfs import objects

from muniment import Case
from muniment.intake.limits import Limits
from muniment.intake.picture import desks
from muniment.intake.picture.none import NoPicture
from muniment.intake.picture.sizes import LONGEST, PIXELS

SECONDS = 4
BOMBS = {name: build for name, build in bombs.SMALL.items() if name.endswith((".pdf", ".png"))}
BOMBS["page-without-end.pdf"] = lambda: objects(
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1e9 1e9] >>",
)


def everything(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if "case" not in path.parts}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "SECONDS", SECONDS)
    limits = Limits(memory=desks.MEMORY, member_seconds=SECONDS, seconds=SECONDS, output=desks.LIMITS.output)
    monkeypatch.setattr(desks, "LIMITS", limits)


@pytest.fixture(scope="module")
def bombed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("bombs")
    (at / "stick").mkdir()
    for name, build in BOMBS.items():
        (at / "stick" / name).write_bytes(build())
    with Case.new("Bombs", at / "case", by="Ann Example") as case:
        case.intake(at / "stick", "Example Constabulary", date(2026, 3, 3), read="later", ocr="later")
        case.retry([], limits=Limits(member_seconds=SECONDS, seconds=SECONDS), ocr="later")
    return at


@pytest.mark.usefixtures("quick")
def test_bombs_end_with_a_reason(bombed: Path) -> None:
    before = everything(bombed)
    with Case.open(bombed / "case", by="Ann Example") as case:
        for row in case.items():
            got = case.page(row["id"])
            if isinstance(got, NoPicture):
                assert got.reason in {
                    "timed-out",
                    "out-of-memory",
                    "crashed",
                    "damaged",
                    "limit-pixels",
                    "no-such-page",
                }
            else:
                assert len(got) <= 3 * PIXELS + (1 << 20)
        assert everything(bombed) == before
        assert case.account()["balanced"]


# -- a child that says what no reader says


class Liar:
    """A warm parent whose child says this."""

    def __init__(self, *pieces: bytes, code: int = 0, ended: bool = True) -> None:
        self._pieces, self._code, self._ended = pieces, code, ended

    def ask(self, path: Path, request: object, attempt: Any, hear: Callable[[bytes], None]) -> None:
        for piece in self._pieces:
            hear(piece)
        attempt.code, attempt.ended = self._code, self._ended

    def __enter__(self) -> "Liar":
        return self

    def __exit__(self, *_: object) -> None:
        pass


LIES = {
    "nothing": (b"",),
    "no JSON": (b"\x89PNG\r\n",),
    "a list": (b"[]\n",),
    "deep": (b"[" * 100_000 + b"\n",),
    "no size": (b"{}\n",),
    "a huge size": (b'{"width": 100000000, "height": 1, "mode": "L", "filter": 0}\n',),
    "a size of no number": (b'{"width": "9", "height": [], "mode": "L", "filter": 0}\n',),
    "truth for a number": (b'{"width": true, "height": 2, "mode": "L", "filter": 0}\n',),
    "too few pixels": (b'{"width": 9, "height": 9, "mode": "L", "filter": 0}\n', bytes(80)),
    "too many pixels": (b'{"width": 9, "height": 9, "mode": "L", "filter": 0}\n', bytes(82)),
    "another mode": (b'{"width": 9, "height": 9, "mode": "XYZ", "filter": 0}\n', bytes(81)),
    "another filter": (b'{"width": 9, "height": 9, "mode": "L", "filter": 9}\n', bytes(81)),
    "a flood": (b'{"width": 9, "height": 9, "mode": "L", "filter": 0}\n', *[bytes(1 << 20)] * 12),
    "a name of a reason": (b'{"reason": {"a": 1}}\n',),
}


@pytest.fixture
def lied_to(made: Path, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., object]]:
    with Case.open(made, by="Ann Example") as case:

        def look(liar: Liar, boxes: bool = False) -> object:
            monkeypatch.setattr(desks, "Taker", lambda: liar)
            case.draw_at(desks.Desks(1))
            monkeypatch.setattr(case._room or case._at().cache, "held", lambda *_: None, raising=False)
            return case.hit_boxes(ids["two.pdf"], 1, "canvasser") if boxes else case.page(ids["grey.png"])

        yield look


@pytest.mark.parametrize("lie", LIES)
def test_a_child_that_was_taken_over_is_not_believed(lied_to: Callable[..., object], lie: str) -> None:
    got = lied_to(Liar(*LIES[lie]))
    assert isinstance(got, NoPicture)
    assert got.says


def test_neither_are_its_boxes(lied_to: Callable[..., object]) -> None:
    for said in (
        b'{"boxes": 7}',
        b'{"boxes": [[[0,0,99999,1]]]}',
        b'{"boxes": [[["a",0,9,9],[1],7]]}',
        b'{"boxes": [7]}',
    ):
        got = lied_to(Liar(said + b"\n"), boxes=True)
        assert isinstance(got, dict)
        assert got["boxes"] == []
        assert got["unplaced"] == got["found"] == 1
        assert got["why"]


def test_how_it_died_is_the_reason(lied_to: Callable[..., object]) -> None:
    for code, reason in ((-11, "crashed"), (12, "out-of-memory"), (-24, "timed-out")):
        got = lied_to(Liar(code=code, ended=False))
        assert isinstance(got, NoPicture)
        assert got.reason == reason


def test_no_side_is_longer_than_what_is_drawn() -> None:
    assert LONGEST * LONGEST > PIXELS
