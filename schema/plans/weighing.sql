-- name: alone!
-- Whoever decides at the same time waits, and is then told what holds.
lock table plan_weights in share row exclusive mode;

-- name: latest$
select max(id) from plan_weights;

-- name: decide$
insert into plan_weights (urgent, soon, normal, waiting, fairness, fit, nearness, line, per_unit, partners, note, account_id)
values (:urgent, :soon, :normal, :waiting, :fairness, :fit, :nearness, :line, :per_unit, :partners, :note, :account)
returning id;
