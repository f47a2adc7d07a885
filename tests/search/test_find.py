"""What a search answers: all hits, in order, where they stand, and what it did not cover."""

import pytest
from memory import Case

from muniment.errors import AskedWrong, BadQuery
from muniment.model.reading import Page
from muniment.model.state import State
from muniment.search.find import find, stream
from muniment.search.snippet import LENGTH


def ids(case: Case, query: str) -> list[str]:
    return [hit.item for hit in stream(case, query)]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("He took a bribe.", "bribe"),
        ("(bribe)", "bribe"),
        ("the bribe's size", '"bribe\'s size"'),
        ("the bribe’s size", '"bribe\'s size"'),
        ("bribe/treat", "treat"),
        ("bribe-taking", "bribe-taking"),
        ("bribe-taking", '"bribe taking"'),
        ("bribe-\ntaking", "bribe-taking"),
        ("bribe-\ntaking", "bribetaking"),
        ("were collec-\nted there", '"were collected there"'),
        ("were collec-\nted there", "collec ted"),
        ("write to ann.lee@council.example now", "ann.lee@council.example"),
        ("write to ann.lee@council.example now", "council"),
        ("file_name_2", "name"),
        ("ঘুষ। নেওয়া", "ঘুষ"),
        ("أخذ رَشْوَةً من", "رشوة"),
        ("της ψήφου.", "ΨΗΦΟΥ"),
        ("это подкуп!", "Подкуп"),
        ("ｂｒｉｂｅ", "bribe"),
        ("cafe\u0301", "café"),
        ("o\ufb03ce", "office"),
        ("bri\u00adbe", "bribe"),
        ("選挙の投票", "投票"),
    ],
)
def test_a_word_is_found(case: Case, text: str, query: str) -> None:
    case.put(text)
    case.put("something else")
    (hit,) = find(case, query).hits
    assert hit.item == "ITM-000001"
    assert hit.marks
    assert all(hit.snippet[start:end].strip() for start, end in hit.marks)


def test_a_phrase_over_a_page_break(case: Case) -> None:
    case.put("all postal", "ballots were collec-", "ted")
    assert ids(case, '"postal ballots were collected"') == ["ITM-000001"]
    (hit,) = find(case, '"postal ballots"').hits
    assert (hit.page, hit.spans, hit.snippet) == (1, ((4, 10),), "all postal")


def test_near(case: Case) -> None:
    case.put("postal one two ballot")
    for query in (
        "postal near/3 ballot",
        "ballot near/3 postal",
        '"one two" near/1 postal',
        "(x OR bal*) near/3 postl~1",
    ):
        assert ids(case, query) == ["ITM-000001"], query
    for query in ("postal near/2 ballot", "postal near/9 postal", '"one two" near/1 two', "postal near/9 paper"):
        assert ids(case, query) == [], query
    case.put("estate and estate")
    assert ids(case, "estate near/2 estate") == ["ITM-000002"]


def test_near_stays_within_the_text_or_one_fact(case: Case) -> None:
    case.put("postal", name="ballot", facts={"title": "paper", "author": "pen"})
    assert ids(case, "postal ballot paper pen") == ["ITM-000001"]
    for query in ("postal near/1000 ballot", "ballot near/1000 paper", '"paper pen"', "paper near/1000 pen"):
        assert ids(case, query) == []


def test_fields(case: Case) -> None:
    mail = {
        "from": ["Ann Lee <ann.lee@council.example>"],
        "to": ["b@x.example"],
        "cc": ["Cy <c@y.example>"],
        "bcc": ["d@z.example"],
    }
    case.put("text", name="note-1.eml", kind="message/rfc822", facts=mail | {"date": "2014-05-22T23:30:00-05:00"})
    case.put("text ann", name="minutes.pdf", kind="application/pdf", bundle="BUN-0002", said={"date": "2013"})
    for query in (
        "from:ann",
        "from:council",
        "from:ann.lee@council.example",
        'from:"ann lee"',
        "from:cou*",
        "to:b",
        "to:cy",
        "to:d",
        "date:2014-05-22",
        "date:2014",
        "date:2014-05-22..",
        "name:note",
        "type:mail",
        "type:eml",
        "bundle:BUN-0001",
    ):
        assert ids(case, query) == ["ITM-000001"], query
    for query in (
        "from:text",
        "to:ann",
        "date:2014-05-23",
        "date:2014-05-23..",
        "date:2012",
        "type:audio",
        "bundle:BUN-0009",
    ):
        assert ids(case, query) == [], query
    assert ids(case, "date:2013-06..2013-07") == ids(case, "date:..2014-05-21") == ["ITM-000002"]
    assert sorted(ids(case, "ann")) == ["ITM-000001", "ITM-000002"]


def test_facts_are_words(case: Case) -> None:
    case.put(
        Page("figures", 1, "Payments"),
        facts={"sheets": [{"name": "Hidden ledger"}], "failure": "crashed", "headers": [["Thread-Topic", "cash"]]},
    )
    for query in ("payments", '"hidden ledger"', "cash", "figures"):
        assert ids(case, query) == ["ITM-000001"]
    assert ids(case, "crashed") == []
    (hit,) = find(case, "ledger").hits
    assert (hit.snippet, hit.marks, hit.page) == ("Hidden ledger", ((7, 13),), None)


def test_items_without_text_are_found(case: Case) -> None:
    case.put(name="film of the count.mp4", kind="video/mp4", state=State.NONE_BY_NATURE)
    case.put(name="locked.zip", kind="application/zip", state=State.UNREAD_ENCRYPTED)
    assert ids(case, "film") == ["ITM-000001"]
    assert ids(case, "state:unread") == ["ITM-000002"]
    assert ids(case, "NOT film") == ["ITM-000002"]


def test_the_sums(case: Case) -> None:
    for state in State:
        case.put("x", state=state)
    answer = find(case, "x", limit=0)
    assert (answer.total, answer.hits) == (len(State), [])
    assert (answer.searched, answer.searched_in_part) == (5, 3)
    assert answer.not_searchable == len(State) - 8
    assert answer.as_of == case.as_of


def test_every_hit_is_reached_in_one_order(case: Case) -> None:
    for number in range(57):
        case.put("vote " * (number % 3 + 1) + "other " * (number % 5))
    every = [(hit.score, hit.item) for hit in stream(case, "vote")]
    assert len(every) == 57
    assert every == sorted(every, key=lambda one: (-one[0], one[1]))
    paged = [hit.item for offset in range(0, 60, 10) for hit in find(case, "vote", 10, offset).hits]
    assert paged == [item for _, item in every]
    assert [hit.item for hit in find(case, "vote", None).hits] == paged


def test_what_is_more_about_it_comes_first(case: Case) -> None:
    case.put("vote " + "other " * 200)
    case.put("vote " * 12 + "other " * 189)
    case.put("vote")
    assert ids(case, "vote") == ["ITM-000002", "ITM-000003", "ITM-000001"]
    case.put("rare")
    assert ids(case, "rare OR vote")[0] == "ITM-000004"


def test_snippets(case: Case) -> None:
    case.put("start " * 100 + "the\n\n  bribe was paid " + "end " * 100)
    (hit,) = find(case, "bribe paid").hits
    assert "the bribe was paid" in hit.snippet
    assert hit.snippet[0] == hit.snippet[-1] == "…"
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["bribe", "paid"]
    assert len(hit.snippet) <= LENGTH + 2
    (hit,) = find(case, "bundle:BUN-0001").hits
    assert hit.snippet.startswith("start start")
    assert (hit.page, hit.marks) == (None, ())


def test_what_is_asked_wrongly(case: Case) -> None:
    with pytest.raises(BadQuery):
        stream(case, "(")
    with pytest.raises(AskedWrong):
        find(case, "a", limit=-1)
    with pytest.raises(AskedWrong):
        find(case, "a", offset=-1)


def test_an_empty_case(case: Case) -> None:
    answer = find(case, "anything")
    assert (answer.total, answer.searched, answer.not_searchable) == (0, 0, 0)


def test_what_only_describes_the_bytes_is_no_word(case: Case) -> None:
    case.put("Body", name="picture.png", said={"disposition": "attachment", "declared_type": "image/png"})
    assert ids(case, "attachment") == []
