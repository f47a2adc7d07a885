"""Decisions, what they were based on, and what overtakes them."""

from muniment.case.prove.part import Part


class Decisions(Part):
    """Decisions, what they were based on, and what overtakes them."""
