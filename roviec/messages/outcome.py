"""What became of a send: taken, or why not and what to do next."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sent:
    """The platform took the message; `external_id` lets a later reply or edit find it."""

    external_id: str | None = None


@dataclass(eq=False)
class Failure(Exception):
    """Why a send failed, as a value that says what to do next."""

    reason: str
    retry: bool = False
    """Worth another try later."""
    retry_after: float | None = None
    """Seconds that the platform asks us to wait."""
    whole_chat: bool = False
    """`retry_after` holds for whatever is sent to this chat, not only for this message."""
    whole_channel: bool = False
    """`retry_after` holds for the whole channel."""
    unreachable: bool = False
    """The person blocked us or is gone."""
    ambiguous: bool = False
    """The platform may have taken the message: a second try may double it."""
    away: bool = False
    """Nobody answered, or only a gateway: the platform may be out of reach for whoever writes."""
    moved_to: str | None = None
    """The chat goes on under this id."""
    elsewhere: bool = False
    """This channel can't carry it now (window closed, quota spent): another address of the person may."""

    def __str__(self) -> str:
        return self.reason
