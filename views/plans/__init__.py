"""Pages about plans for a period."""
