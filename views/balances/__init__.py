"""Pages about the balance of need and supply."""
