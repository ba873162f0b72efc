"""The store of files that the settings name."""

from obstore.store import LocalStore, S3Store

from api.settings import Settings
from schema.engine.store import Store


def open_store(settings: Settings) -> Store:
    """S3 where an address is configured, otherwise the folder ``files`` in the data folder."""
    if settings.store_url:
        return Store(S3Store.from_url(settings.store_url))
    folder = settings.data / "files"
    return Store(LocalStore(folder, mkdir=True), folder)
