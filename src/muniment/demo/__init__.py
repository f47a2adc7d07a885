"""Builds the made-up case."""

from muniment.demo.build import build

__all__ = ["build"]
