"""Decisions at the terminal: refused with the number that nobody opened, then said; and what waits gives exit code 1."""

import json
from pathlib import Path

from asking import ask
from prove.proofing import ANN

from muniment.case import Case

HERE = ("--body-kind", "police", "--body", "Example Constabulary")
FAILED = ("--stage", "evidential", "--shape", "insufficient", "--reason", "Not enough.")


def test_the_story_at_the_terminal(ann: Case, tmp_path: Path) -> None:
    at: Path = ann.path
    ann.close()

    def said(*words: str, code: int = 0) -> str:
        done = ask("--by", ANN, "prove", *words, case=at)
        assert done.code == code, done
        return done.out if not code or code == 1 else done.err

    said("allege", "A man voted for us.", "--offence", "s.60", "--on", "2014-05-22")
    told = ("decide", "no-further-action", "--of", "ALG-0001", *HERE, *FAILED)
    assert "30 items of the case were opened by nobody" in said(*told, code=5)
    out = said(*told, "--unopened", "30")
    assert "30 by nobody" in out
    assert "finds neither guilt nor innocence" in out
    assert "guidance names another body" in out
    assert "(not verified)" in out

    said("link", "ALG-0001", "a1", "for", "ITM-000004")
    assert "was linked to ALG-0001, for it; not answered" in said("decisions", code=1)
    assert "answers 1 thing" in said("answer-decision", "DEC-0001", "stands", "--why", "It says nothing new.")
    assert "stands: It says nothing new." in said("decisions")
    assert "30 items in DEC-0001 unopened" in said("basis", "DEC-0001", "unopened")
    found = json.loads(said("decisions", "--json"))
    assert {"id", "kind", "body", "at", "basis", "since", "overtaken"} <= found["decisions"][0].keys()

    said("decider", "Cy Example")
    assert "Cy Example" in said("decider")
    assert "began" in said("reassess", "DEC-0001", "--begin", "Example Prosecution")
    assert "30 known then" in said("reassess", "DEC-0001")
    paper = tmp_path / "paper.txt"
    assert "written" in said("reassess", "DEC-0001", "--out", str(paper))
    assert "DEC-0001" in paper.read_text(encoding="utf-8")
    said("reassess", "DEC-0001", "--end", "stands", "--note", "Nothing new.")

    said("advice", "Is it enough?", "--ask", "Example Chambers", "--of", "ALG-0001", "--item", "ITM-000004")
    assert "not given yet" in said("advice")
    said("advice", "It is not.", "--give", "ADV-0001")
    assert "1 item put before them" in said("advice")
    said("advice", "It is not.", code=2)
