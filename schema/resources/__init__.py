"""The resource list: what units offer."""
