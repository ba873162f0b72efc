"""Plans: which offers are to serve which demands of an area in a period, seen as a whole (mission N1)."""
