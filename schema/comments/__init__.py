"""Comments: what those who take part in an item say about it, among themselves."""
