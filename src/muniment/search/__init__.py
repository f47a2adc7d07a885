"""Full text: every word of every reading, every hit reachable, the reading decides."""
