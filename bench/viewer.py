"""Who asks: the coordinator of the whole district, who may see all that is measured."""

import psycopg

from bench.data import DISTRICT, LOGIN, ORGANISATIONS, PEOPLE
from bench.payloads import SCOPES
from schema.accounts.hashing import new_secret, new_token, secret_hash
from schema.engine.access import Viewer


def coordinator() -> Viewer:
    """The viewer as identity makes it of the account, for contenders that have no sign-in."""
    return Viewer(
        account=1, person=PEOPLE + 1, areas=(DISTRICT,), organisations=(ORGANISATIONS + 1,), scopes=frozenset(SCOPES), via="api"
    )


def new_credentials(url: str) -> tuple[str, str]:
    """A token with the scopes for all questions and a session's secret, made for this run; those of earlier runs are removed."""
    token, session = new_token(), new_secret()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("delete from token")
        connection.execute("delete from session")
        account = connection.execute("select id from account where login = %s", [LOGIN]).fetchone()
        assert account, "the account is made with the data"
        connection.execute(
            "insert into token (account_id, name, secret_hash, scopes) values (%s, 'bench', %s, %s)",
            [account[0], secret_hash(token), SCOPES],
        )
        connection.execute(
            "insert into session (account_id, secret_hash, expires_at) values (%s, %s, now() + interval '1 day')",
            [account[0], secret_hash(session)],
        )
    return token, session
