"""One reader for each kind of file; a plain registry by media type. They run in the jail alone."""
