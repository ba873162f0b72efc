-- name: choose!
insert into digest_choice (account_id, kind, rhythm) values (:account, :kind, :rhythm)
on conflict on constraint digest_choice_once do update set rhythm = excluded.rhythm;
