-- name: report$
insert into delivery (match_id, provider_id, quantity, delivered_on, note, status)
values (:match, :provider, :quantity, :delivered_on, :note, 'REPORTED')
returning id;

-- name: confirm!
update delivery
set status = 'CONFIRMED', rating = :rating, words = :words, answered_at = now(), version = version + 1
where id = :id;

-- name: dispute!
update delivery set status = 'DISPUTED', words = :words, answered_at = now(), version = version + 1 where id = :id;

-- name: match^
select * from match where id = :id for update;

-- name: deliveries^
-- How much of a match has been confirmed, and how many deliveries wait for it; a disputed one counts neither way.
select coalesce(sum(quantity) filter (where status = 'CONFIRMED'), 0) as confirmed,
    count(*) filter (where status = 'REPORTED') as waiting
from delivery where match_id = :match;
