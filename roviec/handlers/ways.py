"""The channels of the house in words: what people call them, and how each takes a code."""

from roviec.channels.registered import label
from roviec.handlers.frame.turn import Turn
from roviec.texts import Texts


def channel_name(texts: Texts, channel: str) -> str:
    """Return what people call a channel."""
    return label(channel, texts)


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
