"""Raw strings: what can be had of bytes that no reader could read."""
