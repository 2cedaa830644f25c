"""The marks by which we know our own: payloads of buttons, the webhook's path, signed events. Pure."""

import hashlib
import hmac
import re
from collections.abc import Iterable

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
