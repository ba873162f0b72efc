"""Quantities and money as people and the ledger write them."""

from decimal import Decimal


def plainly(amount: Decimal) -> str:
    """An amount without zeros that say nothing and without an exponent.

    >>> plainly(Decimal("12.50")), plainly(Decimal("100")), plainly(Decimal("0.00"))
    ('12.5', '100', '0')
    """
    return f"{amount.normalize():f}"
