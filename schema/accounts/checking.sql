-- name: stored^
select id, password_hash from account where login = :login;

-- name: login_of$
select login from account where id = :id;
