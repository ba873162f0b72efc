"""Letters by electronic mail: written in the transaction that wants them, sent by the worker."""
