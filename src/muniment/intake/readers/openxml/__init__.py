"""What all Office Open XML files have in common."""
