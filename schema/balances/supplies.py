"""What is offered: the offers that count into a period, and how many of them are engaged, idle and out of date today."""

from schema.balances.ageing import AGE
from schema.balances.sums import HERE, MONTH, PART, Side, of_row, supplies_of
from schema.matching.standing import STANDS
from schema.resources.kinds import OFFERED, counts_in

# What lies idle and how much is used follow from the promises that stand, read once.
_USED = (
    "select sum(coalesce(m$.settled, m$.quantity)) as used from match m$"
    f" where m$.resource_id = r$.id and {of_row(STANDS, 'm$')} and {of_row(OFFERED)} offset 0"
)
_ROWS = (
    f"select r$.category_id, r$.unit, {PART} as part, {MONTH} as month, {of_row(OFFERED)} as offered,"
    f" {of_row(OFFERED)} and m$.used is null as is_idle, r$.valid_until < current_date as is_over,"
    f" (case when {of_row(OFFERED)} and m$.used is null then {of_row(AGE)} end) as age,"
    f" (case when {of_row(OFFERED)} and r$.measure = 'TOTAL' then r$.quantity else 0 end) as stock,"
    f" least(r$.quantity, coalesce(m$.used, 0)) as used"
    f" from {{ranges}} d$ join resource r$ on {HERE} cross join lateral ({_USED}) m$"
    f" where {of_row(counts_in('p$.first_day', 'p$.next_day'))} and {supplies_of('r$.category_id')}"
)
SUPPLIES = Side(
    "balance_supply",
    _ROWS,
    supplies_of("k$.category_id"),
    {
        "count": "count(*)",
        "engaged": "count(*) filter (where r$.offered and not r$.is_idle)",
        "idle": "count(*) filter (where r$.is_idle)",
        "lapsed": "count(*) filter (where not r$.offered and not r$.is_over)",
        "expired": "count(*) filter (where r$.is_over)",
        "stocks": "count(*) filter (where r$.stock > 0)",
    },
    {
        "quantity": "sum(r$.stock)",
        "used": "sum(case when r$.stock > 0 then r$.used else 0 end)",
    },
)
