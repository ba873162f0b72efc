"""Where the pages about things are, for links in letters and on pages."""

HOME = "/"
_FOLDERS = {"resource": "resources", "demand": "demands", "match": "matches", "project": "projects", "org": "organisations"}
_FOLDERS |= {"record": "records"}


def place_of(id_: str) -> str:
    """The address of the page about the object with a global id; the first page for what has none.

    >>> place_of("match_12")
    '/matches/match_12'
    """
    folder = _FOLDERS.get(id_.rpartition("_")[0])
    return f"/{folder}/{id_}" if folder else HOME
