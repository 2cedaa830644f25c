"""The smallest HTTP client that keeps connections open, to post updates to a webhook on loopback."""

import asyncio
from dataclasses import dataclass, field
from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "localhost", "::1")
Pipe = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(slots=True)
class PostClient:
    """Post JSON to one URL; connections are reused."""

    url: str
    idle: list[Pipe] = field(default_factory=list)

    async def post(self, body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        """Return status, lower-case headers and body; raise OSError or EOFError when the peer fails."""
        parts = urlsplit(self.url)
        reader, writer = self.idle.pop() if self.idle else await self._connect()
        extra = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        head = (
            f"POST {target} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\nConnection: keep-alive\r\n{extra}\r\n"
        )
        try:
            writer.write(head.encode() + body)
            answer = await _read_answer(reader)
        except BaseException:
            writer.close()
            raise
        if answer[1].get("connection", "").lower() == "close":
            writer.close()
        else:
            self.idle.append((reader, writer))
        return answer

    def close(self) -> None:
        """Close the idle connections."""
        for _, writer in self.idle:
            writer.close()
        self.idle.clear()

    async def _connect(self) -> Pipe:
        parts = urlsplit(self.url)
        return await asyncio.open_connection(parts.hostname, parts.port or 80)


async def _read_answer(reader: asyncio.StreamReader) -> tuple[int, dict[str, str], bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {}
    for line in head[1:]:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = b""
        while size := int((await reader.readline()).split(b";")[0], 16):
            body += await reader.readexactly(size)
            await reader.readline()
        await reader.readline()
    else:
        body = await reader.readexactly(int(headers.get("content-length", 0)))
    return int(head[0].split(" ")[1]), headers, body
