"""Attachments (附件): photos and documents of the items on the three lists."""
