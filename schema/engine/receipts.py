"""Receipts: how somebody without an account finds again what was handed in. Only a digest of one is stored."""

import hashlib
import secrets

_SIGNS = "23456789CFGHJMPQRVWX"
"""Neither vowels nor signs that are taken for one another: a receipt is read out on the telephone."""


def new_receipt() -> str:
    """Twelve random signs in three groups, such as 2CF4-GH7J-MPQ9."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(12))
    return f"{signs[:4]}-{signs[4:8]}-{signs[8:]}"


def receipt_digest(receipt: str) -> bytes:
    """What is stored of a receipt and looked for; however it was typed."""
    return hashlib.sha256("".join(filter(str.isalnum, receipt.upper())).encode()).digest()
