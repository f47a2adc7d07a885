"""One case folder: create, open, record, originals, readings, lists, tables, rebuild."""
