"""``gongzhi demo``, ``serve`` and ``work``: the product's processes."""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from api.embedded import Embedded
from api.migrate import migrate, pending
from api.processes import Say
from api.secret import secret_key
from api.settings import Settings, settings
from api.supervisor import listen, supervised, web_parts, worker_part
from api.trouble import CannotRun


@click.command("demo")
@click.option(
    "--size",
    type=click.Choice(["small", "district"]),
    default="small",
    show_default=True,
    help="How much there is around the sample's story: nothing, or years of a whole district.",
)
def demo_command(size: str) -> None:
    """Start everything on this machine with the sample district, and print who can sign in."""
    configured = settings().model_copy(update={"sample": True})
    embedded = Embedded(configured)
    if not embedded.claim(f", {configured.address}"):
        raise CannotRun(f"Gongzhi already runs on the data folder {configured.data} ({embedded.owner()}).")
    with supervised(embedded, _say) as supervisor:
        listener = listen(configured)
        effective = embedded.settings.model_copy(update={"port": listener.getsockname()[1]})
        click.secho("Gongzhi 共治, sample district", bold=True)
        for remark in embedded.remarks:
            click.echo(f"  {remark}")
        with _step("PostgreSQL and Valkey"):
            supervisor.start_servers()
        with _step("database"):
            _migrate(effective, lambda name: click.echo(f"    {name}"))
        with _step("sample district"):
            personas = asyncio.run(_load_sample(effective, size))
        with _step("web server and worker"):
            supervisor.start([*web_parts(effective, listener, 1), worker_part(effective)])
            supervisor.wait_until_ready(effective)
        _welcome(effective, personas)
        supervisor.keep()


@click.command("serve")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Web processes on the same port.")
def serve_command(workers: int) -> None:
    """Start the web server (and PostgreSQL and Valkey, when none are configured)."""
    configured = settings()
    embedded = Embedded(configured)
    with tempfile.TemporaryDirectory(prefix="gongzhi-") as figures, supervised(embedded, _say) as supervisor:
        listener = listen(configured)
        effective = embedded.settings.model_copy(update={"port": listener.getsockname()[1]})
        embedded.claim(f", {effective.address}")
        supervisor.start_servers()
        _prepare(configured, effective)
        supervisor.start(web_parts(effective, listener, workers, Path(figures)))
        _say(f"{effective.address}, {workers} web process{'es' if workers > 1 else ''}")
        supervisor.keep()


@click.command("work")
def work_command() -> None:
    """Start the worker: jobs, and what the clock brings."""
    configured = settings()
    embedded = Embedded(configured)
    with supervised(embedded, _say) as supervisor:
        supervisor.start_servers()
        _prepare(configured, embedded.settings)
        supervisor.start([worker_part(embedded.settings)])
        _say("the worker runs")
        supervisor.keep()


def _prepare(configured: Settings, effective: Settings) -> None:
    """An embedded database is migrated at once; a configured one only when somebody decides it (several machines may use it)."""
    secret_key(effective)
    if not configured.database_url:
        _migrate(effective, _say)
    elif names := pending(configured.database_url):
        raise CannotRun(f"The database lacks {len(names)} migrations ({names[0]} and on). Run: gongzhi migrate")


def _migrate(effective: Settings, say: Say) -> None:
    secret_key(effective)
    migrate(effective.database_url or "", say)


async def _load_sample(effective: Settings, size: str) -> list[object]:
    from api.engine import open_engine
    from api.sample import load
    from api.sample.district import SIZES, fill
    from api.sample.draft import draw_up

    async with open_engine(effective) as engine:
        personas = await load(engine)
        await draw_up(engine)
        if wanted := SIZES[size]:
            await fill(engine, wanted, lambda line: click.echo(f"    {line}"))
        return list(personas)


def _welcome(effective: Settings, personas: list[object]) -> None:
    click.echo(f"\n  {click.style(effective.address, bold=True)}\n")
    if personas:
        click.echo("Sign in with one click as")
    for persona in personas:
        click.echo(f"  {persona.name}  {persona.role}\n    {effective.address}{persona.path}")  # type: ignore[attr-defined]
    click.echo(f"\nCtrl-C stops everything. Data and logs are in {effective.data}.")


@contextmanager
def _step(name: str) -> Iterator[None]:
    click.echo(f"  {name} …")
    start = time.monotonic()
    yield
    click.echo(f"  {name}: ready ({time.monotonic() - start:.1f} s)")


def _say(line: str) -> None:
    click.echo(f"{time.strftime('%H:%M:%S')} {line}", err=True)
