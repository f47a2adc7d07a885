"""The sample that is read before any child is forked is read whole, and leaves no trace in what is read afterwards."""

from muniment.intake.dispatch import Dispatch
from muniment.intake.limits import Limits
from muniment.intake.rehearse import mail, rehearse
from muniment.intake.scope import Budget, Scope
from muniment.intake.source import Source
from muniment.model.line import decode
from muniment.model.state import State


def lines(data: bytes) -> list[bytes]:
    found: list[bytes] = []
    dispatch, source = Dispatch(lambda _: None, found.append), Source(data)
    dispatch.read(source, Scope(Budget(Limits(), source.size), dispatch.read))
    return found


def test_every_part_of_the_sample_is_read() -> None:
    readings = [decode(line) for line in lines(mail())]
    types = [reading.type for reading in readings]
    assert types == ["text/csv", "text/plain", "text/plain", "application/gzip", "message/rfc822"]
    assert {reading.state for reading in readings} == {State.TEXT_COMPLETE, State.NONE_CONTAINER}
    assert "header-malformed" not in readings[-1].flags
    assert readings[-1].pages[0].text.count("The hall is booked for £20") == 2


def test_what_is_read_after_a_rehearsal_is_what_was_read_before() -> None:
    data = b"From: Alex Example <alex@example.org>\nSubject: Caf\xe9\n\nNothing was agreed.\n"
    before = lines(data)
    rehearse()
    assert lines(data) == before
