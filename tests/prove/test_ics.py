"""The calendar file: events that calendars take, and nobody named who was not asked for."""

from datetime import UTC, date, datetime

from prove.dating import act

from muniment.prove import ics
from muniment.prove.clock import OwnClock
from muniment.prove.clocks import run
from muniment.prove.law.clockbook import ours

STAMP = datetime(2014, 6, 1, 12, 30, tzinfo=UTC)
OWN = OwnClock(
    "CLK-0001", "films that show B. Made, at the corner; of Mäde Street", date(2014, 6, 21), date(2014, 5, 23)
)


def made(on: str = "2014-06-01", *, names: bool = False) -> str:
    acts = [act("poll", "2014-05-22"), act("offence", "2014-05-22", person="A. Made")]
    return ics.write(run(ours(), acts, date.fromisoformat(on), [OWN]), STAMP, "case-7", names=names)


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_every_clock_is_an_event_of_a_whole_day_on_the_day_by_which_to_act() -> None:
    lines = unfolded(made())
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines[-2:] == ["END:VCALENDAR", ""]
    at = lines.index("SUMMARY:Petition questioning a local election")
    assert "DTSTART;VALUE=DATE:20140612" in lines[at - 3 : at]
    assert "DTEND;VALUE=DATE:20140613" in lines[at - 3 : at]
    at = lines.index("SUMMARY:Prosecution of an offence under the Act")
    assert "DTSTART;VALUE=DATE:20150521" in lines[at - 3 : at]
    assert lines[at + 1].startswith("DESCRIPTION:Last day: 22 May 2015\\n1 year after 22 May 2014")
    assert (
        lines.count("BEGIN:VEVENT")
        == lines.count("END:VEVENT")
        == len(run(ours(), [act("poll", "2014-05-22"), act("offence", "2014-05-22")], date(2014, 6, 1))) + 1
    )


def test_no_line_is_longer_than_75_octets_and_none_breaks_inside_a_character() -> None:
    raw = made(names=True).encode()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    for line in raw.split(b"\r\n"):
        line.decode()


def test_signs_that_mean_something_are_escaped() -> None:
    assert "SUMMARY:films that show B. Made\\, at the corner\\; of Mäde Street" in unfolded(made(names=True))


def test_nobody_is_named_unless_that_is_asked_for() -> None:
    plain = "\n".join(unfolded(made()))
    assert "Made" not in plain
    assert "Mäde" not in plain
    assert "SUMMARY:CLK-0001: what perishes" in plain
    assert "SUMMARY:Prosecution of an offence under the Act (A. Made)" in unfolded(made(names=True))


def test_the_same_clock_keeps_its_event_and_that_of_another_case_is_another() -> None:
    def events(text: str) -> set[str]:
        return {line for line in unfolded(text) if line.startswith("UID:")}

    acts = run(ours(), [act("poll", "2014-05-22")], date(2014, 6, 1))
    one, again = ics.write(acts, STAMP, "case-7"), ics.write(acts, STAMP.replace(day=2), "case-7")
    assert events(one) == events(again)
    assert not events(one) & events(ics.write(acts, STAMP, "case-8"))


def test_what_has_ended_says_so_and_warns_of_nothing() -> None:
    lines = unfolded(made("2016-01-01"))
    assert "SUMMARY:Ended: Petition questioning a local election" in lines
    ended = lines[lines.index("SUMMARY:Ended: Petition questioning a local election") :]
    assert "BEGIN:VALARM" not in ended[: ended.index("END:VEVENT")]
    assert "TRIGGER:-P7D" in unfolded(made())
