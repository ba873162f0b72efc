"""Imports: spreadsheets on their way into the three lists and the registry."""
