"""Pages about plenaries."""
