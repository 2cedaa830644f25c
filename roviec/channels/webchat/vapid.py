"""Who we are to a push service (RFC 8292): one key of the office's own, made once and kept, and a token for each call."""

import json
import os
import tempfile
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from roviec.channels.webchat.sealing import decoded, encoded, public_point

LIFE = timedelta(hours=12)
"""How long a token holds; services refuse more than a day."""


class Vapid:
    """Signs what we ask of push services. The private key is 32 bytes in base64url, as common tools write it."""

    def __init__(self, path: Path, *, given: str = "", contact: str = "") -> None:
        """Take the key that the settings give, else the one in the file at `path`, made at its first use.

        `contact` is a mailto: or https: address at which the operator of a push service finds us.
        """
        self.path, self.given, self.contact = path, given, contact

    @cached_property
    def _key(self) -> ec.EllipticCurvePrivateKey:
        return private_key(self.given or _kept(self.path))

    @cached_property
    def public(self) -> str:
        """The public key, as browsers want it; raises OSError or ValueError where the key can't be read or made."""
        return encoded(public_point(self._key))

    def header(self, origin: str, now: datetime) -> str:
        """Return the Authorization header for a push service's origin, such as https://push.example."""
        claims = {"aud": origin, "exp": int((now + LIFE).timestamp())}
        if self.contact:
            claims["sub"] = self.contact
        signed = f"{_part({'typ': 'JWT', 'alg': 'ES256'})}.{_part(claims)}"
        r, s = decode_dss_signature(self._key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        signature = encoded(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
        return f"vapid t={signed}.{signature}, k={self.public}"


def _part(values: dict[str, object]) -> str:
    return encoded(json.dumps(values, separators=(",", ":")).encode())


def private_key(text: str) -> ec.EllipticCurvePrivateKey:
    """Return the key that base64url of 32 bytes stands for; raise ValueError."""
    data = decoded(text.strip())
    if len(data) != 32:
        raise ValueError("the key must be 32 bytes in base64url")
    return ec.derive_private_key(int.from_bytes(data, "big"), ec.SECP256R1())


def _kept(path: Path) -> str:
    """Return the key of a file; a missing one is made, whole and for us alone, whoever else makes it at once."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
        _make(path, encoded(number.to_bytes(32, "big")))
    return path.read_text("ascii")


def _make(path: Path, text: str) -> None:
    handle, fresh = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with open(handle, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        # A link never replaces: of two processes that make a key at once, both use the first one's.
        os.link(fresh, path)
    except FileExistsError:
        return
    finally:
        os.unlink(fresh)
