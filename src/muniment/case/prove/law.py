"""The law as the case has adopted it."""

from muniment.case.prove.part import Part


class Law(Part):
    """The law as the case has adopted it."""
