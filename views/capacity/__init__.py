"""Pages about capacity: the book of an offer, and its corrections."""
