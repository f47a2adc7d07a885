"""Full text: find anything in a case, and say what could not be searched."""
