"""Files of single programs: iWork, OneNote, SQLite, Access, property lists."""
