"""A push service and the browsers behind it: it reads what a browser would, and nothing that does not fit the RFCs."""

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from roviec.channels.webchat.sealing import decoded, encoded


class Browser:
    """One browser's keys; it opens what was sealed for it (RFC 8291, section 3.4; RFC 8188, section 2)."""

    def __init__(self, key: ec.EllipticCurvePrivateKey | None = None, auth: bytes | None = None) -> None:
        self.key = key or ec.generate_private_key(ec.SECP256R1())
        self.auth = auth or os.urandom(16)
        self.point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def subscription(self, endpoint: str) -> dict[str, Any]:
        """Return what `JSON.stringify(PushSubscription)` gives."""
        keys = {"p256dh": encoded(self.point), "auth": encoded(self.auth)}
        return {"endpoint": endpoint, "expirationTime": None, "keys": keys}

    def opened(self, sealed: bytes) -> bytes:
        """Return the words; raise where they were sealed for somebody else."""
        salt, size, length = sealed[:16], int.from_bytes(sealed[16:20], "big"), sealed[20]
        theirs, record = sealed[21 : 21 + length], sealed[21 + length :]
        assert length == 65
        assert 18 <= len(record) <= size
        shared = self.key.exchange(
            ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs)
        )
        secret = self._hkdf(shared, self.auth, b"WebPush: info\0" + self.point + theirs, 32)
        key = self._hkdf(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = self._hkdf(secret, salt, b"Content-Encoding: nonce\0", 12)
        words = AESGCM(key).decrypt(nonce, record, None).rstrip(b"\0")
        assert words.endswith(b"\x02"), "not the last record"
        return words[:-1]

    @staticmethod
    def _hkdf(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
        return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


@dataclass
class PushService:
    """Takes pushes on loopback for the browsers that it knows, and answers as it is told to."""

    root: str = ""
    browsers: dict[str, Browser] = field(default_factory=dict)
    answers: list[web.Response] = field(default_factory=list)
    """What the next pushes are answered instead of 201."""
    shown: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """What each browser would show, in the order of arrival."""
    calls: list[dict[str, str]] = field(default_factory=list)
    """The headers of every push, in lower case."""
    claims: list[dict[str, Any]] = field(default_factory=list)

    def subscribe(self, name: str) -> dict[str, Any]:
        """Let a browser subscribe; return what it would post."""
        browser = self.browsers.setdefault(name, Browser())
        return browser.subscription(f"{self.root}/push/{name}")

    async def take(self, request: web.Request) -> web.Response:
        """Serve one push."""
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.calls.append(headers)
        if self.answers:
            return self.answers.pop(0)
        browser = self.browsers.get(request.match_info["name"])
        if browser is None:
            return web.Response(status=410)
        assert headers["content-encoding"] == "aes128gcm"
        assert int(headers["ttl"]) > 0
        assert len(headers.get("topic", "")) <= 32
        self.claims.append(verified(headers["authorization"]))
        words = browser.opened(await request.read())
        self.shown.append((request.match_info["name"], json.loads(words)))
        return web.Response(status=201)

    @classmethod
    @asynccontextmanager
    async def open(cls) -> "AsyncIterator[PushService]":
        """Serve on a free port of loopback."""
        service = cls()
        app = web.Application()
        app.router.add_post("/push/{name}", service.take)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        service.root = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield service
        finally:
            await runner.cleanup()


def verified(authorization: str) -> dict[str, Any]:
    """Return the claims of a VAPID token; raise where the key beside it did not sign it (RFC 8292)."""
    scheme, _, rest = authorization.partition(" ")
    assert scheme == "vapid"
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    signed, _, signature = parts["t"].rpartition(".")
    head, _, claims = signed.partition(".")
    assert json.loads(decoded(head)) == {"typ": "JWT", "alg": "ES256"}
    raw = decoded(signature)
    assert len(raw) == 64
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(parts["k"]))
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key.verify(der, signed.encode(), ec.ECDSA(hashes.SHA256()))
    found: dict[str, Any] = json.loads(decoded(claims)) | {"k": parts["k"]}
    return found
