"""Records: what came of a unit's promises, how that counts in matching, and how the unit contests an entry."""
