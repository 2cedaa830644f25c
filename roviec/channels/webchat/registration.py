"""The web chat, as the house knows it: always on, because it is our own."""

from typing import TYPE_CHECKING, Any

from roviec.channels.registry import Ground, Registration

if TYPE_CHECKING:
    from roviec.channels.channel import Channel
    from roviec.db.surveys.traces import Eraser


def page_of(public_url: str, code: str) -> str:
    """Return the address of the chat page that starts with `code`."""
    return f"{public_url.rstrip('/')}/?code={code}"


def _build(_section: Any, ground: Ground) -> "Channel":
    from roviec.channels.webchat.channel import WebChat

    return WebChat(ground.db, ground.files, ground.public_url, per_second=ground.per_second)


def _traces() -> "Eraser":
    from roviec.channels.webchat.erasing import Lines

    return Lines()


WEBCHAT = Registration("web", "Web", _build, per_second=2000, traces=_traces)
