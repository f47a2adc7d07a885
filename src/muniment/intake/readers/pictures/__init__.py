"""Pictures, sound and film: what they say of themselves."""
