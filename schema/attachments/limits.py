"""How much of what an item may hold, and for how long what nobody needs is kept."""

from datetime import timedelta

ATTACHMENTS = 12
"""The most attachments of one item (our default)."""
MEGABYTES = 10
BYTES = MEGABYTES << 20
"""The longest file (our default: a photo of a phone at its best, a report of a few dozen pages)."""
PIXELS = 50_000_000
"""The most pixels of an image, told by its header before anything is decoded (our default: the largest that phones take)."""
EDGE, THUMBNAIL_EDGE = 2560, 480
"""The longest edge, in pixels, of an image as it is kept, and of its thumbnail (our defaults: a sharp A4 print; two columns)."""
FILE_NAME, CAPTION = 200, 200
"""The longest texts: what the constraints of the table say."""
WAITING = 50
"""Uploads of one account that may be under way at once (our default)."""
OPEN_FOR = timedelta(hours=1)
"""How long the address of an upload can be used, and what arrived there waits to be attached (our default)."""
GRACE = timedelta(days=7)
"""How long the bytes of a removed attachment are kept, should somebody have removed the wrong one (our default)."""
ORPHANED = timedelta(days=1)
"""From this age on, stored bytes that nothing refers to are erased; an upload never takes so long (our default)."""
