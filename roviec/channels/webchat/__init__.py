"""Our own web chat as a channel: its pages live in web/, its lines in the database."""

from roviec.channels.webchat.channel import Bell, WebChat

__all__ = ["Bell", "WebChat"]
