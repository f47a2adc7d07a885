"""Builds the made-up case."""
