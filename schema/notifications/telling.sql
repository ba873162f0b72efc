-- name: watch!
insert into watch (account_id, item_type, item_id, created_at)
select id, :item_type, :item_id, :at from account where id = :account
on conflict on constraint watch_once do update set created_at = least(watch.created_at, excluded.created_at);

-- name: tell!
-- Pages that the account has open hear of it at once.
with told as (
    insert into notification (account_id, kind, event_id, event_at, subject_type, subject_id, comment_id)
    values (:account, :kind, :event, :at, :subject_type, :subject_id, :comment)
    on conflict on constraint notification_once do nothing
    returning id, account_id
)
select pg_notify('gongzhi_passing', json_build_object('type', 'Notification', 'number', id, 'account', account_id)::text) from told;

-- name: of_people
select id from account where person_id = any(:people::bigint[]);

-- name: providers
select a.id
from match m
join resource r on r.id = m.resource_id
join membership p on p.organisation_id = r.organisation_id and p.role in ('MANAGER', 'HANDLER')
    and p.valid_from <= current_date and coalesce(p.valid_to > current_date, true)
join account a on a.person_id = p.person_id
where m.id = :match;

-- name: acting_for
select a.id
from membership p join account a on a.person_id = p.person_id
where p.organisation_id = :organisation and p.role in ('MANAGER', 'HANDLER')
    and p.valid_from <= current_date and coalesce(p.valid_to > current_date, true);

-- name: needing
select a.id
from match m
join demand d on d.id = m.demand_id
join account a on a.id = d.account_id or a.person_id in (
    select p.person_id from membership p
    where p.organisation_id = d.organisation_id and p.role in ('MANAGER', 'HANDLER')
        and p.valid_from <= current_date and coalesce(p.valid_to > current_date, true)
)
where m.id = :match;

-- name: owners
select a.id
from (
    select organisation_id, null::bigint as account_id from resource where :item_type = 'Resource' and id = :item_id
    union all
    select organisation_id, account_id from demand where :item_type = 'Demand' and id = :item_id
    union all
    select id, null from organisation where :item_type = 'Organisation' and id = :item_id
    union all
    select organisation_id, null from record_entry where :item_type = 'RecordEntry' and id = :item_id
) o
join account a on a.id = o.account_id or a.person_id in (
    select p.person_id from membership p
    where p.organisation_id = o.organisation_id and p.role in ('MANAGER', 'HANDLER')
        and p.valid_from <= current_date and coalesce(p.valid_to > current_date, true)
);

-- name: watchers
select account_id from watch
where item_type = :item_type and item_id = :item_id and stopped_at is null and created_at <= :at
union
select w.account_id
from match m join watch w on (w.item_type, w.item_id) in (('Demand', m.demand_id), ('Resource', m.resource_id))
where :item_type = 'Match' and m.id = :item_id and w.stopped_at is null and w.created_at <= :at
except
select account_id from watch where item_type = :item_type and item_id = :item_id and stopped_at is not null;

-- name: author
select account_id as id from comment where id = :comment;
