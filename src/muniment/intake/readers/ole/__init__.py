"""Compound files and what is embedded in them."""
