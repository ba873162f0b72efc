"""Pages: the resource list."""
