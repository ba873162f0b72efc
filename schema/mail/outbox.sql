-- name: write$
insert into letter (key, kind, language, address_sealed, content_sealed)
values (:key, :kind, :language, :address, :content)
on conflict on constraint letter_once do nothing
returning id;

-- name: take^
update letter set attempts = attempts + 1, next_at = now() + :lease::interval
where id = (
    select id from letter where sent_at is null and given_up_at is null and next_at <= now()
    order by next_at limit 1 for update skip locked
)
returning id, key, kind, language, address_sealed, content_sealed, created_at, attempts;

-- name: sent!
update letter set sent_at = now(), error = '' where id = :id and sent_at is null and given_up_at is null;

-- name: failed!
update letter
set error = :error,
    next_at = coalesce(now() + :pause::interval, next_at),
    given_up_at = case when :pause::interval is null then now() end
where id = :id and sent_at is null and given_up_at is null;

-- name: erase!
update letter set address_sealed = null, content_sealed = null
where content_sealed is not null and created_at < now() - :kept::interval
    and (sent_at is not null or given_up_at is not null);

-- name: forget!
delete from letter where created_at < now() - :known::interval and content_sealed is null;
