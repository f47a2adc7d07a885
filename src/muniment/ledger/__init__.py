"""The append-only record: entries, Merkle tree, signed notes, keys, offline verification. Knows nothing of cases."""
