"""Pages about matching: the desk where the committee proposes, one match with its deliveries, lists of matches."""
