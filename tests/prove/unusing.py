"""A small made-up case with both sides, for the tests of unused material and of forms."""

from typing import Any

from prove.deciding import named

from muniment.case import Case

PETITION: dict[str, Any] = {
    "petitioners": [("Ann Example", "elector"), ("Cy Example", "elector")],
    "result": "Bo Example was returned.",
    "relief": ["That it be determined that Bo Example was not duly elected.", "Costs."],
}


def both_sides(case: Case) -> dict[str, str]:
    """An allegation with a passage on each side, what was put and answered, witnesses, exhibits, lines, unused material."""
    ids, prove = named(case), case.prove
    alleged = prove.allege(
        "A man voted in the names of others.",
        "s.60",
        "2014-05-22",
        poll="2014-05-22",
        subjects=["Bo Example"],
        attribution="personal",
    )
    allegation = str(alleged["id"])
    words = "a man called and took our ballot papers"
    prove.link(allegation, "a1", "for", ids["letter-1.txt"], words=words, routes={"criminal-court": "direct"})
    prove.link(allegation, "a1", "against", ids["letter-2.txt"], words="Letter 2", routes={"criminal-court": "direct"})
    put = prove.put(allegation, "Bo Example", "letter", day="2014-07-01", what="That he voted for others.")["id"]
    prove.reply(str(put), "I was abroad.", day="2014-07-09")
    prove.act("result-declared", "2014-05-23")
    cy = str(prove.add_witness("Cy Example", "the call at the door", speaks=[allegation])["id"])
    prove.add_witness("Di Example", "where Bo Example was in May")
    prove.contact(cy, "in-person", "gave-statement", day="2014-06-20", person="Ann Example", asked="what they saw")
    prove.statement(cy, "mg11", day="2014-06-20", signed=True, item=ids["letter-3.txt"])
    prove.exhibit(cy, "CY/1", ids["letter-1.txt"], "Letter about the call")
    prove.line("Who called at the doors.", "towards", of=[allegation], day="2014-06-01")
    away = prove.line("Whether Bo Example was abroad.", "away", of=[allegation], day="2014-06-01")["id"]
    prove.line("", on=str(away), state="followed", why="A stamp in a passport says so.", day="2014-07-10")
    prove.line("Whose hand it is.", "either", state="not-followed", why="No specimen is left.", day="2014-06-02")
    prove.review_unused("first", "Letter 2 may help the defence.", day="2014-08-01")
    return {"allegation": allegation, "witness": cy, "put": str(put)}


def unused(case: Case) -> dict[str, str]:
    """Material on each schedule: two rows that went out, then one that was withdrawn and two that wait."""
    ids, prove = named(case), case.prove
    files = [ids[f"file-{n:02}.txt"] for n in range(1, 28)]

    def row(*args: Any, **more: Any) -> str:
        return str(prove.describe_unused(*args, **more)["id"])

    rows = {
        "against": row(
            "mg6c", "may-meet", [ids["letter-2.txt"]], "A letter about a man at the door", reason="He was abroad."
        ),
        "block": row("mg6c", "does-not", files[:5], block=True, title="Files 1 to 5 of the petition"),
    }
    prove.submit("mg6c", "Example Prosecution", "2014-09-01")
    prove.strike(rows["block"], "file 3 is another matter")
    rows |= {
        "unseen": row("mg6c", "not-examined", files[6:9], block=True, title="Files 7 to 9", reason="Seized last week."),
        "single": row("mg6c", "does-not", [files[0]], "File 1 of the petition"),
        "sensitive": row("mg6d", "meets", [files[26]], "File 27", reason="It names who gave the police word."),
    }
    return rows
