"""A whole made-up district around the sample's story: two years of units, resources, demands, matches, projects and events.

It is written in bulk, beside the actions (DECISIONS.md): through them it would take hours. tests/schema/test_district.py holds it to what the
actions would have allowed.
"""

from api.sample.district.filling import fill
from api.sample.district.sizes import DISTRICT, SIZES, Size

__all__ = ["DISTRICT", "SIZES", "Size", "fill"]
