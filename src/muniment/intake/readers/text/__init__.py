"""Text, JSON and XML."""
