"""PDF: pages, notes, forms, what is attached, and which pages are pictures."""
