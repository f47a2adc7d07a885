"""Dated acts, and the clocks that run from them."""

from muniment.case.prove.part import Part


class Days(Part):
    """Dated acts, and the clocks that run from them."""
