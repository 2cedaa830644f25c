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

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

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
        self.process = _run(self.tools, self.folder, self.port)
        _wait(self.process, self.tools, self.port)


@contextmanager
def own(tools: Path) -> Iterator[Server]:
    """Make and start a server; end it and remove what it has."""
    folder = Path(tempfile.mkdtemp(prefix="roviec-pg-"))
    made = Server(tools, folder, port := _free_port(), _start(tools, folder, port))
    try:
        _wait(made.process, tools, port)
        yield made
    finally:
        # Not SIGTERM, which waits for clients.
        made.process.send_signal(signal.SIGINT)
        made.process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _start(tools: Path, folder: Path, port: int) -> subprocess.Popen[bytes]:
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
    return _run(tools, folder, port)


def _user() -> str | None:
    """PostgreSQL refuses to run as root: borrow a user who owns nothing."""
    return "nobody" if os.getuid() == 0 else None


def _quiet(folder: Path) -> dict[str, object]:
    return {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "user": _user(), "cwd": folder}


def _run(tools: Path, folder: Path, port: int) -> subprocess.Popen[bytes]:
    options = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": folder,
        "port": port,
        "fsync": "off",
    }
    options |= {"max_connections": 200, "full_page_writes": "off"}
    flags = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    command = [tools / "postgres", "-D", folder / "data", *flags]
    return subprocess.Popen(command, **_quiet(folder))  # type: ignore[call-overload,no-any-return]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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


@asynccontextmanager
async def copied(server: str, template: str = "template1") -> AsyncIterator[str]:
    """Yield the address of a new copy of a database, dropped in the end."""
    name = f"roviec_{uuid.uuid4().hex}"
    await statement(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield f"{server}/{name}"
    await statement(server, f"DROP DATABASE {name} WITH (FORCE)")
