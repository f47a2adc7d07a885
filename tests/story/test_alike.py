"""What is alike, through the whole house: duplicates, threads, and whether anything in a bundle is new."""

import base64
import csv
import io
import json
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import apsw
import pytest
from asking import ask

from muniment import Case
from muniment.errors import AskedWrong, Refused, UnknownItem

DAY = date(2026, 3, 3)
LETTER = (
    "The canvasser called at house nine in the morning and asked for the postal ballot papers of the whole family. "
    "She said that the agent would take them to the town hall. Two of us signed. The third was not at home that day.\n"
)
ALTERED = LETTER.replace("nine", "eleven").replace("Two", "Three")
SECRET = LETTER.replace("canvasser", "nightingale")


def mail(own: str, day: int, body: str, *, to: str = "", subject: str = "The rota") -> bytes:
    answers = f"In-Reply-To: <{to}@campaign.test>\n" if to else ""
    head = f"From: Ann Example <ann@campaign.test>\nTo: bo@ward.test\nSubject: {subject}\n"
    head += f"Date: {day} May 2014 10:00:00 +0100\nMessage-ID: <{own}@campaign.test>\n{answers}"
    return f"{head}MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{body}\n".replace(
        "\n", "\r\n"
    ).encode()


def folder(at: Path, files: dict[str, str | bytes]) -> Path:
    at.mkdir()
    for name, data in files.items():
        (at / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return at


def packed(data: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("letter.txt", data)
    return out.getvalue()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of two bundles, the second of which is not all new, and a third that is held."""
    at = tmp_path_factory.mktemp("alike")
    first: dict[str, str | bytes] = {
        "1 letter.txt": LETTER,
        "2 start.eml": mail("1", 1, "Who comes on Monday?"),
        "3 third.eml": mail("3", 3, "I do not.", to="2", subject="Re: The rota"),
        "4 note.txt": "a short note",
    }
    second: dict[str, str | bytes] = {
        "1 again.txt": LETTER,
        "2 loud.txt": LETTER.upper(),
        "3 altered.txt": ALTERED,
        "4 packed.zip": packed(LETTER),
        "5 =new.txt": "nobody has seen this before",
        "6 start.eml": mail("1", 1, "Who comes on Monday?"),
        "7 late.eml": mail("9", 9, "Nothing to do with it.", subject="RE: the rota"),
    }
    with Case.new("Eastmere", at / "case", by="Ann Example") as case:
        case.intake(folder(at / "first", first), "Example Society", DAY)
        case.intake(folder(at / "second", second), "Example Society", date(2026, 3, 4))
        case.intake(folder(at / "held", {"nightingale.txt": SECRET}), "Example Chambers", DAY, hold=True)
    return at / "case"


@pytest.fixture
def case(built: Path, tmp_path: Path) -> Iterator[Case]:
    shutil.copytree(built, tmp_path / "case")
    with Case.open(tmp_path / "case", by="Ann Example") as case:
        yield case


def paths(lines: list[dict[str, object]]) -> list[object]:
    return [line["path"] for line in lines]


def of(case: Case, path: str) -> str:
    return next(str(row["id"]) for row in case.items() if row["path"] == path)


def test_what_is_like_a_letter(case: Case) -> None:
    said = case.duplicates(of(case, "1 letter.txt"))
    assert paths(said["same_bytes"]) == ["1 again.txt", "4 packed.zip/letter.txt"]
    assert paths(said["same_text"]) == ["2 loud.txt"]
    (near,) = said["nearly"]
    assert near["path"] == "3 altered.txt"
    words = len(LETTER.split())
    assert (near["words"], near["words_there"], near["words_common"]) == (words, words, words - 2)
    assert near["share"] == round((words - 2) / words, 4)
    assert [(each["here"], each["there"]) for each in near["differences"]] == [("nine", "eleven"), ("Two", "Three")]
    assert said["held"] == 1
    assert any("OCR" in line or "recognised" in line for line in said["cannot_show"])
    assert said["as_of"] == case.as_of
    assert Counter(line["how"] for line in case.duplicates_of(said["item"])) == {"bytes": 2, "text": 1, "nearly": 1}


def test_groups_over_the_case(case: Case) -> None:
    said = case.duplicate_groups()
    assert [paths(group) for group in said["groups"]] == [
        ["1 letter.txt", "1 again.txt", "2 loud.txt", "3 altered.txt", "4 packed.zip/letter.txt"],
        ["2 start.eml", "6 start.eml"],
    ]
    assert (said["total"], said["items"], said["held"]) == (2, 7, 1)
    assert case.duplicate_groups(limit=1, offset=1)["groups"] == said["groups"][1:]


def test_every_passage_that_differs(case: Case) -> None:
    one, other = of(case, "3 altered.txt"), of(case, "1 letter.txt")
    said = case.differences(one, other)
    assert [(each["here"], each["there"]) for each in said["differences"]] == [("eleven", "nine"), ("Three", "Two")]
    with pytest.raises(AskedWrong, match="no text"):
        case.differences(one, of(case, "4 packed.zip"))


def test_a_thread_with_a_gap(case: Case) -> None:
    said = case.thread(of(case, "3 third.eml"))
    found = [(node["depth"], node["message_id"], node["missing"], len(node["items"])) for node in said["thread"]]
    assert found == [(0, "2@campaign.test", True, 0), (1, "3@campaign.test", False, 1)]
    assert said["thread"][0]["item"] is None
    assert said["thread"][0]["referred_by"] == [said["mail"]]
    assert (said["thread"][1]["parent"], said["thread"][1]["why"]) == (0, "in-reply-to")
    alone = case.thread(of(case, "2 start.eml"))["thread"]
    assert [len(node["items"]) for node in alone] == [2], "copies are one node"
    guessed = case.thread(of(case, "2 start.eml"), subjects=True)["thread"]
    assert [node["why"] for node in guessed] == [None, "subject", "in-reply-to", "subject"]
    with pytest.raises(AskedWrong, match="no headers"):
        case.thread(of(case, "4 note.txt"))


def test_is_anything_in_it_new(case: Case) -> None:
    case.opened(of(case, "7 late.eml"))
    said = case.compare("BUN-0002")
    got = {line["path"]: (line["group"], line["how"], line["opened"]) for line in said["lines"]}
    assert got == {
        "1 again.txt": ("same-bytes", "bytes", False),
        "2 loud.txt": ("nearly", "text", False),
        "3 altered.txt": ("nearly", "nearly", False),
        "4 packed.zip": ("nearly", "members", False),
        "4 packed.zip/letter.txt": ("same-bytes", "bytes", False),
        "5 =new.txt": ("only-here", None, False),
        "6 start.eml": ("same-bytes", "bytes", False),
        "7 late.eml": ("only-here", None, True),
    }
    counts = (said["items"], said["same_bytes"], said["nearly"], said["only_here"], said["only_here_unopened"])
    assert counts == (8, 3, 3, 2, 1)
    assert (said["only_there"], said["held"]) == (None, 1)
    other = case.compare("BUN-0002", "BUN-0001", limit=1)
    assert other["only_there"] == 2
    assert [line["path"] for line in other["lines"] if line["group"] == "only-there"] == ["3 third.eml"]
    assert list(case.compare_all("BUN-0002")) == said["lines"]


def test_what_is_asked_wrong_is_said_at_once(case: Case) -> None:
    for bundle, other, error in (
        ("BUN-0009", "case", UnknownItem),
        ("BUN-0002", "BUN-0009", UnknownItem),
        ("BUN-0002", "BUN-0002", AskedWrong),
        ("BUN-0003", "case", Refused),
        ("BUN-0002", "BUN-0003", Refused),
    ):
        with pytest.raises(error):
            case.compare_all(bundle, other)
    held = next(str(row["id"]) for row in case.items() if row["aside"])
    for ask_for in (case.duplicates, case.thread, lambda id_: case.differences(id_, id_)):
        with pytest.raises(Refused, match="is held"):
            ask_for(held)


def everything(case: Case) -> str:
    letters = [case.duplicates(str(row["id"]), None) for row in case.items() if row["aside"] is None]
    threads = [case.thread(of(case, "2 start.eml"), subjects=True)]
    compared = [case.compare("BUN-0001"), case.compare("BUN-0002", "BUN-0001")]
    return json.dumps([letters, threads, compared, case.duplicate_groups(None)], sort_keys=True)


def test_nothing_of_what_is_held_is_said_until_it_is_released(case: Case) -> None:
    said = everything(case)
    assert "nightingale" not in said
    case.release("BUN-0003", "looked through")
    assert "nightingale" in everything(case)
    near = case.duplicates(of(case, "1 letter.txt"))
    assert (near["held"], paths(near["nearly"])) == (0, ["nightingale.txt", "3 altered.txt"])
    case.withdraw("BUN-0003", "the wrong stick")
    assert "nightingale" not in everything(case)


def test_the_same_answers_after_a_rebuild_and_without_what_was_derived(case: Case, tmp_path: Path) -> None:
    before = everything(case)
    assert case.verify()["ok"]
    case.rebuild()
    assert everything(case) == before
    shutil.rmtree(case.path / "derived" / "near")
    assert everything(case) == before
    assert case.verify()["ok"]


def test_tampering_with_what_was_derived_is_named(case: Case) -> None:
    case.duplicate_groups()
    base = apsw.Connection(str(case.path / "derived" / "near" / "near.db"))
    base.execute("UPDATE item SET text=zeroblob(16) WHERE n=1")
    base.close()
    said = case.verify()
    assert not said["ok"]
    assert [each["what"] for each in said["problems"]] == ["what is kept of an item to compare it differs (ITM-000001)"]
    case.rebuild()
    assert case.verify()["ok"]


def test_the_command_line(built: Path) -> None:
    letter = "ITM-000001"
    said = ask("duplicates", letter, case=built)
    assert said.code == 0
    assert "    - The canvasser called at house [nine] in the morning and asked" in said.out.splitlines()
    assert "    + The canvasser called at house [eleven] in the morning and asked" in said.out.splitlines()
    assert said.out.splitlines()[-1].endswith("Left out: 1 item held until somebody releases them")
    assert {line["how"] for line in ask("duplicates", letter, "--jsonl", case=built).lines} == {
        "bytes",
        "text",
        "nearly",
    }
    assert ask("duplicates", "--json", case=built).json["total"] == 2
    assert len(ask("duplicates", "--jsonl", case=built).lines) == 2
    assert "[eleven]" in ask("duplicates", letter, "--diff", "ITM-000007", case=built).out
    told = ask("thread", "ITM-000003", case=built).out
    assert "MISSING  <2@campaign.test>, named by ITM-000003" in told
    assert told.splitlines()[-1].startswith("1 mail, 1 missing")
    compared = ask("compare", "BUN-0002", case=built)
    assert compared.code == 0
    assert "= 3 the same bytes + 3 nearly the same + 2 only here, of which 2 opened by nobody" in compared.out
    assert len(ask("compare", "BUN-0002", "--jsonl", case=built).lines) == 8
    assert ask("compare", "BUN-0002", "--with", "BUN-0001", "--json", case=built).json["only_there"] == 2
    rows = list(csv.DictReader(io.StringIO(ask("compare", "BUN-0002", "--csv", case=built).out)))
    assert len(rows) == 8
    assert [row["path"] for row in rows if row["group"] == "only here"] == ["5 =new.txt", "7 late.eml"]
    for wrong, code in (
        (["compare", "BUN-0003"], 5),
        (["compare", "BUN-0002", "--csv", "--json"], 2),
        (["compare", "BUN-0099", "--csv"], 2),
        (["duplicates", "--diff", letter], 2),
        (["duplicates", "ITM-999999"], 2),
        (["duplicates", letter, "--offset", "3"], 2),
        (["thread", "ITM-000004"], 2),
    ):
        assert ask(*wrong, case=built).code == code, wrong
    assert not [line for line in ask("verify", case=built).out.splitlines() if "differs" in line]


def test_a_case_that_can_only_be_read_is_answered_too(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(built, tmp_path / "case")
    with Case.open(tmp_path / "case") as case:
        before = everything(case)
    shutil.rmtree(tmp_path / "case" / "derived")
    real = __import__("os").access
    monkeypatch.setattr("os.access", lambda path, mode: str(path) != str(tmp_path / "case") and real(path, mode))
    monkeypatch.setattr("muniment.search.near.base.writable", lambda derived: False)
    with Case.open(tmp_path / "case") as case:
        assert not case._store.writable
        again = json.loads(everything(case))
    assert again == json.loads(before)


def test_mails_without_ids_are_bound_by_outlooks_index_and_it_is_said(tmp_path: Path) -> None:
    def bare(steps: int) -> bytes:
        index = base64.b64encode(bytes(range(22)) + b"12345" * steps).decode()
        head = f"From: Ann Example <ann@campaign.test>\r\nSubject: The rota\r\nThread-Index: {index}\r\n"
        return f"{head}Date: {steps + 1} May 2014 10:00:00 +0100\r\n\r\nMail {steps}.\r\n".encode()

    files: dict[str, str | bytes] = {f"{steps}.eml": bare(steps) for steps in (0, 1, 3)}
    with Case.new("Eastmere", tmp_path / "case", by="Ann Example") as case:
        case.intake(folder(tmp_path / "box", files), "Example Constabulary", DAY)
        gap = case.thread("ITM-000001")["thread"][2]
    assert (gap["missing"], gap["why"], gap["referred_by"]) == (True, "thread-index", ["ITM-000003"])
    assert gap["conversation_index"] == (bytes(range(22)) + b"12345" * 2).hex()
    told = ask("thread", "ITM-000001", case=tmp_path / "case").out.splitlines()
    by = "  [placed by Outlook's conversation index]"
    assert told[1].startswith("  ITM-000002")
    assert told[1].endswith(f"; The rota{by}")
    assert told[2] == f"    MISSING  an answer in the conversation, named by ITM-000003{by}"
    assert told[3].startswith("      ITM-000003")
    assert told[-1].startswith("3 mails, 1 missing")
