-- name: erase_answers!
-- Answers under idempotency keys are kept for a week (our default): nobody retries after that.
delete from answer where at < now() - interval '7 days';

-- name: erase_failures!
-- Failed sign-ins are kept for a day (our default): the lockout looks back fifteen minutes.
delete from sign_in_failure where at < now() - interval '1 day';

-- name: erase_sessions!
-- Sessions are kept for six months after their end (网络安全法 article 21: logs for at least six months).
delete from session where coalesce(ended_at, expires_at) < now() - interval '190 days';
