"""Pages: the classes of resources and demands."""
