"""A PostgreSQL for the tests: the one that is named, or one started from this machine's binaries; and its databases."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
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
    folder = Path(tempfile.mkdtemp(prefix="roviec-pg-"))
    process = _start(tools, folder, port := _free_port())
    try:
        _wait(process, port)
        yield f"postgresql+asyncpg://roviec@127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def _start(tools: Path, folder: Path, port: int) -> subprocess.Popen[bytes]:
    # PostgreSQL refuses to run as root: borrow a user who owns nothing.
    user = "nobody" if os.getuid() == 0 else None
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    data = folder / "data"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "user": user, "cwd": folder}
    init = [
        tools / "initdb",
        "-D",
        data,
        "-U",
        "roviec",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-sync",
        "--locale=C",
    ]
    subprocess.run(init, check=True, **quiet)  # type: ignore[call-overload]
    options = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": folder,
        "port": port,
        "fsync": "off",
    }
    options |= {"max_connections": 200, "full_page_writes": "off"}
    flags = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    return subprocess.Popen([tools / "postgres", "-D", data, *flags], **quiet)  # type: ignore[call-overload,no-any-return]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(100):
        if process.poll() is not None:
            raise RuntimeError(f"postgres ended with {process.returncode}")
        with socket.socket() as probe:
            probe.settimeout(0.2)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("postgres did not start within 10 s")


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
