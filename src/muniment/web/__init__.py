"""The door in a browser: one thin file for each room, plain forms, no script needed."""
