"""Business districts and industrial parks."""
