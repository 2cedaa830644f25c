"""Pictures, voices and stickers that people sent, at addresses that expire."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

LIFE = 24 * 3600.0
"""Seconds that an address lasts; the platform says only that it ends."""


@dataclass
class Media:
    """What the fake serves under /media/."""

    now: Callable[[], float]
    kept: dict[str, tuple[bytes, float]] = field(default_factory=dict)

    def keep(self, data: bytes, ending: str) -> str:
        """Keep bytes; return the path of their address."""
        path = f"/media/{secrets.token_hex(12)}{ending}"
        self.kept[path] = (data, self.now() + LIFE)
        return path

    def read(self, path: str) -> bytes | None:
        """Return the bytes, or None when the address ended or never was."""
        data, until = self.kept.get(path, (b"", 0.0))
        return data if self.now() < until else None
