"""Which system user runs the embedded PostgreSQL, and whether that user can get to its files.

PostgreSQL refuses to run as root. Started by root, it gets a system user of its own, who may well be unable to enter the
folder where root keeps this program (/root has mode 700 on most systems). No permission is ever loosened for it.
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from api.trouble import CannotRun

NAME = "gongzhi"


@dataclass(frozen=True, slots=True)
class Account:
    """A user and group id."""

    user: int
    group: int

    @property
    def ids(self) -> tuple[int, int]:
        """User and group id, as ``processes.launch`` takes them."""
        return self.user, self.group

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a short command as this user, wherever that user is allowed to be. Raises OSError when it cannot be executed."""
        other = self.user != os.getuid()
        return subprocess.run(
            [str(part) for part in command],
            cwd="/",
            env={**os.environ, "LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            user=self.user if other else None,
            group=self.group if other else None,
            extra_groups=[] if other else None,
        )

    def can_enter(self, folder: Path) -> bool:
        """Whether this user can get into the folder."""
        return self.run("/bin/sh", "-c", 'cd "$0"', folder).returncode == 0

    def can_execute(self, program: Path) -> bool:
        """Whether this user can run the program (and the program runs here at all)."""
        try:
            return self.run(program, "--version").returncode == 0
        except OSError:
            return False


def server_account() -> Account:
    """The user for PostgreSQL: ourselves, or for root a system user made on the first start. Raises CannotRun."""
    if os.geteuid() != 0:
        return Account(os.getuid(), os.getgid())
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        entry = _make_user()
    account = Account(entry.pw_uid, entry.pw_gid)
    try:
        account.run("/bin/true")
    except (OSError, subprocess.SubprocessError) as error:
        raise CannotRun(
            f"PostgreSQL refuses to run as root, and here root may not become the user {NAME} ({error}). "
            "Run as an ordinary user, or set GONGZHI_DATABASE_URL."
        ) from error
    return account


def _make_user() -> pwd.struct_passwd:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        raise CannotRun(
            f"PostgreSQL refuses to run as root and the system user {NAME} cannot be made (no useradd here). "
            "Make it yourself, run as an ordinary user, or set GONGZHI_DATABASE_URL."
        )
    made = subprocess.run(
        [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/bin/sh", NAME],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        raise CannotRun(f"The system user {NAME} for PostgreSQL cannot be made: {made.stderr.strip()}") from None
