"""Acts of proof: complaints, allegations, what supports and what undermines them, witnesses, dated acts, requests, decisions."""

from muniment.model.prove.allegations import Alleged, SubjectNamed
from muniment.model.prove.claims import ClaimEntered, ClaimsDiffer
from muniment.model.prove.complaints import ComplaintAnswered, ComplaintEnded, ComplaintReceived
from muniment.model.prove.days import ClockMet, ClockSet, Dated, StepTaken
from muniment.model.prove.decisions import Decided, DeciderNamed, DecisionAnswered, Reassessing
from muniment.model.prove.findings import Finding
from muniment.model.prove.law import LawAdopted
from muniment.model.prove.links import LinkAssessed, Linked, PaperSaid, Side, Struck
from muniment.model.prove.proof import Counted, Proof
from muniment.model.prove.replies import CaseOf, Put, Replied
from muniment.model.prove.requests import AdviceAsked, AdviceGiven, Asked, AskedAnswered
from muniment.model.prove.unused import DisclosureReviewed, LineEntered, Scheduled, ScheduleSubmitted
from muniment.model.prove.witnesses import Contacted, Exhibited, Says, StatementTaken, Willing, WitnessNamed

__all__ = [
    "KINDS",
    "AdviceAsked",
    "AdviceGiven",
    "Alleged",
    "Asked",
    "AskedAnswered",
    "CaseOf",
    "ClaimEntered",
    "ClaimsDiffer",
    "ClockMet",
    "ClockSet",
    "ComplaintAnswered",
    "ComplaintEnded",
    "ComplaintReceived",
    "Contacted",
    "Counted",
    "Dated",
    "Decided",
    "DeciderNamed",
    "DecisionAnswered",
    "DisclosureReviewed",
    "Exhibited",
    "Finding",
    "LawAdopted",
    "LineEntered",
    "LinkAssessed",
    "Linked",
    "PaperSaid",
    "Proof",
    "Put",
    "Reassessing",
    "Replied",
    "Says",
    "ScheduleSubmitted",
    "Scheduled",
    "Side",
    "StatementTaken",
    "StepTaken",
    "Struck",
    "SubjectNamed",
    "Willing",
    "WitnessNamed",
]

KINDS: dict[str, type[Proof]] = {
    kind.do: kind
    for kind in (
        LawAdopted,
        ComplaintReceived,
        ComplaintAnswered,
        ComplaintEnded,
        SubjectNamed,
        Alleged,
        Linked,
        LinkAssessed,
        Struck,
        PaperSaid,
        CaseOf,
        Put,
        Replied,
        WitnessNamed,
        Contacted,
        StatementTaken,
        Willing,
        Exhibited,
        Dated,
        ClockSet,
        ClockMet,
        StepTaken,
        Asked,
        AskedAnswered,
        AdviceAsked,
        AdviceGiven,
        Decided,
        DecisionAnswered,
        DeciderNamed,
        Reassessing,
        LineEntered,
        Scheduled,
        ScheduleSubmitted,
        DisclosureReviewed,
        Finding,
        ClaimEntered,
        ClaimsDiffer,
    )
}
