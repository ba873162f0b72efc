"""The page on which documents are tried out."""
