"""Secret numbers: anybody can work them out again, and nobody can choose them."""

import hashlib

import pytest

from muniment.errors import AskedWrong
from muniment.review.certificate.number import number, numbers, seed
from muniment.review.certificate.table import SCALE

LEAF = "ab" * 32


def test_seed_and_numbers_can_be_worked_out_with_a_hash_alone() -> None:
    made = seed(LEAF, "typed", "493021")
    assert made == hashlib.sha256(f"muniment draw 1\n{LEAF}\ntyped\n493021".encode()).hexdigest()
    digits = hashlib.sha256(f"muniment number 1\n{made}\nB1-7".encode()).hexdigest()[:14]
    assert number(made, "B1-7") == int(digits, 16) // 8


def test_they_never_change() -> None:
    made = seed(LEAF, "alone")
    assert made == "1b2ba2004cc31d086918163d4690dcc47a4cc0460925adcd104c7d5bf4c3cb45"
    assert number(made, "B1-7") == 1_080_532_227_038_086


def test_all_at_once_are_the_same_as_one_by_one() -> None:
    frame, made = [f"B1-{i}" for i in range(500)], seed(LEAF, "cosigned", "5a" * 64)
    found = numbers(made, frame)
    assert found == {item: number(made, item) for item in frame}
    assert all(0 <= each < SCALE for each in found.values())
    assert 200 < sum(each < SCALE // 2 for each in found.values()) < 300


@pytest.mark.parametrize(
    ("how", "added"),
    [
        ("typed", "12345"),
        ("typed", "12345a"),
        ("typed", "١٢٣٤٥٦"),
        ("alone", "1"),
        ("cosigned", ""),
        ("cosigned", "signature"),
        ("guessed", "1"),
    ],
)
def test_what_is_added_is_what_it_is_said_to_be(how: str, added: str) -> None:
    with pytest.raises(AskedWrong):
        seed(LEAF, how, added)
