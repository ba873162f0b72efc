"""Capacity: the book of what there is of an offer and of what is held, promised or used of it; corrections, waiting lists."""
