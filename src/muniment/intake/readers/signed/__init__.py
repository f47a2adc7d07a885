"""Signed and sealed messages: S/MIME and OpenPGP, and what a signature shows."""
