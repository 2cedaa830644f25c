"""The values that understanding returns."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


class Intent(StrEnum):
    """What a person wants to say about a task."""

    DONE = "done"
    PROGRESS = "progress"
    OBSTACLE = "obstacle"
    EXTENSION = "extension"
    NOT_STARTED = "not_started"
    ACCEPT = "accept"
    REFUSE = "refuse"
    PROMISE = "promise"
    QUESTION = "question"
    THANKS = "thanks"
    UNDO = "undo"
    UNCLEAR = "unclear"


class Certainty(StrEnum):
    """Whether to act (with an echo and an undo) or to ask back first."""

    SURE = "sure"
    ASK = "ask"


# The main intent of a message is the first of these among its parts.
PRIORITY: tuple[Intent, ...] = (
    Intent.UNDO,
    Intent.REFUSE,
    Intent.DONE,
    Intent.PROGRESS,
    Intent.NOT_STARTED,
    Intent.EXTENSION,
    Intent.OBSTACLE,
    Intent.PROMISE,
    Intent.QUESTION,
    Intent.ACCEPT,
    Intent.THANKS,
    Intent.UNCLEAR,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing said: `percent` 0..100, `days` as typed (calendar or working), `words` accents as typed.

    `wished_at` is the hour (local) named with the wished day.
    """

    intent: Intent
    certainty: Certainty = Certainty.SURE
    words: str = ""
    percent: int | None = None
    obstacle: str | None = None
    wished: date | None = None
    wished_words: str | None = None
    days: int | None = None
    reason: str | None = None
    wished_at: time | None = None


@dataclass(frozen=True, slots=True)
class Understanding:
    """A message understood: its main intent, what all parts say together, and the parts by `PRIORITY`."""

    intent: Intent
    certainty: Certainty
    percent: int | None = None
    obstacle: str | None = None
    wished: date | None = None
    wished_words: str | None = None
    days: int | None = None
    reason: str | None = None
    evidence_mentioned: bool = False
    wished_at: time | None = None
    parts: tuple[Part, ...] = ()

    @property
    def sure(self) -> bool:
        """Tell whether every part may be acted on without asking back."""
        return self.certainty is Certainty.SURE
