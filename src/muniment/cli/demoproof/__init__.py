"""The made-up case is proved a little: what was known and decided without the volumes, and what is found in them since."""

from muniment.cli.demoproof.again import again
from muniment.cli.demoproof.known import known

__all__ = ["again", "known"]
