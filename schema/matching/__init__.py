"""Matching: what fits what and why, who promised how much, and what was delivered of it."""
