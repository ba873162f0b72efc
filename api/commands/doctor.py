"""``gongzhi doctor``."""

import sys

import click

from api.doctor import examine
from api.settings import settings

SIGNS = {
    "good": click.style("ok   ", fg="green"),
    "doubtful": click.style("?    ", fg="yellow"),
    "wrong": click.style("wrong", fg="red"),
}


@click.command("doctor")
def doctor_command() -> None:
    """Say what is wrong with this installation and what to do; the exit code is 1 when something is."""
    wrong = False
    for finding in examine(settings()):
        click.echo(f"{SIGNS[finding.state]} {finding.subject}: {finding.found}")
        if finding.advice:
            click.echo(f"      {finding.advice}")
        wrong = wrong or finding.state == "wrong"
    sys.exit(1 if wrong else 0)
