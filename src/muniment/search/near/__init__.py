"""Items that are alike: the same bytes, the same text, nearly the same text; and what mails say of each other.

What is worked out for it lies in `derived/near/`, in one SQLite file that can be thrown away.
"""
