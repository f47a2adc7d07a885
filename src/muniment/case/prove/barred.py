"""What courts found, and who may not stand, sit or vote."""

from muniment.case.prove.part import Part


class Barred(Part):
    """What courts found, and who may not stand, sit or vote."""
