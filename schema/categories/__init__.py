"""The classes of resources and demands."""
