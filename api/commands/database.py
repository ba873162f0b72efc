"""``gongzhi migrate``."""

import tempfile
from pathlib import Path

import click
import psycopg

from api.database import PUBLIC_ROLE
from api.embedded import ephemeral, running
from api.migrate import FOLDER, migrate
from api.settings import settings
from api.shape import describe


@click.command("migrate")
@click.option("--dump", is_flag=True, help="Write migrations/schema.sql from a replay on an empty database; change no data.")
def migrate_command(dump: bool) -> None:
    """Bring the database to the shape that this program expects. Safe to repeat."""
    if dump:
        (FOLDER / "schema.sql").write_text(shape_after_replay())
        return
    with running(settings()) as effective:
        done = migrate(effective.database_url or "", click.echo)
    click.echo(f"{len(done)} migrations applied." if done else "Nothing to do: the database is up to date.")


def shape_after_replay() -> str:
    """What schema.sql should hold: all migrations on an empty database."""
    with tempfile.TemporaryDirectory(prefix="gongzhi-") as folder:
        # PostgreSQL's own user has to get in when we are root.
        Path(folder).chmod(0o755)
        with ephemeral(Path(folder)) as effective:
            migrate(effective.database_url or "")
            with psycopg.connect(effective.database_url or "") as connection:
                return describe(connection, PUBLIC_ROLE)
