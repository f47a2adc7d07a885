"""What others were asked for, and advice."""

from muniment.case.prove.part import Part


class Requests(Part):
    """What others were asked for, and advice."""
