-- name: decide$
insert into match_weights (category, distance, time, quantity, wording, freshness, delivery, note)
values (:category, :distance, :time, :quantity, :wording, :freshness, :delivery, :note)
returning id;
