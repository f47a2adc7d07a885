"""Lines of inquiry, unused material, schedules and forms."""

from muniment.case.prove.part import Part


class Unused(Part):
    """Lines of inquiry, unused material, schedules and forms."""
