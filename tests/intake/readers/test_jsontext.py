"""JSON: keys and values as they read, at any depth, and nothing lost of what is broken."""

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packing import read

from muniment.intake.limits import Limits
from muniment.intake.readers.text import jsontext as reader
from muniment.intake.readers.text.jsontokens import Lines, resolve
from muniment.model.state import State

LETTERS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)


def test_keys_and_values_stand_on_lines() -> None:
    value: dict[str, Any] = {
        "name": "Ann",
        "votes": {"ward": ["Mill", "Dock"], "counts": [1, 2, 3.5]},
        "elected": None,
        "more": [],
        "x": True,
    }
    found = read(reader, json.dumps(value, indent=2).encode())
    assert found.text.splitlines() == [
        "name: Ann", "votes:", "ward:", "Mill", "Dock", "counts:", "1 2 3.5", "elected: null", "more:", "x: true",
    ]  # fmt: skip
    assert (found.draft.type, found.draft.state, found.draft.flags) == ("application/json", State.TEXT_COMPLETE, [])


def test_escapes_are_what_they_stand_for() -> None:
    found = read(reader, rb'{"\u0041nn": "K\u00f6ln \ud83d\ude00 \"said\" a\/b\\c\nnext \u0995\u09b2"}')
    assert found.text == 'Ann: Köln 😀 "said" a/b\\c\nnext কল\n'


def test_lines_of_json() -> None:
    found = read(reader, b'{"a": "one"}\n{"a": "two"}\r\n\n[3]\n')
    assert found.text == "a: one\na: two\n3\n"
    assert found.draft.facts["rows"] == 3


def test_a_notebook_reads_as_its_author_wrote_it() -> None:
    picture = "iVBORw0KGgo" * 400
    cells = [
        {"cell_type": "markdown", "source": ["# Turnout\n", "by ward"]},
        {
            "cell_type": "code",
            "source": ["print(1)\n"],
            "outputs": [{"data": {"image/png": picture, "text/plain": ["<Figure>"]}}],
        },
    ]
    found = read(reader, json.dumps({"cells": cells, "nbformat": 4}).encode())
    assert "# Turnout\nby ward\n" in found.text
    assert "print(1)" in found.text
    assert "iVBOR" not in found.text
    assert found.draft.facts["binary_values"] == 1
    assert found.members == []


@pytest.mark.parametrize("name", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le"])
def test_other_unicode(name: str) -> None:
    found = read(reader, json.dumps({"name": "Jürgen Möller", "town": "Köln"}, ensure_ascii=False).encode(name))
    assert found.text == "name: Jürgen Möller\ntown: Köln\n"


def test_what_is_cut_off_is_text_and_said_to_be_damaged() -> None:
    found = read(reader, rb'{"names": ["Ann", "B\u006f Exampl')
    assert found.text == "names:\nAnn\nBo Exampl\n"
    assert found.draft.flags == ["malformed"]
    assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "salvaged")


@pytest.mark.parametrize(
    "text", ["{'a': 'single'}", '{"a": nope, "b": [1,]}', '{a: "b"} // remark', '{"a": "b"}}]', '["a" "b"; c]']
)
def test_what_is_broken_loses_no_word(text: str) -> None:
    lines = Lines()
    told = "\n".join(lines.read([text]))
    assert lines.broken
    for word in ("a", "single", "nope", "remark", "b", "c"):
        assert word in told or word not in text


@pytest.mark.parametrize(
    "text", ["[" * 1_000_000 + '"needle"' + "]" * 1_000_000, '{"a":' * 300_000 + '"needle"' + "}" * 300_000]
)
def test_depth_is_no_matter(text: str) -> None:
    start = time.process_time()
    found = read(reader, text.encode())
    assert "needle" in found.text
    assert found.draft.state is State.TEXT_COMPLETE
    assert time.process_time() - start < 12


@pytest.mark.parametrize(
    "text",
    [
        '{"a": "' + "\\\\" * 500_000 + '"}',
        '{"a": "' + '\\"' * 500_000,
        '{"a":' * 200_000,
        '["a",' * 200_000,
        '"' * 500_000 + "]",
        "[" + "1," * 500_000 + "1]",
        "{" + ":" * 500_000,
        '{"needle": ' + "9" * 500_000 + "}",
        '{"a": "' + "x" * 3_000_000,
    ],
)
def test_hostile_values_end_quickly(text: str) -> None:
    start = time.process_time()
    lines = Lines()
    told = sum(len(line) for line in lines.read(text[at : at + 100_000] for at in range(0, len(text), 100_000)))
    assert told >= 0
    assert time.process_time() - start < 6


def test_a_number_without_end_is_a_number() -> None:
    assert read(reader, b'{"n": ' + b"9" * 10_000 + b"}").text == f"n: {'9' * 10_000}\n"


def test_text_beyond_the_limit_is_said_to_be_missing() -> None:
    found = read(reader, json.dumps(["some words"] * 300_000).encode(), Limits(output=2 << 20))
    assert (found.draft.state, found.draft.reason) == (State.TEXT_PARTIAL, "limit-output")
    assert "malformed" not in found.draft.flags


def test_an_empty_value_is_blank() -> None:
    assert read(reader, b"[]").draft.state is State.NONE_BLANK


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | LETTERS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(LETTERS, inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)
@given(VALUES, st.booleans(), st.sampled_from([None, 1]))
def test_every_word_that_is_put_in_comes_out(value: Any, ascii_: bool, indent: int | None) -> None:
    lines = Lines()
    told = "\n".join(lines.read([json.dumps(value, ensure_ascii=ascii_, indent=indent)]))
    assert not lines.broken
    assert not lines.unfinished
    for text in _texts(value):
        assert text in told


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for key, inner in value.items() for text in (key, *_texts(inner))]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner)]
    return [value] if isinstance(value, str) else [json.dumps(value)]


@settings(deadline=None, max_examples=200)
@given(st.text('{}[]",:\\u0041 \nab1-.', max_size=80), st.integers(1, 7))
def test_any_text_ends_and_pieces_make_no_difference(text: str, size: int) -> None:
    whole, cut = Lines(), Lines()
    assert list(whole.read([text])) == list(cut.read(text[at : at + size] for at in range(0, len(text), size)))
    assert (whole.broken, whole.unfinished) == (cut.broken, cut.unfinished)


@given(LETTERS)
def test_escapes_are_those_of_json(text: str) -> None:
    assert resolve(json.dumps(text)[1:-1]) == text
