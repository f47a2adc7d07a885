"""Drafts of forms: each is one plain document, which is written as Word, as PDF, or as text."""
