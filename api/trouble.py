"""What keeps the product from running."""


class CannotRun(Exception):
    """An expected failure. The message is for whoever starts the product: what is wrong, and what to do."""
