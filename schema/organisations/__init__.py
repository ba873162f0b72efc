"""Organisations: the registry of everybody who takes part."""
