-- name: decide$
insert into match_weights (class, distance, time, quantity, wording, freshness, delivery, note)
values (:class_, :distance, :time, :quantity, :wording, :freshness, :delivery, :note)
returning id;
