"""Pages: areas."""
