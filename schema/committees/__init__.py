"""Committees and their seats."""
