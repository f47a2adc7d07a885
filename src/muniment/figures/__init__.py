"""Drawings for people who would rather look than read, each with a table beside it that says the same in numbers."""
