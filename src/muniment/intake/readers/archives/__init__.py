"""Archives and images of disks."""
