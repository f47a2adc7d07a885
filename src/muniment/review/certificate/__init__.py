"""Recall certificates: a sealed random sample over a fixed frame, and what follows from it, from plain values alone.

`table` holds the constants, `number` the secret numbers, `course` what happened in ledger order, `verdict` what may be
said, `expect` what it will cost, `replay` the check of all of it. Standard library only; `rules` and `simulate` need numpy.

*Source*: QBCB (Lewis, Yang, Frieder 2021), made lazy, finite and exact; the proof is in
docs/explanation/recall-certificate.md.
"""
