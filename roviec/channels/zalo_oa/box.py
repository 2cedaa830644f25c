"""The tokens as they lie in the database: encrypted, so that a copy of it lets nobody write in the office's name."""

import base64
import json
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from roviec.channels.zalo_oa.trouble import NotConnected


@dataclass(frozen=True, repr=False)
class Pair:
    """An access token, the refresh token that replaces both once, and the seconds that the first lives."""

    access: str
    refresh: str
    life: float


class Box:
    """Seals and opens with a key made from a setting: the token key, else the app's secret."""

    def __init__(self, secret: str) -> None:
        derived = HKDF(SHA256(), 32, salt=None, info=b"roviec zalo oa tokens").derive(secret.encode())
        self._fernet = Fernet(base64.urlsafe_b64encode(derived))

    def seal(self, pair: Pair) -> str:
        """Return a pair as text that only the same key opens."""
        return self.seal_text(json.dumps([pair.access, pair.refresh, pair.life]))

    def open(self, sealed: str) -> Pair:
        """Return a sealed pair; raise `NotConnected` when the key was changed."""
        return Pair(*json.loads(self.open_text(sealed)))

    def seal_text(self, text: str) -> str:
        """Return a text sealed."""
        return self._fernet.encrypt(text.encode()).decode()

    def open_text(self, sealed: str) -> str:
        """Return a sealed text; raise `NotConnected` when the key was changed."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise NotConnected from None
