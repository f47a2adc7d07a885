"""Complaints, those who made them, and the yearly return."""

from muniment.case.prove.part import Part


class Complaints(Part):
    """Complaints, those who made them, and the yearly return."""
