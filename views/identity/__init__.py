"""Pages: identity."""
