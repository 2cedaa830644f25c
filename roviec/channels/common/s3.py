"""A small client of an S3-compatible store: what the office's files need, signed with AWS Signature Version 4."""

import hashlib
import hmac
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

from roviec.channels.common.addresses import proxy_for
from roviec.channels.common.http import Answer, Http, Unanswered
from roviec.db.files import StoreRefused

PATIENCE = 20.0
TRIES = 2
"""Each call may be made again: none does anything twice."""
_EMPTY = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True)
class Account:
    """Where a bucket is and who may use it."""

    endpoint: str
    bucket: str
    region: str
    access_key: str
    secret_key: str = field(repr=False)


def signed(
    account: Account,
    method: str,
    path: str,
    query: Mapping[str, str],
    *,
    headers: Mapping[str, str],
    payload: str,
    at: datetime,
) -> str:
    """Return the Authorization header of a request whose `headers` (lower case, host among them) are all signed."""
    day, moment = at.strftime("%Y%m%d"), at.strftime("%Y%m%dT%H%M%SZ")
    names = ";".join(sorted(headers))
    canonical = "\n".join(
        [
            method,
            _quoted(path, "/"),
            query_of(query),
            *(f"{name}:{headers[name].strip()}" for name in sorted(headers)),
            "",
            names,
            payload,
        ]
    )
    scope = f"{day}/{account.region}/s3/aws4_request"
    whole = "\n".join(["AWS4-HMAC-SHA256", moment, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = f"AWS4{account.secret_key}".encode()
    for part in (day, account.region, "s3", "aws4_request"):
        key = hmac.digest(key, part.encode(), hashlib.sha256)
    signature = hmac.digest(key, whole.encode(), hashlib.sha256).hex()
    credential = f"Credential={account.access_key}/{scope}"
    return f"AWS4-HMAC-SHA256 {credential}, SignedHeaders={names}, Signature={signature}"


def query_of(query: Mapping[str, str]) -> str:
    """Return a query as it is signed and sent."""
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in sorted(query.items()))


def _quoted(text: str, safe: str = "") -> str:
    return quote(text, safe=f"{safe}-_.~")


class Bucket:
    """One bucket: objects by name."""

    def __init__(self, account: Account, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.account, self._clock = account, clock
        self._http = Http(timeout=PATIENCE, proxy=proxy_for(account.endpoint))

    async def put(self, name: str, data: bytes) -> None:
        """Keep an object; the store itself checks that it got the bytes that were signed."""
        await self._insist("PUT", name, data=data)

    async def get(self, name: str) -> bytes | None:
        """Return an object; None where there is none."""
        answer = await self._call("GET", name)
        return None if answer.status == 404 else _done(answer).body

    async def kept_at(self, name: str) -> datetime | None:
        """Return when an object was last put; None where there is none."""
        answer = await self._call("HEAD", name)
        return None if answer.status == 404 else parsedate_to_datetime(_done(answer).headers["Last-Modified"])

    async def delete(self, name: str) -> None:
        """Take an object away; one that is gone already is well."""
        await self._insist("DELETE", name)

    async def names(self, prefix: str) -> AsyncIterator[tuple[str, datetime]]:
        """Yield the objects whose names begin so, in the order of their names, each with when it was put."""
        query = {"list-type": "2", "prefix": prefix}
        while True:
            answer = await self._call("GET", "", query=query)
            page = ElementTree.fromstring(_done(answer).body)
            for one in page.findall("{*}Contents"):
                moment = datetime.fromisoformat(one.findtext("{*}LastModified", "").replace("Z", "+00:00"))
                yield one.findtext("{*}Key", ""), moment
            more = page.findtext("{*}NextContinuationToken", "")
            if page.findtext("{*}IsTruncated") != "true" or not more:
                return
            query["continuation-token"] = more

    async def close(self) -> None:
        """Close every connection."""
        await self._http.close()

    async def _insist(self, method: str, name: str, *, data: bytes = b"") -> None:
        _done(await self._call(method, name, data=data))

    async def _call(
        self, method: str, name: str, *, query: Mapping[str, str] | None = None, data: bytes = b""
    ) -> Answer:
        for left in reversed(range(TRIES)):
            try:
                answer = await self._once(method, name, query or {}, data)
            except Unanswered as error:
                if not left:
                    raise StoreRefused(f"the store of files: {error}") from None
                continue
            if answer.status < 500 or not left:
                break
        return answer

    async def _once(self, method: str, name: str, query: Mapping[str, str], data: bytes) -> Answer:
        parts, account, now = urlsplit(self.account.endpoint), self.account, self._clock()
        path = f"{parts.path.rstrip('/')}/{account.bucket}" + (f"/{name}" if name else "")
        payload = hashlib.sha256(data).hexdigest() if data else _EMPTY
        headers = {
            "host": _host(account.endpoint),
            "x-amz-content-sha256": payload,
            "x-amz-date": now.strftime("%Y%m%dT%H%M%SZ"),
        }
        sign = signed(account, method, path, query, headers=headers, payload=payload, at=now)
        url = f"{parts.scheme}://{parts.netloc}{_quoted(path, '/')}"
        if query:
            url += f"?{query_of(query)}"
        content = data if method == "PUT" else None
        return await self._http.call(method, url, headers={**headers, "authorization": sign}, data=content)


def _host(endpoint: str) -> str:
    """Return the Host header that a client sends: without the port that goes without saying."""
    parts = urlsplit(endpoint)
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    return (parts.hostname or "") if parts.port in (None, usual) else f"{parts.hostname}:{parts.port}"


def _done(answer: Answer) -> Answer:
    if answer.status == 413:
        # What the store takes no file of that size for it will not take later either.
        raise OSError("the store of files: larger than it takes")
    if answer.status >= 300:
        raise StoreRefused(f"the store of files: status {answer.status}")
    return answer
