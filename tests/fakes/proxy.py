"""A proxy of the two kinds that offices have: SOCKS5 (RFC 1928, no password) and plain HTTP, on one port."""

import asyncio
import contextlib
import ipaddress
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from tests.fakes.serving import serving

Pair = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class FakeProxy:
    """Carries what it is asked to and remembers where to: `asked` holds "socks5 127.0.0.1:80"."""

    def __init__(self) -> None:
        self.port = 0
        self.asked: list[str] = []

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one client."""
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            first = await reader.readexactly(1)
            serve = self._socks if first == b"\x05" else self._http
            await serve(first, reader, writer)
        writer.close()

    async def _socks(self, _first: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly((await reader.readexactly(1))[0])
        writer.write(b"\x05\x00")
        kind = (await reader.readexactly(4))[3]
        if kind == 1:
            host = str(ipaddress.ip_address(await reader.readexactly(4)))
        else:
            host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
        port = int.from_bytes(await reader.readexactly(2), "big")
        self.asked.append(f"socks5 {host}:{port}")
        there = await asyncio.open_connection(host, port)
        writer.write(b"\x05\x00\x00\x01" + bytes(6))
        await _join((reader, writer), there)

    async def _http(self, first: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = first + await reader.readuntil(b"\r\n")
        parts = urlsplit(line.split()[1].decode())
        self.asked.append(f"http {parts.netloc}")
        there = await asyncio.open_connection(parts.hostname, parts.port)
        # Later requests of the line name the server too.
        server = f" http://{parts.netloc}/".encode()
        there[1].write(line.replace(server, b" /"))
        await _join((reader, writer), there, cut=server)


async def _join(here: Pair, there: Pair, cut: bytes = b"") -> None:
    """Copy both ways until either side ends; shorten `cut` to a bare path on the way there."""
    ways = [asyncio.create_task(_copy(here[0], there[1], cut)), asyncio.create_task(_copy(there[0], here[1]))]
    await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    for way in ways:
        way.cancel()
    there[1].close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, cut: bytes = b"") -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data.replace(cut, b" /") if cut else data)
            await writer.drain()


@asynccontextmanager
async def proxy() -> AsyncIterator[FakeProxy]:
    """Serve a proxy on a free port of this machine."""
    fake = FakeProxy()
    async with serving(fake.take) as fake.port:
        yield fake
