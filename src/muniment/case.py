"""The Python door."""


class Case:
    """An open case."""
