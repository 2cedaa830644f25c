"""The channels of the house in words: what people call them, and how each takes a code."""

from roviec.handlers.frame.turn import Turn
from roviec.texts import Texts, catalogue


def channel_name(texts: Texts, channel: str) -> str:
    """Return what people call a channel; its own name where nobody gave it another."""
    key = f"channel.{channel}"
    return texts(key) if key in catalogue("vi").sentences else channel


def ways(turn: Turn, code: str) -> str:
    """Return how each channel takes a code, a line each; this one only where a link opens it elsewhere too."""
    links = turn.house.links(code)
    lines = [
        turn.texts("way.link", channel=channel_name(turn.texts, name), link=links[name])
        if name in links
        else turn.texts("way.words", channel=channel_name(turn.texts, name), code=code)
        for name in turn.house.channels
        if name != turn.address.channel or name in links
    ]
    return "\n".join(lines)
