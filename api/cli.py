"""The command line: ``gongzhi COMMAND``. Each command is in ``api/commands``; only the one that is run is imported."""

import locale
import os
import sys
from importlib import import_module

import click

from api.trouble import CannotRun

COMMANDS = {
    "demo": "running",
    "serve": "running",
    "work": "running",
    "migrate": "database",
    "import": "imports",
    "account": "accounts",
    "token": "accounts",
    "schema": "contract",
    "contract": "contract",
    "explain": "contract",
    "doctor": "doctor",
}
"""Each command and the module of ``api.commands`` that has it, in the order of the help."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = getattr(import_module(f"api.commands.{COMMANDS[cmd_name]}"), f"{cmd_name}_command")
        return found

    def invoke(self, ctx: click.Context) -> object:
        """An expected failure is a sentence and exit code 1, not a traceback."""
        try:
            return super().invoke(ctx)
        except CannotRun as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gongzhi")
def gongzhi() -> None:
    """Gongzhi 共治: the shared workspace of a district's party-building coordination committee.

    Configured by environment variables GONGZHI_…; without any, everything runs on this machine in the folder ./data.
    """


def main() -> None:
    """Run a command. Files are read as UTF-8 whatever the locale; what the terminal gets stays in the locale's encoding."""
    encoding = locale.getpreferredencoding(False)
    if not sys.flags.utf8_mode and encoding.lower() not in ("utf-8", "utf8"):
        os.environ.update(PYTHONUTF8="1", PYTHONIOENCODING=f"{encoding}:replace")
        os.execv(sys.executable, [sys.executable, "-m", "api.cli", *sys.argv[1:]])
    gongzhi(prog_name="gongzhi")


if __name__ == "__main__":
    main()
