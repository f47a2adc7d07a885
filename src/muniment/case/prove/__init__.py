"""The Python door to proof: `case.prove`, of one part for each thing that it is asked for."""

from muniment.case.doors import guarded
from muniment.case.prove.allegations import Allegations
from muniment.case.prove.barred import Barred
from muniment.case.prove.claims import Claims
from muniment.case.prove.complaints import Complaints
from muniment.case.prove.days import Days
from muniment.case.prove.decisions import Decisions
from muniment.case.prove.forms import Forms
from muniment.case.prove.law import Law
from muniment.case.prove.matrix import Matrix
from muniment.case.prove.requests import Requests
from muniment.case.prove.summary import Summary
from muniment.case.prove.unused import Unused
from muniment.case.prove.witnesses import Witnesses

__all__ = ["Prove"]


@guarded
class Prove(
    Summary, Law, Complaints, Allegations, Matrix, Witnesses, Claims, Days, Barred, Requests, Decisions, Unused, Forms
):
    """Allegations and what bears on them, of one case."""
