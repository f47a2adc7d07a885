"""What things are: frozen dataclasses and enums. No files, no clock, no SQL."""
