"""Areas: the tree of districts, streets, communities, grids, buildings and estates."""
