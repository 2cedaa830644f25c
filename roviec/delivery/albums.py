"""Pictures that were sent together come as payloads of their own: which of them are one album."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import takewhile

from roviec.channels.channel import Channel
from roviec.db.models import Inbox
from roviec.messages.incoming import Incoming, Raw


def heard(channel: Channel, row: Inbox) -> Incoming | None:
    """Return what a payload says, None for what can't be read."""
    try:
        return channel.parse(Raw(row.external_id, row.chat, row.payload))
    except Exception:
        return None


def of(channel: Channel, row: Inbox) -> str:
    """Return what the platform calls the album of a payload, "" for none and for what can't be read."""
    said = heard(channel, row)
    return said.album if said is not None else ""


def same(channel: Channel, first: Inbox, rows: Iterable[Inbox]) -> list[Inbox]:
    """Return those of the rows that are of the album of `first`."""
    album = of(channel, first)
    return [row for row in rows if album and of(channel, row) == album]


def behind(channel: Channel, first: Inbox, rows: Iterable[Inbox]) -> list[Inbox]:
    """Return the rows right behind `first` that are of its album."""
    album = of(channel, first)
    return list(takewhile(lambda row: bool(album) and of(channel, row) == album, rows))


def worded(channel: Channel, first: Incoming | None, rest: Iterable[Inbox]) -> Incoming | None:
    """Return the first part of an album with every caption of it, whichever parts carry them."""
    if first is None:
        return None
    found = [first.text, *(said.text for row in rest if (said := heard(channel, row)) is not None)]
    return replace(first, text="\n".join(dict.fromkeys(filter(None, found))))
