"""Subjects, allegations, and what was put to whom."""

from muniment.case.prove.part import Part


class Allegations(Part):
    """Subjects, allegations, and what was put to whom."""
