"""A store that speaks the S3 protocol as far as the office needs it, and is as strict about it as the real ones.

What it holds a client to comes from the documentation of Amazon S3, not from our client: signatures (version 4) are worked
out from the request as it came, over the headers that it names; `x-amz-content-sha256` must be the body's; a request
older than fifteen minutes is refused; lists come in pages, in the order of the names.
"""

import asyncio
import hashlib
import hmac
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import parse_qsl, quote, unquote
from xml.sax.saxutils import escape

from aiohttp import web

ACCESS, SECRET, BUCKET, REGION = "AKIAROVIECTEST", "mot-khoa-bi-mat/+=0123", "roviec", "ap-hanoi-1"
_CREDENTIALS = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/s3/aws4_request, ?"
    r"SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})"
)
_SKEW = timedelta(minutes=15)


@dataclass
class Store:
    """One bucket in memory, what was asked of it, and the troubles that are ordered."""

    objects: dict[str, tuple[bytes, datetime]] = field(default_factory=dict)
    page: int = 1000
    now: timedelta = timedelta()
    """By how much its clock differs from ours."""
    asked: list[str] = field(default_factory=list)
    troubles: list[int] = field(default_factory=list)
    """Statuses that the next requests get whatever they ask; 0: no answer at all."""

    def clock(self) -> datetime:
        return datetime.now(UTC) + self.now


_STORE = web.AppKey("store", Store)


def _error(status: int, code: str) -> web.Response:
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>{code}</Message></Error>'
    )
    return web.Response(status=status, text=body, content_type="application/xml")


def _canonical(request: web.Request, signed: str, payload: str) -> str:
    """Return the canonical request of what came: path and query encoded anew, the named headers as they are."""
    path, _, query = request.raw_path.partition("?")
    pairs = sorted(
        (quote(name, safe="-_.~"), quote(value, safe="-_.~"))
        for name, value in parse_qsl(query, keep_blank_values=True)
    )
    headers = "".join(
        f"{name}:{' '.join(request.headers.get(name, '').split())}\n" for name in signed.split(";")
    )
    return "\n".join(
        [
            request.method,
            quote(unquote(path), safe="/-_.~"),
            "&".join(f"{name}={value}" for name, value in pairs),
            headers,
            signed,
            payload,
        ]
    )


def _refusal(store: Store, request: web.Request, body: bytes) -> web.Response | None:
    """Return why a request is not served; None where it is in order."""
    found = _CREDENTIALS.fullmatch(request.headers.get("Authorization", ""))
    if found is None:
        return _error(403, "AccessDenied")
    access, day, region, signed, signature = found.groups()
    if access != ACCESS:
        return _error(403, "InvalidAccessKeyId")
    moment, payload = request.headers.get("x-amz-date", ""), request.headers.get("x-amz-content-sha256", "")
    if not {"host", "x-amz-date", "x-amz-content-sha256"} <= set(signed.split(";")):
        return _error(403, "AccessDenied")
    if region != REGION or not moment.startswith(day):
        return _error(400, "AuthorizationHeaderMalformed")
    at = datetime.strptime(moment, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    if abs(store.clock() - at) > _SKEW:
        return _error(403, "RequestTimeTooSkewed")
    if payload != hashlib.sha256(body).hexdigest():
        return _error(400, "XAmzContentSHA256Mismatch")
    key = b"AWS4" + SECRET.encode()
    for part in (day, region, "s3", "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    hashed = hashlib.sha256(_canonical(request, signed, payload).encode()).hexdigest()
    whole = f"AWS4-HMAC-SHA256\n{moment}\n{day}/{region}/s3/aws4_request\n{hashed}"
    wanted = hmac.new(key, whole.encode(), hashlib.sha256).hexdigest()
    return None if hmac.compare_digest(wanted, signature) else _error(403, "SignatureDoesNotMatch")


def _listed(store: Store, request: web.Request) -> web.Response:
    """Return a page of ListObjectsV2."""
    if request.query.get("list-type") != "2":
        return _error(501, "NotImplemented")
    after = bytes.fromhex(request.query.get("continuation-token", "").removeprefix("t/+")).decode()
    names = sorted(
        one for one in store.objects if one.startswith(request.query.get("prefix", "")) and one > after
    )
    shown, more = names[: store.page], len(names) > store.page
    rows = "".join(
        f"<Contents><Key>{escape(name)}</Key><LastModified>{store.objects[name][1]:%Y-%m-%dT%H:%M:%S.000Z}</LastModified>"
        f"<Size>{len(store.objects[name][0])}</Size></Contents>"
        for name in shown
    )
    token = f"<NextContinuationToken>t/+{shown[-1].encode().hex()}</NextContinuationToken>" if more else ""
    return web.Response(
        text='<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
        f"<IsTruncated>{str(more).lower()}</IsTruncated>{token}{rows}</ListBucketResult>",
        content_type="application/xml",
    )


async def _serve(request: web.Request) -> web.StreamResponse:
    store: Store = request.app[_STORE]
    body = await request.read()
    store.asked.append(f"{request.method} {request.path}")
    if store.troubles and (trouble := store.troubles.pop(0)) != 200:
        if not trouble:
            assert request.transport is not None
            request.transport.abort()
        return _error(trouble or 503, "SlowDown")
    if refusal := _refusal(store, request, body):
        return refusal
    bucket, _, name = request.path.lstrip("/").partition("/")
    if bucket != BUCKET:
        return _error(404, "NoSuchBucket")
    if not name:
        return _listed(store, request)
    return _object(store, request, name, body)


def _object(store: Store, request: web.Request, name: str, body: bytes) -> web.Response:
    if request.method == "PUT":
        store.objects[name] = (body, store.clock())
        return web.Response(headers={"ETag": f'"{hashlib.md5(body).hexdigest()}"'})
    if request.method == "DELETE":
        store.objects.pop(name, None)
        return web.Response(status=204)
    if name not in store.objects:
        return web.Response(status=404) if request.method == "HEAD" else _error(404, "NoSuchKey")
    data, at = store.objects[name]
    return web.Response(body=data, headers={"Last-Modified": format_datetime(at, usegmt=True)})


@asynccontextmanager
async def s3() -> AsyncIterator[tuple[Store, str]]:
    """Run a store; give it and its address."""
    app, store = web.Application(client_max_size=64 * 1024**2), Store()
    app[_STORE] = store
    app.router.add_route("*", "/{path:.*}", _serve)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield store, f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def _forever() -> None:
    async with s3() as (_, address):
        print(address, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_forever())
