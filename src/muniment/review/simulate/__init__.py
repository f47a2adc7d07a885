"""A labelled set is read as a case would be, so that anyone can check what is said of the order of reading."""
