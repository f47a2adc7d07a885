"""Mail as it travels and as programs keep it, and what travels in it."""
