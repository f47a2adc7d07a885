"""Pages of the web, alone and as they are kept: HTML, EPUB, WARC, compiled help."""
