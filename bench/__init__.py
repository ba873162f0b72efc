"""What performance claims rest on. ``python -m bench`` runs all; each figure also becomes a line of results.jsonl."""
