"""Entries, their Merkle tree, sealed values, signed heads and offline verification. Knows nothing of cases."""
