"""What `muniment search` says beside its hits: the family of each, and with --jsonl all else on the other stream."""

import json
from pathlib import Path

import pytest
from asking import FROM, ask, small_folder

from muniment.cli.found import coverage
from muniment.cli.main import answered


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("searched")
    small_folder(folder / "box")
    (folder / "box" / "miah.txt").write_text("Present: Md Miah, the clerk.\n")
    assert ask("new", "Eastmere", "--at", folder / "case").code == 0
    assert ask("intake", folder / "box", *FROM, case=folder / "case").code == 1
    return folder / "case"


def asked(capfd: pytest.CaptureFixture[str], case: Path, *args: str) -> tuple[int, str, str]:
    code = answered(["--case", str(case), "search", *args])
    return code, *capfd.readouterr()


def test_a_hit_says_which_family_it_is_of(case: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = asked(capfd, case, "keys", "--json")
    (hit,) = json.loads(out)["hits"]
    assert hit["family"] == {"item": "ITM-000002", "name": "mail.eml"}
    _, out, _ = asked(capfd, case, "keys")
    assert out.splitlines()[0].endswith("note.txt, in ITM-000002 mail.eml")
    _, out, _ = asked(capfd, case, "leaflets", "--json")
    assert [hit["family"] for hit in json.loads(out)["hits"]] == [None]


def test_a_hit_says_its_date_and_what_became_of_its_text(case: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = asked(capfd, case, "leaflets", "--json")
    (hit,) = json.loads(out)["hits"]
    about = {key: hit[key] for key in ("bundle", "type", "state", "reason", "opened_by")}
    assert about == {
        "bundle": "BUN-0001",
        "type": "message/rfc822",
        "state": "text.complete",
        "reason": "",
        "opened_by": [],
    }
    assert hit["date"].startswith("2014-05-22T10:00:00")


def test_a_stream_of_hits_says_what_names_were_expanded_to_beside_it(
    case: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = asked(capfd, case, '"Mohammed Miah"', "--names", "--jsonl")
    assert code == 0
    assert [json.loads(line)["name"] for line in out.splitlines()] == ["miah.txt"]
    assert any("Mohammed Miah, also as" in line for line in err.splitlines())
    assert err.splitlines()[-1].startswith("1 found. Searched whole:")


def test_a_stream_that_nobody_reads_beside_is_nothing_but_hits(case: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for more in ((), ("--facets",), ("--save", "Stream")):
        _, out, _ = asked(capfd, case, "canvasser", "--jsonl", *more)
        assert {"item", "snippet"} <= set.intersection(*(set(json.loads(line)) for line in out.splitlines()))
    _, out, err = asked(capfd, case, "--saved", "stream", "--jsonl")
    assert len(out.splitlines()) == 3
    assert "saved search Stream: canvasser; found 3 when it was saved" in err


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("--list-saved", "--forget", "x"),
        ("note", "--list-saved"),
        ("--list-saved", "--facets"),
        ("--forget", "x"),
        ("--saved", "x", "--names"),
    ],
    ids=" ".join,
)
def test_what_is_no_question_is_refused(case: Path, capfd: pytest.CaptureFixture[str], args: tuple[str, ...]) -> None:
    code, out, err = asked(capfd, case, *args)
    assert (code, out) == (2, "")
    assert err.startswith("muniment: ")


@pytest.mark.parametrize(("limit", "offset", "shown"), [("0", "0", "none"), ("5", "7", "none"), ("1", "1", "2 to 2")])
def test_which_hits_are_shown_is_said(
    case: Path, capfd: pytest.CaptureFixture[str], limit: str, offset: str, shown: str
) -> None:
    _, out, _ = asked(capfd, case, "canvasser", "--limit", limit, "--offset", offset)
    assert f"shown: {shown}; --offset and --limit show others" in out.splitlines()


def test_one_item_is_no_items() -> None:
    one = {"searched": 1, "searched_in_part": 0, "not_searchable": 1, "held": 1}
    assert (
        coverage(one)
        == "Searched whole: 1 item; in part: 0; not searchable: 1, of which 1 is held until somebody releases it"
    )
    assert coverage(one | {"searched": 1_000, "held": 2}).startswith("Searched whole: 1,000 items; ")


def test_a_table_of_one_line_says_so(case: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = asked(capfd, case, "leaflets", "--csv", str(tmp_path / "t.csv"))
    assert out.splitlines()[0].endswith("t.csv, 1 line")
