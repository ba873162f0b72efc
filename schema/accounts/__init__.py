"""Accounts: who may come in, as whom, and with what."""
