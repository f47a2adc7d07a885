"""The self-test of search: what it covers, that a broken search is noticed by it, and when it runs."""

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from memory import Case

from muniment.errors import Broken
from muniment.search import document, fold, index, manifest, match, normalise, plan, probes, query, schema
from muniment.search.probes import Probe

CLAIMED = (
    "punctuation",
    "apostrophes",
    "hyphens",
    "what cannot be seen",
    "ligatures and width",
    "capitals",
    "accents",
    "scripts",
    "digits",
    "bytes",
    "prefixes, and one letter wrong",
    "phrases and near",
    "AND, OR, NOT, brackets",
    "fields",
    "dates",
    "every ligature, width, digit and accent",
    "every sign of punctuation and money that Unicode 14 has, each between two letters",
)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Any:
    normalise._cached.cache_clear()
    fold._silent.cache_clear()
    yield
    normalise._cached.cache_clear()
    fold._silent.cache_clear()


def test_the_table_covers_what_search_claims() -> None:
    table = probes.table()
    assert tuple(dict.fromkeys(probe.group for probe in table)) == CLAIMED
    assert len({(probe.group, probe.shows) for probe in table}) == len(table)
    assert sum(not probe.found for probe in table) > len(table) / 12, "what finds everything is no search"


SCRIPTS = frozenset(
    {"LATIN", "BENGALI", "ARABIC", "GURMUKHI", "DEVANAGARI", "GUJARATI", "TAMIL"}
    | {"SINHALA", "ETHIOPIC", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN", "HEBREW"}
    | {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER"}
    | {"MYANMAR", "FULLWIDTH", "HALFWIDTH", "CIRCLED", "SQUARED", "MATHEMATICAL"}
)


def test_each_script_that_is_claimed_has_a_probe() -> None:
    text = "".join(probe.text for probe in probes.table())
    assert {unicodedata.name(sign).split()[0] for sign in text if sign.isprintable()} >= SCRIPTS


def test_every_sign_of_punctuation_stands_in_it() -> None:
    signs = {chr(code) for code in range(0x21, 0x110000) if unicodedata.category(chr(code)).startswith("P")}
    text = "".join(probe.text for probe in probes.table() if probe.group.startswith("every sign"))
    missing = {sign for sign in signs - set(text) if unicodedata.unidata_version == "14.0.0"}
    assert missing == set()


def test_all_pass(tmp_path: Path) -> None:
    found = probes.run(tmp_path)
    assert found.failed == ()
    assert found.passed == found.probes == len(probes.table())
    assert found.said() == {"passed": found.probes, "table": found.table, "failed": [], "next": ""}


BROKEN: list[tuple[Any, str, Any, str]] = [
    (normalise, "fold", str.lower, "accents: acute"),
    (normalise, "_plainer", lambda text: text.replace("’", ""), "apostrophes: curly"),
    (normalise, "_BREAK", re.compile("-\n"), "hyphens: at a line's end, hyphen of its own sign"),
    (fold, "_DROPPED", (), "accents: Welsh circumflex"),
    (fold, "_ALIKE", {}, "accents: Polish"),
    (document, "BETWEEN", " ", "hyphens: at a page's end"),
    (document, "days_of", lambda _: None, "dates: day"),
    (normalise, "_BREAK", re.compile("$^"), "hyphens: at a line's end, the whole"),
    (schema, "APART", 2, "phrases and near: near does not run into the name"),
    (plan, "JOINED", 1, "hyphens: at a line's end, the whole"),
    (match, "joined", lambda _: iter(()), "hyphens: at a line's end, the whole"),
    (match, "close", lambda one, other: one == other, "prefixes, and one letter wrong: one letter more"),
    (match, "APART", 0, "phrases and near: a phrase does not run into the name"),
    (query, "tokens", str.split, "capitals: capitals in the query"),
    (query, "_STAR", re.compile("$^"), "prefixes, and one letter wrong: prefix in a phrase"),
]


@pytest.mark.parametrize(("room", "name", "broken", "shows"), BROKEN, ids=[f"{each[1]}: {each[3]}" for each in BROKEN])
def test_a_broken_search_is_noticed(
    room: Any, name: str, broken: Any, shows: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, name, broken)
    failed = {each.shows: each for each in probes.run(tmp_path).failed}
    assert shows in failed
    assert failed[shows].wrong
    assert len(failed) < len(probes.table()) / 2, "it says what is broken, not that all is"


def test_what_finds_everything_or_nothing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for answer in (True, False):
        monkeypatch.setattr(match.Match, "holds", lambda _, answer=answer: answer)
        wrong = {each.shows for each in probes.run(tmp_path).failed}
        assert wrong == {f"{each.group}: {each.shows}" for each in probes.table() if each.found is not answer}


def test_a_query_that_does_not_parse_any_more_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query, "DEEPEST", 0)
    (one, *_) = probes.run(tmp_path).failed
    assert "nested too deeply" in one.wrong


def test_it_runs_once_for_a_maker_and_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[int] = []
    failures = probes._failures

    def count(table: Any) -> Any:
        ran.append(len(table))
        return failures(table)

    monkeypatch.setattr(probes, "_failures", count)
    first = probes.outcome(tmp_path)
    assert probes.outcome(tmp_path) == first
    assert len(ran) == 1
    monkeypatch.setattr(manifest, "maker", lambda: "another analyser")
    assert probes.outcome(tmp_path) == first
    assert len(ran) == 2
    shorter = "\n".join(probes.written().splitlines()[:40])
    monkeypatch.setattr(probes, "written", lambda: shorter)
    assert probes.outcome(tmp_path).table != first.table
    assert len(ran) == 3
    for damage in ("", "[]", "{}", '{"maker": "another analyser"}'):
        (tmp_path / "probes.json").write_text(damage)
        probes.outcome(tmp_path)
    assert len(ran) == 7


def test_it_runs_whenever_an_index_is_made_anew(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    case.put("a bribe")
    index.update(case)
    kept = case.derived / "probes.json"
    assert json.loads(kept.read_text())["passed"] == len(probes.table())
    kept.write_text("{}")
    case.put("another")
    index.update(case)
    assert kept.read_text() == "{}", "nothing was made anew"
    index.remove(case)
    index.update(case)
    assert json.loads(kept.read_text())["failed"] == []
    kept.write_text("{}")
    monkeypatch.setattr(manifest, "maker", lambda: "another analyser")
    index.update(case)
    assert json.loads(kept.read_text())["maker"] == "another analyser"


def test_what_failed_stays_known_and_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(fold, "_ALIKE", {})
        failed = probes.run(tmp_path).failed
    assert probes.outcome(tmp_path).failed == failed, "until an index is made anew"
    with pytest.raises(Broken, match="the self-test of search failed") as raised:
        probes.trust(tmp_path)
    assert raised.value.exit == 3
    assert "muniment rebuild" in raised.value.next
    normalise._cached.cache_clear()
    probes.run(tmp_path)
    assert probes.trust(tmp_path).failed == ()


def test_where_nothing_can_be_kept_it_runs_all_the_same(tmp_path: Path) -> None:
    assert probes.outcome(tmp_path / "not there").failed == ()


def test_a_probe_is_a_line_of_four_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes, "written", lambda: "# lines\n\\u00ad | a\\nb\\pc | a b | found\n")
    assert probes.table() == (Probe("lines", "\\u00ad", "a\nb\fc", "a b", True),)
    made = probes._made(1, "{from: Ann} {size: 7} a\fb")
    assert ([page.text for page in made.pages], made.senders, made.item.size) == (["a", "b"], ("Ann",), 7)
