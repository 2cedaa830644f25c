"""Where a browser may be knocked at (Push API, PushSubscription)."""

from dataclasses import dataclass, field
from typing import Any

from roviec.channels.webchat.sealing import Lock, decoded, encoded


@dataclass(frozen=True)
class Subscription:
    """Where a browser may be knocked at, and what seals for it. Its address is a secret: whoever has it may knock."""

    endpoint: str = field(repr=False)
    lock: Lock = field(repr=False)

    @classmethod
    def from_json(cls, body: Any) -> "Subscription":
        """Read what a browser calls a PushSubscription; raise ValueError for anything else."""
        try:
            endpoint, keys = body["endpoint"], body["keys"]
            lock = Lock(decoded(keys["p256dh"]), decoded(keys["auth"]))
        except (TypeError, KeyError, AttributeError, UnicodeError) as error:
            raise ValueError("not a subscription") from error
        if not isinstance(endpoint, str) or not 0 < len(endpoint) <= 1000 or not endpoint.isascii():
            raise ValueError("not an address")
        return cls(endpoint, lock)

    def as_json(self) -> dict[str, Any]:
        """Return what `from_json` reads back, and nothing else that a browser may have said."""
        keys = {"p256dh": encoded(self.lock.point), "auth": encoded(self.lock.auth)}
        return {"endpoint": self.endpoint, "keys": keys}
