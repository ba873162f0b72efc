"""The store of files that the settings name."""

from datetime import timedelta

from obstore.store import LocalStore, S3Store

from api.settings import Settings
from schema.engine.store import Store

_TRIES, _PATIENCE = 2, timedelta(seconds=10)
"""How often S3 is asked again, and for how long in all (our defaults: people wait for it)."""


def open_store(settings: Settings) -> Store:
    """S3 where an address is configured, otherwise the folder ``files`` in the data folder."""
    if settings.store_url:
        return Store(S3Store.from_url(settings.store_url, retry_config={"max_retries": _TRIES, "retry_timeout": _PATIENCE}))
    folder = settings.data / "files"
    return Store(LocalStore(folder, mkdir=True), folder)
