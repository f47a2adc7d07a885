"""Proof: the law as data, and what follows from it for the acts, allegations and findings of a case.

Everything here is computed from plain values: no ledger, no table, no clock on the wall.
"""
