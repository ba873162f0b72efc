"""Pages for those who write apps."""
