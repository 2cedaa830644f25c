"""Our marks and seals: payloads of buttons, the webhook's path, signed events, tokens as they lie in the database."""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from roviec.channels.zalo_oa.trouble import NotConnected

_PAYLOAD = re.compile(r"#rv/(.{1,200})/([0-9a-f]{12})", re.DOTALL)
GONE = "gone"
"""What a payload that is not ours stands for: no action, so that the person hears that the choice is over."""


class Seal:
    """Seals with the app's secret."""

    def __init__(self, app_secret: str) -> None:
        self._key = hashlib.sha256(b"roviec zalo oa|" + app_secret.encode()).digest()

    def derived(self, purpose: str) -> str:
        """Return 64 hex digits that only holders of the secret can tell."""
        return hmac.new(self._key, purpose.encode(), hashlib.sha256).hexdigest()

    def path(self) -> str:
        """Return the path of the webhook: the same in every process, and not to be guessed."""
        return f"/zalo_oa/{self.derived('path')[:24]}"

    def payload(self, chat: str, action: str) -> str:
        """Return what a button says in place of the person who presses it."""
        return f"#rv/{action}/{self._mark(chat, action)}"

    def action(self, chat: str, text: str) -> str | None:
        """Return the action of a pressed button; None for words, `GONE` for a payload that this chat never had."""
        found = _PAYLOAD.fullmatch(text)
        if found is None:
            return None
        return found[1] if hmac.compare_digest(found[2], self._mark(chat, found[1])) else GONE

    def _mark(self, chat: str, action: str) -> str:
        return self.derived(f"button|{chat}|{action}")[:12]


def signed(given: str, *, app_id: str, body: bytes, secret: str, stamps: Iterable[str]) -> bool:
    """Tell whether `mac=…` is the platform's: a plain SHA-256 over app, body, time and the account's key.

    Sources disagree on which time is meant, that of the header or that in the body: `stamps` are tried in turn.
    """
    mac = given.strip().removeprefix("mac=").lower().encode()
    made = (hashlib.sha256(app_id.encode() + body + s.encode() + secret.encode()).hexdigest() for s in stamps)
    return any(hmac.compare_digest(mac, one.encode()) for one in made)


@dataclass(frozen=True, repr=False)
class Pair:
    """An access token, the refresh token that replaces both once, and the seconds that the first lives."""

    access: str
    refresh: str
    life: float


class Box:
    """Seals tokens with a key made from token_key, else the app's secret: a copy of the database opens nothing."""

    def __init__(self, secret: str) -> None:
        derived = HKDF(SHA256(), 32, salt=None, info=b"roviec zalo oa tokens").derive(secret.encode())
        self._fernet = Fernet(base64.urlsafe_b64encode(derived))

    def seal(self, pair: Pair) -> str:
        """Return a pair as text that only the same key opens."""
        return self.seal_text(json.dumps([pair.access, pair.refresh, pair.life]))

    def open(self, sealed: str) -> Pair:
        """Return a sealed pair; raise `NotConnected` when the key was changed."""
        return Pair(*json.loads(self.open_text(sealed)))  # noqa: TID251

    def seal_text(self, text: str) -> str:
        """Return a text sealed."""
        return self._fernet.encrypt(text.encode()).decode()

    def open_text(self, sealed: str) -> str:
        """Return a sealed text; raise `NotConnected` when the key was changed."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise NotConnected from None
