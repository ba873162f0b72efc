"""The demand list: what communities, units and residents need."""
