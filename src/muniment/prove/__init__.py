"""Proof: the law as data, and what follows from it for the acts, allegations, witnesses and decisions of a case."""
