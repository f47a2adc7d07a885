"""Files in, every one accounted for: walk, identify, unpack, read in the jail."""
