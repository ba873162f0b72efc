"""``gongzhi account create`` and ``gongzhi token create``."""

import click

from api.trouble import CannotRun

OPEN_ACCOUNT = "mutation($input: AccountCreateInput!) { accountCreate(input: $input) { secret refusals { message } } }"
MAKE_KEY = "mutation($input: TokenCreateInput!) { tokenCreate(input: $input) { secret refusals { message } } }"


@click.group("account")
def account_command() -> None:
    """Accounts: who can sign in."""


@account_command.command("create")
@click.argument("login")
@click.option("--name", required=True, help="The person's name.")
@click.option("--administrator", is_flag=True, help="May manage accounts and everything else.")
def account_create(login: str, name: str, administrator: bool) -> None:
    """Open an account for a new person, and print its temporary password, which has to be changed at the first sign-in."""
    from api.commands.session import mutate, with_engine
    from schema.engine.access import Viewer
    from schema.engine.reader import Engine

    async def create(engine: Engine, viewer: Viewer) -> str:
        given = {"login": login, "newPerson": {"name": name}, "administrator": administrator}
        return str((await mutate(engine, viewer, OPEN_ACCOUNT, given))["secret"])

    click.echo(with_engine(create))


@click.group("token")
def token_command() -> None:
    """Tokens: what apps sign their requests with."""


@token_command.command("create")
@click.option("--account", "login", required=True, help="Login of the account that the app acts for.")
@click.option("--scope", "scopes", multiple=True, required=True, help="What the token may do; may be repeated.")
@click.option("--name", default="gongzhi token create", help="What the token is for, as the account's owner will read it.")
def token_create(login: str, scopes: tuple[str, ...], name: str) -> None:
    """Create a token and print it, and nothing else. It cannot be shown again."""
    from api.commands.session import mutate, with_engine
    from schema.engine.access import Viewer
    from schema.engine.ids import global_id
    from schema.engine.reader import Engine

    async def create(engine: Engine, viewer: Viewer) -> str:
        number = await engine.services.pool.fetchval("select id from account where login = $1", login)
        if number is None:
            raise CannotRun(f"There is no account {login}.")
        given = {"account": global_id("account", number), "name": name, "scopes": list(scopes)}
        return str((await mutate(engine, viewer, MAKE_KEY, given))["secret"])

    click.echo(with_engine(create))
