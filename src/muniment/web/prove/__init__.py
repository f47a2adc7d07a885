"""Pages of proof: the law, allegations with their matrix, dated acts, clocks, and who was barred on a day."""
