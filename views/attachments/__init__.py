"""Pages of attachments: the part of an item's page that shows them, one by itself, and the files."""
