"""A picture is safe on the strictest page, the same each time, and keeps hostile names as text."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from hashlib import sha256

import drawn
import matplotlib as mpl
import pytest

from muniment.figures import bars, drawing, progress, recall
from muniment.figures.bars import Bundle, Part
from muniment.figures.drawing import Drawing
from muniment.figures.look import DARK, LIGHT, NARROW, WIDE, Look
from muniment.figures.progress import Estimate

FIRST = date(2026, 3, 2)
PLAIN = {"svg", "g", "path", "text", "defs", "clipPath", "rect", "pattern", "title", "desc"}
HOSTILE = {
    "markup": "<script>alert(1)</script>&amp;&#x6a;",
    "closing": "]]></text></svg><svg onload='x()'>",
    "mathematics": r"$\frac{1}{2}$ costs $5 and \alpha_{",
    "direction": "abc\u202egpj.exe\u2067\u200f\u061c",
    "controls": "a\x00\x1b[31m\x85\u2028b\ufffe\ud800",
    "stacked": "e" + "\u0301" * 200 + "nd",
    "long": "W" * 300,
    "wide": "\ufdfd" * 300,
    "tongues": "選挙人名簿 قائمة الناخبين רשימה 🗳️",
    "formula": '=HYPERLINK("x")',
    "nothing": "",
}


def _progress(look: Look = LIGHT, width: int = WIDE) -> Drawing:
    days = [FIRST + timedelta(day) for day in range(12)]
    counts = [day * 11 for day in range(12)]
    estimate = [None if day < 4 else Estimate(day / 20, 0.5 + day / 40) for day in range(12)]
    return progress.draw(days, counts, [count // 3 for count in counts], estimate, look=look, width=width)


def _recall(look: Look = LIGHT, width: int = WIDE) -> Drawing:
    return recall.draw([0, 10, 40, 90], [0, 0.4, 0.96, 1], "first set", documents=200, look=look, width=width)


def _bars(look: Look = LIGHT, width: int = WIDE) -> Drawing:
    full = Bundle("BUN-0001", Part(5, 1, 2, 30), Part(1, 1, 1, 1), Part(0, 1, 0, 9))
    return bars.draw([full, Bundle("BUN-0002")], look=look, width=width)


DRAWN: dict[str, Callable[[Look, int], Drawing]] = {"progress": _progress, "recall": _recall, "bars": _bars}
every = pytest.mark.parametrize("name", DRAWN)


@every
@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_nothing_in_it_needs_an_exception_from_the_policy_of_a_page(name: str, look: Look, width: int) -> None:
    made = DRAWN[name](look, width)
    root = drawn.root(made)
    assert {str(element.tag).removeprefix(drawn.SVG) for element in root.iter()} <= PLAIN
    for element in root.iter():
        for attribute, value in element.attrib.items():
            assert str(attribute) != "style"
            assert not str(attribute).startswith("on")
            assert "href" not in str(attribute)
            assert "url(" not in str(value) or str(value).startswith("url(#")
    assert made.svg is not None
    assert b"<!DOCTYPE" not in made.svg
    assert b"<?xml-stylesheet" not in made.svg


@every
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_it_says_what_it_is_and_how_large(name: str, width: int) -> None:
    made = DRAWN[name](LIGHT, width)
    root = drawn.root(made)
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "title desc")
    said = {str(element.get("id")): element.text for element in root if element.get("id") in {"title", "desc"}}
    assert said == {"title": made.title, "desc": made.says}
    assert (root.get("width"), root.get("height")) == (str(made.width), str(made.height))
    assert made.width == width
    assert "cannot show" in made.says
    assert made.says.endswith(".")
    assert made.says.count(". ") == 0, "one sentence"
    assert made.alt.startswith(made.title)


@every
def test_no_word_is_cut_or_runs_off_the_sheet_where_the_names_are_short(name: str) -> None:
    for width in (WIDE, NARROW):
        made = DRAWN[name](LIGHT, width)
        assert not [text for text in drawn.words(made) if "…" in text]
        for text in drawn.root(made).iter(f"{drawn.SVG}text"):
            assert 0 <= float(str(text.get("x"))) <= width
            assert 0 <= float(str(text.get("y"))) <= made.height


@every
def test_both_palettes_say_the_same_in_colours_of_their_own(name: str) -> None:
    light, dark = DRAWN[name](LIGHT, WIDE), DRAWN[name](DARK, WIDE)
    assert drawn.words(light) == drawn.words(dark)
    assert (light.rows, light.says) == (dark.rows, dark.says)
    assert light.svg is not None
    assert dark.svg is not None
    assert LIGHT.paper.encode() in light.svg
    assert LIGHT.paper.encode() not in dark.svg
    assert b"#000000" not in dark.svg


@every
def test_the_same_numbers_give_the_same_bytes_whatever_else_draws(name: str) -> None:
    once = DRAWN[name](LIGHT, WIDE).svg
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(lambda _: DRAWN[name](LIGHT, WIDE).svg, range(6))) == {once}
    with mpl.rc_context({"axes.facecolor": "red", "font.size": 30, "svg.fonttype": "path"}):
        assert DRAWN[name](LIGHT, WIDE).svg == once
        assert mpl.rcParams["font.size"] == 30, "the settings of others are put back"


def test_another_process_writes_the_same_bytes_and_keeps_no_global_plot() -> None:
    script = (
        "import sys; from hashlib import sha256; from muniment.figures import bars; from muniment.figures.bars import *\n"
        "assert 'matplotlib' not in sys.modules\n"
        "made = bars.draw([Bundle('BUN-0001', Part(5, 1, 2, 30), Part(1, 1, 1, 1), Part(0, 1, 0, 9)), Bundle('BUN-0002')])\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
        "print(sha256(made.svg).hexdigest())"
    )
    env = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "SOURCE_DATE_EPOCH": "0"}
    other = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True)
    assert other.stdout.strip() == sha256(_bars().svg or b"").hexdigest()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_text_in_its_room_and_is_whole_in_the_table(name: str) -> None:
    label = HOSTILE[name]
    for width in (WIDE, NARROW):
        for made in (
            bars.draw([Bundle(label, Part(1, 2, 3, 4))], width=width),
            recall.draw([0, 4], [0, 1], label, width=width),
        ):
            root = drawn.root(made)
            assert {str(element.tag).removeprefix(drawn.SVG) for element in root.iter()} <= PLAIN
            shown = "".join([*drawn.words(made), made.title])
            assert not {*"\u202e\u2067\u200f\u061c\x00\x1b\x85\u2028\ufffe"} & set(shown)
            assert "\u0301" * 3 not in shown
            assert len(max(drawn.words(made), key=len)) < 120
            for text in root.iter(f"{drawn.SVG}text"):
                parent = text.getparent()
                assert parent is not None
                assert parent.get("clip-path"), "what is still too wide ends at its edge"
    assert bars.draw([Bundle(label, Part(1))]).rows[0][0] == label


def test_a_short_name_is_drawn_letter_for_letter() -> None:
    for label in ("<b>Ward & Sons</b>", "$5 and $6", "選挙人名簿", "Ní Dhomhnaill’s “list”"):
        assert label in drawn.words(bars.draw([Bundle(label, Part(1))]))


@every
def test_without_the_library_the_table_stands_alone(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = DRAWN[name](LIGHT, WIDE)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    bare = DRAWN[name](LIGHT, WIDE)
    assert bare.svg is None
    assert bare.instead == drawing.WITHOUT
    assert "muniment[figures]" in bare.instead
    assert (bare.title, bare.says, bare.columns, bare.rows) == (whole.title, whole.says, whole.columns, whole.rows)
    assert whole.instead == ""
