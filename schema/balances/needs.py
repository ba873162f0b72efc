"""What is needed: the demands that count into a period, and how much of them is met, promised and unmet today."""

from schema.balances.ageing import AGE
from schema.balances.sums import HERE, MONTH, PART, Side, needs_of, of_row
from schema.demands.kinds import FINISHED, PROMISED, UNMET, counts_in
from schema.demands.rules import MET

_ROWS = (
    f"select r$.category_id, r$.unit, {PART} as part, {MONTH} as month,"
    f" {of_row(FINISHED)} as is_met, {of_row(UNMET)} as is_unmet,"
    f" (case when {of_row(UNMET)} then {of_row(AGE)} end) as age, r$.needed_by < current_date as is_over,"
    f" {of_row(PROMISED)} > 0 as is_begun, r$.quantity, least(r$.quantity, {of_row(PROMISED)}) as taken,"
    f" least(r$.quantity, {of_row(MET)}) as brought from {{ranges}} d$ join demand r$ on {HERE}"
    f" where {of_row(counts_in('p$.first_day', 'p$.next_day'))} and {needs_of('r$.category_id')}"
)
NEEDS = Side(
    "balance_need",
    _ROWS,
    needs_of("k$.category_id"),
    {
        "count": "count(*)",
        "met": "count(*) filter (where r$.is_met)",
        "promised": "count(*) filter (where not r$.is_met and not r$.is_unmet)",
        "unmet": "count(*) filter (where r$.is_unmet)",
        "partly": "count(*) filter (where r$.is_unmet and r$.is_begun and not r$.is_over)",
        "expired": "count(*) filter (where r$.is_unmet and r$.is_over)",
    },
    {
        "quantity": "sum(r$.quantity)",
        "delivered": "sum(r$.brought)",
        "agreed": "sum(greatest(0, r$.taken - r$.brought))",
        "missing": "sum(r$.quantity - r$.taken)",
    },
)
