"""Pages: search."""
