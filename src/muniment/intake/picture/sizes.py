"""How large a picture of a page may be, on both sides of the jail; a change makes every page anew."""

VERSION = 1  # raised with whatever changes what is drawn
DPI = 110  # of a document's page: letters of 8 points can be read, and a page takes a tenth of a second
PIXELS = 2_500_000  # of a picture: an A3 page at that many dots
LONGEST = 8_000  # pixels along a side: a long picture of a telephone's screen
WHOLE = 10_000  # a box is in ten-thousandths of the page
STILL = 640  # pixels along the longer side of a still of a film
