"""Senders' lists: what they say was sent, held against what came."""
