"""The command line: one thin file for each room, same names."""
