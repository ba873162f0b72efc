"""Pages: committees."""
