"""Notifications: who watches what, and what people are told of it."""
