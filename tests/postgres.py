"""A PostgreSQL for the tests: the one that is named, or one started from this machine's binaries; and its databases."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.ports import free_port

ROOM = 2 * 2**30
NAMED = "TEST_POSTGRES"
"""The variable that names a server: postgresql+asyncpg://user@host:port"""


def binaries() -> Path | None:
    """Return the folder of initdb and postgres, the newest version first."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True
    )
    found = shutil.which("postgres")
    candidates = [*folders, *([Path(found).parent] if found else [])]
    return next((f for f in candidates if (f / "initdb").exists() and (f / "postgres").exists()), None)


@contextmanager
def server() -> Iterator[str | None]:
    """Yield the address of a running server without a database name, or None when none can be had."""
    if named := os.environ.get(NAMED):
        yield named.rstrip("/")
        return
    tools = binaries()
    if tools is None:
        yield None
        return
    with own(tools) as mine:
        yield mine.address


@dataclass
class Server:
    """A server of our own, which a test may stop and start again."""

    tools: Path
    folder: Path
    port: int
    process: subprocess.Popen[bytes]
    is_safe: bool = False
    """It keeps on the disk what it has committed, whatever becomes of the machine."""

    @property
    def address(self) -> str:
        """Return where it is, without a database's name."""
        return f"postgresql+asyncpg://roviec@127.0.0.1:{self.port}"

    def stop(self) -> None:
        """End it as a crash does: no client is told, nothing is finished."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(20)

    def start(self) -> None:
        """Start it again on what it has."""
        self.process = _run(self.tools, self.folder, self.port, is_safe=self.is_safe)
        _wait(self.process, self.tools, self.port)


def _folder() -> Path:
    """Make a folder for a server, in memory where there is room: what it holds is lost with the test anyway."""
    memory = Path("/dev/shm")
    is_roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    return Path(tempfile.mkdtemp(prefix="roviec-pg-", dir=memory if is_roomy else None))


@contextmanager
def own(tools: Path, *, is_safe: bool = False) -> Iterator[Server]:
    """Make and start a server; end it and remove what it has. Only one that `is_safe` writes to the disk."""
    folder = Path(tempfile.mkdtemp(prefix="roviec-pg-")) if is_safe else _folder()
    port = free_port()
    process = _start(tools, folder, port, is_safe=is_safe)
    with _kept(Server(tools, folder, port, process, is_safe)) as made:
        yield made


@contextmanager
def standby(first: Server) -> Iterator[Server]:
    """Start a server that follows another one and has whatever that one has committed; `promote` makes it the first."""
    folder, port = _folder(), free_port()
    if user := _user():
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    copy = [first.tools / "pg_basebackup", "-D", folder / "data", "-h", "127.0.0.1", "-p", str(first.port)]
    copy += ["-U", "roviec", "-R", "-X", "stream", "-c", "fast", "--no-sync"]
    subprocess.run(copy, check=True, **_quiet(folder))  # type: ignore[call-overload]
    with _kept(Server(first.tools, folder, port, _run(first.tools, folder, port))) as made:
        yield made


@contextmanager
def _kept(made: Server) -> Iterator[Server]:
    try:
        _wait(made.process, made.tools, made.port)
        yield made
    finally:
        # Not SIGTERM, which waits for clients.
        made.process.send_signal(signal.SIGINT)
        made.process.wait(20)
        shutil.rmtree(made.folder, ignore_errors=True)


def _start(tools: Path, folder: Path, port: int, *, is_safe: bool) -> subprocess.Popen[bytes]:
    if user := _user():
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    init = [
        tools / "initdb",
        "-D",
        folder / "data",
        "-U",
        "roviec",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-sync",
        "--locale=C",
    ]
    subprocess.run(init, check=True, **_quiet(folder))  # type: ignore[call-overload]
    return _run(tools, folder, port, is_safe=is_safe)


def _user() -> str | None:
    """PostgreSQL refuses to run as root: borrow a user who owns nothing."""
    return "nobody" if os.getuid() == 0 else None


def _quiet(folder: Path) -> dict[str, object]:
    return {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "user": _user(), "cwd": folder}


def _run(tools: Path, folder: Path, port: int, *, is_safe: bool = False) -> subprocess.Popen[bytes]:
    options: dict[str, object] = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": folder,
        "port": port,
    }
    # Databases that live for minutes have nothing to be swept, and no statement that is worth compiling.
    options |= {"max_connections": 200, "autovacuum": "off", "jit": "off"}
    options |= {} if is_safe else {"fsync": "off", "full_page_writes": "off"}
    flags = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    command = [tools / "postgres", "-D", folder / "data", *flags]
    return subprocess.Popen(command, **_quiet(folder))  # type: ignore[call-overload,no-any-return]


def _wait(process: subprocess.Popen[bytes], tools: Path, port: int) -> None:
    """Wait until it takes connections."""
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"postgres ended with {process.returncode}")
        if _is_ready(tools / "pg_isready", port):
            return
        time.sleep(0.1)
    raise RuntimeError("postgres did not start within 30 s")


def _is_ready(tool: Path, port: int) -> bool:
    """Tell whether a server takes connections: it has its port before that; where the tool is missing, that is all."""
    if tool.exists():
        return subprocess.run([tool, "-q", "-h", "127.0.0.1", "-p", str(port)], check=False).returncode == 0
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


async def statement(server: str, words: str) -> None:
    """Run a statement that belongs to the whole server."""
    admin = create_async_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    async with admin.connect() as connection:
        await connection.execute(text(words))
    await admin.dispose()


_SPARE: dict[tuple[str, str], list[tuple[str, int]]] = {}
"""Databases that are like their template again, with how often they have been used."""
_OFTEN = 40
"""What is deleted stays in the files until then."""
_SHAPE = """SELECT concat_ws('/',
  (SELECT concat_ws('/', count(*), max(oid)) FROM pg_class WHERE relnamespace = 'public'::regnamespace),
  (SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace),
  (SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal),
  (SELECT count(*) FROM pg_attribute WHERE attrelid >= 16384 AND NOT attisdropped))"""
_ALONE = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"""
_EMPTY = """DO $$ DECLARE one text; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR one IN SELECT oid::regclass::text FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0
  LOOP EXECUTE 'DELETE FROM ' || one; END LOOP;
  PERFORM setval(seqrelid::regclass, seqstart, false) FROM pg_sequence;
END $$"""


@asynccontextmanager
async def emptied(server: str, template: str) -> AsyncIterator[str]:
    """Yield the address of a copy of a template without rows: one that was used before and emptied, if there is one.

    To copy and drop a database takes five times what emptying it does.
    """
    spare = _SPARE.setdefault((server, template), [])
    name, used = spare.pop() if spare else (f"roviec_{uuid.uuid4().hex}", 0)
    url = f"{server}/{name}"
    if not used:
        await statement(server, f"CREATE DATABASE {name} TEMPLATE {template}")
        _shapes.setdefault((server, template), await _shape(url))
    yield url
    if used < _OFTEN and await _empty(url, _shapes[server, template]):
        spare.append((name, used + 1))
    else:
        await statement(server, f"DROP DATABASE {name} WITH (FORCE)")


_shapes: dict[tuple[str, str], str] = {}


@asynccontextmanager
async def _plain(url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        yield connection
    finally:
        await connection.close()


async def _shape(url: str) -> str:
    async with _plain(url) as connection:
        return str(await connection.fetchval(_SHAPE))


async def _empty(url: str, shape: str) -> bool:
    """Delete every row; False where a test has changed more than rows."""
    async with _plain(url) as connection:
        await connection.execute(_ALONE)
        if await connection.fetchval(_SHAPE) != shape:
            return False
        await connection.execute(_EMPTY)
        return True


async def forget(server: str) -> None:
    """Drop what is kept at a server."""
    for at, template in list(_SPARE):
        if at == server:
            for name, _ in _SPARE.pop((at, template)):
                await statement(server, f"DROP DATABASE {name} WITH (FORCE)")


@asynccontextmanager
async def copied(server: str, template: str = "template1") -> AsyncIterator[str]:
    """Yield the address of a new copy of a database, dropped in the end."""
    name = f"roviec_{uuid.uuid4().hex}"
    await statement(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield f"{server}/{name}"
    await statement(server, f"DROP DATABASE {name} WITH (FORCE)")
