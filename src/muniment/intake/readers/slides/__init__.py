"""Presentations: PowerPoint of all ages."""
