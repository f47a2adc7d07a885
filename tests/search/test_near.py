"""What is alike: what was planted is found, nothing else, and what differs is said."""

import random
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import apsw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from memory import Case as Memory

from muniment.errors import AskedWrong, Broken
from muniment.model.reading import Page
from muniment.search.near import alike, differs, groups, sign
from muniment.search.near import base as bases
from muniment.search.near.check import check
from muniment.search.near.texts import Texts
from muniment.store.ids import number_of

WORDS = [f"word{number}" for number in range(3_000)]


class Case(Memory):
    """Items whose bytes differ unless a test says otherwise."""

    def put(self, *pages: str | Page, sha256: str | None = None, aside: str = "", **more: object) -> str:
        key = super().put(*pages, **more)  # type: ignore[arg-type]
        number = number_of(key) if sha256 is None else 0
        self.rows[key] = replace(self.rows[key], sha256=sha256 or f"{number:064x}", aside=aside)
        return key

    def held_counts(self) -> dict:  # type: ignore[type-arg]
        return {item.state: 1 for item in self.rows.values() if item.aside == "held"}


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


def text(chance: random.Random, length: int = 200) -> str:
    return " ".join(chance.choices(WORDS, k=length))


def edited(chance: random.Random, before: str, share: float) -> str:
    words = before.split()
    for at in chance.sample(range(len(words)), int(share * len(words))):
        words[at] = chance.choice(WORDS)
    return " ".join(words)


def near(case: Case, id: str) -> dict[str, float]:  # noqa: A002
    return {one.item.id: one.runs for one in alike.of(case, case.item(id)).near}


def threes(case: Case, id: str) -> list[tuple[str, ...]]:  # noqa: A002
    words = sign.body_of(case.reading(case.item(id)))
    return [tuple(words[at : at + 3]) for at in range(len(words) - 2)]


def test_what_was_edited_is_found_and_nothing_else(case: Case) -> None:
    chance = random.Random(20140522)
    pairs = []
    for number in range(200):
        before = text(chance, chance.randrange(60, 400))
        pairs.append((case.put(before), case.put(edited(chance, before, number % 6 / 100))))
    for number in range(40):  # between a third and two thirds in common: only what is counted decides
        before = text(chance)
        pairs.append((case.put(before), case.put(edited(chance, before, 0.10 + number % 10 / 100))))
    found = {key: near(case, key) for key in case.rows}
    same = {key: [item.id for item in alike.of(case, case.item(key)).same_text] for key in case.rows}
    for one, other in pairs[:200]:
        assert other in found[one] or other in same[one], "recall of at most 5 % edited"
        assert one in found[other] or one in same[other]
    runs = {key: Counter(threes(case, key)) for key in case.rows}
    for key, others in found.items():
        for other, share in others.items():
            exact = (runs[key] & runs[other]).total() / (runs[key] | runs[other]).total()
            assert share == exact >= sign.LEAST, "precision"


def test_capitals_accents_and_punctuation_make_no_difference(case: Case) -> None:
    one = case.put("Señor Núñez, of Łódź: paid!")
    other = case.put("senor nunez of łodz; PAID")
    assert [item.id for item in alike.of(case, case.item(one)).same_text] == [other]


def test_a_short_text_is_like_another_only_as_a_whole(case: Case) -> None:
    one = case.put("one two three four five six seven eight nine ten")
    same = case.put("one two three four five six seven eight nine ten.")
    case.put("one two three four five six seven eight nine eleven")
    said = alike.of(case, case.item(one))
    assert ([item.id for item in said.same_text], said.near) == ([same], [])


def test_the_same_bytes_are_not_said_again_as_the_same_text(case: Case) -> None:
    one = case.put("the text", sha256="a" * 64)
    two = case.put("the text", sha256="a" * 64)
    said = alike.of(case, case.item(one))
    assert ([item.id for item in said.same_bytes], said.same_text_count) == ([two], 0)


def test_an_item_without_text_has_only_its_bytes(case: Case) -> None:
    one, two = case.put(sha256="b" * 64), case.put(sha256="b" * 64)
    case.put()
    said = alike.of(case, case.item(one))
    assert ([item.id for item in said.same_bytes], said.same_text, said.words) == ([two], [], 0)


def test_a_very_long_text_is_compared_as_a_whole(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign, "LONGEST", 1_000)
    monkeypatch.setattr(sign, "_PIECE", 100)
    long = text(random.Random(11))
    one, same = case.put(long), case.put(long.upper())
    case.put(long + " more")
    said = alike.of(case, case.item(one))
    assert ([item.id for item in said.same_text], said.near, said.words) == ([same], [], 200)
    with pytest.raises(AskedWrong, match="too long"):
        Texts(case).compared(case.item(one), case.item(same))


def test_a_long_text_is_the_same_as_a_short_one(monkeypatch: pytest.MonkeyPatch, case: Case) -> None:
    reading = case.reading(case.item(case.put("One, two.", "three-\nfour", text(random.Random(13)))))
    before = sign.signed(reading)
    monkeypatch.setattr(sign, "LONGEST", 10)
    monkeypatch.setattr(sign, "_PIECE", 40)
    assert sign.signed(reading)[:2] == before[:2]


def test_pieces_cut_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign, "_PIECE", 50)
    for long in (text(random.Random(12)), "x" * 1_000, "", "a\n" * 100):
        pieces = list(sign._pieces(long))
        assert "".join(pieces) == long
        if " " in long:
            assert [word for piece in pieces for word in piece.split()] == long.split()


def test_a_text_many_times_over_is_not_nearly_the_text(case: Case) -> None:
    once = text(random.Random(10), 60) + "\n"
    one = case.put(once)
    case.put(once * 20)
    almost = case.put(once + once[: len(once) // 3])
    assert set(near(case, one)) == {almost}


def test_mails_are_like_each_other_by_what_is_written_in_them(case: Case) -> None:
    heads = "From: Ann Example of the campaign\nTo: Bo Example of the campaign\nSubject: rota of {}\n\n"
    body = text(random.Random(1), 60)
    ids = []
    for day, words in (("monday", "come at nine"), ("tuesday", "bring keys"), ("friday", body), ("sunday", body)):
        head = heads.format(day)
        ids.append(case.put(Page(head + words, None, "", (("headers", 0, len(head)),))))
    assert near(case, ids[0]) == {}, "headers alone bind nothing"
    assert near(case, ids[2]) == {ids[3]: 1.0}
    (passage,) = Texts(case).compared(case.item(ids[2]), case.item(ids[3])).differences
    assert (passage.here, passage.there) == ("friday", "sunday")


def test_what_a_document_says_of_itself_is_not_compared(case: Case) -> None:
    one = case.put(Page("the same text", 1), Page("Author: Ann", None, "document"))
    two = case.put(Page("the same text", 1), Page("Author: Bo", None, "document"))
    assert [item.id for item in alike.of(case, case.item(one)).same_text] == [two]


def test_what_differs_is_shown_with_its_page(case: Case) -> None:
    chance = random.Random(2)
    first, second = text(chance, 50), text(chance, 50)
    one = case.put(first, second)
    other = case.put(first, second.replace(second.split()[20], "Eleven,", 1))
    (passage,) = Texts(case).compared(case.item(one), case.item(other)).differences
    assert (passage.page, passage.page_there) == (2, 2)
    assert (passage.here, passage.there) == (second.split()[20], "Eleven")
    assert passage.before == " ".join(second.split()[15:20])
    assert passage.after == " ".join(second.split()[21:26])


def test_the_base_follows_the_case(case: Case) -> None:
    chance = random.Random(3)
    before = text(chance)
    one = case.put(before)
    assert near(case, one) == {}
    two = case.put(edited(chance, before, 0.02))
    assert set(near(case, one)) == {two}
    case.put(text(chance), key=two)
    assert near(case, one) == {}, "the old text of an item is forgotten"
    assert alike.of(case, case.item(one)).as_of == case.as_of
    assert check(case) == []


def test_nothing_that_is_held_is_proposed_and_how_many_are_is_said(case: Case) -> None:
    chance = random.Random(4)
    before = text(chance)
    one = case.put(before)
    two = case.put(edited(chance, before, 0.02))
    assert set(near(case, one)) == {two}
    case.put(edited(chance, before, 0.02), key=two, aside="held")
    said = alike.of(case, case.item(one))
    assert (said.near, said.held) == ([], 1)
    assert list(groups.of(case).each()) == []
    assert check(case) == []


def test_groups_are_bound_and_apart(case: Case) -> None:
    chance = random.Random(5)
    planted = []
    for _ in range(30):
        before = text(chance)
        planted.append([case.put(before), case.put(before + "."), case.put(edited(chance, before, 0.03))])
    alone = [case.put(text(chance)) for _ in range(30)]
    found = list(groups.of(case).each())
    assert (groups.of(case).total, groups.of(case).items) == (30, 90)
    ids = [[f"ITM-{member.n:06d}" for member in group] for group in found]
    assert ids == planted
    assert not {key for group in ids for key in group} & set(alone)
    for group in found:
        assert [member.how for member in group] == ["first", "text", "nearly"]
        assert all(member.like in {other.n for other in group} for member in group[1:])


def test_the_base_is_made_again_by_another_analyser(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    one = case.put("the same words in two places")
    case.put("the same words in two places!")
    assert alike.of(case, case.item(one)).same_text_count == 1
    monkeypatch.setattr(bases, "NORMAL", "another")
    assert check(case) == [], "what another analyser made is no difference"
    assert alike.of(case, case.item(one)).same_text_count == 1


def test_a_damaged_base_is_made_again(case: Case) -> None:
    one = case.put("the same words in two places")
    case.put("the same words in two places!")
    assert alike.of(case, case.item(one)).same_text_count == 1
    bases.file(case.derived).write_bytes(b"no base at all" * 1000)
    assert check(case) != []
    assert alike.of(case, case.item(one)).same_text_count == 1
    assert check(case) == []


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE item SET text=zeroblob(16) WHERE n=1",
        "UPDATE item SET row=NULL WHERE n=1",
        "DELETE FROM item WHERE n=1",
        "INSERT INTO item VALUES (99, 'BUN-0001', NULL, NULL, 0, NULL, x'00', x'00')",
        "UPDATE part SET keys=zeroblob(length(keys)) WHERE n=7",
        "UPDATE part SET keys=x'00' WHERE n=7",
        "DELETE FROM part WHERE n=7",
        "DELETE FROM part WHERE n=31",
        "INSERT INTO part SELECT 32, keys, proof FROM part WHERE n=0",
        "DELETE FROM message",
        "UPDATE meta SET value=999 WHERE key='as_of'",
        "DROP TABLE message",
    ],
)
def test_what_was_tampered_with_is_named(case: Case, harm: str) -> None:
    chance = random.Random(6)
    before = text(chance)
    case.put(before, facts={"message_id": "<1@a.test>"})
    case.put(edited(chance, before, 0.02))
    with bases.brought(case):
        pass
    assert check(case) == []
    base = apsw.Connection(str(bases.file(case.derived)))
    base.execute(harm)
    base.close()
    assert check(case) != []


def test_a_damaged_part_is_an_error_and_not_an_answer(case: Case) -> None:
    one = case.put(text(random.Random(7)))
    with bases.brought(case):
        pass
    base = apsw.Connection(str(bases.file(case.derived)))
    base.execute("UPDATE part SET keys=x'00' WHERE n=7")
    base.close()
    with pytest.raises(Broken, match="damaged"):
        alike.of(case, case.item(one))


def test_many_rows_fill_more_than_one_segment(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("muniment.search.near.columns.SEGMENT", 8)
    monkeypatch.setattr("muniment.search.near.bring._BATCH_ITEMS", 5)
    chance = random.Random(8)
    for _ in range(12):
        before = text(chance, 60)
        one, two = case.put(before), case.put(edited(chance, before, 0.02))
        if chance.random() < 0.3:
            assert set(near(case, one)) == {two}
    assert all(len(near(case, key)) == 1 for key in case.rows)
    assert groups.of(case).total == 12
    assert check(case) == []


words = st.lists(st.sampled_from("abcdefg"), max_size=60)


@given(words, words)
@settings(max_examples=300, deadline=None)
def test_what_is_the_same_and_what_differs_make_both_texts(one: list[str], other: list[str]) -> None:
    blocks = differs.blocks(one, other)
    for at, there, size in blocks:
        assert size > 0
        assert one[at : at + size] == other[there : there + size]
    for (at, there, size), (next_at, next_there, _) in pairwise(blocks):
        assert at + size <= next_at
        assert there + size <= next_there
    mine, theirs = list(one), list(other)
    for low, high, down, up in reversed(list(differs.gaps(blocks, len(one), len(other)))):
        mine[low:high] = ["*"]
        theirs[down:up] = ["*"]
    assert mine == theirs, "but for what differs they are the same"


def test_long_texts_are_compared_quickly_and_one_edit_is_one_passage() -> None:
    chance = random.Random(9)
    one = chance.choices(WORDS, k=100_000)
    other = [*one[:30_000], "new", *one[30_000:60_000], *one[60_010:]]
    gaps = list(differs.gaps(differs.blocks(one, other), len(one), len(other)))
    assert len(gaps) == 2
    strange = chance.choices(["x", "y"], k=50_000), chance.choices(["y", "z"], k=50_000)
    assert differs.blocks(*strange) is not None
