"""Pages about a unit's record: what it comes to and by which rule, and one entry that is contested and decided on."""
