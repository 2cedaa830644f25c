"""What is heard: a payload as it arrived, and what it says in the words of no platform in particular."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

Json = dict[str, Any]
LARGEST = 20 * 1024 * 1024
"""Bytes of the largest file that an office takes where its settings say nothing else."""


@dataclass(frozen=True)
class Raw:
    """One payload as it arrived; (channel, external_id) is unique and `chat` keeps its order."""

    external_id: str
    chat: str
    payload: Json


class Kind(StrEnum):
    """What a parsed payload is."""

    text = "text"
    choice = "choice"
    file = "file"
    contact = "contact"
    withheld = "withheld"
    place = "place"
    """A point on the map; `text` may name it."""
    edited = "edited"
    """An earlier message of theirs now reads otherwise."""
    reaction = "reaction"
    """An emoji on the message `reply_to` of ours."""
    reachable = "reachable"
    unreachable = "unreachable"
    moved = "moved"
    rating = "rating"
    """Stars for something that we asked about, from nobody in particular."""


class Point(NamedTuple):
    """A point on the map, in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class FileRef:
    """A file that a person sent: how to fetch it, and what the platform says of it."""

    ref: str
    name: str
    mime: str
    size: int


@dataclass(frozen=True)
class Incoming:
    """One thing a person did, in the words of no platform in particular."""

    channel: str
    chat: str
    kind: Kind
    text: str = ""
    """The words, the caption, the packed action of a choice, a phone number or the new chat id; of something
    that the platform withholds or nobody here can hear: file, voice or sticker; of a reaction: the emoji."""
    files: tuple[FileRef, ...] = ()
    message: str | None = None
    """The platform's id of this message, or of the one whose button was pressed."""
    reply_to: str | None = None
    """The platform's id of our message that the person answers."""
    name: str = ""
    sender: str = ""
    """Who said it, where a chat has many: the id of their own chat with us."""
    group: bool = False
    anonymous: bool = False
    """In a group, an administrator speaks as the group: nobody knows who."""
    topic: str = ""
    """The platform's id of the topic of a group in which it was said; the answer belongs there."""
    forwarded: bool = False
    """Quoted: somebody else's words, or older ones of theirs."""
    album: str = ""
    """What the platform calls the pictures that were sent together."""
    point: Point | None = None
    proved: bool = True
    """A contact's number is the sender's own for certain; False where they may have typed any."""
    stars: int | None = None
    """How many of five, for a rating; `reply_to` then holds what we called the question."""
