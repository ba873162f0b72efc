-- name: people
select a.id as account_id, p.id as person_id, p.name
from item_people(:item_type, :item_id) i
join account a on a.person_id = i.person_id and a.status = 'ACTIVE'
join person p on p.id = i.person_id;
