"""Pages: the project list."""
