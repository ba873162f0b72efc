"""Whether a promise stands."""

STANDS = "({row}.status in ('AGREED', 'DONE') or ({row}.status in ('PROPOSED', 'COUNTERED') and {row}.hold_until > now()))"
"""SQL: a match uses something of its resource, or promises or holds it."""
