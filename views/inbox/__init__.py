"""The page of what waits."""
