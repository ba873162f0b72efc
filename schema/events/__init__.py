"""Events: the ledger of everything that happened."""
