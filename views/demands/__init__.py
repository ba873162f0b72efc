"""Pages: the demand list."""
