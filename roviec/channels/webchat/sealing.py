"""Sealing a short message for one browser, so that the push service in between reads nothing (RFC 8291, RFC 8188)."""

import base64
import os
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ENCODING = "aes128gcm"
_RECORD = 4096
_LAST = b"\x02"
"""What ends the only record; zeros behind it are padding."""


@dataclass(frozen=True)
class Lock:
    """What a browser gave us to seal with: its public point (65 bytes, uncompressed) and a secret of 16 bytes."""

    point: bytes
    auth: bytes

    def __post_init__(self) -> None:
        """Raise ValueError for a point that is not on the curve and for a secret of another length."""
        if len(self.auth) != 16 or len(self.point) != 65:
            raise ValueError("not a browser's keys")
        self.public()

    def public(self) -> ec.EllipticCurvePublicKey:
        """Return the browser's public key."""
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), self.point)


def seal(
    words: bytes,
    lock: Lock,
    *,
    ours: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
    padded: int = 0,
) -> bytes:
    """Return `words`, padded to at least `padded` bytes, as one sealed record.

    A fresh key and a fresh salt of 16 bytes are drawn for each message; others are given to compare with the
    example of RFC 8291 alone.
    """
    ours, salt = ours or ec.generate_private_key(ec.SECP256R1()), salt or os.urandom(16)
    mine = public_point(ours)
    key, nonce = _derived(ours.exchange(ec.ECDH(), lock.public()), lock, mine, salt)
    record = words + _LAST + bytes(max(0, padded - len(words)))
    if len(record) + 16 > _RECORD:
        raise ValueError("too long for one record")
    head = salt + _RECORD.to_bytes(4, "big") + bytes([len(mine)]) + mine
    return head + AESGCM(key).encrypt(nonce, record, None)


def _derived(shared: bytes, lock: Lock, mine: bytes, salt: bytes) -> tuple[bytes, bytes]:
    """Return the key of 16 bytes and the nonce of 12 that both sides can derive."""
    secret = _hkdf(shared, lock.auth, b"WebPush: info\0" + lock.point + mine, 32)
    key = _hkdf(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    return key, _hkdf(secret, salt, b"Content-Encoding: nonce\0", 12)


def _hkdf(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def public_point(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return the public half of a key as 65 uncompressed bytes."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def encoded(data: bytes) -> str:
    """Return bytes in base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Return the bytes of base64url, padded or not; raise ValueError."""
    return base64.b64decode(
        text.rstrip("=").encode() + b"=" * (-len(text.rstrip("=")) % 4), b"-_", validate=True
    )
