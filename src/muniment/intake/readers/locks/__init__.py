"""What passwords open: whole files, and members of archives."""
