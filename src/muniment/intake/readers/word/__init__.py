"""Word processors: Word of all ages, WordPerfect, Hangul."""
