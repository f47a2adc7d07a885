"""Pages as pictures, films and sounds to be played: made in the jail, and only pixels or a copy of our own making come out."""
