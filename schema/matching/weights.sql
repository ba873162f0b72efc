-- name: alone!
-- Whoever decides at the same time waits, and is then told what holds.
lock table match_weights in share row exclusive mode;

-- name: latest$
select max(id) from match_weights;

-- name: decide$
insert into match_weights (category, distance, time, quantity, wording, freshness, delivery, note, account_id)
values (:category, :distance, :time, :quantity, :wording, :freshness, :delivery, :note, :account)
returning id;
