"""How names, addresses, dates and sums of money are written."""
