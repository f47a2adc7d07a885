"""Sheets and tables: Excel of all ages, CSV, dBase, load files."""
