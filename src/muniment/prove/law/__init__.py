"""The law as tables (YAML) and the forms that they must have.

Each file has its loader beside it; `load` is what they share. Every entry says where it was read and how far it is verified.
"""
