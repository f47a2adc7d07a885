"""What a search promises, tried through the whole house: files are taken in, read in the jail, indexed and asked for."""

import threading
import unicodedata
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from asking import FROM, ask

from muniment import Case
from muniment.demo import pdf
from muniment.errors import BadQuery
from muniment.search import index
from muniment.store.sync import locked

DAY = date(2026, 3, 3)

WRITTEN = {
    "stop.txt": "He was offered a bribe.",
    "bracket.txt": "He was offered money (bribe) and took it.",
    "owner.txt": "The bribe's size, the bribe’s colour.",
    "hyphen.txt": "That is bribe-taking.",
    "slash.txt": "It is bribe/treat; «bribe», …bribe…",
    "soft.txt": "He was offered a bri\u00adbe that day.",
    "line.txt": "He was offered a bri-\nbe that day.",
    "wide.txt": "He was offered a ｂｒｉｂｅ that day.",
    "upper.txt": "NO BRIBE.",
}
OTHERS = {
    "ligature.txt": "The o\ufb03ce of the \ufb01rst agent.",
    "accent.txt": unicodedata.normalize("NFD", "Der Café in Łódź, Señor Núñez."),
    "bengali.txt": "ভোটার তালিকা। ভোটকেন্দ্রে ঘুষ।",
    "arabic.txt": "أخذ رَشْوَةً من الناخبين، الانتخابات.",
    "greek.txt": "Η ψήφος της εκλογής· ΨΗΦΟΣ.",
    "cyrillic.txt": "Это подкуп избирателей, ёлка!",
    "near.txt": "collected from one two three the estate",
    "twice.txt": "the estate beside another estate",
    "once.txt": "the quay and nothing else",
    "stopwords.txt": "to be or not to be",
    "plural.txt": "ballots were counted",
}


def mail(number: int, sender: str, when: str, body: str) -> bytes:
    text = f"""From: {sender}
To: Clerk Example <clerk@council.test>
Cc: bo@ward.test
Subject: note {number}
Date: {when}
Message-ID: <{number}@campaign.test>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

{body}
"""
    return text.replace("\n", "\r\n").encode()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("found")
    box = folder / "box"
    box.mkdir()
    for name, text in (WRITTEN | OTHERS).items():
        (box / name).write_text(text, encoding="utf-8")
    (box / "late.eml").write_bytes(
        mail(1, "Ann Example <ann.lee@campaign.test>", "Thu, 22 May 2014 23:30:00 -0500", "the parcel is at the quay")
    )
    (box / "early.eml").write_bytes(
        mail(2, "joanna@other.test", "Thu, 1 May 2014 00:10:00 +0100", "the parcel is lost")
    )
    about = pdf.Info("Statement", "Ada Example", datetime(2014, 6, 12, tzinfo=UTC))
    pages = pdf.of_text([["All the postal"], ["ballots lay in the boat-"], ["house by noon."]], about, packed=False)
    for foot in "123":  # without its foot a page ends in its text
        pages = pages.replace(f"(page {foot} of 3)".encode(), b"(           )")
    (box / "pages.pdf").write_bytes(pages)
    with zipfile.ZipFile(box / "many.zip", "w") as package:
        for number in range(5_000):
            package.writestr(f"{number:04d}.txt", f"slip {number} of the canvass")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(folder / "home"))
        with Case.new("Found", folder / "case") as case:
            case.intake(box, "Example Constabulary", DAY)
    return folder / "case", folder / "home"


@pytest.fixture
def case(made: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("XDG_DATA_HOME", str(made[1]))
    with Case.open(made[0]) as found:
        yield found


def names(case: Case, query: str) -> set[str]:
    return {hit["name"] for hit in case.search_all(query)}


def test_a_word_is_found_whatever_stands_beside_it(case: Case) -> None:
    assert names(case, "bribe") == set(WRITTEN)
    for hit in case.search_all("bribe"):
        assert hit["marks"], hit["name"]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("office", "ligature.txt"),
        ("first", "ligature.txt"),
        ("o\ufb03ce", "ligature.txt"),
        ("CAFE", "accent.txt"),
        ("café", "accent.txt"),
        ("lodz", "accent.txt"),
        ("NUNEZ", "accent.txt"),
        ("ভোটার", "bengali.txt"),
        (unicodedata.normalize("NFD", "ভোটকেন্দ্রে"), "bengali.txt"),
        ("ঘুষ", "bengali.txt"),
        ("رشوة", "arabic.txt"),
        ("الانتخابات", "arabic.txt"),
        ("ψηφος", "greek.txt"),
        ("ΕΚΛΟΓΗΣ", "greek.txt"),
        ("ПОДКУП", "cyrillic.txt"),
        ("елка", "cyrillic.txt"),
        ("избир*", "cyrillic.txt"),
    ],
)
def test_a_word_is_found_however_it_is_written(case: Case, query: str, name: str) -> None:
    assert names(case, query) == {name}


@pytest.mark.parametrize("query", ["ｂｒｉｂｅ", "bri\u00adbe", "BRIBE", "bribe.", "(bribe)", '"bribe"'])
def test_the_query_may_be_written_so_too(case: Case, query: str) -> None:
    assert names(case, query) == set(WRITTEN)


def test_a_vowel_sign_makes_another_word(case: Case) -> None:
    assert names(case, "ভোট") == set()
    assert names(case, "ভোট*") == {"bengali.txt"}


def test_near(case: Case) -> None:
    for query, found in (
        ("collected near/6 estate", {"near.txt"}),
        ("estate near/6 collected", {"near.txt"}),
        ("collected near/5 estate", set()),
        ("estate near/3 estate", {"twice.txt"}),
        ("estate near/2 estate", set()),
        ("quay near/9 quay", set()),
        ("(collected OR gathered) near/6 (estate OR quay)", {"near.txt"}),
        ('"one two" near/3 esta*', {"near.txt"}),
        ("quay AND parcel near/5 the", {"late.eml"}),
    ):
        assert names(case, query) == found, query


def test_phrases_and_hyphens_run_over_a_page_break(case: Case) -> None:
    for query in (
        '"the postal ballots lay"',
        "boathouse",
        "boat-house",
        '"the boathouse by noon"',
        "postal near/1 ballots",
    ):
        assert names(case, query) == {"pages.pdf"}, query
    (hit,) = case.search('"postal ballots"')["hits"]
    assert hit["page"] == 1
    (hit,) = case.search("noon")["hits"]
    assert (hit["page"], [hit["snippet"][start:end] for start, end in hit["marks"]]) == (3, ["noon"])


def test_words_side_by_side_operators_in_capitals_and_brackets(case: Case) -> None:
    assert names(case, "parcel lost") == {"early.eml"}
    assert names(case, "parcel AND (lost OR quay)") == {"early.eml", "late.eml"}
    assert names(case, "parcel NOT (lost AND (is OR was))") == {"late.eml"}
    assert names(case, "to be or not to be") == {"stopwords.txt"}, "small letters are words"
    assert names(case, "quay OR lost NOT parcel") == {"once.txt", "late.eml"}
    assert names(case, "bribe-taking") == {"hyphen.txt"}


def test_no_stemming_and_no_stop_words(case: Case) -> None:
    assert names(case, "ballot") == set()
    assert names(case, "ballots") == {"plural.txt", "pages.pdf"}
    assert names(case, "ballot*") == {"plural.txt", "pages.pdf"}
    assert names(case, '"to be or not to be"') == {"stopwords.txt"}
    for query, found in (("colected~1", {"near.txt"}), ("colectd~1", set()), ("collecteds~1", {"near.txt"})):
        assert names(case, query) == found


def test_fields(case: Case) -> None:
    for query in ("from:ann", "from:lee", "from:campaign.test", "from:ann.lee@campaign.test", 'from:"ann example"'):
        assert names(case, query) == {"late.eml"}, query
    for query in ("to:clerk", "to:bo", "to:ward.test", "type:mail", "state:text type:eml"):
        assert names(case, query) == {"late.eml", "early.eml"}, query
    assert names(case, "name:pages") == names(case, "type:pdf") == {"pages.pdf"}
    assert names(case, "bundle:BUN-0001 quay") == {"once.txt", "late.eml"}


def test_dates_are_those_that_are_written(case: Case) -> None:
    for query, found in (
        ("date:2014-05-22", {"late.eml"}),  # in UTC it is the day after
        ("date:2014-05-23..", {"pages.pdf"}),
        ("date:2014-05-01..2014-05-01", {"early.eml"}),  # in UTC it is the day before
        ("date:..2014-04", set()),
        ("date:2014-05", {"late.eml", "early.eml"}),
        ("date:2014-05-02..2014", {"late.eml", "pages.pdf"}),
        ("date:..2014-05-22", {"late.eml", "early.eml"}),
    ):
        assert names(case, f"{query} type:mail") == found - {"pages.pdf"}, query


def test_every_hit_can_be_had(case: Case) -> None:
    lines = ask("search", "slip canvass", "--jsonl", case=case.path).lines
    assert len({hit["item"] for hit in lines}) == 5_000
    assert case.search("slip canvass", limit=0)["total"] == 5_000
    assert [hit["item"] for hit in case.search("slip canvass", limit=7, offset=4_990)["hits"]] == [
        hit["item"] for hit in lines[4_990:4_997]
    ]
    assert case.search("slip canvass", offset=5_000)["hits"] == []


@pytest.mark.parametrize(
    ("query", "at"),
    [('postal "ballot', 8), ("postal AND", 11), ("a (b OR (c)", 3), ("date:2014-13..", 6), ("near/3", 1)],
)
def test_a_query_that_does_not_parse_says_where(case: Case, query: str, at: int) -> None:
    with pytest.raises(BadQuery) as raised:
        case.search(query)
    assert (raised.value.exit, raised.value.subject.startswith(f"at character {at}: ")) == (2, True)
    with pytest.raises(BadQuery):
        case.search_all(query)


def test_what_is_not_indexed_yet_is_counted(case: Case) -> None:
    items = case.account()["items"]
    with locked(case.path / "derived" / "index.lock", wait=False):
        index_folder = case.path / "derived" / "index"
        index_folder.rename(index_folder.with_name("elsewhere"))
        said = case.search("bribe")
        assert (said["total"], said["searched"], said["not_searchable"]) == (0, 0, items)
        index_folder.with_name("elsewhere").rename(index_folder)
    said = case.search("bribe")
    assert said["searched"] + said["searched_in_part"] + said["not_searchable"] == items
    assert said["total"] == len(WRITTEN)


def test_the_sums_hold_while_an_intake_is_at_work(tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.mkdir()
    for number in range(300):
        (box / f"{number}.txt").write_text(f"slip {number}")
    case = Case.new("Sums", tmp_path / "case")

    def work() -> None:
        with Case.open(case.path) as other:
            other.intake(box, "Example Constabulary", DAY)

    running = threading.Thread(target=work)
    running.start()
    totals = []
    while running.is_alive():
        said = case.search("slip")
        assert said["searched"] + said["searched_in_part"] + said["not_searchable"] in {0, 300}
        assert said["total"] <= said["searched"]
        totals.append(said["total"])
    running.join()
    assert sorted(totals) == totals
    assert case.search("slip")["total"] == 300
    assert index.check(case._store) == []
    case.close()


def test_the_wall_stands_in_tables_and_index(case: Case) -> None:
    assert {item.wall for item in case._store.items()} == {""}
    found = index.snapshot(case._store)
    assert found.searcher.doc_freq("wall", "") == case.account()["items"]


def test_from_and_received_are_required(case: Case, tmp_path: Path) -> None:
    for given in (FROM[:2], FROM[2:], ()):
        assert ask("intake", tmp_path, *given, case=case.path).code == 2
