"""Pages: zones."""
