"""What supports and what undermines each element, for each forum."""

from muniment.case.prove.part import Part


class Matrix(Part):
    """What supports and what undermines each element, for each forum."""
