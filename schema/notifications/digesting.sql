-- name: due
select a.id, a.language, a.email_sealed, a.email_confirmed_at
from account a
where a.status = 'ACTIVE' and a.email_confirmed_at is not null
    and not exists (select from letter l where l.key = 'digest/' || a.id || :key)
    and exists (
        select from notification n
        left join digest_choice c on c.account_id = n.account_id and c.kind = n.kind
        where n.account_id = a.id and n.read_at is null and n.digested_at is null and n.created_at > now() - :news::interval
            and coalesce(c.rhythm, 'DAILY') = any(:rhythms)
    )
order by a.id;

-- name: pending
select n.id
from notification n
left join digest_choice c on c.account_id = n.account_id and c.kind = n.kind
where n.account_id = :account and n.read_at is null and n.digested_at is null and n.created_at > now() - :news::interval
    and coalesce(c.rhythm, 'DAILY') = any(:rhythms)
order by n.event_at desc, n.id desc;

-- name: mark!
update notification set digested_at = now() where id = any(:ids::bigint[]) and digested_at is null;
