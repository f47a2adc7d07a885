"""Witnesses, what they were asked, their statements and exhibits."""

from muniment.case.prove.part import Part


class Witnesses(Part):
    """Witnesses, what they were asked, their statements and exhibits."""
