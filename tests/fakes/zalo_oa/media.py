"""Files both ways: what the account uploaded, and what people sent, at addresses that end."""

import secrets
from dataclasses import dataclass, field

from tests.fakes.telegram.forms import Upload

from .clock import DAY
from .core import Core, Json
from .errors import ApiError, invalid

LIFE = 7 * DAY
SIZES = {"image": 1 << 20, "gif": 5 << 20, "file": 5 << 20}
ENDINGS = {
    "image": (".jpg", ".jpeg", ".png"),
    "gif": (".gif",),
    "file": (".pdf", ".doc", ".docx", ".csv"),
}
# What the bytes must begin with; a .csv may begin with anything.
HEADS = {
    ".jpg": b"\xff\xd8", ".jpeg": b"\xff\xd8", ".png": b"\x89PNG", ".gif": b"GIF8",
    ".pdf": b"%PDF", ".docx": b"PK", ".doc": b"\xd0\xcf\x11\xe0",
}  # fmt: skip


@dataclass
class Kept:
    """One file."""

    kind: str
    name: str
    data: bytes
    until: float


@dataclass
class Media:
    """All files."""

    core: Core
    uploads: dict[str, Kept] = field(default_factory=dict)
    sent: dict[str, Kept] = field(default_factory=dict)
    """By path, as the fake serves them."""

    def upload(self, kind: str, file: Upload | None) -> Json:
        """Answer `/v2.0/oa/upload/<kind>`."""
        if file is None:
            raise invalid("file")
        ending = "." + file.name.rpartition(".")[2].lower()
        if ending not in ENDINGS[kind] or not file.data.startswith(HEADS.get(ending, b"")):
            raise invalid("file")
        if len(file.data) > SIZES[kind]:
            raise ApiError(-210)
        name = secrets.token_urlsafe(27)
        self.uploads[name] = Kept(kind, file.name, file.data, self.core.clock.now() + LIFE)
        return {"token" if kind == "file" else "attachment_id": name}

    def find(self, name: object, *kinds: str) -> Kept:
        """Return an upload; ApiError when it never was or is over."""
        found = self.uploads.get(name) if isinstance(name, str) else None
        if found is None or found.kind not in kinds:
            raise invalid("token" if "file" in kinds else "attachment_id")
        if found.until <= self.core.clock.now():
            raise ApiError(-100)
        return found

    def keep(self, name: str, data: bytes) -> str:
        """Keep what somebody sent; return the path of its address."""
        path = f"/media/{secrets.token_hex(12)}/{name}"
        self.sent[path] = Kept("sent", name, data, self.core.clock.now() + LIFE)
        return path

    def read(self, path: str) -> bytes | None:
        """Return the bytes at a path, or None when the address ended or never was."""
        kept = self.sent.get(path)
        return kept.data if kept is not None and self.core.clock.now() < kept.until else None
