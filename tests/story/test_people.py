"""What people say of items: opened, settled, described; and the sums that move, and those that do not."""

import json
import subprocess
import sys
import wave
from datetime import date
from pathlib import Path

import pytest
from asking import FROM, ask

from muniment import Case
from muniment.errors import AskedWrong, BadQuery, Refused, UnknownItem

DAY = date(2026, 3, 3)


def film(at: Path, seconds: int = 1) -> None:
    """A sound, which no machine reads."""
    with wave.open(str(at), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(1)
        out.setframerate(8000)
        out.writeframes(bytes([128]) * 8000 * seconds)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A case with a note, two sounds (one twice), and two items of which a machine could not say anything."""
    box = tmp_path / "box"
    box.mkdir()
    (box / "note.txt").write_text("The canvasser called.\n")
    film(box / "a.wav")
    film(box / "again.wav")
    film(box / "b.wav", 2)
    (box / "odd.bin").write_bytes(bytes(range(256)) * 4)
    (box / "way").symlink_to("/nowhere")
    case = Case.new("Eastmere", tmp_path / "case", by="Ann Example")
    case.intake(box, "Example Constabulary", DAY)
    return case


def ids(case: Case) -> dict[str, str]:
    return {row["path"]: row["id"] for row in case.items()}


def figures(case: Case) -> tuple[int, ...]:
    said = case.account()
    return tuple(said[name] for name in ("opened", "settled", "needs_person", "unseen"))


def waiting(case: Case) -> tuple[int, int]:
    """How many items say that they need a person, and that nobody has seen them."""
    said = [row["waits"] for row in case.items()]
    return sum("needs_person" in waits for waits in said), sum("unseen" in waits for waits in said)


def whole(case: Case) -> None:
    """The account holds, the case verifies, and rebuilt it says the same."""
    before = case.account(), list(case.items())
    assert case.check() == []
    said = case.verify()
    assert said["ok"], said["problems"]
    case.rebuild()
    assert (case.account(), list(case.items())) == before


def test_opening_settles_nothing(case: Case) -> None:
    found = ids(case)
    assert figures(case) == (0, 0, 2, 3)
    assert case.opened(found["odd.bin"], found["way"], found["a.wav"], how="looked at it") == [
        found["odd.bin"],
        found["way"],
        found["a.wav"],
    ]
    assert figures(case) == (3, 0, 2, 2), "what needs a person needs one still; the sound was listened to"
    assert case.account()["originals"]["unseen"] == 2
    whole(case)


def test_once_for_each_person_unless_it_is_said_again(case: Case) -> None:
    sound = ids(case)["a.wav"]
    assert case.opened(sound, how="listened") == [sound]
    assert case.opened(sound, sound, how="listened") == []
    assert case.opened(sound, how="again, with headphones", again=True) == [sound]
    with Case.open(case.path, by="Ben Example") as other:
        assert other.opened(sound, how="listened") == [sound]
    case.account()
    said = case.item(sound)["opened"]
    assert [(each["by"], each["how"]) for each in said] == [
        ("Ann Example", "listened"),
        ("Ann Example", "again, with headphones"),
        ("Ben Example", "listened"),
    ]
    assert figures(case)[0] == 1


def test_settling_moves_what_needs_a_person_and_what_nobody_has_seen(case: Case) -> None:
    found = ids(case)
    said = case.settle(found["odd.bin"], says="cannot-be-read", why="the exhibits officer tried")
    assert set(said) >= {"entry", "count"}
    assert said["count"] == 1
    assert figures(case) == (0, 1, 1, 3)
    assert case.settle(found["a.wav"], found["b.wav"], says="nothing-there", why="silence")["count"] == 2
    assert figures(case) == (0, 3, 1, 1)
    assert case.item(found["odd.bin"])["settled"] == [
        {"by": "Ann Example", "entry": said["entry"], "as": "cannot-be-read", "why": "the exhibits officer tried"}
    ]
    assert case.item(found["odd.bin"])["state"] == "unread.unknown-type", "the state is the machine's"
    bundle = case.account()["bundles"][0]
    assert [bundle[name] for name in ("opened", "settled", "needs_person", "unseen", "held", "withdrawn")] == [
        0, 3, 1, 1, 0, 0,
    ]  # fmt: skip
    whole(case)


def test_a_settlement_is_undone_as_a_whole_and_once(case: Case) -> None:
    found = ids(case)
    first = case.settle(found["odd.bin"], says="read-elsewhere", why="in another system")["entry"]
    second = case.settle(query="type:audio", says="set-aside", why="no voices")
    assert second["count"] == 3
    third = case.settle(found["odd.bin"], says="cannot-be-read", why="it was another file")["entry"]
    assert figures(case) == (0, 4, 1, 0)
    undone = case.unsettle(second["entry"], "there are voices")
    assert undone["count"] == 3
    assert figures(case) == (0, 1, 1, 3)
    case.unsettle(third, "it was the same")
    assert [each["as"] for each in case.item(found["odd.bin"])["settled"]] == ["read-elsewhere"], "it stands again"
    assert figures(case) == (0, 1, 1, 3)
    with pytest.raises(Refused, match="open again already"):
        case.unsettle(second["entry"], "once more")
    with pytest.raises(UnknownItem, match="settled nothing"):
        case.unsettle(first + 100, "no such entry")
    with pytest.raises(UnknownItem):
        case.unsettle(0, "the case began")
    with pytest.raises(AskedWrong, match="a reason"):
        case.unsettle(first, "  ")
    whole(case)


def test_a_query_leaves_out_what_a_machine_had_and_what_is_said_so_already(case: Case) -> None:
    assert case.to_settle("canvasser OR type:audio", "set-aside") == 3
    assert case.settle(query="canvasser OR type:audio", says="set-aside", why="tones")["count"] == 3
    assert case.to_settle("canvasser OR type:audio", "set-aside") == 0
    assert case.to_settle("canvasser OR type:audio", "nothing-there") == 3, "something else can be said of them"
    size = case.as_of
    with pytest.raises(AskedWrong, match="nothing to settle"):
        case.settle(query="type:audio", says="set-aside", why="tones")
    assert case.as_of == size
    act = json.loads(case._store.tables.one("SELECT said FROM act WHERE do='settled'"))
    assert act["count"] == 3, "one entry"


def test_a_count_that_changed_since_it_was_shown_is_refused(case: Case, tmp_path: Path) -> None:
    shown = case.to_settle("type:audio", "set-aside")
    more = tmp_path / "more"
    more.mkdir()
    film(more / "c.wav", 3)
    case.intake(more, "Example Constabulary", DAY)
    size = case.as_of
    args = ("settle", "--query", "type:audio", "--as", "set-aside", "--why", "tones", "--count", str(shown), "--json")
    said = ask(*args, case=case.path)
    assert said.code == 5
    assert said.error["kind"] == "Refused"
    assert "3 items were shown, and now there are 4" in said.error["error"]
    assert case.account()["settled"] == 0
    assert case.as_of == size
    done = ask(*args[:-2], "4", "--json", case=case.path)
    assert done.code == 0, done.err
    assert done.json["count"] == 4
    assert done.json["entry"] == size + 2, "the person is named, then it is entered: once"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["ITM-999999", "--as", "set-aside", "--why", "x"], 2),
        (["--as", "set-aside", "--why", "x"], 2),
        (["ITM-000001", "--query", "x", "--as", "set-aside", "--why", "x"], 2),
        (["ITM-000001", "--as", "set-aside", "--why", " "], 2),
        (["ITM-000001", "--as", "lost", "--why", "x"], 2),
        (["ITM-000001", "--why", "x"], 2),
        (["ITM-000001", "--as", "set-aside"], 2),
        (["--query", "((", "--as", "set-aside", "--why", "x"], 2),
        (["--query", "nothing-has-this", "--as", "set-aside", "--why", "x"], 2),
        (["ITM-000001", "--as", "set-aside", "--why", "x", "--count", "2"], 5),
        (["--undo", "2", "--why", "x"], 2),
        (["ITM-000001", "--undo", "2", "--why", "x"], 2),
        (["--query", "type:audio", "--as", "set-aside", "--why", "x"], 2),
        (["--query", "type:audio", "--as", "set-aside", "--why", "x", "--json"], 2),
    ],
)
def test_what_is_asked_wrong_is_one_line_and_changes_nothing(case: Case, args: list[str], code: int) -> None:
    size = case.as_of
    said = ask("settle", *args, case=case.path)
    assert said.code == code, said.err
    assert len(said.err.splitlines()) == 1
    case._store.catch_up()
    assert case.as_of == size


def test_an_entry_is_undone_as_a_whole_or_not_at_all(case: Case) -> None:
    found = ids(case)
    entry = str(case.settle(found["a.wav"], found["b.wav"], says="nothing-there", why="silence")["entry"])
    for more in ([found["a.wav"]], ["--query", "type:audio"], ["--count", "1"]):
        said = ask("settle", *more, "--undo", entry, "--why", "only this one", "--json", case=case.path)
        assert (said.code, said.error["kind"]) == (2, "AskedWrong"), said.out
        assert "as a whole" in said.error["error"]
    assert figures(case)[1] == 2


def test_in_a_script_a_count_that_nobody_confirmed_settles_nothing(case: Case) -> None:
    args = ("settle", "--query", "type:audio", "--as", "set-aside", "--why", "tones", "--json")
    said = ask(*args, case=case.path)
    assert said.code == 2
    assert said.error["error"] == "3 items would be settled as set-aside"
    assert said.error["next"] == "--count 3 settles them"
    assert figures(case)[1] == 0
    assert ask(*args, "--count", "3", case=case.path).json["count"] == 3


def test_every_item_says_which_sums_it_waits_in(case: Case) -> None:
    case.box_add("Box 1", "Example Constabulary")
    found = ids(case)
    lines = {row["path"]: row["waits"] for row in case.items()}
    assert lines == {
        "note.txt": [],
        "a.wav": ["unseen"],
        "again.wav": ["unseen"],
        "b.wav": ["unseen"],
        "odd.bin": ["needs_person"],
        "way": ["needs_person"],
        "Box 1": ["needs_person", "unseen"],
    }
    told = ask("account", "--items", case=case.path).out
    assert f"{found['odd.bin']}  unread.unknown-type (its type is not known; needs a person)  odd.bin\n" in told
    assert f"{found['a.wav']}  none.by-nature (sound; opened by nobody)  a.wav\n" in told
    assert f"{found['note.txt']}  text.complete  note.txt\n" in told
    case.opened(found["Box 1"], found["a.wav"], found["odd.bin"], how="looked")
    entry = case.settle(found["odd.bin"], found["b.wav"], says="nothing-there", why="looked")["entry"]
    assert case.item(found["Box 1"])["waits"] == ["needs_person"], "opened, and settled by nobody"
    assert (waiting(case), figures(case)) == ((2, 1), (3, 2, 2, 1))
    case.unsettle(entry, "once more")
    assert (waiting(case), figures(case)) == ((3, 2), (3, 0, 3, 2))


def test_the_check_sees_tables_that_say_otherwise_of_what_people_did(case: Case) -> None:
    found = ids(case)
    case.settle(found["odd.bin"], says="cannot-be-read", why="tried")
    case.opened(found["a.wav"], how="listened")
    assert case.check() == []
    changes = (
        ("INSERT INTO settled SELECT n, 3, 'set-aside', 'p1', '' FROM item", "DELETE FROM settled WHERE entry=3"),
        ("UPDATE opened SET item=item+1", "UPDATE opened SET item=item-1"),
        ("UPDATE bundle SET aside='held'", "UPDATE bundle SET aside=''"),
    )
    for wrong, right in changes:
        case._store.tables.base.execute(wrong)
        assert [each["what"] for each in case.check()] == ["the tables give another account than the ledger"], wrong
        case._store.tables.base.execute(right)
    assert case.check() == []


def test_words_that_are_no_utf8_are_kept_as_they_can_be(case: Case) -> None:
    sound = ids(case)["a.wav"]
    case.opened(sound, how="in caf\udce9 3")
    assert case.item(sound)["opened"][0]["how"] == "in caf\\xe9 3"
    assert case.settle(query="type:audio OR caf\udce9", says="nothing-there", why="x")["count"] == 3


def test_closing_twice_does_nothing_more(case: Case, tmp_path: Path) -> None:
    case.close()
    case.close()
    with Case.open(case.path) as again:
        again.close()
    assert Case.verify_at(case.path)["ok"]


def test_the_verbs_answer(case: Case) -> None:
    found = ids(case)
    said = ask("--by", "Ben Example", "opened", found["a.wav"], "--how", "the whole of it", "--json", case=case.path)
    assert said.json["opened"] == [found["a.wav"]]
    assert ask("opened", found["a.wav"], "--how", " ", case=case.path).code == 2
    entry = ask("settle", found["way"], "--as", "nothing-there", "--why", "a link", "--json", case=case.path).json
    assert set(entry) >= {"entry", "count"}
    undone = ask("settle", "--undo", str(entry["entry"]), "--why", "it led somewhere", "--json", case=case.path).json
    assert undone["count"] == 1
    told = ask("account", case=case.path)
    assert told.code == 1
    assert "opened by a person (1 distinct)" in told.out
    assert "        2  without text or on a shelf, opened by nobody (2 distinct)" in told.out


def test_account_ends_with_1_until_nothing_waits(case: Case) -> None:
    found = ids(case)
    case.settle(found["odd.bin"], found["way"], says="cannot-be-read", why="tried")
    assert ask("account", "--json", case=case.path).code == 1, "sounds that nobody listened to"
    case.opened(found["a.wav"], found["again.wav"], found["b.wav"], how="listened")
    said = ask("account", "--json", case=case.path)
    assert said.code == 0
    assert (said.json["needs_person"], said.json["unseen"], said.json["waiting"]) == (0, 0, [])


def test_what_waits_is_grouped_with_its_next_step(case: Case) -> None:
    groups = case.account()["waiting"]
    assert {(each["sum"], each["state"], each["items"], each["originals"]) for each in groups} == {
        ("needs_person", "unread.unknown-type", 1, 1),
        ("needs_person", "unread.refused", 1, 1),
        ("unseen", "none.by-nature", 3, 2),
    }
    assert all(each["says"] and each["next"] for each in groups)


# -- a person's own words


def test_a_description_is_found_shown_as_theirs_and_changes_no_state(case: Case) -> None:
    sound = ids(case)["a.wav"]
    before = figures(case)
    case.describe(sound, "Somebody counts ballot papers aloud.", "transcript", "EN")
    case.describe(sound, "গণনা", "translation", "bn")
    assert figures(case) == before
    said = case.item(sound)
    assert [(each["kind"], each["language"], each["by"], each["text"]) for each in said["said"]] == [
        ("transcript", "en", "Ann Example", "Somebody counts ballot papers aloud."),
        ("translation", "bn", "Ann Example", "গণনা"),
    ]
    assert (said["text"], said["state"]) == ("", "none.by-nature")
    hit = case.search('"ballot papers"')["hits"][0]
    assert (hit["item"], hit["written_by"]) == (sound, "Ann Example")
    assert "ballot" in hit["snippet"]
    assert case.search("গণনা")["total"] == 1
    whole(case)
    assert case.search("গণনা")["total"] == 1


def test_a_transcript_comes_from_a_file_or_from_standard_input(case: Case, tmp_path: Path) -> None:
    sound = ids(case)["b.wav"]
    words = tmp_path / "words.txt"
    words.write_bytes(b"\xef\xbb\xbfThe returning officer spoke.\r\n")
    said = ask("describe", sound, "--kind", "transcript", "--language", "en", "--file", words, "--json", case=case.path)
    assert said.code == 0, said.err
    case.account()
    assert case.item(sound)["said"][0]["text"].startswith("The returning officer")
    words.write_bytes(b"caf\xe9")
    assert ask("describe", sound, "--file", words, case=case.path).code == 2
    assert ask("describe", sound, "--file", tmp_path / "none.txt", case=case.path).code == 2
    assert ask("describe", sound, "--file", tmp_path, case=case.path).code == 2
    assert ask("describe", sound, case=case.path).code == 2, "standard input is empty"
    done = subprocess.run(
        [sys.executable, "-I", "-m", "muniment.cli.main", "--case", str(case.path), "describe", sound],
        input=b"Said aloud.",
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    case.account()
    assert len(case.item(sound)["said"]) == 2


@pytest.mark.parametrize(
    ("text", "kind", "language"),
    [("", "transcript", "en"), (" \n", "description", ""), ("x", "rumour", ""), ("x", "translation", "English!")],
)
def test_a_description_that_is_none_is_refused(case: Case, text: str, kind: str, language: str) -> None:
    size = case.as_of
    with pytest.raises(AskedWrong):
        case.describe(ids(case)["a.wav"], text, kind, language)
    with pytest.raises(UnknownItem):
        case.describe("ITM-999999", "x")
    assert case.as_of == size


def test_erased_words_are_not_found_any_more(case: Case) -> None:
    from muniment.model.act import Erased  # noqa: PLC0415

    sound = ids(case)["a.wav"]
    entry = case.describe(sound, "A private matter of a voter.")["entry"]
    assert case.search("voter")["total"] == 1
    case._store.record(Erased([(entry, 0)], "an order of the court"))
    assert case.search("voter")["total"] == 0
    assert case.item(sound)["said"] == []
    assert case.check() == []


def test_a_query_that_does_not_parse_settles_nothing(case: Case) -> None:
    with pytest.raises(BadQuery):
        case.settle(query='"open', says="set-aside", why="x")


def test_two_people_at_once_are_both_recorded(case: Case) -> None:
    sound = ids(case)["a.wav"]
    said = ["settle", sound, "--as", "nothing-there", "--why", "silence", "--json"]
    program = [sys.executable, "-I", "-m", "muniment.cli.main", "--case", str(case.path), "--by"]
    running = [
        subprocess.Popen([*program, by, *said], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for by in ("Ben Example", "Cem Example")
    ]
    answers = [json.loads(each.communicate()[0]) for each in running]
    assert len({each["entry"] for each in answers}) == 2
    case.account()
    assert {each["by"] for each in case.item(sound)["settled"]} == {"Ben Example", "Cem Example"}
    assert figures(case)[1] == 1
    whole(case)


def test_a_reading_that_comes_later_keeps_what_was_said(case: Case) -> None:
    odd = ids(case)["odd.bin"]
    case.settle(odd, says="cannot-be-read", why="tried")
    case.opened(odd, how="looked")
    case.describe(odd, "Bytes in order.")
    case.reread([odd])
    assert figures(case) == (1, 1, 1, 3)
    assert case.search("Bytes order")["total"] == 1
    whole(case)


def test_intake_says_what_nobody_has_seen(tmp_path: Path) -> None:
    (tmp_path / "box").mkdir()
    film(tmp_path / "box" / "a.wav")
    assert ask("new", "C", "--at", tmp_path / "case").code == 0
    said = ask("intake", tmp_path / "box", *FROM, "--json", case=tmp_path / "case")
    assert (said.code, said.json["needs_person"], said.json["unseen"]) == (1, 0, 1)
