"""The closed list of states, and the three sums."""

from muniment.model.reason import REASONS
from muniment.model.state import State, Sum

READ = {"text.complete", "text.ocr", "none.container"}
WITHOUT = {"none.blank", "none.empty-file", "none.by-nature"}


def test_every_state_is_in_one_sum() -> None:
    assert {state.value for state in State if state.sum is Sum.READ} == READ
    assert {state.value for state in State if state.sum is Sum.WITHOUT_TEXT} == WITHOUT
    assert len(State) == 23
    assert all(state.needs_person == (state.sum is Sum.UNREAD and state.value != "unread.erased") for state in State)


def test_a_search_covers_each_state_whole_in_part_or_not() -> None:
    in_part = {state.value for state in State if state.in_part}
    assert in_part == {"text.partial", "text.ocr-doubtful", "text.carved"}
    whole = {state.value for state in State if state.searchable}
    assert whole == READ | {"none.blank", "none.empty-file"}


def test_every_reason_says_something_and_what_to_do() -> None:
    for name, reason in REASONS.items():
        assert reason.says, name
        if name not in {"", "erased"}:
            assert reason.next, name
