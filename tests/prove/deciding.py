"""Decisions of the made-up case with the 27 files, in few words."""

from typing import Any

from muniment.case import Case

NFA: dict[str, Any] = {"stage": "evidential", "shape": "insufficient", "reason": "Not enough evidence."}


def named(case: Case) -> dict[str, str]:
    """The id of each item by its name."""
    return {str(row["name"]): str(row["id"]) for row in case.items()}


def alleged(case: Case, **more: Any) -> str:
    """One allegation of personation."""
    return str(case.prove.allege("A man voted for us.", "s.60", "2014-05-22", **more)["id"])


def no_action(case: Case, allegation: str, **more: Any) -> str:
    """No further action, decided here by the prosecutor, with the number of unopened items as it is."""
    left = case.prove.before_deciding(more.get("items", ()), more.get("advice", ()))["unopened"]
    given = NFA | {"of": [allegation], "unopened": left} | more
    return str(case.prove.decide("no-further-action", "prosecutor", "Example Prosecution", **given)["id"])


def one(case: Case, id: str, on: str = "") -> dict[str, Any]:  # noqa: A002 # the decision's number
    """A decision as it is answered."""
    (found,) = case.prove.decisions(id, on)["decisions"]
    assert isinstance(found, dict)
    return found


def why(case: Case, id: str, on: str = "") -> list[tuple[str, str]]:  # noqa: A002
    """What overtakes a decision: in one word, and of what."""
    return [(each["why"], each["about"]) for each in one(case, id, on)["overtaken"]]
