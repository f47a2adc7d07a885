"""Rich Text Format, alone and within mail."""
